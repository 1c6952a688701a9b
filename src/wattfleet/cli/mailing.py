"""`wattfleet invoice NUMBER send` and `mailing ID retry`: invoices go to customers by mail."""

import argparse

from wattfleet.cli import show
from wattfleet.cli.noun_verbs import Commands
from wattfleet.cli.remote import Remote

COLUMNS = ("target", "subject", "state", "problem", "id")


def register_send(verbs: Commands) -> None:
    parser = verbs.add_parser("send", help="send it by mail, with its document; what waits is in `mailings`")
    parser.add_argument(
        "--to", action="append", default=[], metavar="ADDRESS", help="instead of the account's"
    )
    parser.add_argument(
        "--language", choices=("en", "sv", "de"), help="of the message; the account's if absent"
    )
    parser.set_defaults(run=_send)


def register(commands: Commands) -> None:
    parser = commands.add_parser(
        "mailing",
        help="one mailing: try again what had failed",
        epilog="example: wattfleet mailing ID retry",
    )
    parser.add_argument("id", help="its id, as `mailings list` shows it")
    verbs = parser.add_subparsers(
        dest="verb", required=True, metavar="VERB", help="what to do", prog="wattfleet mailing ID"
    )
    verbs.add_parser("retry", help="put it into the queue again").set_defaults(run=_retry)


def _send(remote: Remote, given: argparse.Namespace) -> None:
    body = {"to": given.to} | ({"language": given.language} if given.language else {})
    made = remote.call("POST", f"/invoices/{given.id}/send", body=body)
    if given.json:
        show.as_json(made["items"])
    else:
        show.table(made["items"], COLUMNS, empty="")


def _retry(remote: Remote, given: argparse.Namespace) -> None:
    made = remote.call("POST", f"/mailings/{given.id}/retry")
    if given.json:
        show.as_json(made)
    else:
        show.record(made)
