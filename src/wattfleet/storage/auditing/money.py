"""The rules of money on its way: what is collected, reminded of and mailed follows from what was invoiced."""

from wattfleet.operations.audit import violation
from wattfleet.storage.auditing.rule import Rule, name

_STANDING = (
    "WITH standing AS (SELECT p.id, p.via, p.minor, p.reference FROM payments p LEFT JOIN"
    " (SELECT upper(replace(reference, '-', '')) AS payment FROM payments WHERE tenant_id = :tenant"
    " AND via = 'undo') u ON u.payment = upper(replace({text}(p.id), '-', ''))"
    " WHERE p.tenant_id = :tenant AND p.via <> 'undo' AND u.payment IS NULL) "
)
"""Payments that were not taken back."""

RULES: tuple[Rule, ...] = (
    Rule(
        id="I8",
        whole_only=True,
        # A second debit may collect what a reminder has added since; never more than that.
        bad="SELECT i.id, i.number, count(*) AS count, sum(d.minor) AS taken FROM debits d JOIN invoices i"
        " ON i.tenant_id = d.tenant_id AND i.id = d.invoice_id WHERE d.tenant_id = :tenant"
        " AND d.state IN ('waiting', 'booked') GROUP BY i.tenant_id, i.id, i.number, i.payable_minor"
        " HAVING sum(d.minor) > i.payable_minor + (SELECT coalesce(sum(t.minor), 0) FROM reminder_items t"
        " WHERE t.tenant_id = i.tenant_id AND t.invoice_id = i.id)",
        tell=lambda row: violation(
            "collected_twice",
            rows=(f"invoices:{name(row['id'])}",),
            number=row["number"],
            n=row["count"],
            taken=row["taken"],
        ),
    ),
    Rule(
        id="I8",
        whole_only=True,
        bad="SELECT c.id, c.debits, c.minor FROM collections c LEFT JOIN debits d"
        " ON d.tenant_id = c.tenant_id AND d.collection_id = c.id WHERE c.tenant_id = :tenant"
        " GROUP BY c.id, c.debits, c.minor"
        " HAVING count(d.id) <> c.debits OR coalesce(sum(d.minor), 0) <> c.minor",
        tell=lambda row: violation(
            "collection_apart",
            rows=(f"collections:{name(row['id'])}",),
            n=row["debits"],
            said=row["minor"],
        ),
    ),
    Rule(
        id="I8",
        whole_only=True,
        bad=_STANDING  # noqa: S608 - our own words
        + "SELECT d.id, d.collection_id, d.number, d.state, coalesce(s.paid, 0) AS paid FROM debits d"
        " LEFT JOIN (SELECT upper(reference) AS debit, sum(minor) AS paid"
        " FROM standing WHERE via IN ('debit', 'return') GROUP BY upper(reference)) s"
        " ON s.debit = upper(replace({text}(d.id), '-', '')) WHERE d.tenant_id = :tenant"
        " AND coalesce(s.paid, 0) <> CASE WHEN d.state = 'booked' THEN d.minor ELSE 0 END",
        tell=lambda row: violation(
            "debit_apart",
            rows=(f"collections:{name(row['collection_id'])}", f"debits:{name(row['id'])}"),
            number=row["number"],
            state=row["state"],
            paid=row["paid"],
        ),
    ),
    Rule(
        id="I8",
        whole_only=True,
        # A debit that came back takes its movement whole: what is more than the debit is the bank's fee.
        bad=_STANDING  # noqa: S608 - our own words
        + "SELECT m.id, m.booked_on, m.left_minor, m.minor - coalesce(s.paid, 0) AS rest FROM movements m"
        " LEFT JOIN (SELECT b.movement_id, sum(p.minor) AS paid,"
        " max(CASE WHEN p.via = 'return' THEN 1 ELSE 0 END) AS back FROM movement_payments b"
        " JOIN standing p ON p.id = b.id WHERE b.tenant_id = :tenant GROUP BY b.movement_id) s"
        " ON s.movement_id = m.id WHERE m.tenant_id = :tenant AND m.left_minor"
        " <> CASE WHEN s.back = 1 THEN 0 ELSE m.minor - coalesce(s.paid, 0) END",
        tell=lambda row: violation(
            "movement_apart",
            rows=(f"movements:{name(row['id'])}",),
            day=row["booked_on"],
            left=row["left_minor"],
            rest=row["rest"],
        ),
    ),
    Rule(
        id="I8",
        whole_only=True,
        bad="SELECT t.reminder_id, i.number, i.due_on, t.made_on FROM reminder_items t JOIN invoices i"
        " ON i.tenant_id = t.tenant_id AND i.id = t.invoice_id WHERE t.tenant_id = :tenant"
        " AND (i.number = '' OR i.kind = 'credit_note' OR i.due_on = '' OR i.due_on >= t.made_on)",
        tell=lambda row: violation(
            "reminded_early",
            rows=(f"reminders:{name(row['reminder_id'])}",),
            number=row["number"] or "—",
            due=row["due_on"] or "—",
            made=row["made_on"],
        ),
    ),
    Rule(
        id="I8",
        whole_only=True,
        bad="SELECT r.id, r.fee_minor + r.interest_minor AS said FROM reminders r WHERE r.tenant_id = :tenant"
        " AND r.fee_minor + r.interest_minor <> (SELECT coalesce(sum(t.minor), 0) FROM reminder_items t"
        " WHERE t.tenant_id = r.tenant_id AND t.reminder_id = r.id)",
        tell=lambda row: violation(
            "reminder_apart", rows=(f"reminders:{name(row['id'])}",), said=row["said"]
        ),
    ),
    Rule(
        id="I8",
        whole_only=True,
        bad="SELECT m.id FROM mailings m WHERE m.tenant_id = :tenant AND m.kind = 'invoice'"
        " AND NOT EXISTS (SELECT 1 FROM invoices i WHERE i.tenant_id = m.tenant_id"
        " AND i.id = m.invoice_id AND i.number <> '')",
        tell=lambda row: violation("mailed_unissued", rows=(f"mailings:{name(row['id'])}",)),
    ),
)
