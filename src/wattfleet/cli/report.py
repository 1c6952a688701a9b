"""`wattfleet report ID …`: a saved report as a table, or as a file."""

import argparse
from pathlib import Path

from wattfleet.cli import show
from wattfleet.cli.invoice_export import write_file
from wattfleet.cli.noun_verbs import Commands
from wattfleet.cli.remote import Remote


def register(commands: Commands) -> None:
    parser = commands.add_parser(
        "report",
        help="a saved report: as a table, or as a file",
        epilog="example: wattfleet report ID export --format csv",
    )
    parser.add_argument("id", help="its id, as `reports list` shows it")
    verbs = parser.add_subparsers(
        dest="verb", required=True, metavar="VERB", help="what to do", prog="wattfleet report ID"
    )
    verbs.add_parser("rows", help="what it says now").set_defaults(run=_rows)
    export = verbs.add_parser("export", help="as a file")
    export.add_argument("--format", choices=("csv", "xlsx", "parquet"), help="its own form, if absent")
    export.add_argument("--to", metavar="FILE", help="the file; named by the server if absent")
    export.set_defaults(run=_export)


def _rows(remote: Remote, given: argparse.Namespace) -> None:
    found = remote.call("GET", f"/reports/{given.id}/rows")
    if given.json:
        show.as_json(found)
        return
    heads = found["heads"]
    rows = [dict(zip(heads, row, strict=True)) for row in found["rows"]]
    show.table(rows, tuple(heads), empty="Nothing ended in these days.")


def _export(remote: Remote, given: argparse.Namespace) -> None:
    query = {"format": given.format} if given.format else {}
    content, headers = remote.download(f"/reports/{given.id}/file", query)
    name = headers.get("content-disposition", "").rpartition('filename="')[2].rstrip('"')
    write_file(given, Path(given.to or name or "report"), content)
