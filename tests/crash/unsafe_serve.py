"""The server with a database that never syncs: what the tests of power cuts must find out.

A test that passes with this one in the server's place proves nothing.
"""

import sqlite3
import sys
from pathlib import Path

from wattfleet.cli.main import run
from wattfleet.storage import sqlite_link

_connect = sqlite_link.connect


def careless(path: Path) -> sqlite3.Connection:
    raw = _connect(path)
    raw.execute("PRAGMA synchronous = OFF").fetchall()
    return raw


if __name__ == "__main__":
    sqlite_link.connect = careless
    sys.exit(run(sys.argv[1:]))
