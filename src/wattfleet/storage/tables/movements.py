"""Movements of the bank as its files told them, and which payment was made of which. Days are texts."""

from sqlalchemy import Index

from wattfleet.billing.bank.kept import MovementState
from wattfleet.storage.tables.base import kept, link, may, must
from wattfleet.storage.types import TEXT, WHOLE, CurrencyCode, Id, Moment, Word

movements = kept(
    "movements",
    must("id", Id()),
    must("state", Word(MovementState)),
    must("booked_on", TEXT),
    must("currency", CurrencyCode()),
    must("minor", WHOLE),
    must("left_minor", WHOLE),
    must("party", TEXT),
    must("why", TEXT),
    must("note", TEXT),
    must("body", TEXT),
    must("read_at", Moment()),
    may("redacted_at", Moment()),
    must("version", WHOLE),
    Index("ix_movements_state", "tenant_id", "state", "booked_on", "id"),
)
movement_payments = kept(
    "movement_payments",
    must("id", Id()),
    must("movement_id", Id()),
    link("payments", "id"),
    link("movements", "movement_id"),
    Index("ix_movement_payments_movement", "tenant_id", "movement_id", "id"),
)
"""`id` is the payment's."""
