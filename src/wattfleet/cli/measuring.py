"""`wattfleet meter-key`, `metrology`, and the signed values of a session or an invoice."""

import argparse
from pathlib import Path

from wattfleet.cli import show
from wattfleet.cli.invoice_export import write_file
from wattfleet.cli.noun_verbs import Commands, json_or_file
from wattfleet.cli.remote import Remote

PROBLEMS = ("code", "text", "hint")


def register(commands: Commands) -> None:
    _key(commands)
    parser = commands.add_parser(
        "metrology",
        help="where values must be signed, and whose clocks are approved",
        epilog="example: wattfleet metrology @metrology.json",
    )
    parser.add_argument("said", metavar="JSON", nargs="?", help="JSON, or @FILE: written anew, as a whole")
    parser.add_argument("--site", metavar="ID", help="what is asked at one site, and what is held by it")

    def run(remote: Remote, given: argparse.Namespace) -> None:
        if given.site is not None:
            show.as_json(remote.call("GET", f"/sites/{given.site}/metrology"))
        elif given.said is None:
            show.as_json(remote.call("GET", "/metrology"))
        else:
            show.as_json(remote.call("PUT", "/metrology", body=json_or_file(given.said, "METROLOGY")))

    parser.set_defaults(run=run)


def _key(commands: Commands) -> None:
    parser = commands.add_parser(
        "meter-key",
        help="approve one key of a meter, bound its time, take it back",
        epilog="example: wattfleet meter-key ID approve --note 'compared with the plate'",
    )
    parser.add_argument("id", help="its id, as `meter-keys list` shows it")
    verbs = parser.add_subparsers(
        dest="verb", required=True, metavar="VERB", help="what to do", prog="wattfleet meter-key ID"
    )
    for verb, state, words in (
        ("approve", "approved", "a person vouches for it"),
        ("revoke", "revoked", "nothing is checked by it any more"),
    ):
        one = verbs.add_parser(verb, help=words)
        one.add_argument("--note", required=True, metavar="TEXT", help="why")
        one.set_defaults(
            run=lambda remote, given, state=state: _put(remote, given, {"state": state, "note": given.note})
        )
    until = verbs.add_parser("until", help="from a moment on it holds no more: the meter was changed")
    until.add_argument("moment", metavar="TIME", help="RFC 3339")
    until.set_defaults(run=lambda remote, given: _put(remote, given, {"valid_until": given.moment}))


def _put(remote: Remote, given: argparse.Namespace, body: dict[str, str]) -> None:
    key = remote.call("PATCH", f"/meter-keys/{given.id}", body=body)
    if given.json:
        show.as_json(key)
    else:
        show.record(key)


def session_verbs(verbs: Commands) -> None:
    """`wattfleet session ID signed-values` and `transparency`."""
    parser = verbs.add_parser("signed-values", help="what its meter signed, checked by the approved keys")

    def run(remote: Remote, given: argparse.Namespace) -> None:
        found = remote.call("GET", f"/sessions/{given.session}/signed-values")
        if given.json:
            show.as_json(found)
            return
        show.record({name: one for name, one in found.items() if name not in {"values", "problems"}})
        print()
        show.table(found["problems"], PROBLEMS, empty="Nothing is wrong with them.")

    parser.set_defaults(run=run)
    transparency(verbs, "/sessions/{session}/transparency")


def transparency(verbs: Commands, path: str) -> None:
    """The transparency file of what was named before."""
    parser = verbs.add_parser("transparency", help="the signed values as a file, for whoever checks them")
    parser.add_argument("--to", metavar="FILE", help="the file; named by the server if absent")

    def run(remote: Remote, given: argparse.Namespace) -> None:
        content, headers = remote.download(path.format_map(vars(given)), {})
        name = headers.get("content-disposition", "").rpartition('filename="')[2].rstrip('"')
        write_file(given, Path(given.to or name or "transparency.xml"), content)

    parser.set_defaults(run=run)
