"""Ports for the servers that tests start.

A port that the system gives away comes from those that it gives to clients too, so that a connection of
somebody else may have it before the server is up. These lie below; each worker has its own, and none comes
twice before all have come.
"""

import os
import re
import socket
from collections.abc import Iterator
from itertools import cycle

LOWEST, EACH, WORKERS = 10_000, 5_000, 4


def free_port() -> int:
    """One of this worker's on which nobody listens now."""
    for port in _PORTS:
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("unreachable: they go round and round")


def _own() -> Iterator[int]:
    worker = re.sub(r"\D", "", os.environ.get("PYTEST_XDIST_WORKER", "")) or "0"
    first = LOWEST + int(worker) % WORKERS * EACH
    ports = range(first, first + EACH)
    begin = os.getpid() % EACH
    return cycle((*ports[begin:], *ports[:begin]))


_PORTS = _own()
