"""The usual Python server: the `ocpp` package on `websockets`, as shipped, keeping nothing.

Run as its own process: python -m bench.peer --port 9100 --core 0
"""

import argparse
import asyncio
import os
from contextlib import suppress
from datetime import UTC, datetime

import websockets
from ocpp.routing import on
from ocpp.v16 import ChargePoint, call_result
from ocpp.v16.enums import Action, RegistrationStatus


class Peer(ChargePoint):
    @on(Action.boot_notification)
    def on_boot(self, **_: object) -> call_result.BootNotification:
        now = datetime.now(tz=UTC).isoformat()
        return call_result.BootNotification(
            current_time=now, interval=300, status=RegistrationStatus.accepted
        )

    @on(Action.start_transaction)
    def on_start(self, **_: object) -> call_result.StartTransaction:
        return call_result.StartTransaction(transaction_id=1, id_tag_info={"status": "Accepted"})

    @on(Action.meter_values)
    def on_meter(self, **_: object) -> call_result.MeterValues:
        return call_result.MeterValues()


async def serve(port: int) -> None:
    async def station(socket: websockets.ServerConnection) -> None:
        assert socket.request is not None
        with suppress(websockets.ConnectionClosed):
            await Peer(socket.request.path.rsplit("/", 1)[-1], socket).start()

    async with websockets.serve(station, "127.0.0.1", port, subprotocols=[websockets.Subprotocol("ocpp1.6")]):
        print("ready", flush=True)
        await asyncio.get_running_loop().create_future()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--core", type=int, default=0)
    arguments = parser.parse_args()
    os.sched_setaffinity(0, {arguments.core})
    asyncio.run(serve(arguments.port))


if __name__ == "__main__":
    main()
