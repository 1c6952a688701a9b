"""`wattfleet remind`, `reminder ID waive` and `dunning`: whoever pays late is reminded."""

import argparse

from wattfleet.cli import show
from wattfleet.cli.noun_verbs import Commands, json_or_file
from wattfleet.cli.remote import Remote

LETTERS = ("account_id", "level", "currency", "fee", "interest", "total")
HOLDS = ("code", "account_id", "invoices", "text", "hint")
LIMITS = ("country", "who", "currency", "fee", "points", "since", "source")


def register(commands: Commands) -> None:
    _remind(commands)
    parser = commands.add_parser(
        "reminder",
        help="one reminder: waive what it cost",
        epilog="example: wattfleet reminder ID waive --reason 'the post was late'",
    )
    parser.add_argument("id", help="its id, as `reminders list` shows it")
    verbs = parser.add_subparsers(
        dest="verb", required=True, metavar="VERB", help="what to do", prog="wattfleet reminder ID"
    )
    waive = verbs.add_parser("waive", help="its fee and interest are owed no more")
    waive.add_argument("--reason", required=True, metavar="TEXT", help="why")
    waive.set_defaults(run=_waive)
    chosen = commands.add_parser(
        "dunning",
        help="how late payment is reminded of; with JSON, write it anew",
        epilog="example: wattfleet dunning @dunning.json",
    )
    chosen.add_argument("dunning", metavar="JSON", nargs="?", help="JSON, or @FILE")
    chosen.add_argument("--limits", action="store_true", help="what the law of each country allows at most")
    chosen.set_defaults(run=_dunning)


def _remind(commands: Commands) -> None:
    parser = commands.add_parser(
        "remind",
        help="remind by mail of what is overdue",
        epilog="example: wattfleet remind --dry-run",
    )
    parser.add_argument("--dry-run", action="store_true", help="say who would be reminded and send nothing")
    parser.add_argument("--only", action="append", default=[], metavar="ID", help="this account alone")
    parser.add_argument(
        "--leave-out", action="append", default=[], metavar="ID", help="not this account, this time"
    )
    parser.set_defaults(run=_run)


def _run(remote: Remote, given: argparse.Namespace) -> None:
    query = {"dry_run": "true"} if given.dry_run else {}
    body = {"only": given.only, "leave_out": given.leave_out}
    told = remote.call("POST", "/reminders", body=body, query=query)
    if given.json:
        show.as_json(told)
        return
    show.table(told["letters"], LETTERS, empty="Nobody is to be reminded.")
    if told["holds"]:
        print()
        show.table(told["holds"], HOLDS, empty="")
    print(f"{len(told['letters'])} reminders, {len(told['sent'])} sent, {len(told['holds'])} held back.")


def _waive(remote: Remote, given: argparse.Namespace) -> None:
    made = remote.call("POST", f"/reminders/{given.id}/waive", body={"reason": given.reason})
    if given.json:
        show.as_json(made)
    else:
        show.record({name: one for name, one in made.items() if name != "items"})


def _dunning(remote: Remote, given: argparse.Namespace) -> None:
    if given.limits:
        items = list(remote.everything("/dunning/limits", {}, 0))
        if given.json:
            show.as_json(items)
        else:
            show.table(items, LIMITS, empty="No limit of any country is known.")
        return
    if given.dunning is None:
        show.as_json(remote.call("GET", "/dunning"))
    else:
        show.as_json(remote.call("PUT", "/dunning", body=json_or_file(given.dunning, "DUNNING")))
