"""Every change of a session is seen by whoever follows them, also one that is committed late."""

import asyncpg
from tests.places import AnyDatabase, PostgresServer, a_connected_station
from tests.things import NOON, a_change, a_recording, a_session, metered

from wattfleet.sessions.session import Session, SessionState
from wattfleet.storage import session_changes
from wattfleet.storage.journal import Journal
from wattfleet.storage.opening import open_database
from wattfleet.storage.recording import Committed
from wattfleet.storage.session_changes import START, Change


async def commit(database: AnyDatabase, station: object, session: Session, expected: int) -> None:
    done = await Journal(database).commit(a_recording(station, sessions=a_change(session, expected)))  # type: ignore[arg-type]
    assert isinstance(done, Committed)


async def since(database: AnyDatabase, after: Change) -> list[Change]:
    return await database.read(1, lambda reader: session_changes.since(reader, after, 100))


async def test_begin_end_and_revision_are_changes_and_progress_is_none(database: AnyDatabase) -> None:
    station = await a_connected_station(database)
    one, other = a_session(station), a_session(station)
    await commit(database, station, one, 0)
    await commit(database, station, other, 0)
    begun = await since(database, START)
    assert {change.session_id for change in begun} == {one.id, other.id}
    running, _ = metered(one, 60, 100)
    await commit(database, station, running, 1)
    assert await since(database, begun[-1]) == []
    ended, _ = metered(running, 120, 200, state=SessionState.CLOSED, ended_at=NOON)
    await commit(database, station, ended, 2)
    (after_end,) = await since(database, begun[-1])
    assert after_end.session_id == one.id
    revised, _ = metered(ended, 180, 300)
    await commit(database, station, revised, 3)
    (after_revision,) = await since(database, after_end)
    assert after_revision.session_id == one.id
    assert [change.session_id for change in await since(database, START)] == [other.id, one.id]
    assert await database.read(2, lambda reader: session_changes.since(reader, START, 100)) == []


async def test_what_commits_late_is_not_overtaken(postgres_server: PostgresServer) -> None:
    """While an older transaction runs, nothing with a later mark is shown: its own mark is still to come."""
    url = await postgres_server.new_database()
    database = await open_database(postgres_server.folder, url)
    station = await a_connected_station(database)
    slow, quick = a_session(station), a_session(station)
    await commit(database, station, slow, 0)
    seen = (await since(database, START))[-1]
    late = await asyncpg.connect(url)
    transaction = late.transaction()
    await transaction.start()
    await late.execute("SELECT set_config('app.tenants', '{1}', true)")
    await late.execute("UPDATE sessions SET state = 'closed', version = version + 1 WHERE id = $1", slow.id)
    await commit(database, station, quick, 0)
    assert await since(database, seen) == []
    await transaction.commit()
    await late.close()
    assert {change.session_id for change in await since(database, seen)} == {slow.id, quick.id}
    await database.close()
