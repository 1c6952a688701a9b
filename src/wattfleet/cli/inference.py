"""`wattfleet inference`: how long silence lasts before the end of a session is inferred."""

import argparse

from wattfleet.cli import show
from wattfleet.cli.noun_verbs import Commands
from wattfleet.cli.remote import Remote


def register(commands: Commands) -> None:
    parser = commands.add_parser(
        "inference",
        help="how long a silent session waits before its end is inferred",
        epilog="example: wattfleet inference --grace-s 1800 --offline-grace-s 172800",
    )
    parser.add_argument("--grace-s", type=int, metavar="N", help="seconds, while its station is connected")
    parser.add_argument("--offline-grace-s", type=int, metavar="N", help="seconds, while it is not")

    def run(remote: Remote, given: argparse.Namespace) -> None:
        patience = remote.call("GET", "/inference")
        wish = {name: one for name in patience if (one := getattr(given, name)) is not None}
        if wish:
            patience = remote.call("PUT", "/inference", body=patience | wish)
        if given.json:
            show.as_json(patience)
        else:
            show.record(patience)

    parser.set_defaults(run=run)
