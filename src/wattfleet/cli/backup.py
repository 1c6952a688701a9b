"""`wattfleet backup`: a sealed copy of the whole installation, made while the server works."""

import argparse
import asyncio
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec

from wattfleet.cli import show
from wattfleet.cli.backup_place import add_options, key_of, note, place_of
from wattfleet.kernel.clock import SystemClock
from wattfleet.kernel.errors import WattfleetError, invalid
from wattfleet.operations.backups_kept import read_keep
from wattfleet.storage.backups.make import Made, forget_old, make_backup
from wattfleet.storage.backups.package import sync_folder
from wattfleet.storage.backups.sealed import make_key

EXAMPLES = """\
examples:
  wattfleet backup --make-key /etc/wattfleet/backup.key
  wattfleet backup /mnt/backup --data /var/lib/wattfleet --key-file /etc/wattfleet/backup.key --keep 14,8,12
  wattfleet backup /mnt/backup --database postgresql://wattfleet@db/wattfleet --key-file KEY

Keep the key away from the backups: whoever has both has everything, and without it nobody has anything.
The target is a folder; a share that is mounted is one. To send backups elsewhere, copy the folder's files.
"""


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "backup",
        help="copy the whole installation, sealed, while the server works",
        description="One file with the database, the old days and the secret, encrypted and read back.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("target", metavar="FOLDER", nargs="?", type=Path, help="where backups are kept")
    add_options(parser)
    parser.add_argument("--make-key", metavar="FILE", type=Path, help="make a key file, and nothing else")
    parser.add_argument(
        "--keep",
        metavar="D,W,M",
        help="remove older backups but the newest of so many days, weeks and months, such as 14,8,12",
    )
    parser.add_argument(
        "--work", metavar="FOLDER", type=Path, help="where the plain copy stands meanwhile; the data folder"
    )
    parser.add_argument(
        "--follow",
        action="store_true",
        help="go on until stopped, and ship what is committed every few seconds",
    )
    parser.add_argument(
        "--every",
        metavar="S",
        type=int,
        choices=range(1, 31),
        default=10,
        help="how many seconds between two deltas of --follow, 1 to 30 (%(default)s)",
    )
    parser.add_argument(
        "--generations", metavar="N", type=int, default=7, help="days of --follow that stay (%(default)s)"
    )
    parser.set_defaults(alone=run)


def run(given: argparse.Namespace) -> int:
    if given.make_key is not None:
        make_key(given.make_key)
        print(f"{given.make_key}: keep a copy of it away from the backups.")
        return 0
    if given.target is None:
        raise invalid("backup_target", "Where to?", hint="wattfleet backup FOLDER --key-file FILE")
    if given.follow:
        from wattfleet.cli.backup_follow import follow

        return asyncio.run(follow(given))
    asyncio.run(_backup(given))
    return 0


async def _backup(given: argparse.Namespace) -> None:
    key, keep = key_of(given), None if given.keep is None else read_keep(given.keep)
    clock = SystemClock()
    began_us, now = clock.monotonic_us(), clock.now()
    try:
        make_target(given.target)
        made = await make_backup(
            place_of(given), given.target, key, now=now, program=version("wattfleet"), work=given.work
        )
        gone = [] if keep is None else forget_old(given.target, keep)
    except WattfleetError as error:
        await note(given, problem=error.message)
        raise
    await note(given, last_at=now, place=str(given.target), bytes=made.bytes, problem="", following=False)
    _tell(given, made, gone, (clock.monotonic_us() - began_us) / 1_000_000)


def make_target(folder: Path) -> None:
    """Raises: WattfleetError `backup_target`."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        sync_folder(folder)
    except OSError as error:
        raise invalid(
            "backup_target",
            f"{folder} is no folder that can be written to: {error.strerror}.",
            hint="Make it, or mount it; the folder above it must be there, so that a share that is "
            "not mounted "
            "is noticed.",
        ) from error


def _tell(given: argparse.Namespace, made: Made, gone: list[Path], seconds: float) -> None:
    told: dict[str, Any] = {
        "path": str(made.path),
        "bytes": made.bytes,
        "seconds": round(seconds, 1),
        "removed": [str(one) for one in gone],
        "manifest": msgspec.to_builtins(made.manifest),
    }
    if given.json:
        show.as_json(told)
        return
    rows = sum(made.manifest.counts.values())
    print(f"{made.path}  {made.bytes / 1024**2:,.1f} MB, {rows:,} rows, read back, in {seconds:.1f} s.")
    for one in gone:
        print(f"removed {one}")
    if made.manifest.secret == "apart":
        print(
            "The secret comes from WATTFLEET_SECRET and is not in it: keep it apart, nothing opens "
            "without it.",
            file=sys.stderr,
        )
