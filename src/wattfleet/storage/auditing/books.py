"""The rules of the books: every entry balances, and every document stands in them with what it says."""

from wattfleet.operations.audit import violation
from wattfleet.storage.auditing.rule import Rule, name

RULES: tuple[Rule, ...] = (
    Rule(
        id="I7",
        whole_only=True,
        bad="SELECT entry_id, currency, sum(minor) AS apart FROM ledger_postings WHERE tenant_id = :tenant"
        " GROUP BY entry_id, currency HAVING sum(minor) <> 0",
        tell=lambda row: violation(
            "entry_apart",
            rows=(f"ledger_entries:{name(row['entry_id'])}",),
            apart=row["apart"],
            currency=row["currency"],
        ),
    ),
    Rule(
        id="I7",
        whole_only=True,
        bad="SELECT e.id FROM ledger_entries e WHERE e.tenant_id = :tenant AND NOT EXISTS"
        " (SELECT 1 FROM ledger_postings p WHERE p.tenant_id = e.tenant_id AND p.entry_id = e.id)",
        tell=lambda row: violation("entry_empty", rows=(f"ledger_entries:{name(row['id'])}",)),
    ),
    Rule(
        id="I7",
        whole_only=True,
        bad="SELECT i.id, i.number, i.currency, i.payable_minor, coalesce(sum(p.minor), 0) AS posted"
        " FROM invoices i LEFT JOIN ledger_entries e ON e.tenant_id = i.tenant_id AND e.source_id = i.id"
        " AND e.source = i.kind LEFT JOIN ledger_postings p ON p.tenant_id = e.tenant_id"
        " AND p.entry_id = e.id AND p.account LIKE 'receivable:%' WHERE i.tenant_id = :tenant"
        " AND i.number <> '' GROUP BY i.id, i.number, i.kind, i.currency, i.payable_minor"
        " HAVING coalesce(sum(p.minor), 0)"
        " <> CASE WHEN i.kind = 'credit_note' THEN -i.payable_minor ELSE i.payable_minor END",
        tell=lambda row: violation(
            "document_misbooked",
            rows=(f"invoices:{name(row['id'])}",),
            number=row["number"],
            said=row["payable_minor"],
            posted=row["posted"],
            currency=row["currency"],
        ),
    ),
    Rule(
        id="I7",
        whole_only=True,
        bad="SELECT e.id, e.source FROM ledger_entries e WHERE e.tenant_id = :tenant"
        " AND e.source IN ('invoice', 'credit_note') AND NOT EXISTS (SELECT 1 FROM invoices i"
        " WHERE i.tenant_id = e.tenant_id AND i.id = e.source_id AND i.number <> '')",
        tell=lambda row: violation(
            "entry_of_nothing", rows=(f"ledger_entries:{name(row['id'])}",), source=row["source"]
        ),
    ),
    Rule(
        id="I7",
        whole_only=True,
        bad="SELECT n.series, sum(n.last) AS given, (SELECT count(*) FROM invoices i"
        " WHERE i.tenant_id = :tenant AND i.kind = n.series AND i.number <> '') AS there"
        " FROM number_series n WHERE n.tenant_id = :tenant AND n.series IN ('invoice', 'credit_note')"
        " GROUP BY n.series HAVING sum(n.last) <> (SELECT count(*) FROM invoices i"
        " WHERE i.tenant_id = :tenant AND i.kind = n.series AND i.number <> '')",
        tell=lambda row: violation(
            "numbers_missing",
            rows=(f"number_series:{row['series']}",),
            given=row["given"],
            series=row["series"],
            there=row["there"],
        ),
    ),
)
