"""Kept views of lists: one's own, and everyone's."""

from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, RowMapping, delete, func, or_, select

from wattfleet.access.views import EVERYONE, View
from wattfleet.kernel.errors import conflict, missing
from wattfleet.storage import writing
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.lists import Listing, Page, PageQuery
from wattfleet.storage.lists import page as list_page
from wattfleet.storage.tables.views import views

_filters = msgspec.json.Decoder(dict[str, str]).decode
_TAKEN = conflict("view_exists", "There is a view of that name already.", field="name")
_USED = conflict("view_in_use", "The view is used.")


def named(reader: Reader, owner: str, of: str, name: str) -> View | None:
    """The owner's view of a list by its name."""
    chosen = select(views).where(
        views.c.tenant_id == reader.tenant, views.c.owner == owner, views.c.list == of, views.c.name == name
    )
    row = reader.connection.execute(chosen).mappings().first()
    return None if row is None else _view(row)


def count(reader: Reader, owner: str, of: str) -> int:
    """How many views of a list the owner keeps."""
    mine = (views.c.tenant_id == reader.tenant, views.c.owner == owner, views.c.list == of)
    return int(reader.connection.execute(select(func.count()).where(*mine)).scalar_one())


def put(writer: Writer, view: View) -> None:
    """Add it, or write anew the one of its id."""
    values = {
        "id": view.id,
        "owner": view.owner,
        "list": view.list,
        "name": view.name,
        "filters": msgspec.json.encode(view.filters).decode(),
        "kept_by": view.by,
        "kept_at": view.kept_at,
    }
    writing.put(writer, views, ("id",), values)


def demand(reader: Reader, view_id: UUID, owner: str) -> View:
    """One's own, or everyone's: those of others are not there. Raises: WattfleetError `view_unknown`."""
    chosen = select(views).where(views.c.tenant_id == reader.tenant, views.c.id == view_id, _seen(owner))
    row = reader.connection.execute(chosen).mappings().first()
    if row is None:
        raise missing("view_unknown", "There is no such view.", hint="GET /api/v1/views lists yours.")
    return _view(row)


def remove(writer: Writer, view_id: UUID) -> None:
    writing.remove(writer, views, view_id, used=_USED)


def forget(writer: Writer, owner: str) -> None:
    """All that somebody has kept for herself."""
    writer.connection.execute(delete(views).where(views.c.tenant_id == writer.tenant, views.c.owner == owner))


def page(reader: Reader, query: PageQuery, owner: str) -> Page[View]:
    """One's own and everyone's, by name."""
    chosen = msgspec.structs.replace(_LISTING, select=select(views).where(_seen(owner)))
    return list_page(reader, chosen, query, _view)


def _seen(owner: str) -> ColumnElement[bool]:
    return or_(views.c.owner == owner, views.c.owner == EVERYONE)


def _view(row: RowMapping) -> View:
    return View(
        id=row["id"],
        owner=row["owner"],
        list=row["list"],
        name=row["name"],
        filters=_filters(row["filters"]),
        by=row["kept_by"],
        kept_at=row["kept_at"],
    )


_LISTING = Listing(
    select=select(views),
    tenant=views.c.tenant_id,
    id=views.c.id,
    sorts={"name": views.c.name},
    sort="name",
    filters={"list": lambda value: views.c.list == value},
)
