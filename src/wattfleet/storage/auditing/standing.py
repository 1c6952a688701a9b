"""The rules of what stands: connections, commands, ratings, open sessions, and who may see what."""

from collections.abc import Callable

from sqlalchemy import text

from wattfleet.kernel.timeline import Instant
from wattfleet.operations.audit import Violation, violation
from wattfleet.storage.auditing import books, money
from wattfleet.storage.auditing.rule import Row, Rule, broken, name
from wattfleet.storage.database import Reader
from wattfleet.storage.row_security import APP_ROLE
from wattfleet.storage.tables.base import EXEMPT, metadata


def _of_session(code: str, *names: str) -> Callable[[Row], Violation]:
    """Tells a row that names its session."""

    def tell(row: Row) -> Violation:
        values = {one: row[one] for one in names}
        return violation(code, rows=(f"sessions:{name(row['session_id'])}",), frames=(), **values)

    return tell


RULES: tuple[Rule, ...] = (
    Rule(
        id="I3",
        whole_only=True,
        bad="SELECT station_id, start_key, count(*) AS count FROM sessions WHERE tenant_id = :tenant"
        " AND start_key <> '' GROUP BY station_id, start_key HAVING count(*) > 1",
        tell=lambda row: violation(
            "start_twice", rows=(f"stations:{name(row['station_id'])}",), n=row["count"]
        ),
    ),
    Rule(
        id="I4",
        whole_only=True,
        bad="SELECT s.id AS session_id, s.state FROM sessions s JOIN ratings r ON r.tenant_id = s.tenant_id"
        " AND r.session_id = s.id AND r.newest = {true} LEFT JOIN revisions v ON v.tenant_id = s.tenant_id"
        " AND v.session_id = s.id AND v.newest = {true} WHERE s.tenant_id = :tenant AND s.to_rate = {false}"
        " AND s.state <> 'active' AND (v.number IS NULL OR v.energy_mwh <> s.energy_mwh"
        " OR v.state <> s.state OR coalesce(v.amount_minor, -1) <> coalesce(r.amount_minor, -1))",
        tell=_of_session("revision_apart", "state"),
    ),
    Rule(
        id="I6",
        bad="SELECT a.id, b.id AS other, a.evse FROM unallocated a JOIN unallocated b"
        " ON b.tenant_id = a.tenant_id AND b.station_id = a.station_id AND b.evse = a.evse AND b.id <> a.id"
        " WHERE a.tenant_id = :tenant AND a.state <> 'explained' AND b.state <> 'explained'"
        " AND a.from_mwh < b.to_mwh AND b.from_mwh < a.to_mwh AND a.from_mwh <= b.from_mwh",
        tell=lambda row: violation(
            "between_twice",
            rows=(f"unallocated:{name(row['id'])}", f"unallocated:{name(row['other'])}"),
            evse=row["evse"],
        ),
    ),
    Rule(
        id="I12",
        bad="SELECT d.identity FROM station_directory d WHERE d.tenant_id = :tenant AND NOT EXISTS"
        " (SELECT 1 FROM stations s WHERE s.tenant_id = d.tenant_id AND s.id = d.station_id)",
        tell=lambda row: violation(
            "identity_of_stranger",
            rows=(f"station_directory:{row['identity']}",),
            identity=row["identity"],
        ),
    ),
    Rule(
        id="I13",
        bad="SELECT s.id, s.identity, s.epoch, max(c.epoch) AS newest,"
        " sum(CASE WHEN c.closed_at IS NULL AND c.epoch < s.epoch THEN 1 ELSE 0 END) AS old"
        " FROM stations s JOIN connections c ON c.tenant_id = s.tenant_id AND c.station_id = s.id"
        " WHERE s.tenant_id = :tenant GROUP BY s.id, s.identity, s.epoch HAVING max(c.epoch) <> s.epoch OR"
        " sum(CASE WHEN c.closed_at IS NULL AND c.epoch < s.epoch THEN 1 ELSE 0 END) > 0",
        tell=lambda row: violation(
            "epochs_apart",
            rows=(f"stations:{name(row['id'])}",),
            identity=row["identity"],
            epoch=row["epoch"],
            newest=row["newest"],
            old=row["old"],
        ),
    ),
    Rule(
        id="I15",
        bad="SELECT id, command, state, effect FROM orders WHERE tenant_id = :tenant"
        " AND (state IN ('pending', 'sent') OR effect = 'waiting') AND deadline < :five_minutes_ago",
        tell=lambda row: violation(
            "order_overdue",
            rows=(f"orders:{name(row['id'])}",),
            command=row["command"],
            state=f"{row['state']} {row['effect']}".rstrip(),
        ),
    ),
    Rule(
        id="I15",
        bad="SELECT id, command, state FROM orders WHERE tenant_id = :tenant"
        " AND ((state IN ('accepted', 'rejected') AND answered_at IS NULL)"
        " OR (state = 'not_connected' AND sent_at IS NOT NULL))",
        tell=lambda row: violation(
            "order_untimely",
            rows=(f"orders:{name(row['id'])}",),
            command=row["command"],
            state=row["state"],
        ),
    ),
    Rule(
        id="I17",
        bad="SELECT id AS session_id, state FROM sessions WHERE tenant_id = :tenant AND to_rate = {true}"
        " AND state <> 'active' AND changed_at < :five_minutes_ago",
        tell=_of_session("price_overdue", "state"),
    ),
    Rule(
        id="I17",
        bad="SELECT s.id AS session_id, s.tx FROM sessions s JOIN connectors c ON c.tenant_id = s.tenant_id"
        " AND c.station_id = s.station_id AND c.evse = s.evse AND c.connector = s.connector"
        " WHERE s.tenant_id = :tenant AND s.state = 'active' AND c.status = 'available'"
        " AND c.since < :a_day_ago AND s.started_at < :a_day_ago",
        tell=_of_session("session_left_open", "tx"),
    ),
)

_SECURITY = """
    SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace
      AND NOT (relrowsecurity AND relforcerowsecurity) AND relname = ANY (string_to_array(:names, ','))
"""


def check(reader: Reader, now: Instant, *, whole: bool) -> list[tuple[str, Violation]]:
    """Everything that does not hold, with its invariant; `whole`: also what takes a walk over all "
    "sessions."""
    chosen = [rule for rule in (*RULES, *books.RULES, *money.RULES) if whole or not rule.whole_only]
    found = [(rule.id, one) for rule in chosen for one in broken(reader, rule, now)]
    return found + [("I12", one) for one in _security(reader)]


def looked_at(reader: Reader) -> dict[str, int]:
    """How many rows each invariant's rules went over."""
    tables = {
        "I7": "ledger_entries",
        "I8": "debits",
        "I12": "station_directory",
        "I13": "connections",
        "I15": "orders",
    }
    active = "sessions", " AND state = 'active'"
    return {one: _count(reader, table) for one, table in tables.items()} | {"I17": _count(reader, *active)}


def _count(reader: Reader, table: str, more: str = "") -> int:
    sql = f"SELECT count(*) FROM {table} WHERE tenant_id = {int(reader.tenant)}{more}"  # noqa: S608 - our own names
    return int(reader.connection.exec_driver_sql(sql).scalar_one())


def _security(reader: Reader) -> list[Violation]:
    """On PostgreSQL: every table of tenants is under forced row-level security, and the role is "
    "bound by it."""
    if not reader.on_postgres:
        return []
    names = ",".join(one.name for one in metadata.sorted_tables if one.name not in EXEMPT)
    opened = reader.connection.execute(text(_SECURITY), {"names": names}).scalars()
    found = [violation("table_open", rows=(f"{table}:*",), table=table) for table in opened]
    role = text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = :role")
    if reader.connection.execute(role, {"role": APP_ROLE}).scalar() is not False:
        found.append(violation("role_unbound", role=APP_ROLE))
    return found
