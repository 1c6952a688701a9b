"""`wattfleet alarms`: what must be known now, and what was done about it."""

import argparse

from wattfleet.cli import show
from wattfleet.cli.noun_verbs import Commands, limit_option, list_verb
from wattfleet.cli.remote import Remote

COLUMNS = ("id", "opened_at", "severity", "subject", "words", "owner", "acknowledged_by", "state")


def register(commands: Commands) -> None:
    parser = commands.add_parser("alarms", help="what must be known now, and what was done about it")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB", help="what to do")
    _list(verbs)
    _ack(verbs)
    _snooze(verbs)
    _history(verbs)


def _history(verbs: Commands) -> None:
    columns = ("at", "what", "by", "note")
    list_verb(verbs, "history", "what happened to one", "/alarms/{alarm}/history", columns)
    verbs.choices["history"].add_argument("alarm", metavar="ID", help="its id, as `list` shows it")


def _list(verbs: Commands) -> None:
    parser = verbs.add_parser("list", help="those that are open; --all shows closed ones, too")
    limit_option(parser)
    parser.add_argument("--all", action="store_true", help="also closed ones")
    parser.add_argument("--station", metavar="IDENTITY", help="of this station")
    parser.add_argument("--severity", choices=("problem", "warning"), help="only these")

    def run(remote: Remote, given: argparse.Namespace) -> None:
        query: dict[str, str | int] = {} if given.all else {"state": "open"}
        query |= {name: one for name in ("station", "severity") if (one := getattr(given, name))}
        items = list(remote.everything("/alarms", query, given.limit))
        if given.json:
            show.as_json(items)
        else:
            show.table(items, COLUMNS, empty="No alarms.")

    parser.set_defaults(run=run)


def _ack(verbs: Commands) -> None:
    parser = verbs.add_parser("ack", help="acknowledge one: somebody has seen it")
    parser.add_argument("alarm", metavar="ID", help="its id, as `list` shows it")
    parser.add_argument("--note", default="", help="what is being done")
    parser.add_argument("--owner", default="", help="who does it")

    def run(remote: Remote, given: argparse.Namespace) -> None:
        body: dict[str, object] = {"acknowledged": True}
        body |= {name: one for name in ("note", "owner") if (one := getattr(given, name))}
        _tell(given, remote.call("PATCH", f"/alarms/{given.alarm}", body=body))

    parser.set_defaults(run=run)


def _snooze(verbs: Commands) -> None:
    parser = verbs.add_parser("snooze", help="tell nobody of it until then")
    parser.add_argument("alarm", metavar="ID", help="its id, as `list` shows it")
    parser.add_argument("until", metavar="MOMENT", help="RFC 3339, such as 2026-11-21T06:00:00Z")

    def run(remote: Remote, given: argparse.Namespace) -> None:
        body = {"snoozed_until": given.until}
        _tell(given, remote.call("PATCH", f"/alarms/{given.alarm}", body=body))

    parser.set_defaults(run=run)


def _tell(given: argparse.Namespace, alarm: dict[str, object]) -> None:
    if given.json:
        show.as_json(alarm)
    else:
        show.record(alarm)
