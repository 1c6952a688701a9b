"""The rules of what stands: connections, commands, ratings, open sessions, and who may see what."""

from collections.abc import Callable

from sqlalchemy import text

from wattfleet.kernel.timeline import Instant
from wattfleet.operations.audit import Violation
from wattfleet.storage.auditing import books
from wattfleet.storage.auditing.rule import Row, Rule, broken, name
from wattfleet.storage.database import Reader
from wattfleet.storage.migrations.protect import APP_ROLE
from wattfleet.storage.tables.base import EXEMPT, metadata


def _of_session(words: str, mend: str) -> Callable[[Row], Violation]:
    """Tells a row that names its session."""

    def tell(row: Row) -> Violation:
        return Violation(words=words.format(**row), rows=(f"sessions:{name(row['session_id'])}",), mend=mend)

    return tell


_RATE_AGAIN = "The next run of the job “close_sessions” rates it; if it does not, the log says why."

RULES: tuple[Rule, ...] = (
    Rule(
        id="I3",
        whole_only=True,
        bad="SELECT station_id, start_key, count(*) AS count FROM sessions WHERE tenant_id = :tenant"
        " AND start_key <> '' GROUP BY station_id, start_key HAVING count(*) > 1",
        tell=lambda row: Violation(
            words=f"{row['count']} sessions were made of one start of a station.",
            rows=(f"stations:{name(row['station_id'])}",),
            mend="The unique index of starts is gone: rebuild it with REINDEX, and have a person "
            "look at both.",
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
        tell=_of_session(
            "Its newest revision says something else than the session ({state}) and its newest rating.",
            "Look at `wattfleet session ID revisions`; a bill follows the revision.",
        ),
    ),
    Rule(
        id="I6",
        bad="SELECT a.id, b.id AS other, a.evse FROM unallocated a JOIN unallocated b"
        " ON b.tenant_id = a.tenant_id AND b.station_id = a.station_id AND b.evse = a.evse AND b.id <> a.id"
        " WHERE a.tenant_id = :tenant AND a.state <> 'explained' AND b.state <> 'explained'"
        " AND a.from_mwh < b.to_mwh AND b.from_mwh < a.to_mwh AND a.from_mwh <= b.from_mwh",
        tell=lambda row: Violation(
            words=f"Energy between sessions of EVSE {row['evse']} is booked twice.",
            rows=(f"unallocated:{name(row['id'])}", f"unallocated:{name(row['other'])}"),
            mend="Look at the sessions on either side: a register may have been changed by hand.",
        ),
    ),
    Rule(
        id="I12",
        bad="SELECT d.identity FROM station_directory d WHERE d.tenant_id = :tenant AND NOT EXISTS"
        " (SELECT 1 FROM stations s WHERE s.tenant_id = d.tenant_id AND s.id = d.station_id)",
        tell=lambda row: Violation(
            words=f"The identity {row['identity']} lets a station in that this tenant does not have.",
            rows=(f"station_directory:{row['identity']}",),
            mend="Remove the identity, and register the station anew.",
        ),
    ),
    Rule(
        id="I13",
        bad="SELECT s.id, s.identity, s.epoch, max(c.epoch) AS newest,"
        " sum(CASE WHEN c.closed_at IS NULL AND c.epoch < s.epoch THEN 1 ELSE 0 END) AS old"
        " FROM stations s JOIN connections c ON c.tenant_id = s.tenant_id AND c.station_id = s.id"
        " WHERE s.tenant_id = :tenant GROUP BY s.id, s.identity, s.epoch HAVING max(c.epoch) <> s.epoch OR"
        " sum(CASE WHEN c.closed_at IS NULL AND c.epoch < s.epoch THEN 1 ELSE 0 END) > 0",
        tell=lambda row: Violation(
            words=f"{row['identity']} is at epoch {row['epoch']}, its newest connection is {row['newest']},"
            f" and {row['old']} older ones are open.",
            rows=(f"stations:{name(row['id'])}",),
            mend="Start the server again: it closes what is open, and the station connects anew.",
        ),
    ),
    Rule(
        id="I15",
        bad="SELECT id, command, state, effect FROM orders WHERE tenant_id = :tenant"
        " AND (state IN ('pending', 'sent') OR effect = 'waiting') AND deadline < :five_minutes_ago",
        tell=lambda row: Violation(
            words=f"The command {row['command']} is {row['state']} {row['effect']}".rstrip()
            + ", more than five minutes past its deadline.",
            rows=(f"orders:{name(row['id'])}",),
            mend="The job “follow_orders” settles it; if it does not, the log says why.",
        ),
    ),
    Rule(
        id="I15",
        bad="SELECT id, command, state FROM orders WHERE tenant_id = :tenant"
        " AND ((state IN ('accepted', 'rejected') AND answered_at IS NULL)"
        " OR (state = 'not_connected' AND sent_at IS NOT NULL))",
        tell=lambda row: Violation(
            words=f"The command {row['command']} is {row['state']}, and its times say otherwise.",
            rows=(f"orders:{name(row['id'])}",),
            mend="Look at the station's frames at that time: they show what was said.",
        ),
    ),
    Rule(
        id="I17",
        bad="SELECT id AS session_id, state FROM sessions WHERE tenant_id = :tenant AND to_rate = {true}"
        " AND state <> 'active' AND changed_at < :five_minutes_ago",
        tell=_of_session(
            "An ended session ({state}) has waited for its price for five minutes.", _RATE_AGAIN
        ),
    ),
    Rule(
        id="I17",
        bad="SELECT s.id AS session_id, s.tx FROM sessions s JOIN connectors c ON c.tenant_id = s.tenant_id"
        " AND c.station_id = s.station_id AND c.evse = s.evse AND c.connector = s.connector"
        " WHERE s.tenant_id = :tenant AND s.state = 'active' AND c.status = 'available'"
        " AND c.since < :a_day_ago AND s.started_at < :a_day_ago",
        tell=_of_session(
            "Transaction {tx} is open, and its plug has been free for a day.",
            "The job “infer_ends” ends it; if it does not, the log says why.",
        ),
    ),
)

_SECURITY = """
    SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace
      AND NOT (relrowsecurity AND relforcerowsecurity) AND relname = ANY (string_to_array(:names, ','))
"""


def check(reader: Reader, now: Instant, *, whole: bool) -> list[tuple[str, Violation]]:
    """Everything that does not hold, with its invariant; `whole`: also what takes a walk over all "
    "sessions."""
    chosen = [rule for rule in (*RULES, *books.RULES) if whole or not rule.whole_only]
    found = [(rule.id, one) for rule in chosen for one in broken(reader, rule, now)]
    return found + [("I12", one) for one in _security(reader)]


def looked_at(reader: Reader) -> dict[str, int]:
    """How many rows each invariant's rules went over."""
    tables = {"I7": "ledger_entries", "I12": "station_directory", "I13": "connections", "I15": "orders"}
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
    found = [
        Violation(
            words=f"Row-level security is not forced on {table}.",
            rows=(f"{table}:*",),
            mend=f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; ALTER TABLE {table} FORCE ROW "
            f"LEVEL SECURITY.",
        )
        for table in opened
    ]
    role = text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = :role")
    if reader.connection.execute(role, {"role": APP_ROLE}).scalar() is not False:
        words = f"The role {APP_ROLE} is missing or may bypass row-level security."
        found.append(Violation(words=words, mend=f"ALTER ROLE {APP_ROLE} NOSUPERUSER NOBYPASSRLS"))
    return found
