"""`wattfleet session ID …`: its price with the reason of each line, its readings and evidence."""

import argparse
from collections.abc import Mapping
from typing import Any

from wattfleet.cli import measuring, show
from wattfleet.cli.noun_verbs import Commands, limit_option, list_verb
from wattfleet.cli.one_station import show_why
from wattfleet.cli.remote import Remote

LINES = ("text", "quantity", "unit", "price", "before_vat", "vat")
READINGS = ("at", "evse", "source", "values", "flags")
FRAMES = ("at", "direction", "action", "frame", "answer")
REVISIONS = ("number", "at", "cause", "by", "differs", "state", "energy_wh", "ended_at", "cost", "reason")
REASONS = {
    "not_sold": "Nothing is sold here: the station had no tariff when it began.",
    "not_rated": "It has ended and will be priced within a second.",
    "in_review": "It waits for a person; its flags say why.",
    "provisional": "Its end was inferred, and a late stop may take that back for 72 hours.",
    "written_off": "A person has given it up; its revisions say why.",
}

INVOICE_LINES = ("number", "stands", "line", "text", "quantity", "unit", "price", "before_vat")


def register(commands: Commands) -> None:
    parser = commands.add_parser(
        "session",
        help="what belongs to one session: price, readings, evidence",
        epilog="example: wattfleet session ID rating --language sv",
    )
    parser.add_argument("session", help="its id")
    verbs = parser.add_subparsers(
        dest="verb", required=True, metavar="VERB", help="what to see", prog="wattfleet session ID"
    )
    _rating(verbs)
    _tariff(verbs)
    _price(verbs)
    _readings(verbs)
    list_verb(
        verbs,
        "revisions",
        "what it was each time, why, and what it cost",
        "/sessions/{session}/revisions",
        REVISIONS,
    )
    measuring.session_verbs(verbs)
    _margin(verbs)
    list_verb(
        verbs,
        "invoice-lines",
        "the lines of invoices that it is part of",
        "/sessions/{session}/invoice-lines",
        INVOICE_LINES,
    )
    list_verb(verbs, "evidence", "the frames behind it", "/sessions/{session}/evidence", FRAMES)


def _rating(verbs: Commands) -> None:
    parser = verbs.add_parser("rating", help="what it costs, line by line, with the reason of each")
    parser.add_argument("--revision", metavar="N", help="as it was priced when it was that revision")
    parser.add_argument("--language", choices=("en", "sv", "de"), default="en", help="of the reasons")

    def run(remote: Remote, given: argparse.Namespace) -> None:
        path = f"/sessions/{given.session}/rating"
        query = {} if given.revision is None else {"revision": given.revision}
        answer = remote.call("GET", path, query=query, headers={"Accept-Language": given.language})
        if given.json:
            show.as_json(answer)
        else:
            _show(answer)

    parser.set_defaults(run=run)


def _tariff(verbs: Commands) -> None:
    parser = verbs.add_parser("tariff", help="which tariff sells it, and why that one")

    def run(remote: Remote, given: argparse.Namespace) -> None:
        answer = remote.call("GET", f"/sessions/{given.session}/tariff")
        show_why(given, answer)

    parser.set_defaults(run=run)


def _price(verbs: Commands) -> None:
    parser = verbs.add_parser("price", help="what it would cost by another tariff, line by line")
    parser.add_argument("--tariff", required=True, metavar="ID", help="the tariff, at its newest version")
    parser.add_argument("--language", choices=("en", "sv", "de"), default="en", help="of the reasons")

    def run(remote: Remote, given: argparse.Namespace) -> None:
        answer = remote.call(
            "POST",
            f"/sessions/{given.session}/price",
            body={"tariff_id": given.tariff},
            headers={"Accept-Language": given.language},
        )
        if given.json:
            show.as_json(answer)
        else:
            _show(answer)

    parser.set_defaults(run=run)


def _margin(verbs: Commands) -> None:
    parser = verbs.add_parser("margin", help="what it is sold for, what it cost, and what is left")

    def run(remote: Remote, given: argparse.Namespace) -> None:
        found = remote.call("GET", f"/sessions/{given.session}/margin")
        if given.json:
            show.as_json(found)
        else:
            show.record(found)

    parser.set_defaults(run=run)


def _readings(verbs: Commands) -> None:
    parser = verbs.add_parser("readings", help="its readings in order")
    limit_option(parser)

    def run(remote: Remote, given: argparse.Namespace) -> None:
        items = list(remote.everything(f"/sessions/{given.session}/readings", {}, given.limit))
        if given.json:
            show.as_json(items)
        else:
            show.table([_in_words(one) for one in items], READINGS, empty="No readings.")

    parser.set_defaults(run=run)


def _in_words(reading: Mapping[str, Any]) -> dict[str, Any]:
    values = [f"{one['measurand']} {one['value']} {one.get('unit', '')}".strip() for one in reading["values"]]
    return {**reading, "values": values}


def _show(rating: Mapping[str, Any]) -> None:
    if not rating.get("lines"):
        reason = str(rating.get("cost_reason") or "")
        print(REASONS.get(reason, f"No price: {reason}."))
        return
    show.table(rating["lines"], LINES, empty="")
    names = ("before_vat", "vat", "amount", "currency", "final", "notes")
    show.record({name: rating[name] for name in names if rating.get(name) not in (None, [])})
