"""`wattfleet import`: sites, stations or tokens from CSV or XLSX, with a report per line, safe to repeat."""

import argparse
import sys
from pathlib import Path
from typing import Any

from rich.console import Console

from wattfleet.cli import show
from wattfleet.cli.noun_verbs import Commands
from wattfleet.cli.nouns import ACCESS
from wattfleet.cli.remote import REFUSED, USAGE, Remote, fail

COLUMNS = ("line", "name", "outcome", "ocpp_password", "detail")
KINDS = {".csv": "text/csv", ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def register(commands: Commands) -> None:
    parser = commands.add_parser(
        "import",
        help="sites, stations or tokens from CSV or XLSX, safe to repeat",
        description="The first line names the columns; they are called like the fields of `add`. What is "
        "there already is changed where it differs. Exit code 1 when a line was refused.",
        epilog="examples:\n"
        "  wattfleet import stations.csv --kind stations --dry-run\n"
        "  wattfleet import cards.xlsx --kind tokens",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", type=Path, help="CSV (UTF-8) or XLSX")
    parser.add_argument("--kind", choices=("sites", "stations", "tokens"), required=True, help="what it has")
    _report_options(parser)

    def run(remote: Remote, given: argparse.Namespace) -> None:
        _tell(given, _sent(remote, given, "/import", {"kind": given.kind}))

    parser.set_defaults(run=run)


def register_adopting(verbs: Commands) -> None:
    """`wattfleet inbox accept-file`: many at once, with the passwords that they have."""
    parser = verbs.add_parser(
        "accept-file",
        help="make many ours, by a file of identities and passwords",
        description="The columns identity and ocpp_password, and whatever else `stations add` takes.",
        epilog="example: wattfleet inbox accept-file stations.csv --access private --dry-run",
    )
    parser.add_argument("file", type=Path, help="CSV (UTF-8) or XLSX")
    parser.add_argument("--access", choices=ACCESS, default="private", help="where a line does not say it")
    _report_options(parser)

    def run(remote: Remote, given: argparse.Namespace) -> None:
        _tell(given, _sent(remote, given, "/inbox/accept", {"access": given.access}))

    parser.set_defaults(run=run)


def _report_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")
    parser.add_argument("--all", action="store_true", help="show lines that change nothing, too")


def _tell(given: argparse.Namespace, report: dict[str, Any]) -> None:
    if given.json:
        show.as_json(report)
    else:
        _show(report, everything=given.all)
    if report["refused"]:
        raise SystemExit(REFUSED)


def _sent(
    remote: Remote, given: argparse.Namespace, path: str, query: dict[str, str | int]
) -> dict[str, Any]:
    kind = KINDS.get(given.file.suffix.lower())
    if kind is None:
        fail(f"{given.file} is neither .csv nor .xlsx.", code=USAGE)
    if not given.file.is_file():
        fail(f"There is no file {given.file}.", code=USAGE)
    content = given.file.read_bytes()
    query["dry_run"] = "true" if given.dry_run else "false"
    told = Console(file=sys.stderr)
    lines = content.count(b"\n")
    size = f"{lines} lines" if kind == "text/csv" else f"{len(content) // 1024} kB"
    with told.status(f"{given.file.name}: {size} are read …", spinner="dots"):
        report: dict[str, Any] = remote.call("POST", path, content=content, kind=kind, query=query)
    return report


def _show(report: dict[str, Any], *, everything: bool) -> None:
    lines = [one for one in report["lines"] if everything or one["outcome"] != "unchanged"]
    show.table(lines, COLUMNS, empty="Nothing to do: all of it is here already.")
    show.record({name: value for name, value in report.items() if name != "lines"})
