"""The ledger accounts: few, by name, and what each is about.

A name is a word, with what it is about behind a colon: `receivable:` and the id of who owes it, `vat:SE`.
"""

from uuid import UUID

ACCRUED = "accrued"
"""What was charged and is not invoiced yet, before VAT. Debit."""
BANK = "bank"
"""What was paid. Debit."""
CHARGING = "revenue:charging"
SERVICE = "revenue:service"
"""What was earned, before VAT. Credit."""
REMINDERS = "revenue:reminders"
INTEREST = "revenue:interest"
"""What late payment costs those who pay late. Credit."""
ROUNDING = "rounding"
"""Minor units that make a bill as people saw it."""

BANK_COST = "cost:bank"
"""What the bank takes for a debit that came back. Debit."""

MEANINGS = {
    "accrued": "charged and not invoiced yet, before VAT",
    "receivable": "invoiced and not paid yet, by account",
    "bank": "paid",
    "revenue": "earned, before VAT",
    "vat": "VAT owed, by country",
    "cost": "what a bank takes",
    "rounding": "minor units that make a bill as people saw it",
}


def receivable(account_id: UUID) -> str:
    return f"receivable:{account_id}"


def vat(country: str) -> str:
    return f"vat:{country}"


def meaning(account: str) -> str:
    return MEANINGS.get(account.partition(":")[0], "")
