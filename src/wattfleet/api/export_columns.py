"""What stands in an exported file, column by column."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from wattfleet.access.redaction import Mark
from wattfleet.api.data_files import Column, Value
from wattfleet.api.journal import UNITS
from wattfleet.kernel.money import Money
from wattfleet.sessions.session import Session
from wattfleet.storage.recording import ReadingRow
from wattfleet.storage.session_list import SessionLine

MONEY_DIGITS = 4
"""Digits after the point that hold the smallest coin of every currency. Source: ISO 4217."""

SESSIONS: Sequence[Column] = (
    Column("id"),
    Column("station"),
    Column("evse", "whole"),
    Column("connector", "whole"),
    Column("transaction"),
    Column("token"),
    Column("state"),
    Column("started_at", "moment"),
    Column("ended_at", "moment"),
    Column("energy_wh", "decimal", 3),
    Column("before_vat", "decimal", MONEY_DIGITS),
    Column("vat", "decimal", MONEY_DIGITS),
    Column("amount", "decimal", MONEY_DIGITS),
    Column("currency"),
    Column("cost_reason"),
    Column("reason"),
    Column("flags"),
    Column("version", "whole"),
)

READINGS: Sequence[Column] = (
    Column("session"),
    Column("station"),
    Column("evse", "whole"),
    Column("at", "moment"),
    Column("received_at", "moment"),
    Column("source"),
    Column("measurand"),
    Column("value", "decimal", 3),
    Column("unit"),
    Column("context"),
    Column("phase"),
    Column("location"),
)


def session_row(line: SessionLine, mark: Mark | None) -> Sequence[Value]:
    """A session; with `mark` its token is hidden behind a mark. A cost of an older version is not shown."""
    cost = line.cost if line.rated_version == line.version else None
    token = mark(line.token) if mark is not None and line.token else line.token
    return (
        str(line.id),
        line.station,
        line.evse,
        line.connector,
        line.tx,
        token or None,
        line.state,
        line.started_at,
        line.ended_at,
        Decimal(line.energy.mwh).scaleb(-3),
        None if cost is None else _decimal(cost.before_vat),
        None if cost is None else _decimal(cost.vat),
        None if cost is None else _decimal(cost.amount),
        None if cost is None else cost.amount.currency.code,
        line.cost_reason or None,
        line.reason or None,
        " ".join(line.flags) or None,
        line.version,
    )


def reading_rows(session: Session, station: str, row: ReadingRow) -> Iterator[Sequence[Value]]:
    """A row for each value of a reading."""
    for value in row.reading.values:
        yield (
            str(session.id),
            station,
            row.evse,
            row.at,
            row.received_at,
            "transaction" if row.source == 0 else "sample",
            value.name or value.measurand.value,
            Decimal(value.milli).scaleb(-3),
            UNITS.get(value.measurand, "") or None,
            value.context.value or None,
            value.phase or None,
            value.location or None,
        )


def _decimal(money: Money) -> Decimal:
    return Decimal(str(money))
