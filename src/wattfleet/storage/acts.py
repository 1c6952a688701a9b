"""People's acts as they are kept: appended in the transaction of the deed, and never touched again."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import RowMapping, insert, or_, select, text

from wattfleet.access.acts import BEGINNING, Act, ChainedAct, chained, first_broken
from wattfleet.access.principal import Principal
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.lists import Listing, Page, PageQuery
from wattfleet.storage.lists import page as list_page
from wattfleet.storage.tables.acts import acts

_LOCK = 7_388_214_902
"""PostgreSQL: two transactions that act for one tenant append one after the other."""

CHECKED_AT_ONCE = 2_000

_LISTING = Listing(
    select=select(acts),
    tenant=acts.c.tenant_id,
    id=acts.c.number,
    sorts={"number": acts.c.number},
    sort="number",
    descending=True,
    filters={
        "noun": lambda value: acts.c.noun == value,
        "verb": lambda value: acts.c.verb == value,
        "id": lambda value: or_(acts.c.thing == value, acts.c.name == value),
        "who": lambda value: or_(acts.c.who_id == value, acts.c.who_name == value),
        "from": lambda value: acts.c.at >= value,
        "to": lambda value: acts.c.at < value,
    },
)


class Chain(msgspec.Struct, frozen=True):
    """The chain of a tenant up to now: how many acts, the newest hash, and the first that is broken."""

    acts: int
    hash: bytes
    broken: int | None


def append(writer: Writer, new: Sequence[Act]) -> None:
    """Write acts after the newest one, in order; they stand or fall with the caller's transaction."""
    if not new:
        return
    if writer.on_postgres:
        writer.connection.execute(
            text("SELECT pg_advisory_xact_lock(hashint8(:lock), :tenant)"),
            {"lock": _LOCK, "tenant": writer.tenant},
        )
    number, previous = head(writer)
    rows = []
    for act in new:
        number += 1
        one = chained(writer.tenant, number, act, previous)
        previous = one.hash
        rows.append(_values(writer.tenant, one))
    writer.connection.execute(insert(acts), rows)


def head(reader: Reader) -> tuple[int, bytes]:
    """Number and hash of the newest act; (0, BEGINNING) where there is none."""
    statement = (
        select(acts.c.number, acts.c.hash)
        .where(acts.c.tenant_id == reader.tenant)
        .order_by(acts.c.number.desc())
        .limit(1)
    )
    row = reader.connection.execute(statement).first()
    return (0, BEGINNING) if row is None else (row[0], row[1])


def get(reader: Reader, number: int) -> ChainedAct | None:
    statement = select(acts).where(acts.c.tenant_id == reader.tenant, acts.c.number == number)
    row = reader.connection.execute(statement).mappings().first()
    return None if row is None else _act(row)


def page(reader: Reader, query: PageQuery) -> Page[ChainedAct]:
    return list_page(reader, _LISTING, query, _act)


def check(reader: Reader) -> Chain:
    """Walk the whole chain of the tenant, some thousand acts at a time."""
    walked = Chain(0, BEGINNING, None)
    while True:
        further = check_on(reader, walked)
        if further.broken is not None:
            newest, its_hash = head(reader)
            return Chain(newest, its_hash, further.broken)
        if further == walked:
            return walked
        walked = further


def check_on(reader: Reader, walked: Chain) -> Chain:
    """Some thousand acts behind what has been walked already; the same value where there are no more."""
    statement = (
        select(acts)
        .where(acts.c.tenant_id == reader.tenant, acts.c.number > walked.acts)
        .order_by(acts.c.number)
        .limit(CHECKED_AT_ONCE)
    )
    found = [_act(row) for row in reader.connection.execute(statement).mappings()]
    if not found:
        return walked
    broken = first_broken(reader.tenant, found, number=walked.acts, previous=walked.hash)
    return Chain(found[-1].number, found[-1].hash, broken)


def _values(tenant: int, one: ChainedAct) -> dict[str, object]:
    act = one.act
    return {
        "tenant_id": tenant,
        "number": one.number,
        "at": act.at,
        "who_kind": act.by.kind,
        "who_id": act.by.id,
        "who_name": act.by.name,
        "verb": act.verb,
        "noun": act.noun,
        "thing": act.thing,
        "name": act.name,
        "before": act.before,
        "after": act.after,
        "reason": act.reason,
        "hash": one.hash,
    }


def _act(row: RowMapping) -> ChainedAct:
    names = ("at", "verb", "noun", "thing", "name", "before", "after", "reason")
    by = Principal(row["who_kind"], row["who_id"], row["who_name"])
    return ChainedAct(row["number"], Act(by=by, **{name: row[name] for name in names}), bytes(row["hash"]))
