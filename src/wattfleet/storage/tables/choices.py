"""What a tenant has chosen, by name: its company, and how alarms are told (sealed)."""

from sqlalchemy import Column, text

from wattfleet.storage.tables.base import kept, must
from wattfleet.storage.types import BYTES, TEXT, WHOLE, Moment

choices = kept(
    "choices",
    must("name", TEXT),
    must("body", BYTES),
    must("changed_at", Moment()),
    Column("version", WHOLE, nullable=False, server_default=text("1")),
    key=("name",),
)
