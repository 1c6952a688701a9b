"""The list of sessions with what they cost: asked most, so it goes the short way (see raw.py).

On SQLite the rows come back as one JSON text, because every row that is fetched gives the interpreter lock
away; on PostgreSQL asyncpg's records come as they are.
"""

from collections.abc import Sequence
from functools import reduce
from typing import Any
from uuid import UUID

import msgspec

from wattfleet.access.tokens import fold_uid
from wattfleet.kernel.energy import Energy
from wattfleet.kernel.money import Currency, Money
from wattfleet.kernel.timeline import Instant
from wattfleet.storage import lists, raw
from wattfleet.storage.database import Reader
from wattfleet.storage.lists import (
    Page,
    PageQuery,
    checked_limit,
    checked_sort,
    read_cursor,
    wanted,
    write_cursor,
    wrong_cursor,
)


class LineCost(msgspec.Struct, frozen=True):
    """What the newest rating says; `amount` = `before_vat` + `vat`."""

    before_vat: Money
    vat: Money
    amount: Money


class OnInvoice(msgspec.Struct, frozen=True):
    """The invoice on which a session stands now."""

    id: UUID
    number: str


class Place(msgspec.Struct, frozen=True):
    """Where it was, as laws on measures ask: the site with its country and zone, and the station's access."""

    country: str
    access: str
    zone: str
    site_id: UUID


class Asking(msgspec.Struct, frozen=True):
    """When `place` is looked up: the tenant has a site in one of these countries, or has made this choice."""

    countries: tuple[str, ...]
    choice: str


class SessionLine(msgspec.Struct, frozen=True, kw_only=True):
    """A session as a list shows it; `cost` and `cost_reason` are of `rated_version`, 0 = not rated yet.

    `place` is None where nobody asks for it.
    """

    id: UUID
    station_id: UUID
    station: str
    evse: int
    connector: int
    tx: str
    token: str
    state: str
    started_at: Instant
    ended_at: Instant | None
    energy: Energy
    reason: str
    charging: str | None
    flags: tuple[str, ...]
    version: int
    rated_version: int = 0
    cost: LineCost | None = None
    cost_reason: str = ""
    invoice: OnInvoice | None = None
    place: Place | None = None


_FOREVER = Instant(253_402_300_799_000_000)
"""The last second of the year 9999: where a session that has not ended stands in the order of ends."""

_SORTS = {
    "started_at": "started_at",
    "ended_at": "ended_at",
    "energy": "energy_mwh",
    "changed_at": "changed_at",
}
_COMPARED = {
    "id": "id =",
    "station": "station_id =",
    "evse": "evse =",
    "state": "state =",
    "from": "started_at >=",
    "to": "started_at <",
    "ended_from": "ended_at >=",
    "ended_to": "ended_at <",
    "changed_from": "changed_at >=",
    "reason": "reason =",
    "remote_start": "remote_start =",
}
_FEW = {"active": "ix_sessions_open", "review": "ix_sessions_review"}
"""States of few sessions, with the index that holds only them. Its condition is text, and so must ours be;
SQLite, which does not know how few they are, is told to take it."""
_FILTERS = {*_COMPARED, "token", "flag", "site", "ids", "at_stations", "at_sites"}
_COLUMNS = (
    "s.id, s.station_id, st.identity, s.evse, s.connector, s.tx, s.token, s.state, s.started_at, s.ended_at,"
    " s.energy_mwh, s.reason, s.charging, s.flags, s.version, r.session_version, r.before_vat_minor,"
    " r.vat_minor, r.amount_minor, r.currency, r.cost_reason, s.changed_at,"
    " iv.id AS invoice_id, iv.number, {place} AS asked"
)
_HEX = (
    ("s.id,", "hex(s.id) AS id,"),
    ("s.station_id", "hex(s.station_id)"),
    ("iv.id", "nullif(hex(iv.id), '')"),
)
_JSON_COLUMNS = reduce(lambda text, one: text.replace(*one), _HEX, _COLUMNS)
_FROM = (
    " JOIN stations st ON st.tenant_id = s.tenant_id AND st.id = s.station_id"
    " LEFT JOIN ratings r ON r.tenant_id = s.tenant_id AND r.session_id = s.id AND r.newest"
    " LEFT JOIN billed_items bi ON bi.tenant_id = s.tenant_id AND bi.session_id = s.id AND bi.standing"
    " LEFT JOIN invoices iv ON iv.tenant_id = bi.tenant_id AND iv.id = bi.invoice_id"
)
_FROM_POSTGRES = (
    " JOIN LATERAL (SELECT x.tenant_id, x.identity, x.access, x.site_id FROM stations x"
    " WHERE x.tenant_id = s.tenant_id AND x.id = s.station_id LIMIT 1) st ON TRUE"
    " LEFT JOIN LATERAL (SELECT x.session_version, x.before_vat_minor, x.vat_minor, x.amount_minor,"
    " x.currency, x.cost_reason FROM ratings x"
    " WHERE x.tenant_id = s.tenant_id AND x.session_id = s.id AND x.newest LIMIT 1) r ON TRUE"
    " LEFT JOIN LATERAL (SELECT n.id, n.number FROM billed_items x"
    " JOIN invoices n ON n.tenant_id = x.tenant_id AND n.id = x.invoice_id"
    " WHERE x.tenant_id = s.tenant_id AND x.session_id = s.id AND x.standing LIMIT 1) iv ON TRUE"
)
"""The same, row by row: else a page of fifty reads a small table of ratings from end to end."""
_PLACE = (
    "CASE WHEN EXISTS (SELECT 1 FROM sites g WHERE g.tenant_id = {tenant} AND g.country IN ({countries}))"
    " OR EXISTS (SELECT 1 FROM choices c WHERE c.tenant_id = {tenant} AND c.name = {choice})"
    " THEN (SELECT si.country || ' ' || st.access || ' ' || si.zone || ' ' || {id} FROM sites si"
    " WHERE si.tenant_id = st.tenant_id AND si.id = st.site_id) END"
)


class _Row(msgspec.Struct, array_like=True):
    """A row as SQLite's JSON tells it."""

    id: UUID
    station_id: UUID
    station: str
    evse: int
    connector: int
    tx: str
    token: str
    state: str
    started_us: int
    ended_us: int | None
    energy_mwh: int
    reason: str
    charging: str | None
    flags: str
    version: int
    rated_version: int | None
    before_vat: int | None
    vat: int | None
    amount: int | None
    currency: str | None
    cost_reason: str | None
    changed_us: int
    invoice: UUID | None
    number: str | None
    place: str | None


_rows = msgspec.json.Decoder(list[_Row]).decode
_flags = msgspec.json.Decoder(tuple[str, ...]).decode


def page(reader: Reader, query: PageQuery, asking: Asking | None = None) -> Page[SessionLine]:
    """Sessions, newest start first where nothing else is said; all that is told of them in one statement.

    Filters: station, site (ids), at_stations, at_sites (several), evse, state, token (uid), from ≤ started_at
    < to, ended_from ≤ ended_at < ended_to, reason, flag, remote_start. Sorts: started_at, ended_at, energy,
    changed_at.
    """
    limit = checked_limit(query)
    sort, descending = checked_sort(query, set(_SORTS), "started_at", descending=True)
    text, values = statement(reader, query, sort, limit=limit, descending=descending, asking=asking)
    found = raw.fetch(reader, text, values)
    lines = [_of_record(one) for one in found] if reader.on_postgres else _of_json(found[0][0])
    if len(lines) <= limit:
        return Page([line for line, _ in lines])
    last, changed = lines[limit - 1]
    value = {
        "started_at": last.started_at.us,
        "ended_at": (last.ended_at or _FOREVER).us,
        "energy": last.energy.mwh,
        "changed_at": changed.us,
    }[sort]
    return Page(
        [line for line, _ in lines[:limit]], write_cursor(lists.Place(sort, descending, value, str(last.id)))
    )


def get(reader: Reader, session_id: UUID, asking: Asking | None = None) -> SessionLine | None:
    """The line of one session."""
    found = page(reader, PageQuery(limit=1, filters={"id": session_id}), asking).items
    return found[0] if found else None


def several(reader: Reader, session_ids: Sequence[UUID]) -> dict[UUID, SessionLine]:
    """Lines by their ids; at most MOST_ROWS."""
    if not session_ids:
        return {}
    query = PageQuery(limit=len(session_ids), filters={"ids": session_ids})
    return {line.id: line for line in page(reader, query).items}


def changed_at(reader: Reader, session_id: UUID) -> Instant:
    """When the newest frame, job or person changed a session that is there."""
    made = raw.Query(reader)
    own = f"tenant_id = {made.bind(reader.tenant)} AND id = {made.bind(session_id)}"
    found = raw.fetch(reader, f"SELECT changed_at FROM sessions WHERE {own}", made.values)[0][0]  # noqa: S608
    return found if isinstance(found, Instant) else Instant(found)


def statement(
    reader: Reader, query: PageQuery, sort: str, *, limit: int, descending: bool, asking: Asking | None = None
) -> tuple[str, list[Any]]:
    """The text and the values of a page's one statement."""
    made = raw.Query(reader)
    conditions = [f"tenant_id = {made.bind(reader.tenant)}"]
    for name, value in wanted(query, _FILTERS).items():
        conditions.append(_condition(made, name, value))
    column = _SORTS[sort]
    if sort == "ended_at":
        column = f"coalesce(ended_at, {made.bind(_FOREVER)})"
    place = read_cursor(query, sort, descending=descending)
    if place is not None:
        conditions.append(_after(made, column, place))
    way = "DESC" if descending else "ASC"
    few = None if reader.on_postgres else _FEW.get(str(query.filters.get("state")))
    source = f"sessions INDEXED BY {few}" if few else "sessions"
    chosen = (
        f"SELECT *, {column} AS place FROM {source} WHERE {' AND '.join(conditions)}"  # noqa: S608 - values are bound
        f" ORDER BY {column} {way}, id {way} LIMIT {limit + 1}"
    )
    place_text = _place(made, reader.tenant, asking)
    order = f"ORDER BY s.place {way}, s.id {way}"
    return _joined(chosen, order, place_text, postgres=reader.on_postgres), made.values


def _place(made: raw.Query, tenant: int, asking: Asking | None) -> str:
    """Looked at once for all rows whether it is asked for; where it is not, no site is read."""
    if asking is None:
        return "NULL"
    return _PLACE.format(
        tenant=made.bind(tenant),
        countries=", ".join(made.bind(one) for one in asking.countries) or "NULL",
        choice=made.bind(asking.choice),
        id="si.id::text" if made.postgres else "hex(si.id)",
    )


def _joined(chosen: str, order: str, place: str, *, postgres: bool) -> str:
    """The chosen rows with station, newest rating and invoice: as records, or as one JSON text."""
    if postgres:
        return f"SELECT {_COLUMNS.format(place=place)} FROM ({chosen}) s{_FROM_POSTGRES} {order}"  # noqa: S608 - our own text
    joins = _FROM.replace("r.newest", "r.newest = 1").replace("bi.standing", "bi.standing = 1")
    names = ", ".join(f"c{number}" for number in range(1, 26))
    columns = _JSON_COLUMNS.format(place=place)
    return (
        f"WITH found({names}) AS (SELECT {columns} FROM ({chosen}) s{joins} {order})"  # noqa: S608 - our own text
        f" SELECT json_group_array(json_array({names})) FROM found"
    )


def _condition(made: raw.Query, name: str, value: Any) -> str:
    match name:
        case "ids":
            return f"id IN ({', '.join(made.bind(one) for one in value)})"
        case "at_stations":
            return f"station_id IN ({', '.join(made.bind(one) for one in value)})"
        case "at_sites":
            sites = ", ".join(made.bind(one) for one in value)
            return (
                "station_id IN (SELECT x.id FROM stations x WHERE x.tenant_id = sessions.tenant_id"  # noqa: S608
                f" AND x.site_id IN ({sites}))"
            )
        case "state" if value in _FEW:
            return f"state = '{value}'"
        case "token":
            return f"token_key = {made.bind(fold_uid(value))}"
        case "flag":
            return f"flags LIKE {made.bind('%' + chr(34) + value + chr(34) + '%')}"
        case "site":
            return (
                "station_id IN (SELECT x.id FROM stations x WHERE x.tenant_id = sessions.tenant_id"  # noqa: S608
                f" AND x.site_id = {made.bind(value)})"
            )
        case _:
            return f"{_COMPARED[name]} {made.bind(value)}"


def _after(made: raw.Query, column: str, place: lists.Place) -> str:
    if not isinstance(place.value, int) or not isinstance(place.id, str):
        raise wrong_cursor()
    try:
        last_id = UUID(place.id)
    except ValueError as error:
        raise wrong_cursor() from error
    value = made.bind(place.value if column == "energy_mwh" else Instant(place.value))
    return f"({column}, id) {'<' if place.descending else '>'} ({value}, {made.bind(last_id)})"


def _of_json(text: str) -> list[tuple[SessionLine, Instant]]:
    return [
        (
            SessionLine(
                id=row.id,
                station_id=row.station_id,
                station=row.station,
                evse=row.evse,
                connector=row.connector,
                tx=row.tx,
                token=row.token,
                state=row.state,
                started_at=Instant(row.started_us),
                ended_at=None if row.ended_us is None else Instant(row.ended_us),
                energy=Energy(row.energy_mwh),
                reason=row.reason,
                charging=row.charging,
                flags=() if row.flags == "[]" else _flags(row.flags),
                version=row.version,
                rated_version=row.rated_version or 0,
                cost=_cost(row.before_vat, row.vat, row.amount, row.currency),
                cost_reason=row.cost_reason or "",
                invoice=None if row.invoice is None else OnInvoice(row.invoice, row.number or ""),
                place=None if row.place is None else _read_place(row.place),
            ),
            Instant(row.changed_us),
        )
        for row in _rows(text)
    ]


def _of_record(row: Any) -> tuple[SessionLine, Instant]:
    return (
        SessionLine(
            id=row[0],
            station_id=row[1],
            station=row[2],
            evse=row[3],
            connector=row[4],
            tx=row[5],
            token=row[6],
            state=row[7],
            started_at=row[8],
            ended_at=row[9],
            energy=Energy(row[10]),
            reason=row[11],
            charging=row[12],
            flags=() if row[13] == "[]" else _flags(row[13]),
            version=row[14],
            rated_version=row[15] or 0,
            cost=_cost(row[16], row[17], row[18], row[19]),
            cost_reason=row[20] or "",
            invoice=None if row[22] is None else OnInvoice(row[22], row[23]),
            place=None if row[24] is None else _read_place(row[24]),
        ),
        row[21],
    )


def _read_place(text: str) -> Place:
    country, access, zone, site_id = text.split(" ")
    return Place(country, access, zone, UUID(site_id))


def _cost(
    before_vat: int | None, vat: int | None, amount: int | None, currency: str | None
) -> LineCost | None:
    if before_vat is None or vat is None or amount is None or currency is None:
        return None
    named = Currency(currency)
    return LineCost(Money(before_vat, named), Money(vat, named), Money(amount, named))
