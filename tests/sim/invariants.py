"""What must hold, whatever happens: reliability §3, as far as it applies to stations, sessions and prices."""

import json
from collections import Counter
from typing import TYPE_CHECKING, Any
from uuid import UUID

from tests.sim import money

from wattfleet.events import Flag
from wattfleet.kernel.timeline import MINUTE_US, Instant
from wattfleet.sessions.session import Session, SessionState
from wattfleet.simulator.charges import Charge
from wattfleet.simulator.meter import Mode
from wattfleet.stations.orders import SETTLED
from wattfleet.storage import ratings, sessions
from wattfleet.storage.database import Reader
from wattfleet.storage.sqlite_link import Link

if TYPE_CHECKING:
    from tests.sim.player import Player
    from tests.sim.world import World

METER_ROWS = {34}  # samples lie; a session that ends without its stop may believe them
NUMBERLESS = {6, 7, 9, 30}
RESUMES = {45}
NO_STOP = {11, 14, 21, 44}  # its end may never come, or name nobody


def archived(link: Link, station_id: UUID, epoch: int, message_id: str) -> tuple[str, bytes] | None:
    """The action and the answer of the newest row of this message on this connection."""
    found = link.raw.execute(
        "SELECT action, answer FROM frames WHERE tenant_id = 1 AND station_id = ? AND epoch = ?"
        " AND message_id = ? AND direction = 0 AND kind = 'call' ORDER BY id DESC LIMIT 1",
        (station_id.bytes, epoch, message_id),
    ).fetchone()
    return None if found is None else (found[0], found[1])


def sessions_of(link: Link, station_id: UUID) -> list[Session]:
    reader = Reader(link.connection, 1)
    link.raw.execute("BEGIN")
    found = sessions.open_and_recent(reader, station_id, Instant(0))
    link.rollback()
    return found


# ── at every look ─────────────────────────────────────────────────────────────


def all_the_time(world: "World") -> list[str]:
    """What holds at every moment."""
    link = world.link
    wrong = _order(link) + _epochs(link) + _ratings(link) + _poison(world)
    for player in world.players:
        found = sessions_of(link, player.station_id)
        wrong += [f"{player.name}: {one}" for one in _one_each(link, player, found)]
        wrong += [f"{player.name}: {text}" for one in found for text in _sane(player, one, world)]
        wrong += [f"{player.name}: the server sent what is wrong: {one}" for one in _complaints(player)]
    return wrong + _memory(world)


def _order(link: Link) -> list[str]:
    """I14: a station's frames are kept in the order of its connections."""
    rows = link.raw.execute(
        "SELECT id FROM (SELECT id, epoch, lag(epoch) OVER (PARTITION BY station_id ORDER BY id) AS before"
        " FROM frames) WHERE before > epoch"
    ).fetchall()
    return [f"I14: frame {number} of an older connection came after a newer one" for (number,) in rows]


def _epochs(link: Link) -> list[str]:
    """I13: epochs grow by one, and only the newest connection is open."""
    rows = link.raw.execute(
        "SELECT count(*), max(c.epoch), sum(c.closed_at IS NULL AND c.epoch < s.epoch), s.epoch"
        " FROM connections c JOIN stations s ON s.id = c.station_id GROUP BY s.id"
    ).fetchall()
    wrong = [f"I13: {count} connections, epoch {epoch}" for count, epoch, _, now in rows if epoch != now]
    return wrong + [f"I13: {old} old connections are open" for _, _, old, _ in rows if old]


def _ratings(link: Link) -> list[str]:
    """I4: a version of a session is rated once; exactly one rating is the newest."""
    twice = link.raw.execute(
        "SELECT session_id, session_version, count(*) FROM ratings GROUP BY 1, 2 HAVING count(*) > 1"
    ).fetchall()
    newest = link.raw.execute(
        "SELECT session_id, sum(newest) FROM ratings GROUP BY 1 HAVING sum(newest) <> 1"
    ).fetchall()
    wrong = [f"I4: version {version} of a session has {count} ratings" for _, version, count in twice]
    return wrong + [f"I4: a session has {count} newest ratings" for _, count in newest]


def _poison(world: "World") -> list[str]:
    """What the database refused is kept as bytes, with its error; nothing else is ever poison."""
    rows = world.link.raw.execute(
        "SELECT action, error, raw FROM frames WHERE error LIKE '%Error: %'"
    ).fetchall()
    return [
        f"a frame was poison: {action}: {error[:300]}"
        for action, error, raw in rows
        if not any(name.encode() in raw for name in world.poisoned)
    ]


def _one_each(link: Link, player: "Player", found: list[Session]) -> list[str]:
    """I3, at most one: no two sessions for one charge, no session without a charge."""
    told = told_starts(link, player.station_id)
    known = {key: charge.key for charge in player.station.charges for key in numbers(told, player, charge)}
    per_charge = Counter(known[one.tx] for one in found if one.tx in known)
    wrong = [f"I3: {count} sessions of one charge" for count in per_charge.values() if count > 1]
    return wrong + [
        f"I3: the session {one.tx} {[flag.value for flag in one.flags]} is no charge"
        for one in found
        if one.tx not in known
    ]


Starts = dict[tuple[object, ...], set[str]]


def told_starts(link: Link, station_id: UUID | None = None) -> Starts:
    """The transaction ids that starts of 1.6 were answered with, by content; of one station, or of all."""
    rows = link.raw.execute(
        "SELECT station_id, raw, answer FROM frames WHERE action = 'StartTransaction' AND direction = 0"
        " AND (? IS NULL OR station_id = ?)",
        (None if station_id is None else station_id.bytes,) * 2,
    )
    told: Starts = {}
    for station, raw, answer in rows:
        if answer:
            key = (station, *_start(json.loads(raw)[3]))
            told.setdefault(key, set()).add(str(json.loads(answer)[2]["transactionId"]))
    return told


def numbers(told: Starts, player: "Player", charge: Charge) -> set[str]:
    """The transaction ids of a charge: its own in 2.x, those that its starts were answered with in 1.6."""
    if player.station.plan.version != "1.6":
        return {charge.key}
    starts = {_start(one) for one in player.starts.get(charge.key, ())}
    return {tx for one in starts for tx in told.get((player.station_id.bytes, *one), ())}


def _start(payload: Any) -> tuple[object, ...]:
    return (payload["timestamp"], payload["connectorId"], payload["idTag"])


def _sane(player: "Player", one: Session, world: "World") -> list[str]:
    """I20 and the like: no time runs backwards, no energy is negative."""
    wrong: list[str] = []
    if one.energy.mwh < 0:
        wrong.append(f"I5: {one.tx} has {one.energy}")
    if one.ended_at is not None and one.ended_at < one.started_at and Flag.END_BEFORE_START not in one.flags:
        wrong.append(f"I20: {one.tx} ends before it begins")
    if (
        not player.skewed
        and not world.jumped
        and not player.rows & {51, 52}
        and Flag.CLOCK_SKEWED in one.flags
    ):
        wrong.append(f"{one.tx}: a right clock was held to be wrong")
    return wrong


def _complaints(player: "Player") -> list[str]:
    """What the station itself found wrong: errors to its calls, answers that break the schema."""
    spoiled = bool(player.cut)  # of a frame that the network has cut, anything may be said
    lost = [
        f"it gave up on {said.action}"
        for said in player.station.post.mailbox.lost
        if not player.forgot and not spoiled
    ]
    return lost if spoiled else [*player.station.post.problems, *lost]


def _memory(world: "World") -> list[str]:
    """What a process remembers of a session is what the database had, or has."""
    wrong: list[str] = []
    for line in world.lines:
        seat: Any = getattr(line._server, "_seat", None)
        if not line.server_open or seat is None or line._server is None or line._server._over:
            continue
        stored = {one.id: one for one in sessions_of(world.link, seat.desk.station.id)}
        for session in seat.desk.sessions.values():
            kept = stored.get(session.id)
            if kept is None or kept.version < session.version:
                wrong.append(f"memory runs ahead of the database: {session.tx} v{session.version}")
            elif kept.version == session.version and kept != session:
                names = [
                    name
                    for name in session.__struct_fields__
                    if getattr(kept, name) != getattr(session, name)
                ]
                wrong.append(f"memory differs from the database in {names}: {session.tx}")
    return wrong


# ── when all is quiet ─────────────────────────────────────────────────────────


def in_the_end(world: "World") -> list[str]:
    """What holds once every queue is empty."""
    wrong: list[str] = []
    for player in world.players:
        found = sessions_of(world.link, player.station_id)
        wrong += [f"{player.name}: {text}" for text in _drained(player)]
        wrong += [f"{player.name}: {text}" for text in _told(world.link, player)]
        for charge in player.station.charges:
            wrong += [f"{player.name}: {text}" for text in _charge(world, player, charge, found)]
        wrong += [f"{player.name}: {text}" for text in _ended(world, player, found)]
    wrong += money.in_the_end(world) + bounds(world) + _asked(world)
    unrated = len(ratings.unrated(Reader(world.link.connection, 1)))
    return wrong + ([f"I17: {unrated} sessions were never rated"] if unrated else [])


def bounds(world: "World") -> list[str]:
    """I23: when all is quiet, nothing has piled up."""
    server = world.server
    if server is None:
        return ["I17: the server is not there"]
    connected = sum(player.line is not None for player in world.players)
    desks = [getattr(line._server, "_seat", None) for line in world.lines if line.server_open]
    most = max((len(seat.desk.sessions) for seat in desks if seat is not None), default=0)
    wrong = [] if len(server.registry) == connected else [f"I23: {len(server.registry)} of {connected} lines"]
    wrong += [f"I23: {len(server.registry.working)} tasks of connections work"] * (
        len(server.registry.working) > connected
    )
    return wrong + [f"I23: a desk holds {most} sessions"] * (most > 40)


def _asked(world: "World") -> list[str]:
    """I15: every order has come to one end, and says which."""
    rows = world.link.raw.execute("SELECT command, state, request FROM orders").fetchall()
    ends = {state.value for state in SETTLED}
    return [
        f"I15: an order is {state} for ever: {text[:120]}" for _, state, text in rows if state not in ends
    ]


def _drained(player: "Player") -> list[str]:
    """I17: whoever has something to say has been heard."""
    wrong = [] if player.line is not None else ["I17: it is not connected"]
    waiting = player.station.post.mailbox.lasting
    if player.station.post.mailbox.flight is not None:
        waiting -= player.station.post.mailbox.flight.said.lasting  # it has just been said
    return wrong + ([f"I17: {waiting} messages still wait"] if waiting else [])


def _ended(world: "World", player: "Player", found: list[Session]) -> list[str]:
    """I17: nothing is open without a car, unless its end got lost with the station's memory."""
    excused = player.rows & NO_STOP or player.forgot or world.jumped
    if excused:
        return []
    return [
        f"I17: {one.tx} {[flag.value for flag in one.flags]} is open, and there is no car"
        for one in found
        if one.state is SessionState.ACTIVE
    ]


def _told(link: Link, player: "Player") -> list[str]:
    """I1, I2: every message that was acknowledged is kept, and each of its readings too."""
    frames = Counter(
        (action, json.dumps(json.loads(raw)[3], sort_keys=True))
        for action, raw in link.raw.execute(
            "SELECT action, raw FROM frames WHERE station_id = ? AND direction = 0 AND kind = 'call'",
            (player.station_id.bytes,),
        )
    )
    times = {
        (register, at)
        for register, at in link.raw.execute(
            "SELECT register_mwh, at FROM readings WHERE station_id = ?", (player.station_id.bytes,)
        )
    }
    registers = {register for register, _ in times}
    wrong: list[str] = []
    for one in player.acked:
        text = json.dumps(json.loads(_plain(one.payload)), sort_keys=True)
        if not frames[one.action, text]:
            wrong.append(f"I1: an acknowledged {one.action} is not in the archive: {text[:200]}")
        wrong += [
            f"I2: an acknowledged register of {register} mWh is not kept: {text[:200]}"
            for register in _registers(one.payload)
            if register not in registers
        ]
    return wrong


def _plain(payload: Any) -> bytes:
    import msgspec

    return msgspec.json.Encoder(decimal_format="number").encode(payload)


def _registers(payload: Any) -> list[int]:
    """The plain energy registers of a message, in mWh; those told oddly are left to the wire's own tests."""
    found: list[int] = []
    for key in ("meterValue", "transactionData"):
        for reading in payload.get(key) or ():
            values = [one for one in reading["sampledValue"] if "phase" not in one]
            energies = [
                one
                for one in values
                if one.get("measurand") == "Energy.Active.Import.Register"
                and one.get("context") != "Transaction.Begin"
                and one.get("unit", "Wh") == "Wh"
                and "unitOfMeasure" not in one
            ]
            if len(energies) == 1:
                try:
                    found.append(round(float(energies[0]["value"]) * 1000))
                except ValueError:
                    continue
    return found


def _charge(world: "World", player: "Player", charge: Charge, found: list[Session]) -> list[str]:
    """I3, I5: one session for each charge, with its energy, at its time."""
    keys = numbers(told_starts(world.link, player.station_id), player, charge)
    mine = [one for one in found if one.tx in keys]
    name = f"the charge of {charge.token} at {charge.evse_id} ({charge.told.mwh // 1000} Wh)"
    if not mine:
        return [] if charge.key in player.forgot else [f"I3: no session of {name}"]
    one = mine[0]
    wrong: list[str] = []
    if charge.key in player.forgot or player.rows & NO_STOP:
        return wrong
    volatile = player.station.plan.mode is Mode.VOLATILE
    if volatile and player.rows & NUMBERLESS and charge.reason == "PowerLoss":
        return wrong  # the end names neither number nor a register that could be its own: it is a doubt
    if volatile and player.rows & RESUMES and charge.told != charge.delivered:
        return wrong  # the register began anew within the charge: only samples could tell
    flags = [one.state.value, player.station.plan.mode.value, *(flag.value for flag in one.flags)]
    doubtful = one.state is SessionState.REVIEW and one.flags
    apart = abs(one.energy.mwh - charge.told.mwh)
    if charge.reason == "PowerLoss" and player.station.plan.mode is Mode.VOLATILE:
        apart = max(0, one.energy.mwh - charge.delivered.mwh)  # the end register is one of another count
    right = not player.skewed and not world.jumped and not player.rows & {51, 52}
    held = doubtful and (player.rows & METER_ROWS or not right)
    unproven = Flag.END_INFERRED in one.flags and one.energy <= charge.told  # its stop waits in the doubts
    if apart > 1000 and not held and not unproven:
        wrong.append(f"I5: {name} is {one.energy.mwh // 1000} Wh in its session {one.tx} {flags}")
    if one.token is None or one.token.uid != charge.token:
        wrong.append(f"I3: {name} is told to be {one.token}'s {flags}")
    steady = not player.rows and not player.skewed and not world.jumped
    if player.station.plan.mode is not Mode.LIFETIME:
        steady = False  # a begin at zero is doubtful until the register's mode is known (row 32)
    if charge.token in {"CARD1", "CARD2", "CARD3"} and doubtful and steady:
        wrong.append(f"I3: {name} is held back although nothing is wrong with its station: {flags}")
    if right and abs(one.started_at - charge.begun_at) > MINUTE_US:
        wrong.append(
            f"I20: {name} began at {charge.begun_at}, and in its session at {one.started_at} {flags}"
        )
    if right and one.ended_at and charge.ended_at and abs(one.ended_at - charge.ended_at) > MINUTE_US:
        wrong.append(f"I20: {name} ended at {charge.ended_at}, and in its session at {one.ended_at} {flags}")
    return wrong
