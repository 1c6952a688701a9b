"""What `backup` and `restore` share: the key, the place, and what is remembered of them in the database."""

import argparse
import os
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from wattfleet.cli.place import add_place
from wattfleet.kernel.errors import WattfleetError, invalid
from wattfleet.settings import SECRET_FILE
from wattfleet.storage import health
from wattfleet.storage.backups.make import Installation
from wattfleet.storage.backups.sealed import read_key
from wattfleet.storage.database import INSTALLATION
from wattfleet.storage.opening import FILE_NAME, open_as_it_is

KEY_VARIABLE = "WATTFLEET_BACKUP_KEY_FILE"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Where the installation is, and with which key."""
    add_place(parser)
    parser.add_argument(
        "--cold", metavar="DIR", type=Path, help="where old days are, if `serve` was told; DIR/cold of --data"
    )
    parser.add_argument(
        "--key-file",
        metavar="FILE",
        type=Path,
        help=f"a generated key, or a passphrase of 12 characters and more; or {KEY_VARIABLE}",
    )
    parser.add_argument("--json", action="store_true", help="for programs")


def key_of(given: argparse.Namespace) -> str:
    """Raises: WattfleetError `key_file_missing`, `key_file_unusable`."""
    named = given.key_file or os.environ.get(KEY_VARIABLE)
    if not named:
        raise invalid(
            "key_file_missing",
            "A backup is sealed with a key.",
            hint="Make one with `wattfleet backup --make-key FILE`, keep a copy of it away from the backups, "
            f"and name it with --key-file or {KEY_VARIABLE}.",
            field="--key-file",
        )
    return read_key(Path(named))


def place_of(given: argparse.Namespace) -> Installation:
    """The installation that the command line names."""
    secret = None if os.environ.get("WATTFLEET_SECRET") else given.data / SECRET_FILE
    return Installation(folder=given.data, url=given.database, cold=given.cold, secret=secret)


async def note(given: argparse.Namespace, **changes: Any) -> None:
    """Let the installation know of it, where there is one that can be told."""
    if given.database is None and not (given.data / FILE_NAME).is_file():
        return
    with suppress(WattfleetError):
        database = await open_as_it_is(given.data, given.database, given.cold)
        try:
            await database.write(INSTALLATION, partial(health.note_backup, **changes))
        finally:
            await database.close()
