"""Asks for one list again and again, sixteen requests at a time, from core 1. Prints one JSON line."""

import argparse
import asyncio
import json
import os
import time

import uvloop


async def lane(host: str, port: int, request: bytes, until: float) -> int:
    """One kept connection that asks as soon as it is answered; raw HTTP, so that the client costs little."""
    reader, writer = await asyncio.open_connection(host, port)
    done = 0
    while time.perf_counter() < until:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head[:200]
        length = next(
            int(line.split(b":")[1])
            for line in head.lower().split(b"\r\n")
            if line.startswith(b"content-length")
        )
        await reader.readexactly(length)
        done += 1
    writer.close()
    return done


async def ask(url: str, key: str, seconds: float) -> float:
    host, _, port_path = url.removeprefix("http://").partition(":")
    port, _, path = port_path.partition("/")
    request = f"GET /{path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {key}\r\n\r\n".encode()
    began = time.perf_counter()
    done = await asyncio.gather(*(lane(host, int(port), request, began + seconds) for _ in range(16)))
    return sum(done) / (time.perf_counter() - began)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    parser.add_argument("--key", required=True)
    parser.add_argument("--seconds", type=float, default=5)
    arguments = parser.parse_args()
    os.sched_setaffinity(0, {1})
    print(json.dumps({"per_s": uvloop.run(ask(arguments.url, arguments.key, arguments.seconds))}))


if __name__ == "__main__":
    main()
