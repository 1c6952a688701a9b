"""Series that prices follow: an index such as the day-ahead price, or the demand of a grid."""

from sqlalchemy import Index

from wattfleet.storage.tables.base import kept, link, may, must
from wattfleet.storage.types import TEXT, WHOLE, CurrencyCode, Id, Moment

series = kept(
    "series",
    must("id", Id()),
    must("name", TEXT),
    may("currency", CurrencyCode()),
    must("note", TEXT),
    must("version", WHOLE),
    Index("uq_series_name", "tenant_id", "name", unique=True),
)
series_points = kept(
    "series_points",
    must("series_id", Id()),
    must("starts_at", Moment()),
    must("ends_at", Moment()),
    must("micro", WHOLE),
    link("series", "series_id", cascade=True),
    key=("series_id", "starts_at"),
)
