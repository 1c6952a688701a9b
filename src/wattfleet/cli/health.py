"""`wattfleet health`: how a running server is, as it says itself."""

import argparse
import sys

from wattfleet.cli import show
from wattfleet.cli.noun_verbs import Commands
from wattfleet.cli.remote import REFUSED, Remote

_MARKS = {"problem": "✗", "warning": "!", "note": "·"}


def register(commands: Commands) -> None:
    parser = commands.add_parser(
        "health",
        help="how the server is: disk, backup, clock, certificates, what waits",
        description="Exit code 1 when there is a problem.",
    )
    parser.set_defaults(run=run)


def run(remote: Remote, given: argparse.Namespace) -> None:
    told = remote.call("GET", "/health")
    if given.json:
        show.as_json(told)
    else:
        for one in told["findings"]:
            print(f"{_MARKS[one['severity']]} {one['words']} [{one['code']}]\n  → {one['mend']}")
        rest = {name: value for name, value in told.items() if name not in {"findings", "samples"}}
        show.record(rest)
    if told["status"] == "problem":
        sys.exit(REFUSED)
