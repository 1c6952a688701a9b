"""Sessions as another platform exports them, one a row, with what it billed for each.

Columns, in any order: `id`, `start`, `end`, `kwh`, and `before_vat` or `amount` (with VAT); `idle_minutes` is
optional. Times without an offset are local to the site. Energy is taken to flow evenly until idling begins.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation

import msgspec

from wattfleet.kernel.energy import Energy
from wattfleet.kernel.errors import WattfleetError, invalid
from wattfleet.kernel.timeline import MINUTE_US, Instant, Span, Zone, read_instant
from wattfleet.ocpi.priced_cdr import Told
from wattfleet.sessions.usage import Activity, Slice, Usage

NEEDED = ("id", "start", "end", "kwh")


class BilledSession(msgspec.Struct, frozen=True):
    """A session, and what was asked for it. `held` says why it cannot be read; then there is no usage."""

    id: str
    usage: Usage | None
    told: Told
    held: str = ""


def read_billed_sessions(text: str, zone: Zone) -> Iterator[BilledSession]:
    """The rows of a CSV file (comma, semicolon or tab).

    Raises: WattfleetError `sessions_invalid` where a column is missing.
    """
    head = text.lstrip("\ufeff").partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff")), delimiter=delimiter)
    names = {name.strip().lower(): name for name in rows.fieldnames or []}
    lacking = [one for one in NEEDED if one not in names]
    if "before_vat" not in names and "amount" not in names:
        lacking.append("before_vat or amount")
    if lacking:
        raise invalid(
            "sessions_invalid",
            f"The file has no column {', '.join(lacking)}.",
            hint="Columns: id, start, end, kwh, before_vat or amount, and idle_minutes if it is known.",
        )
    for row in rows:
        yield _session({name: (row[given] or "").strip() for name, given in names.items()}, zone)


def _session(row: Mapping[str, str], zone: Zone) -> BilledSession:
    told = Told(None, None)
    try:
        told = Told(_number(row, "before_vat"), _number(row, "amount"))
        start, end = _moment(row, "start", zone), _moment(row, "end", zone)
        kwh = _number(row, "kwh")
        if kwh is None or kwh < 0:
            raise _refused("kwh", row["kwh"])
        if end < start:
            raise _refused("end", row["end"])
        idle = int((_number(row, "idle_minutes") or Decimal(0)) * MINUTE_US)
        return BilledSession(row["id"], _usage(start, end, kwh, min(idle, end - start), zone), told)
    except WattfleetError as error:
        return BilledSession(row["id"], None, told, held=error.message)


def _usage(start: Instant, end: Instant, kwh: Decimal, idle_us: int, zone: Zone) -> Usage:
    edge = end + -idle_us
    slices = [Slice(Span(start, edge), Energy.from_wh(kwh * 1000), Activity.CHARGING)]
    if idle_us:
        slices.append(Slice(Span(edge, end), Energy(0), Activity.IDLE))
    return Usage(start, end, zone, tuple(slices))


def _moment(row: Mapping[str, str], name: str, zone: Zone) -> Instant:
    told = row[name]
    try:
        plain = datetime.fromisoformat(told)
    except ValueError:
        found = read_instant(told)
        if found is None:
            raise _refused(name, told) from None
        return found
    return Instant.of(plain if plain.tzinfo is not None else plain.replace(tzinfo=zone.info))


def _number(row: Mapping[str, str], name: str) -> Decimal | None:
    told = row.get(name, "")
    if not told:
        return None
    try:
        found = Decimal(told.replace(",", ".") if "." not in told else told)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise _refused(name, told)
    return found


def _refused(name: str, told: str) -> WattfleetError:
    return invalid(
        "session_invalid",
        f"{name} cannot be “{told}”.",
        hint="Write moments as 2026-11-20T12:00:00Z and numbers with a point, as in 12.4.",
    )
