"""`wattfleet seller`, `invoice-run`, `invoice` and `ledger`: who sells, what is invoiced, and the books."""

import argparse
from typing import Any

from wattfleet.cli import (
    bank_file,
    collection,
    invoice_export,
    ledger_export,
    mailing,
    measuring,
    movement,
    reminder,
    show,
)
from wattfleet.cli.noun_verbs import Commands, json_or_file, limit_option, list_verb
from wattfleet.cli.remote import Remote

HOLDS = ("code", "thing", "sessions", "nets", "text", "hint")
ITEMS = ("key", "session_id", "revision", "net")
LINES = ("group", "text", "quantity", "unit", "price", "per", "net", "vat.rate", "sessions")
SHARES = ("session_id", "revision", "station", "started_at", "quantity", "before_vat")
BALANCES = ("account", "currency", "balance", "meaning")
AGED = (
    "number",
    "name",
    "currency",
    "oldest_due_on",
    "not_due",
    "late_30",
    "late_60",
    "late_90",
    "late_more",
    "credit",
    "total",
)
POSTINGS = ("booked_on", "account", "amount", "currency", "source", "text", "session_id", "entry_id")


def register(commands: Commands) -> None:
    _seller(commands)
    _run(commands)
    _invoice(commands)
    _ledger(commands)
    bank_file.register(commands)
    movement.register(commands)
    mailing.register(commands)
    reminder.register(commands)
    collection.register(commands)
    _open_items(commands)
    _payment(commands)


def _seller(commands: Commands) -> None:
    parser = commands.add_parser(
        "seller",
        help="who sells: address, VAT number, bank, numbers, texts of invoices",
        epilog="example: wattfleet seller set @seller.json",
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB", help="what to do")
    verbs.add_parser("show", help="as it is").set_defaults(
        run=lambda remote, given: _tell(given, remote.call("GET", "/seller"))
    )
    put = verbs.add_parser("set", help="write it anew, as a whole")
    put.add_argument("seller", metavar="JSON", help="JSON, or @FILE")
    put.set_defaults(
        run=lambda remote, given: _tell(
            given, remote.call("PUT", "/seller", body=json_or_file(given.seller, "SELLER"))
        )
    )


def _run(commands: Commands) -> None:
    parser = commands.add_parser(
        "invoice-run",
        help="issue one run of invoices, throw it away, see what it held back",
        epilog="example: wattfleet invoice-run ID issue --on 2026-12-01",
    )
    parser.add_argument("id", help="its id, as `invoice-runs list` shows it")
    verbs = parser.add_subparsers(
        dest="verb", required=True, metavar="VERB", help="what to do", prog="wattfleet invoice-run ID"
    )
    list_verb(verbs, "holds", "what is not invoiced, why, and what to do", "/invoice-runs/{id}/holds", HOLDS)
    issue = verbs.add_parser("issue", help="give its drafts their numbers; again does nothing")
    issue.add_argument("--on", metavar="DAY", help="the day that they bear; today if absent")
    issue.set_defaults(
        run=lambda remote, given: _tell(
            given,
            remote.call(
                "POST", f"/invoice-runs/{given.id}/issue", body={"issue_on": given.on} if given.on else {}
            ),
        )
    )
    verbs.add_parser("discard", help="throw its drafts away").set_defaults(
        run=lambda remote, given: _tell(given, remote.call("POST", f"/invoice-runs/{given.id}/discard"))
    )


def _invoice(commands: Commands) -> None:
    parser = commands.add_parser(
        "invoice",
        help="one invoice: its lines, its sessions, credit it, say that it was paid",
        epilog="example: wattfleet invoice 2026-00001 pay --amount 490.00 --on 2026-12-20",
    )
    parser.add_argument("id", help="its number or id")
    verbs = parser.add_subparsers(
        dest="verb", required=True, metavar="VERB", help="what to do", prog="wattfleet invoice NUMBER"
    )
    verbs.add_parser("show", help="its lines and sums").set_defaults(run=_show_invoice)
    list_verb(verbs, "items", "the sessions and fees that it bills", "/invoices/{id}/items", ITEMS)
    sessions = list_verb(
        verbs,
        "sessions",
        "the sessions that add up to one of its lines",
        "/invoices/{id}/lines/{line}/sessions",
        SHARES,
    )
    sessions.add_argument("line", type=int, metavar="LINE", help="which line, from 0, as `show` lists them")
    credit = verbs.add_parser("credit", help="undo it by a credit note; its sessions are invoiced again")
    credit.add_argument("--reason", required=True, metavar="TEXT", help="why; it stands on the credit note")
    credit.add_argument("--on", metavar="DAY", help="the day that it bears; today if absent")
    credit.set_defaults(run=_credit)
    invoice_export.register(verbs)
    mailing.register_send(verbs)
    measuring.transparency(verbs, "/invoices/{id}/transparency")
    pay = verbs.add_parser("pay", help="say that it was paid, or a part of it")
    pay.add_argument("--amount", required=True, help="in its currency, such as 490.00")
    pay.add_argument("--on", required=True, metavar="DAY", help="the day of the payment")
    pay.add_argument("--reference", default="", metavar="TEXT", help="what the payment says")
    pay.add_argument("--note", default="", metavar="TEXT", help="for yourself")
    pay.add_argument("--movement", metavar="ID", help="the movement of a bank file that it is")
    pay.add_argument("--more", action="store_true", help="take it although it is more than what is open")
    pay.set_defaults(run=_pay)


def _show_invoice(remote: Remote, given: argparse.Namespace) -> None:
    invoice = remote.call("GET", f"/invoices/{given.id}")
    if given.json:
        show.as_json(invoice)
        return
    show.record({name: one for name, one in invoice.items() if name not in {"lines", "vat_sums", "mailings"}})
    print()
    show.table(invoice["lines"], LINES, empty="No lines.")
    print()
    show.table(invoice["vat_sums"], ("category", "rate", "country", "net", "vat", "note"), empty="No VAT.")
    print()
    show.table(invoice["mailings"], mailing.COLUMNS, empty="Not sent by mail.")


def _credit(remote: Remote, given: argparse.Namespace) -> None:
    body = {"reason": given.reason} | ({"issue_on": given.on} if given.on else {})
    _tell(given, remote.call("POST", f"/invoices/{given.id}/credit", body=body))


def _pay(remote: Remote, given: argparse.Namespace) -> None:
    body = {
        "amount": given.amount,
        "paid_on": given.on,
        "reference": given.reference,
        "note": given.note,
        "more_than_open": given.more,
        "movement": given.movement,
    }
    _tell(given, remote.call("POST", f"/invoices/{given.id}/payments", body=body))


def _open_items(commands: Commands) -> None:
    parser = commands.add_parser("open-items", help="what accounts owe, by its age")
    limit_option(parser)

    def run(remote: Remote, given: argparse.Namespace) -> None:
        items = list(remote.everything("/open-items", {}, given.limit))
        if given.json:
            show.as_json(items)
        else:
            show.table(items, AGED, empty="Nothing is open: everything is paid.")

    parser.set_defaults(run=run)


def _payment(commands: Commands) -> None:
    parser = commands.add_parser(
        "payment",
        help="take a payment back",
        epilog="example: wattfleet payment ID undo --reason 'It was for another invoice.'",
    )
    parser.add_argument("id", help="its id, as `payments list` shows it")
    verbs = parser.add_subparsers(
        dest="verb", required=True, metavar="VERB", help="what to do", prog="wattfleet payment ID"
    )
    undo = verbs.add_parser("undo", help="by its counterpart, once; the invoice is open again")
    undo.add_argument("--reason", required=True, metavar="TEXT", help="why")
    undo.set_defaults(
        run=lambda remote, given: _tell(
            given, remote.call("POST", f"/payments/{given.id}/undo", body={"reason": given.reason})
        )
    )


def _ledger(commands: Commands) -> None:
    parser = commands.add_parser(
        "ledger",
        help="the books: balances, the postings behind them, closing",
        epilog="examples:\n"
        "  wattfleet ledger balances --on 2026-11-30\n"
        "  wattfleet ledger postings --account accrued\n"
        "  wattfleet ledger lock --until 2026-10-31",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB", help="what to do")
    balances = verbs.add_parser("balances", help="what each ledger account comes to")
    limit_option(balances)
    balances.add_argument("--on", metavar="DAY", help="at the end of this day; now if absent")
    balances.add_argument("--account", help="only this one; `receivable:*` is all that begin so")
    balances.set_defaults(run=lambda remote, given: _list(remote, given, "balances", ("on", "account")))
    postings = verbs.add_parser("postings", help="the postings behind a balance")
    limit_option(postings)
    for name, words in (
        ("account", "of this ledger account"),
        ("entry", "of the entry with this id"),
        ("session", "about this session"),
        ("source", "that follow from this rating, invoice or payment"),
        ("from", "booked on this day or later"),
        ("to", "booked on this day or before"),
    ):
        postings.add_argument(f"--{name}", dest=f"filter_{name}", help=words)
    postings.set_defaults(run=_postings)
    entry = verbs.add_parser("entry", help="one entry, both sides")
    entry.add_argument("entry", help="its id")
    entry.set_defaults(run=_entry)
    ledger_export.register(verbs)
    chart = verbs.add_parser("chart", help="the chart of accounts of your own; with JSON, write it anew")
    chart.add_argument("chart", metavar="JSON", nargs="?", help="JSON, or @FILE")
    chart.add_argument("--shipped", metavar="NAME", help="one that comes with the program: BAS")
    chart.set_defaults(run=_chart)
    lock = verbs.add_parser("lock", help="close the books up to a day; without one, show how far they are")
    lock.add_argument("--until", metavar="DAY", help="the last day that is closed; never opened again")
    lock.set_defaults(run=_lock)


def _list(remote: Remote, given: argparse.Namespace, what: str, names: tuple[str, ...]) -> None:
    query = {name: one for name in names if (one := getattr(given, name)) is not None}
    items = list(remote.everything(f"/ledger/{what}", query, given.limit))
    if given.json:
        show.as_json(items)
    else:
        show.table(items, BALANCES, empty="Nothing was booked yet.")


def _postings(remote: Remote, given: argparse.Namespace) -> None:
    names = ("account", "entry", "session", "source", "from", "to")
    query = {name: one for name in names if (one := getattr(given, f"filter_{name}")) is not None}
    items = list(remote.everything("/ledger/postings", query, given.limit))
    if given.json:
        show.as_json(items)
    else:
        show.table(items, POSTINGS, empty="No postings.")


def _entry(remote: Remote, given: argparse.Namespace) -> None:
    entry = remote.call("GET", f"/ledger/entries/{given.entry}")
    if given.json:
        show.as_json(entry)
        return
    show.record({name: one for name, one in entry.items() if name != "postings"})
    print()
    show.table(entry["postings"], ("account", "amount", "currency", "session_id"), empty="")


def _chart(remote: Remote, given: argparse.Namespace) -> None:
    if given.chart is None:
        shipped = {"shipped": given.shipped} if given.shipped else {}
        show.as_json(remote.call("GET", "/ledger/chart", query=shipped))
    else:
        show.as_json(remote.call("PUT", "/ledger/chart", body=json_or_file(given.chart, "CHART")))


def _lock(remote: Remote, given: argparse.Namespace) -> None:
    if given.until is None:
        _tell(given, remote.call("GET", "/ledger/lock"))
    else:
        _tell(given, remote.call("PUT", "/ledger/lock", body={"until": given.until}))


def _tell(given: argparse.Namespace, item: Any) -> None:
    if given.json:
        show.as_json(item)
    else:
        show.record(item)
