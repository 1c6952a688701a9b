"""What electricity costs at sites, by the day from which it does."""

from sqlalchemy import Index

from wattfleet.storage.tables.base import kept, link, must
from wattfleet.storage.types import TEXT, WHOLE, Id

cost_rates = kept(
    "cost_rates",
    must("id", Id()),
    must("site_id", Id()),
    must("valid_from", TEXT),  # a local day of the site
    must("body", TEXT),
    must("version", WHOLE),
    link("sites", "site_id"),
    Index("uq_cost_rates_day", "tenant_id", "site_id", "valid_from", unique=True),
)
