"""`wattfleet series-points NAME …`: the values of a series, from a file or to look at."""

import argparse
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from wattfleet.cli import show
from wattfleet.cli.noun_verbs import Commands, limit_option
from wattfleet.cli.remote import Remote
from wattfleet.kernel.errors import invalid, missing

AT_ONCE = 10_000
EXAMPLES = """examples:
  wattfleet series-points SE3 put prices.csv        columns: start (RFC 3339), value, and length_s if not 3600
  wattfleet series-points SE3 list --from 2026-11-28T00:00:00Z
"""


def register(commands: Commands) -> None:
    parser = commands.add_parser(
        "series-points",
        help="the values of a series: tell them, look at them",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("series", help="its name")
    verbs = parser.add_subparsers(
        dest="verb", required=True, metavar="VERB", help="what to do", prog="wattfleet series-points NAME"
    )
    put = verbs.add_parser("put", help="add values from a CSV file; a second time changes nothing")
    put.add_argument("file", help="columns start, value and, where values do not hold for an hour, length_s")
    put.add_argument("--replace", action="store_true", help="correct known values that differ")
    put.set_defaults(run=_put)
    look = verbs.add_parser("list", help="the values of a stretch of time")
    limit_option(look)
    look.add_argument("--from", dest="since", help="RFC 3339")
    look.add_argument("--to", dest="until", help="RFC 3339")
    look.set_defaults(run=_list)


def _put(remote: Remote, given: argparse.Namespace) -> None:
    points = list(_points(Path(given.file)))
    sums = {"points": 0, "changed": 0, "sessions": 0}
    for at in range(0, len(points), AT_ONCE):
        body = {"points": points[at : at + AT_ONCE], "replace": given.replace}
        told = remote.call("PUT", f"/series/{given.series}/points", body=body)
        sums = {name: count + told[name] for name, count in sums.items()}
    if given.json:
        show.as_json(sums)
    else:
        print(
            f"{sums['points']} values, {sums['changed']} of them new; "
            f"{sums['sessions']} sessions are priced again."
        )


def _points(path: Path) -> Iterator[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise missing("file_missing", f"{path} cannot be read: {error.strerror}.") from error
    rows = csv.DictReader(lines, delimiter=";" if lines and ";" in lines[0] else ",")
    if not {"start", "value"} <= set(rows.fieldnames or ()):
        hint = "The first line names the columns: start,value or start,value,length_s."
        raise invalid("file_columns", f"{path} has no columns start and value.", hint=hint)
    for row in rows:
        point: dict[str, Any] = {"start": row["start"], "value": row["value"].replace(",", ".")}
        length = row.get("length_s")
        yield point | ({"length_s": int(length)} if length and length.isdigit() else {})


def _list(remote: Remote, given: argparse.Namespace) -> None:
    asked = {"from": given.since, "to": given.until}
    query = {name: value for name, value in asked.items() if value}
    items = list(remote.everything(f"/series/{given.series}/points", query, given.limit))
    if given.json:
        show.as_json(items)
    else:
        show.table(items, ("start", "end", "value"), empty="No values in that time.")
