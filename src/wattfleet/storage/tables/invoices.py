"""Invoices, what each of them bills, the runs that proposed them, and what was paid. Days are texts."""

from sqlalchemy import Index, text

from wattfleet.billing.invoice import DocumentKind, InvoiceState
from wattfleet.billing.run import RunState
from wattfleet.storage.tables.base import kept, link, may, must
from wattfleet.storage.types import TEXT, WHOLE, CurrencyCode, Id, Moment, Truth, Word

number_series = kept(
    "number_series", must("series", TEXT), must("year", WHOLE), must("last", WHOLE), key=("series", "year")
)
invoice_runs = kept(
    "invoice_runs",
    must("id", Id()),
    must("month", TEXT),
    must("state", Word(RunState)),
    must("made_at", Moment()),
    must("body", TEXT),
    must("version", WHOLE),
    Index("ix_invoice_runs_month", "tenant_id", "month"),
)
invoice_holds = kept(
    "invoice_holds",
    must("id", Id()),
    must("run_id", Id()),
    must("code", TEXT),
    must("thing", TEXT),
    may("account_id", Id()),
    must("sessions", WHOLE),
    must("net", TEXT),
    must("text", TEXT),
    must("hint", TEXT),
    link("invoice_runs", "run_id", cascade=True),
    Index("ix_invoice_holds_run", "tenant_id", "run_id", "id"),
)
invoices = kept(
    "invoices",
    must("id", Id()),
    may("run_id", Id()),
    must("account_id", Id()),
    must("kind", Word(DocumentKind)),
    must("state", Word(InvoiceState)),
    must("number", TEXT),
    must("month", TEXT),
    must("issued_on", TEXT),
    must("due_on", TEXT),
    must("currency", CurrencyCode()),
    must("net_minor", WHOLE),
    must("tax_minor", WHOLE),
    must("payable_minor", WHOLE),
    must("open_minor", WHOLE),  # what is not settled yet: of a credit note what is owed to the customer
    must("body", TEXT),
    must("version", WHOLE),
    link("accounts", "account_id"),
    Index(
        "uq_invoices_number",
        "tenant_id",
        "number",
        unique=True,
        sqlite_where=text("number <> ''"),
        postgresql_where=text("number <> ''"),
    ),
    Index("ix_invoices_run", "tenant_id", "run_id", "state", "id"),
    Index("ix_invoices_account", "tenant_id", "account_id", "id"),
    Index("ix_invoices_issued", "tenant_id", "issued_on", "number"),
    Index(
        "ix_invoices_open",
        "tenant_id",
        "due_on",
        "id",
        sqlite_where=text("open_minor <> 0"),
        postgresql_where=text("open_minor <> 0"),
    ),
)
billed_items = kept(
    "billed_items",
    must("id", Id()),
    must("invoice_id", Id()),
    must("account_id", Id()),
    must("key", TEXT),
    may("session_id", Id()),
    may("rating_id", Id()),
    may("revision", WHOLE),
    may("replaces", Id()),
    must("nets", TEXT),
    must("minor", WHOLE),
    must("standing", Truth()),
    link("invoices", "invoice_id", cascade=True),
    # One standing item for each session and each fee of a month: nothing is billed twice, whoever tries.
    Index(
        "uq_billed_items_standing",
        "tenant_id",
        "key",
        unique=True,
        sqlite_where=text("standing = 1"),
        postgresql_where=text("standing"),
    ),
    Index("ix_billed_items_invoice", "tenant_id", "invoice_id"),
    Index("ix_billed_items_session", "tenant_id", "session_id"),
)
payments = kept(
    "payments",
    must("id", Id()),
    must("invoice_id", Id()),
    must("account_id", Id()),
    must("minor", WHOLE),
    must("currency", CurrencyCode()),
    must("paid_on", TEXT),
    must("via", TEXT),
    must("reference", TEXT),
    must("note", TEXT),
    must("made_at", Moment()),
    link("invoices", "invoice_id"),
    Index("ix_payments_invoice", "tenant_id", "invoice_id"),
)
