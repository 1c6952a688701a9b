"""A PostgreSQL of the measurements' own."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from stat import S_IMODE

from bench.server import free_port

SETTINGS = ("shared_buffers=256MB", "min_wal_size=3GB", "max_wal_size=6GB", "listen_addresses=127.0.0.1")
LOG_SEGMENTS = 180
"""Of 16 MB: 1.4 million frames. Three turns of full load, half load and half the target are 900,000."""


@contextmanager
def private_postgres(folder: Path) -> Iterator[str]:
    """A PostgreSQL of our own, durable, on core 1, as an unprivileged user; one that is there is taken up."""
    programs = max(Path("/usr/lib/postgresql").glob("*/bin"))
    made = folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    as_user: list[str] = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        for parent in folder.parents[:2]:  # /tmp may be one of them, and stays what it is beside that
            parent.chmod(S_IMODE(parent.stat().st_mode) | 0o055)
        as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    data, port = folder / "data", free_port()
    if not made:
        initdb = [*as_user, str(programs / "initdb"), "-D", str(data), "-U", "wattfleet", "-A", "trust"]
        subprocess.run(initdb, check=True, capture_output=True)
    command = ["taskset", "-c", "1", *as_user, str(programs / "postgres"), "-D", str(data), "-p", str(port)]
    command += ["-k", str(folder)]
    for setting in SETTINGS:
        command += ["-c", setting]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        is_ready = [str(programs / "pg_isready"), "-h", "127.0.0.1", "-p", str(port)]
        while subprocess.run(is_ready, capture_output=True, check=False).returncode:
            time.sleep(0.1)
        if not made:
            _furnish(programs, port)
        yield f"postgresql://wattfleet@127.0.0.1:{port}/wattfleet"
    finally:
        server.send_signal(signal.SIGINT)  # at once, whoever is still connected
        server.wait()


def _furnish(programs: Path, port: int) -> None:
    """An empty database, and a log as on any other day: it goes into segments that are there.

    A new PostgreSQL makes each of them first, and all commits wait 12 ms for it.
    """
    where = ["-h", "127.0.0.1", "-p", str(port), "-U", "wattfleet"]
    subprocess.run([str(programs / "createdb"), *where, "wattfleet"], check=True)
    segments = ["SELECT pg_logical_emit_message(true, '', ''), pg_switch_wal()"] * LOG_SEGMENTS
    subprocess.run(
        [str(programs / "psql"), *where, "-q", "-o", "/dev/null", "wattfleet"],
        input="; ".join([*segments, "CHECKPOINT"]),
        text=True,
        check=True,
    )
