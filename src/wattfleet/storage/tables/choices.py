"""What a tenant has chosen, by name: its company, and how alarms are told (sealed)."""

from wattfleet.storage.tables.base import kept, must
from wattfleet.storage.types import BYTES, TEXT, Moment

choices = kept(
    "choices", must("name", TEXT), must("body", BYTES), must("changed_at", Moment()), key=("name",)
)
