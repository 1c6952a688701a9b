"""Which backups stay: the newest of each of the last days, weeks and months; the newest always."""

import msgspec

from wattfleet.kernel.errors import invalid
from wattfleet.kernel.timeline import DAY_US, Instant


class Keep(msgspec.Struct, frozen=True):
    """How many days, weeks (from Monday) and months keep their newest backup, counted by what there is."""

    days: int
    weeks: int
    months: int


def read_keep(text: str) -> Keep:
    """`14,8,12`: days, weeks, months. Raises: WattfleetError `keep_invalid`."""
    parts = text.split(",")
    if len(parts) != 3 or not all(part.strip().isdecimal() for part in parts) or parts[0].strip() == "0":
        raise invalid(
            "keep_invalid",
            f"“{text}” does not say what to keep.",
            hint="Write days,weeks,months, such as 14,8,12; at least one day.",
            field="--keep",
        )
    return Keep(*(int(part) for part in parts))


def to_remove(moments: tuple[Instant, ...], keep: Keep) -> tuple[Instant, ...]:
    """Those that no day, week or month needs, oldest first."""
    newest_first = sorted(set(moments), reverse=True)
    stay: set[Instant] = set(newest_first[:1])
    for count, period in ((keep.days, _day), (keep.weeks, _week), (keep.months, _month)):
        seen: dict[int, Instant] = {}
        for moment in newest_first:
            seen.setdefault(period(moment), moment)
        stay.update(list(seen.values())[:count])
    return tuple(sorted(set(moments) - stay))


def _day(moment: Instant) -> int:
    return moment.us // DAY_US


def _week(moment: Instant) -> int:
    return (_day(moment) + 3) // 7  # 1970-01-01 was a Thursday


def _month(moment: Instant) -> int:
    return moment.moment.year * 12 + moment.moment.month
