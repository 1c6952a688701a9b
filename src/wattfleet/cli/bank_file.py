"""`wattfleet bank-file`: what a file of the bank pays."""

import argparse
from pathlib import Path

from wattfleet.cli import show
from wattfleet.cli.noun_verbs import Commands
from wattfleet.cli.remote import Remote, fail

COLUMNS = ("booked_on", "amount", "currency", "party", "reference", "invoice", "difference", "why", "booked")


def register(commands: Commands) -> None:
    parser = commands.add_parser(
        "bank-file",
        help="read camt.053 or camt.054: book what it pays, tell what waits for you",
        epilog="example: wattfleet bank-file statement.xml --dry-run",
    )
    parser.add_argument("file", metavar="FILE", help="the bank's file")
    parser.add_argument("--dry-run", action="store_true", help="say what would be booked and book nothing")
    parser.set_defaults(run=read)


def read(remote: Remote, given: argparse.Namespace) -> None:
    try:
        content = Path(given.file).read_bytes()
    except OSError as error:
        fail(f"{given.file} cannot be read: {error}.", hint="Name the file that the bank sent.")
    query = {"dry_run": "true"} if given.dry_run else {}
    told = remote.call("POST", "/payments/bank-file", content=content, kind="application/xml", query=query)
    if given.json:
        show.as_json(told)
        return
    show.table(told["items"], COLUMNS, empty="No booked movement is in it.")
    booked = f"{told['booked']} booked"
    if given.dry_run:
        booked = f"{len(told['items']) - told['known'] - told['waiting']} would be booked"
    print(f"{booked}, {told['known']} known before, {told['waiting']} wait for you.")
