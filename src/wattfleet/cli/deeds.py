"""What is done with stations and sessions beyond keeping them: commands, prices, evidence, inbox, import."""

import argparse
import json
import mimetypes
from pathlib import Path
from typing import Any

from wattfleet.cli import show
from wattfleet.cli.noun_verbs import json_or_file
from wattfleet.cli.remote import REFUSED, USAGE, Remote, fail


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    _command(commands)
    _raw(commands)
    _inbox(commands)
    _station(commands)
    _session(commands)
    _import(commands)
    _live(commands)


def _command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "command",
        help="ask something of a station and see what it answers",
        epilog="example: wattfleet command DEPOT-07 remote_start token=04AABBCC connector=1 --wait 30",
    )
    parser.add_argument("station")
    parser.add_argument("command", help="such as remote_start, remote_stop, reset, unlock_connector")
    parser.add_argument("fields", nargs="*", metavar="FIELD=VALUE", help="numbers and JSON are understood")
    parser.add_argument("--wait", type=int, default=30, help="seconds to wait for the answer (default 30)")

    def run(remote: Remote, given: argparse.Namespace) -> None:
        body = {"command": given.command, **_fields(given.fields)}
        path = f"/stations/{given.station}/commands"
        _show_order(given, remote.call("POST", path, body=body, query={"wait": given.wait}))

    parser.set_defaults(run=run)


def _raw(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "ocpp",
        help="send any OCPP call, checked against its schema",
        epilog='example: wattfleet ocpp DEPOT-07 TriggerMessage \'{"requestedMessage":"Heartbeat"}\'',
    )
    parser.add_argument("station")
    parser.add_argument("action")
    parser.add_argument("payload", nargs="?", default="{}", help="JSON or @FILE")
    parser.add_argument("--wait", type=int, default=30, help="seconds to wait for the answer (default 30)")

    def run(remote: Remote, given: argparse.Namespace) -> None:
        body = {"action": given.action, "payload": json_or_file(given.payload, "PAYLOAD")}
        path = f"/stations/{given.station}/ocpp"
        _show_order(given, remote.call("POST", path, body=body, query={"wait": given.wait}))

    parser.set_defaults(run=run)


def _show_order(given: argparse.Namespace, order: dict[str, Any]) -> None:
    if given.json:
        show.as_json(order)
    else:
        show.record(order)
    if order.get("state") not in {"accepted", "sent", "pending"}:
        raise SystemExit(REFUSED)


def _fields(given: list[str]) -> dict[str, Any]:
    """`connector=1` → {"connector": 1}; a value that is no JSON is a text, and a token is always one."""
    fields: dict[str, Any] = {}
    for one in given:
        name, equals, text = one.partition("=")
        if not equals:
            fail(f"“{one}” is not FIELD=VALUE.", code=USAGE)
        fields[name] = _value(name, text)
    return fields


def _value(name: str, text: str) -> Any:
    if name in {"token", "parent", "value", "key", "text", "message", "transaction", "session"}:
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text


def _inbox(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("inbox", help="stations that knock and are not registered")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    listing = verbs.add_parser("list", help="who knocks, from where, how often, and why it was refused")
    columns = ("identity", "address", "subprotocol", "user_agent", "attempts", "reason", "last_at")

    def run_list(remote: Remote, given: argparse.Namespace) -> None:
        items = list(remote.everything("/inbox", {}, 0))
        if given.json:
            show.as_json(items)
        else:
            show.table(items, columns, empty="Nobody knocks. Point a station at the server; it appears here.")

    listing.set_defaults(run=run_list)
    accept = verbs.add_parser("accept", help="make it ours", epilog="example: wattfleet inbox accept CP1")
    accept.add_argument("identity")
    accept.add_argument("--access", choices=("public", "private", "home"), required=True)
    accept.add_argument("--name")
    accept.add_argument("--site")
    accept.add_argument("--ocpp-password", help="a password that the station already has")
    accept.add_argument("--keep-credential", action="store_true", help="take the one that it already sends")

    def run_accept(remote: Remote, given: argparse.Namespace) -> None:
        body = {
            name: value
            for name in ("access", "name", "site", "ocpp_password")
            if (value := getattr(given, name)) is not None
        }
        if given.keep_credential:
            body["keep_credential"] = True
        made = remote.call("POST", f"/inbox/{given.identity}/accept", body=body)
        if given.json:
            show.as_json(made)
        else:
            show.record(made)

    accept.set_defaults(run=run_accept)


def _station(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("station", help="what belongs to one station: groups, tariff, frames, evses")
    parser.add_argument("station")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    groups = verbs.add_parser(
        "groups", help="which token groups may charge", epilog="none given = nobody's list"
    )
    groups.add_argument("groups", nargs="*", help="* = all valid tokens")

    def run_groups(remote: Remote, given: argparse.Namespace) -> None:
        remote.call("PUT", f"/stations/{given.station}/groups", body={"groups": given.groups})
        print(f"{given.station}: {', '.join(given.groups) or 'no list'}")

    groups.set_defaults(run=run_groups)
    tariff = verbs.add_parser("tariff", help="which tariff holds")
    tariff.add_argument("tariff_id")
    tariff.add_argument("--valid-from", help="RFC 3339; absent: for all earlier time too")

    def run_tariff(remote: Remote, given: argparse.Namespace) -> None:
        body = {"tariff_id": given.tariff_id}
        if given.valid_from:
            body["valid_from"] = given.valid_from
        remote.call("PUT", f"/stations/{given.station}/tariff", body=body)
        print(f"{given.station} has tariff {given.tariff_id}.")

    tariff.set_defaults(run=run_tariff)
    _lists(verbs, "frames", "every frame, both ways", "/stations/{name}/frames", ("at", "direction", "raw"))
    _lists(verbs, "connectors", "state of each plug", "/stations/{name}/connectors", CONNECTORS)
    _lists(verbs, "commands", "what was asked of it", "/stations/{name}/commands", ORDERS)


CONNECTORS = ("evse", "connector", "status", "since", "error", "info")
ORDERS = ("asked_at", "command", "state", "effect", "asked_by", "problem")


def _lists(
    verbs: "argparse._SubParsersAction[argparse.ArgumentParser]",
    verb: str,
    words: str,
    path: str,
    columns: tuple[str, ...],
) -> None:
    """A verb that lists something of the one thing that was named before it."""
    parser = verbs.add_parser(verb, help=words)
    parser.add_argument("--limit", type=int, default=50, help="how many at most; 0 = all (default 50)")

    def run(remote: Remote, given: argparse.Namespace) -> None:
        name = getattr(given, "station", None) or given.session
        items = list(remote.everything(path.format(name=name), {}, given.limit))
        if given.json:
            show.as_json(items)
        else:
            show.table(items, columns, empty="Nothing yet.")

    parser.set_defaults(run=run)


def _session(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("session", help="what belongs to one session: price, readings, evidence")
    parser.add_argument("session")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    rating = verbs.add_parser("rating", help="what it costs, line by line, with the reason of each")

    def run_rating(remote: Remote, given: argparse.Namespace) -> None:
        answer = remote.call("GET", f"/sessions/{given.session}/rating")
        if given.json:
            show.as_json(answer)
            return
        columns = ("quantity", "unit", "price", "before_vat", "vat", "why")
        show.table(answer["lines"], columns, empty="No price: " + str(answer.get("cost_reason", "")))
        show.record({name: value for name, value in answer.items() if name != "lines"})

    rating.set_defaults(run=run_rating)
    readings = ("at", "register_wh", "power_w", "context")
    _lists(verbs, "readings", "its readings in order", "/sessions/{name}/readings", readings)
    _lists(verbs, "evidence", "the frames behind it", "/sessions/{name}/evidence", ("at", "direction", "raw"))


def _import(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "import",
        help="sites, stations or tokens from CSV or XLSX, safe to repeat",
        epilog="example: wattfleet import stations.csv --kind stations --dry-run",
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--kind", choices=("sites", "stations", "tokens"), required=True)
    parser.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")

    def run(remote: Remote, given: argparse.Namespace) -> None:
        if not given.file.is_file():
            fail(f"There is no file {given.file}.", code=USAGE)
        kind = mimetypes.guess_type(given.file.name)[0] or "text/csv"
        query: dict[str, str | int] = {"kind": given.kind, "dry_run": "true" if given.dry_run else "false"}
        content = given.file.read_bytes()
        report = remote.call("POST", "/import", content=content, kind=kind, query=query)
        if given.json:
            show.as_json(report)
        else:
            _show_report(report)
        if report.get("refused"):
            raise SystemExit(REFUSED)

    parser.set_defaults(run=run)


def _show_report(report: dict[str, Any]) -> None:
    lines = [one for one in report.get("lines", ()) if one.get("outcome") != "unchanged"]
    show.table(
        lines, ("line", "name", "outcome", "detail"), empty="Nothing to do: all of it is here already."
    )
    show.record({name: value for name, value in report.items() if name != "lines"})


def _live(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("live", help="what happens, as it happens; Ctrl-C ends it")

    def run(remote: Remote, given: argparse.Namespace) -> None:
        for event, data in remote.stream("/live"):
            print(data if given.json else f"{event:10} {data}", flush=True)

    parser.set_defaults(run=run)
