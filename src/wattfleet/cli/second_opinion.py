"""`wattfleet second-opinion FILE`: what another platform billed, priced again; what was wrong, in money."""

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from wattfleet.cli import show
from wattfleet.kernel.errors import invalid, missing
from wattfleet.kernel.timeline import Zone
from wattfleet.ocpi.billed_sessions import read_billed_sessions
from wattfleet.ocpi.plain import Plain, read_json, read_records
from wattfleet.ocpi.received_tariff import read_received_tariff
from wattfleet.ocpi.second_opinion import Opinion, opinion_on, second_opinions

COLUMNS = ("id", "asked", "right", "difference", "currency", "why")
EXAMPLES = """examples:
  wattfleet second-opinion cdrs.json --zone Europe/Berlin
  wattfleet second-opinion sessions.csv --tariff tariff.json --zone Europe/Stockholm --json
"""


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "second-opinion",
        help="price again what another platform billed",
        description="Takes OCPI records (a list, or an object with `data`), or sessions as CSV. "
        "Exit code 0 only where everything was billed rightly.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", metavar="FILE", help="the records as JSON, or the sessions as CSV")
    parser.add_argument(
        "--tariff", action="append", default=[], metavar="FILE", help="the OCPI tariff; needed for CSV"
    )
    parser.add_argument("--zone", required=True, help="the sites' time zone, such as Europe/Berlin")
    parser.add_argument("--all", action="store_true", help="show also what was billed rightly")
    parser.add_argument("--json", action="store_true", help="for programs, with everything in it")
    parser.set_defaults(alone=run)


def run(options: argparse.Namespace) -> int:
    zone = Zone.named(options.zone)
    tariffs = [read_json(_read(path), "tariff") for path in options.tariff]
    found = list(_opinions(_read(options.file), tariffs, zone))
    shown = [one for one in found if options.all or not one.agrees]
    if options.json:
        show.as_json(_summary(found) | {"records": [_record(one) for one in shown]})
    else:
        show.table([_row(one) for one in shown], COLUMNS, empty="Everything was billed rightly.")
        _tell(found)
    return 0 if all(one.agrees for one in found) else 1


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise invalid("file_encoding", f"{path} is not UTF-8.", hint="Save it as UTF-8.") from error
    except OSError as error:
        raise missing("file_missing", f"{path} cannot be read: {error.strerror}.") from error


def _opinions(source: str, tariffs: Sequence[Plain], zone: Zone) -> Iterator[Opinion]:
    if source.lstrip("\ufeff \r\n\t")[:1] in {"[", "{"}:
        yield from second_opinions(read_records(source), tariffs, zone)
        return
    if len(tariffs) != 1:
        raise invalid("tariff_missing", "Sessions name no tariff.", hint="Give one with --tariff FILE.")
    tariff = read_received_tariff(tariffs[0])
    for one in read_billed_sessions(source, zone):
        if one.usage is None:
            nothing = Decimal(0)
            yield Opinion(one.id, tariff.currency.code, None, None, nothing, None, held=one.held)
        else:
            yield opinion_on(one.id, one.usage, tariff, one.told, cut=True)


def _summary(found: Iterable[Opinion]) -> dict[str, Any]:
    items = list(found)
    sums: dict[str, dict[str, Decimal]] = {
        "overbilled": defaultdict(Decimal),
        "underbilled": defaultdict(Decimal),
    }
    for one in items:
        if one.difference:
            side = "overbilled" if one.difference > 0 else "underbilled"
            sums[side][one.currency] += abs(one.difference)
    return {
        "checked": len(items),
        "right": sum(one.agrees for one in items),
        "wrong": sum(one.mistake is not None for one in items),
        "held": sum(bool(one.held) for one in items),
        **{side: {code: _text(value) for code, value in each.items()} for side, each in sums.items()},
    }


def _tell(found: Sequence[Opinion]) -> None:
    told = _summary(found)
    print(f"{told['checked']} checked: {told['right']} right, {told['wrong']} wrong, {told['held']} held.")
    for side, words in (("overbilled", "Asked too much"), ("underbilled", "Asked too little")):
        for code, value in told[side].items():
            print(f"{words}: {value} {code}")


def _row(one: Opinion) -> dict[str, Any]:
    return {
        "id": one.id,
        "asked": None if one.asked is None else _text(one.asked),
        "right": None if one.right is None else _text(one.right),
        "difference": _text(one.difference) if one.difference else None,
        "currency": one.currency,
        "why": one.held or (one.mistake.value if one.mistake else None),
    }


def _record(one: Opinion) -> dict[str, Any]:
    mistake = None if one.mistake is None else one.mistake.name.lower()
    parts = [{"part": name, "asked": _text(asked), "right": _text(right)} for name, asked, right in one.parts]
    return _row(one) | {"mistake": mistake, "held": one.held or None, "parts": parts}


def _text(value: Decimal) -> str:
    return f"{value.normalize() + 0:f}"
