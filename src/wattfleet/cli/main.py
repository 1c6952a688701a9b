"""The command `wattfleet`: finds the command, runs it, and turns a refusal into a sentence and an exit code.

Commands of this machine (serve, key, doctor …) are imported only when they are asked for, so that everything
that merely asks a server is quick.
"""

import argparse
import os
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from importlib.metadata import version

import msgspec

from wattfleet.cli import (
    acts,
    alarms,
    billing,
    bringing,
    dispute,
    export,
    finding,
    health,
    inbox,
    inference,
    live,
    measuring,
    noun_verbs,
    one_doubt,
    one_session,
    one_station,
    orders,
    report,
    series_points,
    setup,
    unallocated,
)
from wattfleet.cli.invoice_export import export_words
from wattfleet.cli.noun_verbs import Commands
from wattfleet.cli.parser import Parser
from wattfleet.cli.remote import DEFAULT_URL, REFUSED, remote_of
from wattfleet.kernel.errors import WattfleetError

EXIT_CODES = "0 done, 1 refused or something is wrong, 2 not understood, 3 no server, 4 no key"
INTERRUPTED = 130


class Local(msgspec.Struct, frozen=True):
    """A command of this machine: its name, what it does, and the module that has it."""

    name: str
    words: str
    module: str

    def register(self, commands: Commands) -> None:
        import_module(f"wattfleet.cli.{self.module}").register(commands)


LOCAL = (
    Local("serve", "run the server", "serve"),
    Local("key", "make an API key or a driver's link, beside a running server", "key"),
    Local("person", "people of the house: add, link, block, beside a running server", "person"),
    Local("doctor", "say what is wrong with an installation, and how to mend it", "doctor"),
    Local("tariff", "price a record from files; compare tariffs over a month", "tariff_files"),
    Local("second-opinion", "price again what another platform billed", "second_opinion"),
    Local("prove", "compute an invoice again, down to registers and frames", "prove"),
    Local("ocmf", "check signed meter values", "ocmf"),
    Local("backup", "copy the whole installation, sealed, while the server works", "backup"),
    Local("restore", "bring a backup back into an empty place, or try that it could be", "restore"),
    Local("audit", "look whether what must hold does hold, on the data themselves", "audit"),
    Local("replay", "feed an archive through the code of today, and show what would change", "replay"),
    Local("charge", "one charge of a pretend station, told over the real wire", "charge"),
    Local("simulate", "run pretend stations over the real wire", "simulate"),
    Local("demo", "a town that charges, to look at and to break", "demo"),
)
OF_A_SERVER = (
    noun_verbs,
    bringing,
    one_session,
    one_station,
    live,
    inbox,
    orders,
    health,
    finding,
    alarms,
    setup,
    export,
    series_points,
    acts,
    one_doubt,
    billing,
    dispute,
    inference,
    measuring,
    report,
    unallocated,
)
"""Modules whose commands ask a server; each may have several."""
GROUPS = (
    (
        "Run it",
        (
            "serve",
            "key",
            "person",
            "doctor",
            "setup",
            "mail",
            "webhook",
            "health",
            "audit",
            "backup",
            "restore",
        ),
    ),
    (
        "Keep",
        (
            "sites",
            "stations",
            "tokens",
            "tariffs",
            "tariff-groups",
            "series",
            "series-points",
            "profiles",
            "people",
            "keys",
            "meter-keys",
            "meter-key",
            "metrology",
            "import",
        ),
    ),
    (
        "Look",
        (
            "sessions",
            "session",
            "station",
            "reservations",
            "doubts",
            "doubt",
            "review",
            "doubt-rules",
            "inference",
            "unallocated",
            "acts",
            "acts-chain",
            "live",
            "frames",
            "cold-files",
            "removals",
            "alarms",
            "deliveries",
            "search",
            "board",
            "reads",
            "sign-ins",
            "export",
            "replay",
        ),
    ),
    (
        "Bill",
        (
            "seller",
            "accounts",
            "payers",
            "contracts",
            "invoice-runs",
            "invoice-run",
            "invoices",
            "invoice",
            "payments",
            "payment",
            "open-items",
            "cost-rates",
            "reports",
            "report",
            "disputes",
            "dispute",
            "dispute-clock",
            "mailings",
            "mailing",
            "remind",
            "reminders",
            "reminder",
            "dunning",
            "mandates",
            "mandate",
            "collect",
            "collections",
            "collection",
            "bank-file",
            "movements",
            "movement",
            "ledger",
        ),
    ),
    ("Ask stations", ("inbox", "command", "ocpp")),
    ("Check a bill", ("prove", "tariff", "second-opinion", "ocmf")),
    ("Try it", ("charge", "simulate", "demo", "version")),
)
DESCRIPTION = "The open charge point management system for operators who serve fleets."
EXAMPLES = """\
Examples:
  wattfleet serve --zone Europe/Stockholm --currency SEK
  export WATTFLEET_KEY=$(wattfleet key create --role admin --name me)
  wattfleet stations add --identity DEPOT-07 --access public
  wattfleet sessions list --state active --json
  wattfleet command DEPOT-07 remote_start token=04AABBCC connector=1 --wait 30
"""


def run(arguments: Sequence[str]) -> int:
    """The exit code; see EXIT_CODES."""
    given = _parser_for(arguments).parse_args(export_words(list(arguments)))
    try:
        return _done(given)
    except WattfleetError as error:
        print(error.message + (f"\n{error.hint}" if error.hint else ""), file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read us has seen enough, as `head` does; the interpreter must not complain at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser_for(arguments: Sequence[str]) -> argparse.ArgumentParser:
    """Who names a command of this machine needs no other: all three hundred take a quarter of a second."""
    local = next((one for one in LOCAL if one.name in arguments[:1]), None)
    if local is None:
        return whole_parser([one for one in LOCAL if one.name in arguments])
    parser, commands = _root()
    local.register(commands)
    return parser


def whole_parser(loaded: Iterable[Local] = LOCAL) -> argparse.ArgumentParser:
    """The command line, with the arguments of those local commands that are asked for."""
    parser, commands = _root()
    for module in OF_A_SERVER:
        module.register(commands)
    _version(commands)
    for leaf in _leaves(parser):
        if leaf.get_default("alone") is None:
            _server_options(leaf, argparse.SUPPRESS)
    wanted = {one.name for one in loaded}
    for one in LOCAL:
        if one.name in wanted:
            one.register(commands)
        else:
            commands.add_parser(one.name, help=one.words)
    parser.epilog = _overview(commands)
    return parser


def _root() -> tuple[argparse.ArgumentParser, Commands]:
    """The parser of everything, and where commands are added to it."""
    parser: argparse.ArgumentParser = Parser(
        prog="wattfleet",
        usage="wattfleet COMMAND … [--json] [--url URL] [--key KEY]",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=version("wattfleet"), help=argparse.SUPPRESS)
    _server_options(parser, None)
    commands = parser.add_subparsers(
        dest="command", required=True, metavar="COMMAND", help=argparse.SUPPRESS, prog="wattfleet"
    )
    return parser, commands


def _done(given: argparse.Namespace) -> int:
    if hasattr(given, "alone"):
        code: int = given.alone(given)
        return code
    given.run(remote_of(given.url, given.key), given)
    return 0


def _version(commands: Commands) -> None:
    parser = commands.add_parser("version", help="say which version this is")

    def show(_: argparse.Namespace) -> int:
        print(version("wattfleet"))
        return 0

    parser.set_defaults(alone=show)


def _server_options(parser: argparse.ArgumentParser, default: str | None) -> None:
    """Which server, with which key, and for whom the answer is; before or after the command."""
    options = parser.add_argument_group("server")
    options.add_argument("--url", default=default, help=f"or WATTFLEET_URL; {DEFAULT_URL} where neither is")
    options.add_argument("--key", default=default, help="or WATTFLEET_KEY")
    options.add_argument(
        "--json", action="store_true", default=default or False, help="for programs, with everything in it"
    )


def _leaves(parser: argparse.ArgumentParser) -> list[argparse.ArgumentParser]:
    """The parsers that do something, rather than lead to others."""
    inner = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]  # noqa: SLF001
    if not inner:
        return [parser]
    return [leaf for action in inner for child in action.choices.values() for leaf in _leaves(child)]


def _overview(commands: Commands) -> str:
    words = {one.dest: one.help or "" for one in commands._choices_actions}  # noqa: SLF001
    assert set(words) == {name for _, names in GROUPS for name in names}, "every command is in one group"
    lines: list[str] = []
    for title, names in GROUPS:
        lines += [f"{title}:", *(f"  {name:13} {words[name]}" for name in names), ""]
    lines += ["`wattfleet COMMAND --help` tells more.", "", f"Exit codes: {EXIT_CODES}.", "", EXAMPLES]
    return "\n".join(lines)
