"""`wattfleet tariff compare`: a month of sessions under two tariffs, asked part by part and added up."""

import argparse
import sys
from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from wattfleet.cli import show
from wattfleet.cli.remote import Remote, fail
from wattfleet.kernel.clock import SystemClock
from wattfleet.kernel.timeline import Zone

SUMS = (
    "currency",
    "sessions",
    "kwh",
    "a_before_vat",
    "b_before_vat",
    "difference_before_vat",
    "more",
    "less",
    "same",
)
PAIRS = (
    "station",
    "started_at",
    "energy_wh",
    "a_before_vat",
    "b_before_vat",
    "difference_before_vat",
    "session",
)
ADDED = ("a_before_vat", "b_before_vat", "difference_before_vat", "a_amount", "b_amount", "difference")
COUNTED = ("sessions", "more", "less", "same")
SHOWN = 10
EXAMPLES = """examples:
  wattfleet tariff compare --with ID                                # last month as it was sold, and by ID
  wattfleet tariff compare --of ID --with ID --month 2026-10 --site ID
"""


def register(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = actions.add_parser(
        "compare",
        help="what a month of sessions would cost by another tariff",
        description="Asks the server, and changes nothing.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--with", dest="b", required=True, metavar="ID", help="the tariff to try")
    parser.add_argument("--of", dest="a", metavar="ID", help="compare with this one; as sold if absent")
    parser.add_argument("--month", metavar="MONTH", help="such as 2026-10; last month if absent")
    parser.add_argument("--zone", default="UTC", help="whose months these are, such as Europe/Stockholm")
    parser.add_argument(
        "--station", action="append", default=[], metavar="IDENTITY", help="only this one; repeat"
    )
    parser.add_argument("--site", action="append", default=[], metavar="ID", help="only at this site; repeat")
    options = parser.add_argument_group("server")
    options.add_argument("--url", default=argparse.SUPPRESS, help="or WATTFLEET_URL")
    options.add_argument("--key", default=argparse.SUPPRESS, help="or WATTFLEET_KEY")
    options.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="for programs")
    parser.set_defaults(run=compare)


def compare(remote: Remote, given: argparse.Namespace) -> None:
    since, until = _month(given.month, given.zone)
    body = {
        "a": {} if given.a is None else {"tariff_id": given.a},
        "b": {"tariff_id": given.b},
        "from": since,
        "to": until,
        "stations": given.station,
        "sites": given.site,
    }
    whole = _asked(remote, body)
    if given.json:
        show.as_json(whole)
    else:
        _tell(whole)


def added(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """The parts as one answer: sums added up, the extremes of all."""
    first = parts[0]
    left: Counter[str] = Counter()
    sums: dict[str, dict[str, Any]] = {}
    for part in parts:
        left.update({one["reason"]: one["sessions"] for one in part["left_out"]})
        for one in part["sums"]:
            sums[one["currency"]] = _plus(sums[one["currency"]], one) if one["currency"] in sums else one
    more = [one for part in parts for one in part["most_more"]]
    less = [one for part in parts for one in part["most_less"]]
    return {
        "a": first["a"] | {"by": _counts(parts, "a")},
        "b": first["b"] | {"by": _counts(parts, "b")},
        "looked_at": sum(one["looked_at"] for one in parts),
        "compared": sum(one["compared"] for one in parts),
        "left_out": [{"reason": name, "sessions": count} for name, count in sorted(left.items())],
        "sums": [sums[name] for name in sorted(sums)],
        "most_more": sorted(more, key=_difference, reverse=True)[:SHOWN],
        "most_less": sorted(less, key=_difference)[:SHOWN],
        "text": first["text"],
    }


def _asked(remote: Remote, body: dict[str, Any]) -> dict[str, Any]:
    parts: list[dict[str, Any]] = []
    cursor = ""
    while True:
        query = {"cursor": cursor} if cursor else {}
        parts.append(remote.call("POST", "/tariffs/compare", body=body, query=query))
        cursor = parts[-1]["next"] or ""
        if not cursor:
            return added(parts)
        if sys.stderr.isatty():
            count = sum(one["looked_at"] for one in parts)
            print(f"\r{count} sessions, up to {parts[-1]['seen_until']}", end="", file=sys.stderr, flush=True)


def _tell(whole: dict[str, Any]) -> None:
    if whole["text"]:
        print(whole["text"])
    else:
        rows = [one | {"kwh": f"{Decimal(one['energy_wh']) / 1000:f}"} for one in whole["sums"]]
        show.table(rows, SUMS, empty="Nothing could be compared.")
    for name, words in (("a", "as sold"), ("b", "")):
        by = ", ".join(f"{count} {who}" for who, count in whole[name]["by"].items())
        print(f"{name}: {whole[name]['name'] or words} ({by or 'none'})")
    for one in whole["left_out"]:
        print(f"{one['sessions']} left out: {one['reason'].replace('_', ' ')}")
    for name, words in (
        ("most_more", "These would cost most more:"),
        ("most_less", "These would cost most less:"),
    ):
        if whole[name]:
            print(f"\n{words}")
            show.table(whole[name], PAIRS, empty="")


def _month(text: str | None, zone: str) -> tuple[str, str]:
    """The first moment of a local month, and of the next one; last month where none is named."""
    local = Zone.named(zone)
    first = (SystemClock().now().local(local).date().replace(day=1) - timedelta(days=1)).replace(day=1)
    if text is not None:
        try:
            first = date.fromisoformat(f"{text}-01")
        except ValueError:
            fail(f"“{text}” is not a month.", hint="Write it as 2026-10.")
    following = (first + timedelta(days=32)).replace(day=1)
    begins, ends = (datetime(day.year, day.month, 1, tzinfo=local.info) for day in (first, following))
    return begins.isoformat(), ends.isoformat()


def _plus(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    out = one | {name: one[name] + other[name] for name in COUNTED}
    for name in (*ADDED, "energy_wh"):
        out[name] = f"{Decimal(one[name]) + Decimal(other[name]):f}"
    return out


def _counts(parts: list[dict[str, Any]], side: str) -> dict[str, int]:
    out: Counter[str] = Counter()
    for part in parts:
        out.update(part[side]["by"])
    return dict(out)


def _difference(one: dict[str, Any]) -> Decimal:
    return Decimal(one["difference_before_vat"])
