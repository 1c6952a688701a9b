"""Who pays: accounts, the rules by which sessions are theirs, and what was agreed with them."""

from sqlalchemy import Index

from wattfleet.fleet.account import AccountKind
from wattfleet.fleet.payer import PaidBy
from wattfleet.storage.tables.base import kept, link, may, must
from wattfleet.storage.types import TEXT, WHOLE, CurrencyCode, Id, Moment, Word

accounts = kept(
    "accounts",
    must("id", Id()),
    must("number", TEXT),
    must("name", TEXT),
    must("kind", Word(AccountKind)),
    must("body", TEXT),
    must("version", WHOLE),
    Index("uq_accounts_number", "tenant_id", "number", unique=True),
)
payers = kept(
    "payers",
    must("id", Id()),
    must("account_id", Id()),
    must("by", Word(PaidBy)),
    must("thing", TEXT),
    must("value", TEXT),
    may("valid_from", Moment()),
    may("valid_until", Moment()),
    must("cost_centre", TEXT),
    must("note", TEXT),
    must("version", WHOLE),
    link("accounts", "account_id"),
    Index("ix_payers_thing", "tenant_id", "by", "thing"),
    Index("ix_payers_account", "tenant_id", "account_id"),
)
contracts = kept(
    "contracts",
    must("id", Id()),
    must("account_id", Id()),
    must("name", TEXT),
    must("currency", CurrencyCode()),
    must("valid_from", TEXT),  # a local day of the seller
    may("valid_until", TEXT),
    must("body", TEXT),
    must("version", WHOLE),
    link("accounts", "account_id"),
    Index("ix_contracts_account", "tenant_id", "account_id"),
)
