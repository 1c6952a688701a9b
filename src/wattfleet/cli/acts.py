"""`wattfleet acts-chain`: whether the chain of people's acts is whole."""

import argparse

from wattfleet.cli import show
from wattfleet.cli.noun_verbs import Commands
from wattfleet.cli.remote import Remote, fail


def register(commands: Commands) -> None:
    parser = commands.add_parser(
        "acts-chain",
        help="whether an act is missing or was changed",
        description="Computes every hash of the chain again. Note the hash: it stands for all before it.",
        epilog="example: wattfleet acts-chain",
    )

    def run(remote: Remote, given: argparse.Namespace) -> None:
        chain = remote.call("GET", "/acts-chain")
        if given.json:
            show.as_json(chain)
        else:
            show.record(chain)
        if not chain["whole"]:
            fail(f"The chain is broken at act {chain['broken']}.")

    parser.set_defaults(run=run)
