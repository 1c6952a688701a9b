"""`wattfleet collect`, `collection ID` and `mandate ID`: what is due is collected by direct debit."""

import argparse
from pathlib import Path

from wattfleet.cli import show
from wattfleet.cli.noun_verbs import Commands, list_verb
from wattfleet.cli.remote import Remote, fail

PLANNED = ("number", "amount", "mandate", "sequence", "account_id")
HELD = ("code", "number", "account_id", "text", "hint")
DEBITS = ("number", "amount", "mandate", "sequence", "state", "reason", "settled_on")


def register(commands: Commands) -> None:
    _collect(commands)
    parser = commands.add_parser(
        "collection",
        help="one collection: its debits, its file, call it off",
        epilog="example: wattfleet collection ID file --to collection.xml",
    )
    parser.add_argument("id", help="its id, as `collections list` shows it")
    verbs = parser.add_subparsers(
        dest="verb", required=True, metavar="VERB", help="what to do", prog="wattfleet collection ID"
    )
    list_verb(verbs, "debits", "what became of each debit", "/collections/{id}/debits", DEBITS)
    file = verbs.add_parser("file", help="the file for the bank, pain.008")
    file.add_argument("--to", metavar="FILE", help="collection-DAY-ID.xml here, if absent")
    file.set_defaults(run=_file)
    cancel = verbs.add_parser("cancel", help="call it off: its file must not go to the bank")
    cancel.set_defaults(
        run=lambda remote, given: _tell(given, remote.call("POST", f"/collections/{given.id}/cancel"))
    )
    _mandate(commands)


def _collect(commands: Commands) -> None:
    parser = commands.add_parser(
        "collect",
        help="collect what is due by direct debit",
        epilog="example: wattfleet collect --on 2026-12-31 --dry-run",
    )
    parser.add_argument("--on", required=True, metavar="DAY", help="the day on which the bank collects")
    parser.add_argument("--dry-run", action="store_true", help="say what would be collected")
    parser.add_argument("--notice-days", type=int, metavar="N", help="as agreed with customers; 14 if absent")
    parser.add_argument("--only", action="append", default=[], metavar="ID", help="this account alone")
    parser.add_argument(
        "--leave-out", action="append", default=[], metavar="ID", help="not this account, this time"
    )
    parser.set_defaults(run=_run)


def _run(remote: Remote, given: argparse.Namespace) -> None:
    body = {"due_on": given.on, "only": given.only, "leave_out": given.leave_out}
    body |= {} if given.notice_days is None else {"notice_days": given.notice_days}
    query = {"dry_run": "true"} if given.dry_run else {}
    told = remote.call("POST", "/collections", body=body, query=query)
    if given.json:
        show.as_json(told)
        return
    show.table(told["planned"], PLANNED, empty="Nothing is to be collected.")
    if told["held"]:
        print()
        show.table(told["held"], HELD, empty="")
    if told["collection"] is not None:
        print(f"`wattfleet collection {told['collection']['id']} file` is what the bank wants.")


def _file(remote: Remote, given: argparse.Namespace) -> None:
    content, headers = remote.download(f"/collections/{given.id}/file", {})
    name = headers.get("content-disposition", "").rpartition('filename="')[2].rstrip('"')
    path = Path(given.to or name or "collection.xml")
    try:
        path.write_bytes(content)
    except OSError as error:
        fail(f"{path} cannot be written: {error}.", hint="Name another with --to.")
    _tell(given, {"file": str(path), "bytes": len(content)})


def _mandate(commands: Commands) -> None:
    parser = commands.add_parser(
        "mandate",
        help="one mandate: revoke it, or collect once more",
        epilog="example: wattfleet mandate ID end --reason 'revoked by the customer'",
    )
    parser.add_argument("id", help="its id, as `mandates list` shows it")
    verbs = parser.add_subparsers(
        dest="verb", required=True, metavar="VERB", help="what to do", prog="wattfleet mandate ID"
    )
    end = verbs.add_parser("end", help="nothing is collected by it any more")
    end.add_argument("--reason", required=True, metavar="TEXT", help="why")
    end.add_argument("--after-next", action="store_true", help="one collection more, the last")
    end.set_defaults(
        run=lambda remote, given: _tell(
            given,
            remote.call(
                "POST",
                f"/mandates/{given.id}/end",
                body={"reason": given.reason, "after_next": given.after_next},
            ),
        )
    )


def _tell(given: argparse.Namespace, item: dict[str, object]) -> None:
    if given.json:
        show.as_json(item)
    else:
        show.record(item)
