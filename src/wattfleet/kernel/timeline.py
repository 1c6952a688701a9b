"""Instants, spans and local days: exact to the microsecond, and local only with a zone."""

import re
from bisect import bisect_right
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from wattfleet.kernel.errors import invalid

SECOND_US = 1_000_000
MINUTE_US = 60 * SECOND_US
HOUR_US = 3600 * SECOND_US
DAY_US = 86_400 * SECOND_US

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


class Instant(msgspec.Struct, frozen=True, order=True, array_like=True, gc=False):
    """A moment in UTC, `us` microseconds after 1970-01-01T00:00:00Z (negative before it)."""

    us: int

    @classmethod
    def of(cls, moment: datetime) -> "Instant":
        """An aware datetime as an instant; a naive one is a bug."""
        assert moment.tzinfo is not None, "an instant is made from an aware datetime"
        return cls((moment - _EPOCH) // _TICK)

    @property
    def moment(self) -> datetime:
        """The same as an aware datetime in UTC."""
        return _EPOCH + timedelta(microseconds=self.us)

    def __add__(self, us: int) -> "Instant":
        return Instant(self.us + us)

    def __sub__(self, other: "Instant") -> int:
        """Microseconds from `other` to this."""
        return self.us - other.us

    def rfc3339(self) -> str:
        """`2026-11-20T12:00:00Z`, with as many decimals (0, 3 or 6) as the moment needs."""
        moment = self.moment
        if self.us % SECOND_US == 0:
            return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        spec = "milliseconds" if self.us % 1000 == 0 else "microseconds"
        return moment.replace(tzinfo=None).isoformat(timespec=spec) + "Z"

    def wire(self) -> str:
        """The only form that every station takes: three decimals and a Z. Source: lbbrhzn/ocpp#512."""
        return self.moment.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"

    def local(self, zone: "Zone") -> datetime:
        return self.moment.astimezone(zone.info)

    def __str__(self) -> str:
        return self.rfc3339()


class Span(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """From `start` up to, not including, `end`."""

    start: Instant
    end: Instant

    @property
    def us(self) -> int:
        return self.end.us - self.start.us

    def holds(self, moment: Instant) -> bool:
        return self.start <= moment < self.end

    def overlap_us(self, other: "Span") -> int:
        return max(0, min(self.end.us, other.end.us) - max(self.start.us, other.start.us))


class Zone(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An IANA time zone by its name, such as `Europe/Stockholm`."""

    name: str

    @classmethod
    def named(cls, name: str) -> "Zone":
        """Raises: WattfleetError `zone_unknown`."""
        try:
            _info(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise invalid(
                "zone_unknown",
                f"“{name}” is not a time zone.",
                hint="Use an IANA name such as Europe/Stockholm.",
                field="zone",
            ) from error
        return cls(name)

    @property
    def info(self) -> ZoneInfo:
        return _info(self.name)

    def offset_us(self, at: Instant) -> int:
        """How far local clocks are ahead of UTC at that moment."""
        return self.steady(at.us)[0]

    def steady(self, us: int) -> tuple[int, int]:
        """How far local clocks are ahead of UTC at a moment, and until when they do not jump (or longer)."""
        page = _page(self.name, us // _PAGE_US)
        at = bisect_right(page.edges, us)
        return page.offsets[at - 1], page.edges[at]

    def offsets(self, start_us: int, end_us: int) -> list[tuple[int, int]]:
        """The stretches of [start, end] in which the local clock does not jump; mostly there is one.

        Of each its first moment, and how far local clocks are ahead of UTC in it.
        """
        offset, until = self.steady(start_us)
        found = [(start_us, offset)]
        while until <= end_us:
            at = until
            offset, until = self.steady(at)
            if offset != found[-1][1]:
                found.append((at, offset))
        return found


@lru_cache(maxsize=512)
def _info(name: str) -> ZoneInfo:
    return ZoneInfo(name)


_PAGE_US = 366 * DAY_US


class _Page(msgspec.Struct, frozen=True):
    """How a zone's clocks stand over a stretch of time: the offset between each two of its edges."""

    edges: list[int]
    offsets: list[int]


@lru_cache(maxsize=1024)
def _page(name: str, number: int) -> _Page:
    """Read once from the zone's rules: to ask them each time would take most of a microsecond.

    Probed daily: no zone changes its clock twice within a day and back.
    """
    info, first = _info(name), number * _PAGE_US
    edges, offsets = [first], [_offset_at(first, info)]
    for at in range(first, first + _PAGE_US, DAY_US):
        offset = _offset_at(at + DAY_US, info)
        if offset != offsets[-1]:
            edges.append(_change(at, at + DAY_US, info))
            offsets.append(offset)
    return _Page([*edges, first + _PAGE_US], offsets)


def _change(low: int, high: int, info: ZoneInfo) -> int:
    """The first moment in (low, high] with the offset of `high`."""
    offset = _offset_at(high, info)
    while high - low > 1:
        middle = (low + high) // 2
        if _offset_at(middle, info) == offset:
            high = middle
        else:
            low = middle
    return high


_FIRST_US = (datetime.min.replace(tzinfo=UTC) - _EPOCH) // _TICK + DAY_US
_LAST_US = (datetime.max.replace(tzinfo=UTC) - _EPOCH) // _TICK - DAY_US


def _offset_at(us: int, info: ZoneInfo) -> int:
    """Before the first and after the last day that a date can tell, as on that day."""
    offset = Instant(min(max(us, _FIRST_US), _LAST_US)).moment.astimezone(info).utcoffset()
    assert offset is not None, "a local time has an offset"
    return offset // _TICK


def local_midnight(day: date, zone: Zone) -> Instant:
    """The first moment of a local day (days have 23, 24 or 25 hours)."""
    return Instant.of(datetime.combine(day, time.min, zone.info))


def local_day(day: date, zone: Zone) -> Span:
    return Span(local_midnight(day, zone), local_midnight(day + timedelta(days=1), zone))


def local_month(year: int, month: int, zone: Zone) -> Span:
    following = date(year + month // 12, month % 12 + 1, 1)
    return Span(local_midnight(date(year, month, 1), zone), local_midnight(following, zone))


_RFC3339 = re.compile(
    r"^\s*(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,20}))?)?\s*"
    r"([Zz]|[+-]\d\d(?::?\d\d)?)?\s*$",
    re.ASCII,
)


def read_instant(text: str, *, naive_offset_us: int | None = None) -> Instant | None:
    """An ISO 8601 text as an instant; None when it is none.

    Takes what stations send: a comma, any number of decimals (cut to µs), `+02`, lower case, no seconds,
    and, where `naive_offset_us` says which offset to assume, no zone at all.
    Source: field-faults rows 49, 50.
    """
    match = _RFC3339.match(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, offset = match.groups()
    try:
        whole = datetime(  # the zone is applied below
            int(year), int(month), int(day), int(hour), int(minute), min(int(second or 0), 59), tzinfo=UTC
        )
    except ValueError:
        return None
    us = (whole - _EPOCH) // _TICK + int((fraction or "0")[:6].ljust(6, "0"))
    if second == "60":
        us += SECOND_US
    if offset is None:
        return None if naive_offset_us is None else Instant(us - naive_offset_us)
    return Instant(us - _offset_us(offset))


def _offset_us(offset: str) -> int:
    if offset in "Zz":
        return 0
    digits = offset[1:].replace(":", "")
    minutes = int(digits[:2]) * 60 + int(digits[2:] or 0)
    return (-1 if offset[0] == "-" else 1) * minutes * MINUTE_US


def parse_instant(text: str, *, field: str = "") -> Instant:
    """An RFC 3339 text from a person or a program, strict: a zone is demanded.

    Raises: WattfleetError `instant_invalid`.
    """
    moment = read_instant(text)
    if moment is None:
        raise invalid(
            "instant_invalid",
            f"“{text}” is not a moment in time.",
            hint="Write it as 2026-11-20T12:00:00Z, or with an offset such as +01:00.",
            field=field,
        )
    return moment
