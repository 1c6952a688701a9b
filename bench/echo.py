"""An echo of answers, to show what the load generator itself can do: picows, no thought, no disk.

Run as its own process: python -m bench.echo --port 9101 --core 0
"""

import argparse
import os

import uvloop
from picows import WSFrame, WSListener, WSMsgType, WSTransport, WSUpgradeRequest, ws_create_server


class Echo(WSListener):
    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        text = frame.get_payload_as_bytes()
        message_id = (
            text[3 : text.index(b'"', 4) + 1] if text[3:4] == b'"' else text[4 : text.index(b'"', 5) + 1]
        )
        answer = b'{"transactionId":1}' if b"Start" in text[:60] else b"{}"
        transport.send(WSMsgType.TEXT, b"[3," + message_id + b"," + answer + b"]")


async def serve(port: int) -> None:
    def factory(_: WSUpgradeRequest) -> WSListener:
        return Echo()

    server = await ws_create_server(factory, "127.0.0.1", port)
    print("ready", flush=True)
    await server.serve_forever()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--core", type=int, default=0)
    arguments = parser.parse_args()
    os.sched_setaffinity(0, {arguments.core})
    uvloop.run(serve(arguments.port))


if __name__ == "__main__":
    main()
