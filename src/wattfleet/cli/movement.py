"""`wattfleet movements` and `movement ID`: what bank files told, and what people say that it pays."""

import argparse

from wattfleet.cli import show
from wattfleet.cli.noun_verbs import Commands, limit_option
from wattfleet.cli.remote import Remote

COLUMNS = ("id", "booked_on", "amount", "left", "currency", "party", "reference", "text", "why", "state")
INVOICES = ("number", "open", "by", "invoice_id")


def register(commands: Commands) -> None:
    parser = commands.add_parser(
        "movements",
        help="what of the bank's files waits for a person; --all shows the rest, too",
        epilog="example: wattfleet movements --search frakt",
    )
    limit_option(parser)
    parser.add_argument("--all", action="store_true", help="also what is matched or put aside")
    parser.add_argument("--search", metavar="TEXT", help="a part of its party, reference or text")
    parser.set_defaults(run=_list)
    one = commands.add_parser(
        "movement",
        help="one movement of the bank: match it, put it aside, take that back",
        epilog="example: wattfleet movement ID match --invoice 2026-00001",
    )
    one.add_argument("id", help="its id, as `movements` shows it")
    verbs = one.add_subparsers(
        dest="verb", required=True, metavar="VERB", help="what to do", prog="wattfleet movement ID"
    )
    verbs.add_parser("show", help="as it is, and what it may pay").set_defaults(run=_show)
    match = verbs.add_parser("match", help="say what it pays")
    what = match.add_mutually_exclusive_group(required=True)
    what.add_argument("--invoice", metavar="NUMBER", help="an invoice, by its number or id")
    what.add_argument("--collection", metavar="ID", help="a collection that the bank booked as one sum")
    match.add_argument("--amount", metavar="DECIMAL", help="a part of it; all that is left if absent")
    match.add_argument("--more-than-open", action="store_true", help="although it is more than what is open")
    match.set_defaults(run=_match)
    for verb, words in (("aside", "it pays nothing of ours"), ("reopen", "take back what was said of it")):
        decision = verbs.add_parser(verb, help=words)
        decision.add_argument("--reason", required=True, metavar="TEXT", help="why; it stands in the act")
        decision.set_defaults(run=_decide)


def _list(remote: Remote, given: argparse.Namespace) -> None:
    query: dict[str, str | int] = {} if given.all else {"state": "waiting"}
    if given.search:
        query["search"] = given.search
    items = list(remote.everything("/movements", query, given.limit))
    if given.json:
        show.as_json(items)
    else:
        show.table(items, COLUMNS, empty="Nothing of the bank's files waits for you.")


def _show(remote: Remote, given: argparse.Namespace) -> None:
    told = remote.call("GET", f"/movements/{given.id}")
    fitting = remote.call("GET", f"/movements/{given.id}/fitting")
    if given.json:
        show.as_json(told | fitting)
        return
    show.record(told)
    show.table(fitting["invoices"], INVOICES, empty="No open invoice fits.")


def _match(remote: Remote, given: argparse.Namespace) -> None:
    body: dict[str, object] = {"more_than_open": given.more_than_open}
    if given.invoice is not None:
        body["invoice_id"] = remote.call("GET", f"/invoices/{given.invoice}")["id"]
    else:
        body["collection_id"] = given.collection
    if given.amount is not None:
        body["amount"] = given.amount
    _tell(given, remote.call("POST", f"/movements/{given.id}/match", body=body))


def _decide(remote: Remote, given: argparse.Namespace) -> None:
    _tell(given, remote.call("POST", f"/movements/{given.id}/{given.verb}", body={"reason": given.reason}))


def _tell(given: argparse.Namespace, row: dict[str, object]) -> None:
    if given.json:
        show.as_json(row)
    else:
        show.record(row)
