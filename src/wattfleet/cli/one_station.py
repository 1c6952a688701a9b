"""`wattfleet station ID …`: what belongs to one station."""

import argparse
from typing import Any

from wattfleet.cli import show
from wattfleet.cli.noun_verbs import Commands, list_verb
from wattfleet.cli.remote import Remote

EXAMPLES = """\
examples:
  wattfleet station DEPOT-07 groups drivers guests
  wattfleet station DEPOT-07 tariff 01970000-0000-7000-8000-000000000000
  wattfleet station DEPOT-07 frames --limit 20
"""
LISTS = (
    ("connectors", "state of each plug", ("evse", "connector", "status", "since", "error", "info")),
    (
        "commands",
        "what was asked of it, newest first",
        ("asked_at", "command", "state", "effect", "asked_by", "problem"),
    ),
    (
        "frames",
        "every frame, both ways, newest first",
        ("at", "direction", "action", "frame", "answer", "error"),
    ),
    ("events", "what it said, in our words", ("at", "kind", "body")),
    (
        "configuration",
        "what it told of its settings, what was written, what it refused",
        ("component", "variable", "evse", "value", "mutability", "written", "refused"),
    ),
    (
        "connections",
        "when it was connected, from where, and why that ended",
        ("epoch", "opened_at", "closed_at", "address", "subprotocol", "why"),
    ),
    (
        "habits",
        "what is known of its make, and why",
        ("habits", "holds_for", "told", "why", "source"),
    ),
)


def register(commands: Commands) -> None:
    parser = commands.add_parser(
        "station",
        help="what belongs to one station: groups, tariff, password, frames …",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("station", help="its identity")
    verbs = parser.add_subparsers(
        dest="verb", required=True, metavar="VERB", help="what to see or do", prog="wattfleet station ID"
    )
    _groups(verbs)
    _tariff(verbs)
    _why(verbs)
    _password(verbs)
    for verb, words, columns in LISTS:
        list_verb(verbs, verb, words, "/stations/{station}/" + verb, columns)


def _groups(verbs: Commands) -> None:
    parser = verbs.add_parser(
        "groups",
        help="which groups of tokens may charge",
        description="Without groups it shows them. None at all means: a home nobody's, a private station "
        "the tenant's, a public one all valid tokens.",
    )
    parser.add_argument("groups", nargs="*", help="* = all valid tokens")
    parser.add_argument("--none", action="store_true", help="take all groups away")

    def run(remote: Remote, given: argparse.Namespace) -> None:
        path = f"/stations/{given.station}/groups"
        if given.groups or given.none:
            answer = remote.call("PUT", path, body={"groups": given.groups})
        else:
            answer = remote.call("GET", path)
        _show(given, answer)

    parser.set_defaults(run=run)


def _tariff(verbs: Commands) -> None:
    parser = verbs.add_parser(
        "tariff", help="which tariff sells it", description="Without an id it shows which, and since when."
    )
    parser.add_argument("tariff_id", nargs="?", help="the tariff's id")
    parser.add_argument("--group", metavar="ID", help="a tariff group, whose rules choose one")
    parser.add_argument("--none", action="store_true", help="sell nothing from now on")
    parser.add_argument("--evse", type=int, default=0, help="one EVSE alone; the whole station if absent")
    parser.add_argument("--valid-from", metavar="WHEN", help="RFC 3339; absent: for all earlier time too")

    def run(remote: Remote, given: argparse.Namespace) -> None:
        path = f"/stations/{given.station}/tariff"
        if given.tariff_id is None and given.group is None and not given.none:
            items = list(remote.everything(path, {}, 0))
            if given.json:
                show.as_json(items)
            else:
                columns = ("tariff_id", "group_id", "evse", "valid_from")
                show.table(items, columns, empty="No tariff: its sessions are complete and not sold.")
            return
        body: dict[str, Any] = {"tariff_id": given.tariff_id, "evse": given.evse}
        if given.group is not None:
            body["group_id"] = given.group
        if given.valid_from:
            body["valid_from"] = given.valid_from
        _show(given, remote.call("PUT", path, body=body))

    parser.set_defaults(run=run)


def _why(verbs: Commands) -> None:
    parser = verbs.add_parser("why", help="which tariff would sell a session, and why that one")
    parser.add_argument("--token", default="", help="the card that begins it")
    parser.add_argument("--evse", type=int, default=1, help="where; 1 if absent")
    parser.add_argument("--at", metavar="WHEN", help="RFC 3339; now if absent")

    def run(remote: Remote, given: argparse.Namespace) -> None:
        query: dict[str, str | int] = {"token": given.token, "evse": given.evse}
        if given.at:
            query["at"] = given.at
        show_why(given, remote.call("GET", f"/stations/{given.station}/tariff/why", query=query))

    parser.set_defaults(run=run)


def show_why(given: argparse.Namespace, answer: dict[str, Any]) -> None:
    """The sentence, and the rules that were looked at on the way."""
    if given.json:
        show.as_json(answer)
        return
    print(answer["text"])
    tried = [one | {"failed": ", ".join(one["failed"]) or "held"} for one in answer["tried"]]
    if tried:
        show.table(tried, ("rule", "note", "failed"), empty="")


def _password(verbs: Commands) -> None:
    parser = verbs.add_parser(
        "password",
        help="give it another password, shown once",
        description="The old one opens nothing from now on. Write the new one into a connected station "
        "first: `wattfleet command ID change_configuration key=AuthorizationKey value=…`.",
    )
    parser.add_argument("--ocpp-password", metavar="TEXT", help="the one to take; generated if absent")

    def run(remote: Remote, given: argparse.Namespace) -> None:
        body = {} if given.ocpp_password is None else {"ocpp_password": given.ocpp_password}
        answer = remote.call("POST", f"/stations/{given.station}/password", body=body)
        names = ("identity", "ocpp_password", "ocpp_url", "weak_password")
        _show(given, answer if given.json else {name: answer.get(name) for name in names})

    parser.set_defaults(run=run)


def _show(given: argparse.Namespace, answer: dict[str, Any]) -> None:
    if given.json:
        show.as_json(answer)
    else:
        show.record(answer)
