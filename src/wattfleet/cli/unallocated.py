"""`wattfleet unallocated`: energy that meters counted between sessions, and what people say that it was."""

import argparse

from wattfleet.cli import show
from wattfleet.cli.noun_verbs import Commands, limit_option
from wattfleet.cli.remote import Remote

COLUMNS = ("id", "station", "evse", "energy_wh", "from_at", "to_at", "state", "note")


def register(commands: Commands) -> None:
    parser = commands.add_parser(
        "unallocated",
        help="energy between sessions that nobody has",
        epilog="example: wattfleet unallocated accept ID --reason 'the technician tried the plug'",
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB", help="what to do")
    _list(verbs)
    _show(verbs)
    _decision(verbs, "accept", "say what it was: it waits no longer")
    _decision(verbs, "reopen", "take that back")


def _list(verbs: Commands) -> None:
    parser = verbs.add_parser("list", help="what waits; --all shows the rest, too")
    limit_option(parser)
    parser.add_argument("--all", action="store_true", help="also what was explained or accepted")
    parser.add_argument("--station", metavar="IDENTITY", help="of this station")

    def run(remote: Remote, given: argparse.Namespace) -> None:
        query: dict[str, str | int] = {} if given.all else {"state": "open"}
        if given.station:
            query["station"] = given.station
        items = list(remote.everything("/unallocated", query, given.limit))
        if given.json:
            show.as_json(items)
        else:
            show.table(items, COLUMNS, empty="Every watt-hour has its session.")

    parser.set_defaults(run=run)


def _show(verbs: Commands) -> None:
    parser = verbs.add_parser("show", help="one of them")
    parser.add_argument("row", metavar="ID", help="its id, as `list` shows it")

    def run(remote: Remote, given: argparse.Namespace) -> None:
        _tell(given, remote.call("GET", f"/unallocated/{given.row}"))

    parser.set_defaults(run=run)


def _decision(verbs: Commands, verb: str, words: str) -> None:
    parser = verbs.add_parser(verb, help=words)
    parser.add_argument("row", metavar="ID", help="its id, as `list` shows it")
    parser.add_argument("--reason", required=True, metavar="TEXT", help="why; it stands in the act")

    def run(remote: Remote, given: argparse.Namespace) -> None:
        _tell(given, remote.call("POST", f"/unallocated/{given.row}/{verb}", body={"reason": given.reason}))

    parser.set_defaults(run=run)


def _tell(given: argparse.Namespace, row: dict[str, object]) -> None:
    if given.json:
        show.as_json(row)
    else:
        show.record(row)
