"""A server without meaning: it keeps what a station says and answers, and so tells what keeping alone costs.

The same WebSocket library, read buffers and event loop as ours; of a frame it reads the head (msgspec) and
keeps its bytes, its station and the moment, as one row. Whatever waits is one commit, as durable as ours, and
only then each is answered. No dialogue, no session, no credentials.

Run as its own process: python -m bench.skeleton --port 9102 --core 0 [--sqlite FILE | --postgres URL]
"""

import argparse
import asyncio
import os
import queue
import sqlite3
import sys
import threading
import time
from pathlib import Path
from typing import Protocol

import asyncpg
import msgspec
import uvloop
from picows import WSFrame, WSListener, WSMsgType, WSTransport, WSUpgradeRequest, ws_create_server

from wattfleet.gateway.sockets import READ_BUFFER
from wattfleet.server.run import SWITCH_INTERVAL_S
from wattfleet.storage.sqlite_link import connect

MOST = 200
SIZES = (200, 100, 50, 20, 10, 5, 2, 1)
LANES = 2

Row = tuple[bytes, str, int]


class Call(msgspec.Struct, array_like=True, gc=False):
    kind: int
    message_id: str
    action: str
    payload: msgspec.Raw


read = msgspec.json.Decoder(Call).decode


class Book(Protocol):
    """Where rows go; durable when it returns."""

    lanes: int

    async def commit(self, rows: list[Row]) -> None: ...


class Sqlite:
    """A file in WAL with `synchronous=FULL`, and one thread that writes."""

    lanes = 1

    def __init__(self, path: Path) -> None:
        self._raw = connect(path)
        self._raw.execute(
            "CREATE TABLE frames (id INTEGER PRIMARY KEY, at INTEGER, station TEXT, raw BLOB) STRICT"
        )
        self._jobs: queue.SimpleQueue[tuple[list[Row], asyncio.Future[None]]] = queue.SimpleQueue()
        self._loop = asyncio.get_running_loop()
        threading.Thread(target=self._work, daemon=True).start()

    async def commit(self, rows: list[Row]) -> None:
        done = self._loop.create_future()
        self._jobs.put((rows, done))
        await done

    def _work(self) -> None:
        while True:
            rows, done = self._jobs.get()
            write(self._raw, rows)
            self._loop.call_soon_threadsafe(done.set_result, None)


def write(raw: sqlite3.Connection, rows: list[Row]) -> None:
    """A few large statements, one commit."""
    raw.execute("BEGIN IMMEDIATE")
    at = 0
    for size in SIZES:
        while len(rows) - at >= size:
            values = [value for row in rows[at : at + size] for value in row]
            marks = ", ".join(["(?, ?, ?)"] * size)
            raw.execute(f"INSERT INTO frames (raw, station, at) VALUES {marks}", values)
            at += size
    raw.execute("COMMIT")


POLICY = (
    "CREATE TABLE frames (id bigserial, tenant_id smallint, at timestamptz, station text, raw bytea)",
    "ALTER TABLE frames ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE frames FORCE ROW LEVEL SECURITY",
    "CREATE POLICY own ON frames USING (tenant_id = any(current_setting('app.tenants', true)::int[]))",
    "CREATE ROLE skeleton_app",
    "GRANT ALL ON ALL TABLES IN SCHEMA public TO skeleton_app",
    "GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO skeleton_app",
)
INSERT = (
    "INSERT INTO frames (tenant_id, raw, station, at)"
    " SELECT 1, raw, station, timestamptz 'epoch' + at * interval '1 microsecond'"
    " FROM unnest($1::bytea[], $2::text[], $3::bigint[]) AS v(raw, station, at)"
)


class Postgres:
    """A table under forced row-level security, written by `unnest` on standing connections."""

    lanes = LANES

    def __init__(self, links: "list[asyncpg.Connection]") -> None:
        self._links = links

    @classmethod
    async def opened(cls, url: str) -> "Postgres":
        owner = await asyncpg.connect(url)
        for text in POLICY:
            await owner.execute(text)
        await owner.close()
        links = [await asyncpg.connect(url) for _ in range(LANES)]
        for link in links:
            await link.execute("SET ROLE skeleton_app; SET app.tenants = '{1}'")
        return cls(links)

    async def commit(self, rows: list[Row]) -> None:
        link = self._links.pop()
        try:
            await link.execute(INSERT, *zip(*rows, strict=True))
        finally:
            self._links.append(link)


class Skeleton:
    """Whoever waits while a commit runs is in the next one."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._waiting: list[tuple[Row, Call, WSTransport]] = []
        self._busy = 0
        self._running: set[asyncio.Task[None]] = set()

    def put(self, row: Row, call: Call, transport: WSTransport) -> None:
        self._waiting.append((row, call, transport))
        if self._busy < self._book.lanes:
            self._busy += 1
            task = asyncio.get_running_loop().create_task(self._run())
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    async def _run(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            await self._book.commit([row for row, _, _ in group])
            for _, call, transport in group:
                payload = b'{"transactionId":1}' if call.action == "StartTransaction" else b"{}"
                transport.send(WSMsgType.TEXT, b'[3,"%b",%b]' % (call.message_id.encode(), payload))
        self._busy -= 1


class Ear(WSListener):
    def __init__(self, skeleton: Skeleton, station: str) -> None:
        self._skeleton = skeleton
        self._station = station

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type == WSMsgType.TEXT:
            raw = frame.get_payload_as_bytes()
            self._skeleton.put((raw, self._station, time.time_ns() // 1000), read(raw), transport)


async def serve(arguments: argparse.Namespace) -> None:
    book: Book = Sqlite(arguments.sqlite) if arguments.sqlite else await Postgres.opened(arguments.postgres)
    skeleton = Skeleton(book)

    def factory(request: WSUpgradeRequest) -> WSListener:
        return Ear(skeleton, request.path.decode().rpartition("/")[2])

    server = await ws_create_server(factory, "127.0.0.1", arguments.port, read_buffer_init_size=READ_BUFFER)
    print("ready", flush=True)
    await server.serve_forever()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--core", type=int, default=0)
    parser.add_argument("--sqlite", type=Path)
    parser.add_argument("--postgres")
    arguments = parser.parse_args()
    os.sched_setaffinity(0, {arguments.core})
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    uvloop.run(serve(arguments))


if __name__ == "__main__":
    main()
