"""Whoever commits what, and whoever changes it meanwhile: a session is what its last commit said."""

import asyncio
from functools import partial

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from tests.places import AnyDatabase, a_connected_station
from tests.things import NOON, a_change, a_recording, a_session

from wattfleet.kernel.energy import Energy
from wattfleet.sessions.session import Session
from wattfleet.storage import sessions
from wattfleet.storage.database import Writer
from wattfleet.storage.journal import Journal
from wattfleet.storage.recording import Commit, Committed, Stale

TRUE, OLD, FUTURE = "true", "old", "future"


@given(
    rounds=some.lists(
        some.lists(
            some.tuples(some.integers(0, 2), some.sampled_from([TRUE, TRUE, TRUE, OLD, FUTURE])), max_size=8
        ),
        min_size=1,
        max_size=4,
    ),
    meddling=some.lists(some.integers(0, 2), max_size=4),
)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_a_commit_is_given_only_to_who_knew_the_version_before(
    database: AnyDatabase, rounds: list[list[tuple[int, str]]], meddling: list[int]
) -> None:
    station = await a_connected_station(database)
    journal = Journal(database)
    stands = [a_session(station) for _ in range(3)]
    for one in stands:
        await journal.commit(a_recording(station, sessions=a_change(one, 0)))

    for number, wishes in enumerate(rounds):
        believed = list(stands)
        asked: list[tuple[int, Session, int]] = []
        for which, belief in wishes:
            expected = believed[which].version + {TRUE: 0, OLD: -1, FUTURE: 1}[belief]
            wish = msgspec.structs.replace(
                believed[which], version=expected + 1, energy=Energy(1000 * number + len(asked))
            )
            asked.append((which, wish, expected))
            if belief == TRUE:
                believed[which] = wish
        outcomes = await asyncio.gather(
            *(
                journal.commit(a_recording(station, sessions=a_change(wish, expected)))
                for _, wish, expected in asked
            )
        )
        _check(stands, asked, outcomes)
        for which in meddling:
            other = msgspec.structs.replace(stands[which], version=stands[which].version + 1)
            await database.write(1, partial(_meddle, other))
            stands[which] = other

    kept = await database.read(1, lambda reader: sessions.many(reader, [one.id for one in stands]))
    assert kept == stands


def _meddle(other: Session, writer: Writer) -> None:
    sessions.change(writer, other, other.version - 1, at=NOON)


def _check(stands: list[Session], asked: list[tuple[int, Session, int]], outcomes: list[Commit]) -> None:
    """Moves `stands` on by what was committed; what was refused must have had a reason."""
    spoiled: set[int] = set()
    for (which, wish, expected), outcome in zip(asked, outcomes, strict=True):
        if isinstance(outcome, Committed):
            assert expected == stands[which].version, "nobody overwrites what he has not seen"
            stands[which] = wish
        else:
            assert isinstance(outcome, Stale)
            assert expected != stands[which].version or which in spoiled, "refused without a reason"
            spoiled.add(which)
