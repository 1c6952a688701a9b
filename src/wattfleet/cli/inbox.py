"""`wattfleet inbox`: stations that knock and are not registered, and how they become ours."""

import argparse

from wattfleet.cli import bringing, show
from wattfleet.cli.noun_verbs import Commands, limit_option
from wattfleet.cli.nouns import ACCESS
from wattfleet.cli.remote import Remote

COLUMNS = ("identity", "address", "subprotocol", "user_agent", "attempts", "reason", "can_keep", "last_seen")
EMPTY = "Nobody knocks. Point a station at the server; it appears here."


def register(commands: Commands) -> None:
    parser = commands.add_parser("inbox", help="stations that knock and are not registered")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB", help="what to do")
    _list(verbs)
    _accept(verbs)
    bringing.register_adopting(verbs)
    _forget(verbs)


def _list(verbs: Commands) -> None:
    parser = verbs.add_parser("list", help="who knocks, from where, how often, and why it was refused")
    limit_option(parser)

    def run(remote: Remote, given: argparse.Namespace) -> None:
        items = list(remote.everything("/inbox", {}, given.limit))
        if given.json:
            show.as_json(items)
        else:
            show.table(items, COLUMNS, empty=EMPTY)

    parser.set_defaults(run=run)


def _accept(verbs: Commands) -> None:
    parser = verbs.add_parser(
        "accept",
        help="make it ours",
        description="Makes a password and shows it once, unless the station is to keep the one that it has.",
        epilog="examples:\n"
        "  wattfleet inbox accept CP1 --access private\n"
        "  wattfleet inbox accept CP1 --access public --keep-credential",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("identity", help="as it stands in the inbox")
    parser.add_argument("--access", choices=ACCESS, required=True, help="who may use it")
    parser.add_argument("--name", help="what people call it")
    parser.add_argument("--site", metavar="ID", help="where it stands; the first site if absent")
    parser.add_argument("--ocpp-password", metavar="TEXT", help="a password that the station already has")
    parser.add_argument("--keep-credential", action="store_true", help="take the one that it already sends")

    def run(remote: Remote, given: argparse.Namespace) -> None:
        names = ("access", "name", "site", "ocpp_password")
        body = {name: value for name in names if (value := getattr(given, name)) is not None}
        if given.keep_credential:
            body["keep_credential"] = True
        made = remote.call("POST", f"/inbox/{given.identity}/accept", body=body)
        if given.json:
            show.as_json(made)
        else:
            show.record(made)

    parser.set_defaults(run=run)


def _forget(verbs: Commands) -> None:
    parser = verbs.add_parser("forget", help="take it off the list; it comes back if it knocks again")
    parser.add_argument("identity", help="as it stands in the inbox")

    def run(remote: Remote, given: argparse.Namespace) -> None:
        remote.call("DELETE", f"/inbox/{given.identity}")
        if not given.json:
            print(f"{given.identity} is off the list.")

    parser.set_defaults(run=run)
