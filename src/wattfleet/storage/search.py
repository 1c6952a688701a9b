"""Search by anything: a few hits of each kind, the beginning of a name before its middle.

Quick also at a hundred thousand rows: what has few or short rows (stations, tokens, tariffs, accounts,
invoices and the like) is scanned over its short columns; sessions and orders are found by their id or
transaction alone, which stand in an index.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Select, Table, and_, case, func, or_, select

from wattfleet.storage.database import Reader
from wattfleet.storage.letters import begins, holds
from wattfleet.storage.tables.accounts import accounts
from wattfleet.storage.tables.invoices import invoices
from wattfleet.storage.tables.orders import orders
from wattfleet.storage.tables.people import people
from wattfleet.storage.tables.sessions import sessions
from wattfleet.storage.tables.stations import sites, stations
from wattfleet.storage.tables.tokens import tariffs, tokens


class Hit(msgspec.Struct, frozen=True):
    """Something that was found. `name` is its place in the API: an identity for a station, else an id."""

    kind: str
    name: str
    title: str
    about: str = ""


def search(reader: Reader, text: str, kinds: Sequence[str], most: int) -> list[Hit]:
    """At most `most` hits of each kind, in the order of `kinds`."""
    wanted = text.strip().lower()
    if not wanted:
        return []
    return [hit for kind in kinds for hit in FINDERS[kind](reader, wanted, most)]


def _stations(reader: Reader, text: str, most: int) -> list[Hit]:
    made = (stations.c.vendor, stations.c.model)
    named = (stations.c.identity_key, stations.c.name, stations.c.serial, stations.c.firmware)
    there = stations.c.removed_at.is_(None)
    rows = _like(
        reader,
        stations,
        text,
        most,
        columns=(*named, made[0] + " " + made[1]),
        heads=(*named, *made),
        where=there,
        order=stations.c.identity_key,
    )
    return [Hit("station", row["identity"], row["identity"], _kind_of(row, text)) for row in rows]


def _kind_of(row: Mapping[str, Any], text: str) -> str:
    """What it is called and what it is; its firmware where that is what was looked for."""
    named = (row["name"], row["vendor"], row["model"])
    firmware = row["firmware"]
    return _joined(*named, firmware if text in firmware.lower() else "")


def _sites(reader: Reader, text: str, most: int) -> list[Hit]:
    columns = (sites.c.name, sites.c.address)
    rows = _like(reader, sites, text, most, columns=columns, order=sites.c.name)
    return [Hit("site", str(row["id"]), row["name"], _joined(row["address"], row["country"])) for row in rows]


def _tokens(reader: Reader, text: str, most: int) -> list[Hit]:
    columns = (tokens.c.uid_key, tokens.c.driver, tokens.c.group)
    rows = _like(reader, tokens, text, most, columns=columns, order=tokens.c.uid_key)
    return [Hit("token", str(row["id"]), row["uid"], _joined(row["driver"], row["group"])) for row in rows]


def _tariffs(reader: Reader, text: str, most: int) -> list[Hit]:
    newest = and_(tariffs.c.newest, tariffs.c.removed_at.is_(None))
    rows = _like(reader, tariffs, text, most, columns=(tariffs.c.name,), where=newest, order=tariffs.c.name)
    return [Hit("tariff", str(row["id"]), row["name"], row["currency"].code) for row in rows]


def _people(reader: Reader, text: str, most: int) -> list[Hit]:
    columns = (people.c.name, people.c.email)
    rows = _like(reader, people, text, most, columns=columns, order=people.c.name)
    return [Hit("person", str(row["id"]), row["name"], row["role"].value) for row in rows]


def _sessions(reader: Reader, text: str, most: int) -> list[Hit]:
    same = sessions.c.id == _uuid(text) if _uuid(text) else func.lower(sessions.c.tx) == text
    chosen = (
        select(sessions.c.id, sessions.c.token, sessions.c.tx, sessions.c.started_at, stations.c.identity)
        .join(
            stations,
            and_(stations.c.tenant_id == sessions.c.tenant_id, stations.c.id == sessions.c.station_id),
        )
        .where(sessions.c.tenant_id == reader.tenant, same)
        .order_by(sessions.c.id.desc())
    )
    return [
        Hit("session", str(row["id"]), row["identity"], _joined(row["token"], str(row["started_at"])))
        for row in _rows(reader, chosen, most)
    ]


def _orders(reader: Reader, text: str, most: int) -> list[Hit]:
    wanted = _uuid(text)
    if wanted is None:
        return []
    chosen = (
        select(orders.c.id, orders.c.command, orders.c.asked_at, stations.c.identity)
        .join(
            stations, and_(stations.c.tenant_id == orders.c.tenant_id, stations.c.id == orders.c.station_id)
        )
        .where(orders.c.tenant_id == reader.tenant, orders.c.id == wanted)
    )
    return [
        Hit("command", str(row["id"]), row["command"], _joined(row["identity"], str(row["asked_at"])))
        for row in _rows(reader, chosen, most)
    ]


def _accounts(reader: Reader, text: str, most: int) -> list[Hit]:
    columns = (accounts.c.name, accounts.c.number)
    rows = _like(reader, accounts, text, most, columns=columns, order=accounts.c.name)
    return [Hit("account", str(row["id"]), row["name"], row["number"]) for row in rows]


def _invoices(reader: Reader, text: str, most: int) -> list[Hit]:
    """By number; a draft has none. The newest first."""
    number = func.lower(invoices.c.number)
    chosen = (
        select(invoices.c.id, invoices.c.number, invoices.c.issued_on, accounts.c.name)
        .join(
            accounts,
            and_(accounts.c.tenant_id == invoices.c.tenant_id, accounts.c.id == invoices.c.account_id),
        )
        .where(
            invoices.c.tenant_id == reader.tenant,
            invoices.c.number != "",
            number.contains(text, autoescape=True),
        )
        .order_by(case((number.startswith(text, autoescape=True), 0), else_=1), invoices.c.number.desc())
    )
    return [
        Hit("invoice", str(row["id"]), row["number"], _joined(row["name"], row["issued_on"]))
        for row in _rows(reader, chosen, most)
    ]


FINDERS: Mapping[str, Callable[[Reader, str, int], list[Hit]]] = {
    "station": _stations,
    "session": _sessions,
    "token": _tokens,
    "site": _sites,
    "tariff": _tariffs,
    "command": _orders,
    "person": _people,
    "account": _accounts,
    "invoice": _invoices,
}
"""Every kind that is searched, in the order in which hits are shown."""


def _like(
    reader: Reader,
    table: Table,
    text: str,
    most: int,
    *,
    columns: Sequence[ColumnElement[Any]],
    order: ColumnElement[Any],
    heads: Sequence[ColumnElement[Any]] | None = None,
    where: ColumnElement[bool] | None = None,
) -> Sequence[Mapping[str, Any]]:
    """Rows that hold the text in one of `columns`; first those of which one of `heads` begins with it."""
    found = or_(*(holds(one, text) for one in columns))
    first = case((or_(*(begins(one, text) for one in heads or columns)), 0), else_=1)
    chosen = select(table).where(table.c.tenant_id == reader.tenant, found)
    if where is not None:
        chosen = chosen.where(where)
    return _rows(reader, chosen.order_by(first, order), most)


def _rows(reader: Reader, chosen: Select[Any], most: int) -> Sequence[Mapping[str, Any]]:
    return [dict(row) for row in reader.connection.execute(chosen.limit(most)).mappings()]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _joined(*parts: str) -> str:
    return " · ".join(one for one in parts if one)
