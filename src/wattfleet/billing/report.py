"""A report: chosen columns over the sessions of a period, put together by chosen groups. Pure.

Sums are exact: energy in mWh, money in minor units of one currency. Where a report has money, each currency
is a row of its own: two are never added. A session belongs to the local day of its site on which it ended.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from wattfleet.fleet.account_wishes import checked_email
from wattfleet.kernel.errors import invalid
from wattfleet.kernel.money import Currency, Money
from wattfleet.kernel.timeline import Instant


class Group(Enum):
    """What rows are put together by."""

    SITE = "site"
    STATION = "station"
    COUNTRY = "country"
    TOKEN = "token"
    TOKEN_GROUP = "token_group"
    DRIVER = "driver"
    VEHICLE = "vehicle"
    STATE = "state"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Column(Enum):
    """What is told of each row; money is before VAT but `amount`."""

    SESSIONS = "sessions"
    ENERGY = "energy_kwh"
    HOURS = "hours"
    SALE = "before_vat"
    VAT = "vat"
    AMOUNT = "amount"
    COST = "cost"
    MARGIN = "margin"


MONEY = frozenset({Column.SALE, Column.VAT, Column.AMOUNT, Column.COST, Column.MARGIN})
COSTS = frozenset({Column.COST, Column.MARGIN})


class Period(Enum):
    """Which local days, seen from the day on which the report is made."""

    YESTERDAY = "yesterday"
    LAST_WEEK = "last_week"
    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"
    DAYS = "days"


class Every(Enum):
    """How often it is sent: early on the first day after."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Form(Enum):
    """The file that it is written as."""

    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"


class ReportWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`first` and `last` (both inside) belong to the period `days`; `to` are addresses, if it is sent."""

    name: Annotated[str, Meta(min_length=1, max_length=200)]
    columns: Annotated[list[Column], Meta(min_length=1, max_length=20)]
    groups: Annotated[list[Group], Meta(max_length=5)] = []
    period: Period = Period.LAST_MONTH
    first: date | None = None
    last: date | None = None
    site_id: UUID | None = None
    form: Form = Form.XLSX
    every: Every | None = None
    to: Annotated[list[Annotated[str, Meta(max_length=254)]], Meta(max_length=20)] = []


class ReportChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to be different; what is absent stays."""

    name: Annotated[str, Meta(min_length=1, max_length=200)] | UnsetType = UNSET
    columns: Annotated[list[Column], Meta(min_length=1, max_length=20)] | UnsetType = UNSET
    groups: Annotated[list[Group], Meta(max_length=5)] | UnsetType = UNSET
    period: Period | UnsetType = UNSET
    first: date | UnsetType | None = UNSET
    last: date | UnsetType | None = UNSET
    site_id: UUID | UnsetType | None = UNSET
    form: Form | UnsetType = UNSET
    every: Every | UnsetType | None = UNSET
    to: Annotated[list[Annotated[str, Meta(max_length=254)]], Meta(max_length=20)] | UnsetType = UNSET


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A saved report. `next_at` is when it is sent next; `sent_at` and `problem` tell of the last time."""

    id: UUID
    wish: ReportWish
    next_at: Instant | None = None
    sent_at: Instant | None = None
    problem: str = ""
    version: int = 1


class Fact(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A session as a report sees it. `day` is the local day on which it ended; minor units of `currency`."""

    site: str
    station: str
    country: str
    token: str
    token_group: str
    driver: str
    vehicle: str
    state: str
    day: date
    seconds: int
    mwh: int
    currency: str = ""
    sale: int = 0
    vat: int = 0
    cost: int | None = None


class Table(msgspec.Struct, frozen=True):
    """Rows below their heads; a cell is a text or a decimal number."""

    heads: tuple[str, ...]
    rows: list[tuple[str | Decimal | None, ...]]


def checked_report(wish: ReportWish) -> ReportWish:
    """Raises: WattfleetError `report_days`, `report_twice`, `report_to`, `email_invalid`."""
    if (wish.period is Period.DAYS) != (wish.first is not None and wish.last is not None):
        raise invalid(
            "report_days",
            "The days do not fit to the period.",
            hint="Give `first` and `last` with the period `days`, and with no other.",
            field="first",
        )
    if wish.first is not None and wish.last is not None and wish.last < wish.first:
        raise invalid("report_days", "The last day is before the first.", hint="Exchange them.", field="last")
    if len(set(wish.columns)) < len(wish.columns) or len(set(wish.groups)) < len(wish.groups):
        raise invalid(
            "report_twice", "A column or a group is named twice.", hint="Name each once.", field="columns"
        )
    if (wish.every is None) != (not wish.to):
        raise invalid(
            "report_to",
            "A report that is sent has `every` and `to`.",
            hint='Write both, such as "every": "month", "to": ["boss@example.org"], or none.',
            field="to",
        )
    to = [checked_email(one, field=f"to[{at}]") for at, one in enumerate(wish.to)]
    return msgspec.structs.replace(wish, name=wish.name.strip(), to=to)


def changed_report(wish: ReportWish, change: ReportChange) -> ReportWish:
    """What belongs to a period or a rhythm that is given up goes with it: its days, its addresses.

    Raises: WattfleetError of `checked_report`.
    """
    told = {name: one for name in change.__struct_fields__ if (one := getattr(change, name)) is not UNSET}
    if told.get("period", Period.DAYS) is not Period.DAYS:
        told = {"first": None, "last": None} | told
    if "every" in told and told["every"] is None:
        told = {"to": []} | told
    return checked_report(msgspec.structs.replace(wish, **told))


def days_of(wish: ReportWish, today: date) -> tuple[date, date]:
    """The first day, and the last one, both inside."""
    match wish.period:
        case Period.YESTERDAY:
            return today - timedelta(days=1), today - timedelta(days=1)
        case Period.LAST_WEEK:
            monday = today - timedelta(days=today.weekday() + 7)
            return monday, monday + timedelta(days=6)
        case Period.THIS_MONTH:
            return today.replace(day=1), today
        case Period.LAST_MONTH:
            last = today.replace(day=1) - timedelta(days=1)
            return last.replace(day=1), last
        case Period.DAYS:
            assert wish.first is not None, "it was checked"
            assert wish.last is not None, "it was checked"
            return wish.first, wish.last


def next_day(every: Every, today: date) -> date:
    """The next local day on which it is sent."""
    match every:
        case Every.DAY:
            return today + timedelta(days=1)
        case Every.WEEK:
            return today + timedelta(days=7 - today.weekday())
        case Every.MONTH:
            return (today.replace(day=28) + timedelta(days=4)).replace(day=1)


class _Sum:
    __slots__ = ("cost", "known", "mwh", "sale", "seconds", "sessions", "vat")

    def __init__(self) -> None:
        self.sessions = self.seconds = self.mwh = self.sale = self.vat = self.cost = 0
        self.known = True

    def add(self, one: Fact) -> None:
        self.sessions += 1
        self.seconds += one.seconds
        self.mwh += one.mwh
        self.sale += one.sale
        self.vat += one.vat
        self.cost += one.cost or 0
        self.known = self.known and one.cost is not None


def table(wish: ReportWish, facts: Iterable[Fact]) -> Table:
    """The rows in the order of their groups. A cost that is not known of every session is empty."""
    by_money = bool(MONEY & set(wish.columns))
    sums: dict[tuple[str, ...], _Sum] = {}
    for one in facts:
        key = (*(_group(one, group) for group in wish.groups), *((one.currency,) if by_money else ()))
        sums.setdefault(key, _Sum()).add(one)
    heads = (
        *(one.value for one in wish.groups),
        *(("currency",) if by_money else ()),
        *(one.value for one in wish.columns),
    )
    rows = [
        (*key, *_cells(wish.columns, one, key[-1] if by_money else "")) for key, one in sorted(sums.items())
    ]
    return Table(heads, rows)


def _cells(columns: Sequence[Column], one: _Sum, currency: str) -> list[Decimal | None]:
    return [_cell(column, one, currency) for column in columns]


def _cell(column: Column, one: _Sum, currency: str) -> Decimal | None:
    match column:
        case Column.SESSIONS:
            return Decimal(one.sessions)
        case Column.ENERGY:
            return Decimal(one.mwh).scaleb(-6)
        case Column.HOURS:
            return (Decimal(one.seconds) / 3600).quantize(Decimal("0.01"))
        case Column.SALE:
            return _money(one.sale, currency)
        case Column.VAT:
            return _money(one.vat, currency)
        case Column.AMOUNT:
            return _money(one.sale + one.vat, currency)
        case Column.COST:
            return _money(one.cost, currency) if one.known else None
        case Column.MARGIN:
            return _money(one.sale - one.cost, currency) if one.known else None


def _money(minor: int, currency: str) -> Decimal | None:
    return Decimal(str(Money(minor, Currency(currency)))) if currency else None


def _group(one: Fact, group: Group) -> str:
    match group:
        case Group.DAY:
            return one.day.isoformat()
        case Group.WEEK:
            year, week, _ = one.day.isocalendar()
            return f"{year}-W{week:02}"
        case Group.MONTH:
            return f"{one.day:%Y-%m}"
        case _:
            return str(getattr(one, group.value))
