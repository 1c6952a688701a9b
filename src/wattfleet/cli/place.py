"""Where an installation keeps its data, as every command of this machine is told it."""

import argparse
from pathlib import Path

from wattfleet.settings import DEFAULT_DATA


def add_place(parser: argparse.ArgumentParser) -> None:
    """Where the installation keeps its data."""
    parser.add_argument(
        "--data", metavar="DIR", default=DEFAULT_DATA, type=Path, help="the data folder (%(default)s)"
    )
    parser.add_argument("--database", metavar="URL", help="PostgreSQL instead of the folder's own SQLite")
