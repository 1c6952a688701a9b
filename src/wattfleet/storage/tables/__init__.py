"""Every table, once, for both databases; importing this package makes `base.metadata` whole.

Each table begins with `tenant_id`, and so does every key and index; foreign keys are composite, so that no
row can point into another tenant. The four journal tables (frames, readings, events, outbox) are numbered
over the installation and carry no foreign keys: the epoch check of the same transaction proves their station.
"""

from wattfleet.storage.tables import (
    accounts,
    acts,
    alarms,
    archive,
    choices,
    disputes,
    documents,
    health,
    installation,
    invoices,
    journal,
    ledger,
    mailings,
    mandates,
    matches,
    meter_keys,
    orders,
    people,
    reminders,
    revisions,
    series,
    sessions,
    stations,
    tokens,
    unallocated,
)

__all__ = [
    "accounts",
    "alarms",
    "acts",
    "archive",
    "choices",
    "disputes",
    "documents",
    "health",
    "installation",
    "invoices",
    "journal",
    "ledger",
    "mailings",
    "mandates",
    "matches",
    "meter_keys",
    "orders",
    "people",
    "reminders",
    "revisions",
    "series",
    "sessions",
    "stations",
    "tokens",
    "unallocated",
]
