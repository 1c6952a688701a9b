"""`wattfleet ledger export`: the books of some days as a file for a bookkeeping program."""

import argparse
from pathlib import Path

from wattfleet.cli import show
from wattfleet.cli.noun_verbs import Commands
from wattfleet.cli.remote import Remote, fail

FORMS = ("sie", "datev", "csv", "xlsx", "parquet")


def register(verbs: Commands) -> None:
    parser = verbs.add_parser("export", help="the books of some days as SIE 4, DATEV, CSV, XLSX or Parquet")
    parser.add_argument("--format", required=True, choices=FORMS, help="for which program")
    parser.add_argument("--from", dest="since", required=True, metavar="DAY", help="the first day")
    parser.add_argument("--to", dest="until", required=True, metavar="DAY", help="the last day")
    parser.add_argument("--currency", required=True, help="three letters")
    parser.add_argument("--chart", default="", help="BAS, or own; your own if there is one")
    parser.add_argument("--adviser", type=int, default=0, help="DATEV: the tax adviser's number")
    parser.add_argument("--client", type=int, default=0, help="DATEV: your number with him")
    parser.add_argument("--file", metavar="FILE", help="where to write it; a name of its days if absent")
    parser.set_defaults(run=export)


def export(remote: Remote, given: argparse.Namespace) -> None:
    query = {
        "format": given.format,
        "from": given.since,
        "to": given.until,
        "currency": given.currency,
        "chart": given.chart,
        "adviser": given.adviser,
        "client": given.client,
    }
    content, headers = remote.download("/ledger/export", query)
    name = headers.get("content-disposition", "").rpartition('filename="')[2].rstrip('"')
    path = Path(given.file or name or "ledger")
    try:
        path.write_bytes(content)
    except OSError as error:
        fail(f"{path} cannot be written: {error}.", hint="Name another with --file.")
    told = {"file": str(path), "bytes": len(content)}
    if given.json:
        show.as_json(told)
    else:
        show.record(told)
