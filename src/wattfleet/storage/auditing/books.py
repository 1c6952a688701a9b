"""The rules of the books: every entry balances, and every document stands in them with what it says."""

from wattfleet.operations.audit import Violation
from wattfleet.storage.auditing.rule import Rule, name

RULES: tuple[Rule, ...] = (
    Rule(
        id="I7",
        whole_only=True,
        bad="SELECT entry_id, currency, sum(minor) AS apart FROM ledger_postings WHERE tenant_id = :tenant"
        " GROUP BY entry_id, currency HAVING sum(minor) <> 0",
        tell=lambda row: Violation(
            words=f"An entry's postings are {row['apart']} ({row['currency']}, minor units) apart.",
            rows=(f"ledger_entries:{name(row['entry_id'])}",),
            mend="The row was written by hand: restore a backup beside and compare.",
        ),
    ),
    Rule(
        id="I7",
        whole_only=True,
        bad="SELECT e.id FROM ledger_entries e WHERE e.tenant_id = :tenant AND NOT EXISTS"
        " (SELECT 1 FROM ledger_postings p WHERE p.tenant_id = e.tenant_id AND p.entry_id = e.id)",
        tell=lambda row: Violation(
            words="A ledger entry has no postings.",
            rows=(f"ledger_entries:{name(row['id'])}",),
            mend="The row was written by hand: restore a backup beside and compare.",
        ),
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
        tell=lambda row: Violation(
            words=f"{row['number']} says {row['payable_minor']} and is booked with {row['posted']}"
            f" ({row['currency']}, minor units).",
            rows=(f"invoices:{name(row['id'])}",),
            mend="The row was written by hand: `wattfleet prove NUMBER` tells which of both follows.",
        ),
    ),
    Rule(
        id="I7",
        whole_only=True,
        bad="SELECT e.id, e.source FROM ledger_entries e WHERE e.tenant_id = :tenant"
        " AND e.source IN ('invoice', 'credit_note') AND NOT EXISTS (SELECT 1 FROM invoices i"
        " WHERE i.tenant_id = e.tenant_id AND i.id = e.source_id AND i.number <> '')",
        tell=lambda row: Violation(
            words=f"An entry of a document ({row['source']}) that was never issued.",
            rows=(f"ledger_entries:{name(row['id'])}",),
            mend="The row was written by hand: restore a backup beside and compare.",
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
        tell=lambda row: Violation(
            words=f"{row['given']} numbers of the series {row['series']} were given,"
            f" and {row['there']} documents have one.",
            rows=(f"number_series:{row['series']}",),
            mend="A document was removed by hand: restore a backup beside and compare.",
        ),
    ),
)
