"""The journal on PostgreSQL: a batch is one statement, and only what does not fit is looked at closely.

Problem. A transaction of six or eight statements is as many journeys, and whoever comes meanwhile waits for
all of them; most of the driver's work is per statement.

Observation. Nearly every batch is as expected: the stations are ours, the sessions stand as we left them, and
nothing has to be asked in between. A statement outside a transaction is one by itself.

Method. `postgres_whole.Whole` makes one statement that checks, writes everything, and fails as a whole where
a check fails. It runs on a connection that stands under the app role and the batch's tenants, so that
row-level security holds as everywhere. Whatever makes it fail, the same batch then goes step by step in a
transaction, which tells who was fenced, who was stale, and whose data spoils the batch. Stations with rare
rows (`extra` other than boots and statuses) take that way at once, and nobody else of their batch with them.
Two batches are on their way at a time (`journal`), never with a frame of one station.
"""

from collections.abc import Sequence
from typing import Any

from wattfleet.kernel.errors import WattfleetError
from wattfleet.storage import postgres_rows as texts
from wattfleet.storage import rows
from wattfleet.storage.database import Writer
from wattfleet.storage.postgres import PostgresDatabase
from wattfleet.storage.postgres_link import TRIES, Link, transact, translated
from wattfleet.storage.postgres_whole import Whole, fits
from wattfleet.storage.recording import Commit, Committed, Fenced, Poisoned, Recording, Stale

_FRAMES = texts.insert("frames", texts.FRAMES) + " RETURNING id"
_READINGS = texts.insert("readings", texts.READINGS)
_EVENTS = texts.insert("events", texts.EVENTS)
_OUTBOX = texts.insert("outbox", texts.OUTBOX)
_NEW_SESSIONS = texts.insert("sessions", texts.SESSIONS)
_SESSIONS = texts.update(texts.SESSIONS)
_OWNER = (
    "SELECT count(*) FROM sessions WHERE tenant_id = $1 AND station_id = $2 AND start_key = $3 AND id <> $4"
)


class _ChangedMeanwhileError(Exception):
    """A session changed between our check and our write."""


class PostgresBook:
    """Commits batches on connections of their own."""

    def __init__(self, database: PostgresDatabase) -> None:
        self._database = database

    async def commit(self, batch: list[Recording]) -> Sequence[Commit | Exception]:
        self._database.learning.count_transaction()
        rare = {one.station_id for one in batch if not fits(one)}
        if not rare:
            return await self._commit_usual(batch)
        usual = [one for one in batch if one.station_id not in rare]
        done = iter(await self._commit_usual(usual) if usual else [])
        others = iter(await self._commit_rare([one for one in batch if one.station_id in rare]))
        return [next(others if one.station_id in rare else done) for one in batch]

    async def _commit_usual(self, batch: list[Recording]) -> list[Commit]:
        async with self._database.standing_link({one.tenant for one in batch}) as link:
            done = await _commit_whole(link, batch)
            return done if done is not None else await _commit(link, batch)

    async def _commit_rare(self, batch: list[Recording]) -> Sequence[Commit | Exception]:
        """What becomes of them says nothing of the usual ones, which are committed by now."""
        try:
            async with self._database.standing_link({one.tenant for one in batch}) as link:
                return await _commit(link, batch)
        except WattfleetError as failed:
            return [failed] * len(batch)


async def _commit_whole(link: Link, batch: list[Recording]) -> list[Commit] | None:
    """All by one statement; None where something is not as it should be, and then nothing is written."""
    tips = rows.tips(batch)
    if not rows.follow_each_other(batch, tips):
        return None
    try:
        whole = Whole(batch, tips)
        numbers = (await link.driver.fetchrow(whole.text, *whole.values))[0]
    except Exception as error:
        if _is_unavailable(error):
            raise
        return None
    return [Committed(number) for number in numbers]


async def _commit(link: Link, batch: list[Recording]) -> list[Commit]:
    """Together; what fails by its data is halved until the frame that spoils it stands alone."""
    if len(batch) == 1:
        return [await _commit_alone(link, batch[0])]
    try:
        return await _commit_together(link, batch)
    except Exception as error:
        if _is_unavailable(error):
            raise
    middle = len(batch) // 2
    return await _commit(link, batch[:middle]) + await _commit(link, batch[middle:])


def _is_unavailable(error: Exception) -> bool:
    return translated(error) is not error


async def _commit_together(link: Link, batch: list[Recording]) -> list[Commit]:
    tenants = {one.tenant for one in batch}

    async def attempt() -> list[Commit]:
        tips = rows.tips(batch)
        refused = rows.refusals(batch, tips, *await _check(link.driver, batch, tips))
        kept = batch
        if any(no is not None for no in refused):
            kept = [one for one, no in zip(batch, refused, strict=True) if no is None]
            tips = rows.tips(kept)
        numbers = await _write(link.driver, kept, tips)
        if any(one.extra for one in kept):
            await link.connection.run_sync(lambda sync: _write_extra(sync, kept, numbers))
        following = iter(numbers)
        return [Committed(next(following)) if no is None else no for no in refused]

    return await transact(link, tenants, attempt)


async def _commit_alone(link: Link, one: Recording) -> Commit:
    try:
        if await _start_is_taken(link, one):
            return Stale(tuple(change.session.id for change in one.sessions))
        return await _commit_over_others(link, one)
    except _ChangedMeanwhileError:
        return Stale(tuple(change.session.id for change in one.sessions))
    except Exception as error:
        if _is_unavailable(error):
            raise
        return await _keep_raw(link, one, error)


async def _commit_over_others(link: Link, one: Recording) -> Commit:
    """Once more where its extra rows met those of another lane, or of a person: these have committed now, and
    are found."""
    for remaining in reversed(range(TRIES)):
        try:
            return (await _commit_together(link, [one]))[0]
        except WattfleetError as error:
            if error.kind != "conflict" or remaining == 0:
                raise
    raise AssertionError("the last try returns or raises")


async def _start_is_taken(link: Link, one: Recording) -> bool:
    keyed = [change.session for change in one.sessions if change.session.start_key]

    async def attempt() -> bool:
        for session in keyed:
            owner = (one.tenant, one.station_id, session.start_key, session.id)
            if await link.driver.fetchval(_OWNER, *owner):
                return True
        return False

    return bool(keyed) and await transact(link, (one.tenant,), attempt)


async def _keep_raw(link: Link, one: Recording, error: Exception) -> Commit:
    """The frame alone, with why the rest could not be written."""
    harmless = rows.harmless(one.frame, error)

    async def attempt() -> Commit:
        lost, _ = await _check(link.driver, [one], [])
        if lost:
            return Fenced()
        values = [texts.frame_values(one, harmless)]
        return Poisoned((await link.driver.fetch(_FRAMES, *texts.columns_of(values)))[0][0], harmless.error)

    try:
        return await transact(link, (one.tenant,), attempt)
    except Exception as failure:
        if _is_unavailable(failure):
            raise
        raise rows.not_even_raw(failure) from failure


async def _check(
    driver: Any, batch: list[Recording], tips: list[rows.Tip]
) -> tuple[set[rows.StationEpoch], set[rows.SessionKey]]:
    """Stations that are not ours any more, and sessions that another has changed."""
    stations = rows.epochs(batch)
    found = await driver.fetch(texts.CHECK, *texts.check_values(stations, tips))
    lost = {stations[number] for what, number in found if what == 0}
    changed = [tips[number] for what, number in found if what == 1]
    return lost, {(tip.tenant, tip.session.id.int) for tip in changed}


async def _write(driver: Any, batch: list[Recording], tips: list[rows.Tip]) -> list[int]:
    """Everything but the extra rows; the frames' numbers."""
    if not batch:
        return []
    await _write_sessions(driver, tips)
    frames = [texts.frame_values(one, one.frame) for one in batch]
    numbers = await driver.fetch(_FRAMES, *texts.columns_of(frames))
    for statement, values in (
        (_READINGS, texts.reading_values((one, row) for one in batch for row in one.readings)),
        (_EVENTS, texts.event_values(batch)),
        (_OUTBOX, texts.outbox_values(batch)),
    ):
        if values:
            await driver.fetch(statement, *texts.columns_of(values))
    return [number for (number,) in numbers]


async def _write_sessions(driver: Any, tips: list[rows.Tip]) -> None:
    new = texts.session_lines(tips, new=True)
    old = texts.session_lines(tips, new=False)
    if new:
        await driver.fetch(_NEW_SESSIONS, *texts.columns_of(new))
    if old:
        status = await driver.execute(_SESSIONS, *texts.columns_of(old))
        if int(status.rpartition(" ")[2]) != len(old):
            raise _ChangedMeanwhileError


def _write_extra(sync: Any, batch: list[Recording], numbers: list[int]) -> None:
    for one, number in rows.with_extra(batch, numbers):
        writer = Writer(sync, one.tenant, number)
        for change in one.extra:
            change(writer)
