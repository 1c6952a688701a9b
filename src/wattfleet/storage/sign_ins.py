"""One-time links and sign-ins as they are kept: only digests. Outside row-level security by review."""

from typing import Any, TypeVar
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, RowMapping, Table, delete, or_, select, update

from wattfleet.access.people import IDLE_US, Link, SignIn
from wattfleet.kernel.errors import conflict
from wattfleet.kernel.timeline import Instant
from wattfleet.storage import writing
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.lists import Listing, Page, PageQuery
from wattfleet.storage.lists import page as list_page
from wattfleet.storage.tables.people import links, sign_ins
from wattfleet.storage.writing import values_of

S = TypeVar("S", bound=msgspec.Struct)

_TAKEN = conflict("sign_in_exists", "This one is already there.")
_LISTING = Listing(
    select=select(sign_ins).where(sign_ins.c.ended_at.is_(None)),
    tenant=sign_ins.c.tenant_id,
    id=sign_ins.c.id,
    sorts={"created_at": sign_ins.c.id, "seen_at": sign_ins.c.seen_at},
    sort="created_at",
    descending=True,
    filters={
        "person": lambda value: sign_ins.c.person_id == value,
        "token": lambda value: sign_ins.c.token_id == value,
        "expires_after": lambda value: sign_ins.c.expires_at > value,
        "seen_after": lambda value: sign_ins.c.seen_at > value,
    },
)


# ── links ─────────────────────────────────────────────────────────────────────


def add_link(writer: Writer, link: Link) -> None:
    """One link at a time: those before it for the same person or token open nothing any more."""
    assert link.tenant == writer.tenant, "a link is added to its own tenant"
    void_links(writer, person_id=link.person_id, token_id=link.token_id)
    writing.insert(writer, links, _values(link), taken=_TAKEN)


def find_link(reader: Reader, link_id: str) -> Link | None:
    """A link by the id in its text, whichever tenant's it is."""
    row = reader.connection.execute(select(links).where(links.c.link_id == link_id)).mappings().first()
    return None if row is None else _loaded(Link, row)


def use_link(writer: Writer, row_id: UUID, now: Instant) -> bool:
    """Take it, once: of two who come at once, one is told False."""
    statement = update(links).where(
        links.c.tenant_id == writer.tenant,
        links.c.id == row_id,
        links.c.used_at.is_(None),
        links.c.expires_at > now,
    )
    return writer.connection.execute(statement.values(used_at=now)).rowcount > 0


def void_links(writer: Writer, *, person_id: UUID | None, token_id: UUID | None) -> None:
    """Those that were not used are gone."""
    statement = delete(links).where(
        links.c.tenant_id == writer.tenant, _whose(links, person_id, token_id), links.c.used_at.is_(None)
    )
    writer.connection.execute(statement)


# ── sign-ins ──────────────────────────────────────────────────────────────────


def add(writer: Writer, sign_in: SignIn) -> None:
    assert sign_in.tenant == writer.tenant, "a sign-in is added to its own tenant"
    writing.insert(writer, sign_ins, _values(sign_in), taken=_TAKEN)


def find(reader: Reader, cookie_id: str) -> SignIn | None:
    """A sign-in by the id in its cookie, whichever tenant's it is."""
    statement = select(sign_ins).where(sign_ins.c.cookie_id == cookie_id)
    row = reader.connection.execute(statement).mappings().first()
    return None if row is None else _loaded(SignIn, row)


def page(reader: Reader, query: PageQuery) -> Page[SignIn]:
    """Those that have not ended, newest first. Filters: person, token (ids), expires_after, seen_after."""
    return list_page(reader, _LISTING, query, lambda row: _loaded(SignIn, row))


def end(writer: Writer, row_id: UUID, now: Instant, *, person_id: UUID | None = None) -> bool:
    """It lets nobody in any more. `person_id` narrows to her own. False where there is none that is open."""
    statement = update(sign_ins).where(
        sign_ins.c.tenant_id == writer.tenant, sign_ins.c.id == row_id, sign_ins.c.ended_at.is_(None)
    )
    if person_id is not None:
        statement = statement.where(sign_ins.c.person_id == person_id)
    writer.touch_credentials()
    return writer.connection.execute(statement.values(ended_at=now)).rowcount > 0


def end_all(
    writer: Writer, now: Instant, *, person_id: UUID | None = None, token_id: UUID | None = None
) -> int:
    """All of a person, or of a token's driver; how many."""
    statement = update(sign_ins).where(
        sign_ins.c.tenant_id == writer.tenant,
        _whose(sign_ins, person_id, token_id),
        sign_ins.c.ended_at.is_(None),
    )
    writer.touch_credentials()
    return writer.connection.execute(statement.values(ended_at=now)).rowcount


def seen(writer: Writer, row_id: UUID, at: Instant) -> None:
    """When it was last used."""
    statement = update(sign_ins).where(sign_ins.c.tenant_id == writer.tenant, sign_ins.c.id == row_id)
    writer.connection.execute(statement.values(seen_at=at))


def forget_before(writer: Writer, moment: Instant) -> int:
    """Links and sign-ins that were over before this moment; how many."""
    old = delete(links).where(links.c.tenant_id == writer.tenant, links.c.expires_at < moment)
    over = delete(sign_ins).where(
        sign_ins.c.tenant_id == writer.tenant,
        or_(
            sign_ins.c.expires_at < moment,
            sign_ins.c.ended_at < moment,
            sign_ins.c.seen_at < moment + -IDLE_US,
        ),
    )
    return writer.connection.execute(old).rowcount + writer.connection.execute(over).rowcount


def _whose(table: Table, person_id: UUID | None, token_id: UUID | None) -> ColumnElement[bool]:
    assert (person_id is None) != (token_id is None), "a person's or a token's"
    found: ColumnElement[bool] = (
        table.c.token_id == token_id if person_id is None else table.c.person_id == person_id
    )
    return found


def _values(noun: msgspec.Struct) -> dict[str, Any]:
    values = values_of(noun)
    del values["tenant"]
    return values


def _loaded(kind: type[S], row: RowMapping) -> S:
    values = {name: row[name] for name in kind.__struct_fields__ if name != "tenant"}
    return kind(tenant=row["tenant_id"], **values)
