"""Reminders of what is overdue, and which invoice was reminded of at which level. Days are texts."""

from sqlalchemy import Index

from wattfleet.billing.reminder import ReminderState
from wattfleet.storage.tables.base import kept, link, must
from wattfleet.storage.types import TEXT, WHOLE, CurrencyCode, Id, Moment, Word

reminders = kept(
    "reminders",
    must("id", Id()),
    must("account_id", Id()),
    must("state", Word(ReminderState)),
    must("level", WHOLE),
    must("made_on", TEXT),
    must("made_at", Moment()),
    must("currency", CurrencyCode()),
    must("fee_minor", WHOLE),
    must("interest_minor", WHOLE),
    must("total_minor", WHOLE),
    must("made_by", TEXT),
    must("reason", TEXT),  # why it was waived
    must("body", TEXT),
    must("version", WHOLE),
    link("accounts", "account_id"),
    Index("ix_reminders_account", "tenant_id", "account_id", "id"),
)
reminder_items = kept(
    "reminder_items",
    must("id", Id()),
    must("reminder_id", Id()),
    must("invoice_id", Id()),
    must("level", WHOLE),
    must("made_on", TEXT),
    must("minor", WHOLE),  # what it put on the invoice
    must("interest_until", TEXT),
    link("reminders", "reminder_id", cascade=True),
    link("invoices", "invoice_id"),
    # No invoice is reminded of twice at one level, however often a run is repeated.
    Index("uq_reminder_items_level", "tenant_id", "invoice_id", "level", unique=True),
    Index("ix_reminder_items_reminder", "tenant_id", "reminder_id"),
)
