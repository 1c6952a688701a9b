"""Documents as they left the house: the first that is written of a form is the one for ever."""

from uuid import UUID

import msgspec
from sqlalchemy import insert, select

from wattfleet.kernel.timeline import Instant
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.tables.documents import documents


class KeptDocument(msgspec.Struct, frozen=True, kw_only=True):
    """The bytes of an invoice in one form, and the hash by which they are known."""

    id: UUID
    invoice_id: UUID
    form: str
    media_type: str
    sha256: str
    content: bytes
    made_at: Instant


def get(reader: Reader, invoice_id: UUID, form: str) -> KeptDocument | None:
    statement = select(documents).where(
        documents.c.tenant_id == reader.tenant,
        documents.c.invoice_id == invoice_id,
        documents.c.form == form,
    )
    row = reader.connection.execute(statement).mappings().first()
    if row is None:
        return None
    return KeptDocument(**{name: row[name] for name in KeptDocument.__struct_fields__})


def add(writer: Writer, one: KeptDocument) -> KeptDocument:
    """What is kept: this one, or what another process wrote before it."""
    known = get(writer, one.invoice_id, one.form)
    if known is not None:
        return known
    values = {name: getattr(one, name) for name in one.__struct_fields__}
    writer.connection.execute(insert(documents).values(tenant_id=writer.tenant, **values))
    return one
