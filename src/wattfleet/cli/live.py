"""`wattfleet live`: what happens, as it happens, one line for each change."""

import argparse
import json
from collections.abc import Mapping
from typing import Any

from wattfleet.cli import show
from wattfleet.cli.noun_verbs import Commands
from wattfleet.cli.remote import Remote


def register(commands: Commands) -> None:
    parser = commands.add_parser(
        "live",
        help="what happens, as it happens; Ctrl-C ends it",
        epilog="example: wattfleet live --json | jq .",
    )

    def run(remote: Remote, given: argparse.Namespace) -> None:
        for event, data in remote.stream("/live"):
            print(data if given.json else _line(event, data), flush=True)

    parser.set_defaults(run=run)


def _line(event: str, data: str) -> str:
    try:
        told = json.loads(data)
    except ValueError:
        return f"{event:12} {data}"
    return f"{event:12} {show.cell(_brief(told))}"


def _brief(told: object) -> object:
    """What a person wants to see of a change, without what it holds only for programs."""
    if not isinstance(told, Mapping):
        return told
    thing: Mapping[str, Any] = told
    hidden = {"id", "version", "lines", "connectors", "transaction"}
    return {name: value for name, value in thing.items() if name not in hidden and value not in (None, [])}
