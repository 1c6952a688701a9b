"""`wattfleet command` and `wattfleet ocpp`: ask something of a station, and see what it answers."""

import argparse
import json
from typing import Any

from wattfleet.cli import show
from wattfleet.cli.noun_verbs import Commands, json_or_file
from wattfleet.cli.remote import REFUSED, USAGE, Remote, fail

TEXTS = frozenset(
    {"token", "parent", "value", "key", "text", "message", "transaction", "session", "data", "vendor_id"}
)
"""Fields that are texts also where they look like numbers."""
SETTLED = frozenset({"accepted", "sent", "pending"})


def register(commands: Commands) -> None:
    _command(commands)
    _raw(commands)


def _command(commands: Commands) -> None:
    parser = commands.add_parser(
        "command",
        help="ask something of a station and see what it answers",
        description="The commands and their fields: docs/spec/commands.md, or /docs of the server.",
        epilog="examples:\n"
        "  wattfleet command DEPOT-07 remote_start token=04AABBCC connector=1 --wait 30\n"
        "  wattfleet command DEPOT-07 change_configuration key=HeartbeatInterval value=300\n"
        "  wattfleet command DEPOT-07 get_configuration keys='[\"MeterValueSampleInterval\"]'\n\n"
        "Exit code 1 when the station says no, does not answer, or is not connected.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("station", help="its identity")
    parser.add_argument("command_name", metavar="COMMAND", help="such as remote_start, reset, clear_cache")
    parser.add_argument("fields", nargs="*", metavar="FIELD=VALUE", help="numbers and JSON are understood")
    _wait(parser)

    def run(remote: Remote, given: argparse.Namespace) -> None:
        body = {"command": given.command_name, **fields(given.fields)}
        path = f"/stations/{given.station}/commands"
        _show_order(given, remote.call("POST", path, body=body, query={"wait": given.wait}))

    parser.set_defaults(run=run)


def _raw(commands: Commands) -> None:
    parser = commands.add_parser(
        "ocpp",
        help="send any OCPP call, checked against its schema",
        epilog="examples:\n"
        '  wattfleet ocpp DEPOT-07 TriggerMessage \'{"requestedMessage":"Heartbeat"}\'\n'
        "  wattfleet ocpp DEPOT-07 SetVariables @variables.json --wait 10",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("station", help="its identity")
    parser.add_argument("action", help="as the station's version of OCPP spells it")
    parser.add_argument("payload", nargs="?", default="{}", help="JSON, or @FILE; {} if absent")
    _wait(parser)

    def run(remote: Remote, given: argparse.Namespace) -> None:
        body = {"action": given.action, "payload": json_or_file(given.payload, "PAYLOAD")}
        path = f"/stations/{given.station}/ocpp"
        _show_order(given, remote.call("POST", path, body=body, query={"wait": given.wait}))

    parser.set_defaults(run=run)


def _wait(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--wait",
        type=int,
        default=30,
        metavar="SECONDS",
        help="for the answer, at most 60 (default 30); 0 = ask and go",
    )


def _show_order(given: argparse.Namespace, order: dict[str, Any]) -> None:
    if given.json:
        show.as_json(order)
    else:
        show.record(order)
    if order.get("state") not in SETTLED:
        raise SystemExit(REFUSED)


def fields(given: list[str]) -> dict[str, Any]:
    """`connector=1` → {"connector": 1}; a value that is no JSON is a text, and a token is always one."""
    found: dict[str, Any] = {}
    for one in given:
        name, equals, text = one.partition("=")
        if not equals:
            fail(f"“{one}” is not FIELD=VALUE.", hint="Write it as connector=1.", code=USAGE)
        found[name] = text if name in TEXTS else _plain(text)
    return found


def _plain(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
