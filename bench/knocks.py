"""Handshakes as fast as they are answered, from blocking sockets in a few threads on core 1.

A client that is written for a fleet (`bench.load`) takes as much of a core for a handshake as the server
does, so that its own limit would be measured. Here nearly all is spent in the kernel and in OpenSSL.
    python -m bench.knocks --url wss://127.0.0.1:9001/ocpp/ --stations 5000 --seconds 5
Prints one JSON line.
"""

import argparse
import json
import os
import socket
import threading
import time
from urllib.parse import urlsplit

from bench.load import headers, trusting


class Knocker:
    """Knocks with one station after the other, and leaves as soon as it is let in."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        parts = urlsplit(arguments.url)
        self._place = (parts.hostname, parts.port)
        self._tls = trusting() if parts.scheme == "wss" else None
        self._requests = [
            _request(f"{parts.path}{arguments.prefix}{one}", f"{arguments.prefix}{one}", arguments.password)
            for one in range(arguments.stations)
        ]
        self._lanes = arguments.lanes

    def run(self, seconds: float) -> dict[str, float]:
        until = time.perf_counter() + seconds
        counts = [[0, 0] for _ in range(self._lanes)]
        lanes = [
            threading.Thread(target=self._knock_until, args=(until, lane, count))
            for lane, count in enumerate(counts)
        ]
        began, used = time.perf_counter(), time.process_time()
        for lane in lanes:
            lane.start()
        for lane in lanes:
            lane.join()
        took, used = time.perf_counter() - began, time.process_time() - used
        done = sum(count[0] for count in counts)
        return {
            "per_s": done / took,
            "turned_away": sum(count[1] for count in counts),
            "load_cpu": used / took,
        }

    def _knock_until(self, until: float, lane: int, count: list[int]) -> None:
        at = lane
        while time.perf_counter() < until:
            answer = self._knock(self._requests[at % len(self._requests)])
            count[0 if answer.startswith(b"HTTP/1.1 101") else 1] += 1
            at += self._lanes

    def _knock(self, request: bytes) -> bytes:
        """The first bytes of the answer."""
        line = socket.create_connection(self._place)
        try:
            if self._tls is not None:
                line = self._tls.wrap_socket(line)
            line.sendall(request)
            return line.recv(512)
        finally:
            line.close()


def _request(path: str, identity: str, password: str) -> bytes:
    lines = {
        "Host": "127.0.0.1",
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        **headers(identity, password),
    }
    listed = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"GET {path} HTTP/1.1\r\n{listed}\r\n".encode()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", required=True)
    parser.add_argument("--password", default="0123456789abcdef0123456789abcdef")
    parser.add_argument("--prefix", default="BENCH-")
    parser.add_argument("--stations", type=int, default=5000)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--lanes", type=int, default=32)
    parser.add_argument("--core", type=int, default=1)
    arguments = parser.parse_args()
    os.sched_setaffinity(0, {arguments.core})
    print(json.dumps(Knocker(arguments).run(arguments.seconds)))


if __name__ == "__main__":
    main()
