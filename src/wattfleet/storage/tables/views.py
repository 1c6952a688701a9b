"""Views of lists that people keep."""

from sqlalchemy import Index

from wattfleet.storage.tables.base import kept, must
from wattfleet.storage.types import TEXT, Id, Moment

views = kept(
    "views",
    must("id", Id()),
    must("owner", TEXT),  # kind:id of whoever keeps it; "" = everyone's
    must("list", TEXT),
    must("name", TEXT),
    must("filters", TEXT),
    must("kept_by", TEXT),
    must("kept_at", Moment()),
    Index("uq_views_name", "tenant_id", "owner", "list", "name", unique=True),
)
