"""Lists: nothing twice, nothing lost, whatever comes and goes between two pages."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import text
from tests.places import AnyDatabase, a_connected_station
from tests.things import NOON, a_session, a_token, after

from wattfleet.events import Token
from wattfleet.kernel.energy import Energy
from wattfleet.kernel.errors import WattfleetError
from wattfleet.sessions.session import SessionState
from wattfleet.storage import raw, session_list, sessions, tokens
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.lists import Page, PageQuery

Lister = Callable[[Reader, PageQuery], Page[Any]]


def _listed(lister: Lister, query: PageQuery, reader: Reader) -> Page[Any]:
    return lister(reader, query)


async def all_pages(database: AnyDatabase, lister: Lister, query: PageQuery) -> list[list[Any]]:
    pages: list[list[Any]] = []
    cursor: str | None = None
    while True:
        asked = PageQuery(
            limit=query.limit,
            cursor=cursor,
            sort=query.sort,
            descending=query.descending,
            filters=query.filters,
        )
        found = await database.read(1, partial(_listed, lister, asked))
        pages.append(found.items)
        if found.next is None:
            return pages
        cursor = found.next


@given(
    groups=some.lists(some.sampled_from(["", "a", "b"]), max_size=12),
    limit=some.integers(1, 5),
    sort=some.sampled_from(["uid", "group", "id", ""]),
    descending=some.booleans(),
    late=some.lists(some.sampled_from(["", "a", "b"]), max_size=3),
)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_rows_that_are_there_all_the_time_are_seen_once(
    database: AnyDatabase, groups: list[str], limit: int, sort: str, descending: bool, late: list[str]
) -> None:
    made: list[UUID] = []

    def make(writer: Writer, groups: list[str]) -> list[UUID]:
        added = [a_token("") for _ in groups]
        for token, group in zip(added, groups, strict=True):
            tokens.add(writer, a_token(token.id.hex, id=token.id, group=group))
        return [token.id for token in added]

    made = await database.write(1, lambda writer: make(writer, groups))
    extra: list[UUID] = []
    seen: list[UUID] = []
    cursor: str | None = None
    while True:
        query = PageQuery(limit=limit, cursor=cursor, sort=sort, descending=descending)
        page = await database.read(1, partial(tokens.page, query=query))
        assert len(page.items) <= limit
        seen += [token.id for token in page.items]
        if not extra:
            extra = await database.write(1, lambda writer: make(writer, late))
        if page.next is None:
            break
        cursor = page.next

    assert len(seen) == len(set(seen))
    assert set(made) <= set(seen) <= {*made, *extra}

    def clear(writer: Writer) -> None:
        for token_id in (*made, *extra):
            assert tokens.remove(writer, token_id)

    await database.write(1, clear)


@pytest.fixture
async def ten_sessions(database: AnyDatabase) -> list[Any]:
    station = await a_connected_station(database, identity="A-1")
    other = await a_connected_station(database, identity="A-2")
    made = [
        a_session(
            other if number == 9 else station,
            started_at=after(60 * (number // 2)),
            ended_at=after(10_000 - number) if number % 3 else None,
            state=SessionState.CLOSED if number % 3 else SessionState.ACTIVE,
            energy=Energy(1000 * (number % 4)),
        )
        for number in range(10)
    ]

    def keep(writer: Writer) -> None:
        for one in made:
            sessions.change(writer, one, 0, at=NOON)

    await database.write(1, keep)
    return made


@pytest.mark.parametrize("sort", ["started_at", "ended_at", "energy", "changed_at"])
@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize("limit", [1, 3, 50])
async def test_sessions_in_every_order(
    database: AnyDatabase, ten_sessions: list[Any], sort: str, descending: bool, limit: int
) -> None:
    key: dict[str, Callable[[Any], Any]] = {
        "started_at": lambda one: (one.started_at.us, one.id),
        "ended_at": lambda one: (one.ended_at.us if one.ended_at else 2**62, one.id),
        "energy": lambda one: (one.energy.mwh, one.id),
        "changed_at": lambda one: one.id,
    }
    query = PageQuery(limit=limit, sort=sort, descending=descending)
    pages = await all_pages(database, session_list.page, query)

    expected = sorted(ten_sessions, key=key[sort], reverse=descending)
    assert [line.id for page in pages for line in page] == [one.id for one in expected]


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({}, 10),
        ({"state": "active"}, 4),
        ({"state": "closed"}, 6),
        ({"token": " 04aabbcc "}, 10),
        ({"token": "other"}, 0),
        ({"from": after(60), "to": after(120)}, 2),
        ({"flag": "offline"}, 0),
        ({"evse": 1, "state": None}, 10),
    ],
)
async def test_sessions_by_filter(
    database: AnyDatabase, ten_sessions: list[Any], filters: dict[str, Any], count: int
) -> None:
    query = PageQuery(filters=filters)
    found = await database.read(1, lambda reader: session_list.page(reader, query))
    assert len(found.items) == count <= len(ten_sessions)


async def test_sessions_of_a_station_and_of_a_site(database: AnyDatabase, ten_sessions: list[Any]) -> None:
    one = ten_sessions[9]
    query = PageQuery(filters={"station": one.station_id})
    found = await database.read(1, lambda reader: session_list.page(reader, query))
    assert [(line.id, line.station, line.token, line.cost) for line in found.items] == [
        (one.id, "A-2", "04AABBCC", None)
    ]
    other = PageQuery(filters={"site": one.id})
    assert (await database.read(1, lambda reader: session_list.page(reader, other))).items == []


@pytest.mark.parametrize(
    ("query", "code"),
    [
        (PageQuery(limit=0), "limit_invalid"),
        (PageQuery(limit=1001), "limit_invalid"),
        (PageQuery(sort="body"), "sort_unknown"),
        (PageQuery(filters={"body": "x"}), "filter_unknown"),
        (PageQuery(cursor="%%%"), "cursor_invalid"),
        (PageQuery(cursor="bm9uc2Vuc2U"), "cursor_invalid"),
        (PageQuery(cursor="WyJ1aWQiLHRydWUsIngiLCJ5Il0"), "cursor_invalid"),
    ],
)
@pytest.mark.parametrize("lister", [tokens.page, session_list.page])
async def test_what_a_list_refuses(
    database: AnyDatabase, lister: Lister, query: PageQuery, code: str
) -> None:
    with pytest.raises(WattfleetError) as refused:
        await database.read(1, lambda reader: lister(reader, query))
    assert (refused.value.code, refused.value.kind) == (code, "invalid")


@pytest.mark.parametrize(
    ("filters", "index"),
    [
        ({"state": "review"}, "ix_sessions_review"),
        ({"state": "active"}, "ix_sessions_open"),
        ({"token": "04AABB"}, "ix_sessions_token"),
    ],
)
async def test_the_few_among_millions_are_found_by_their_own_index(
    database: AnyDatabase, filters: dict[str, Any], index: str
) -> None:
    """Where none or few of all sessions fit, a walk through all of them by time takes half a minute."""

    station = await a_connected_station(database)
    cards = [a_session(station, token=Token(str(number)), state=SessionState.CLOSED) for number in range(200)]

    def keep(writer: Writer) -> None:
        for one in cards:
            sessions.change(writer, one, 0, at=NOON)
        if writer.on_postgres:
            writer.connection.execute(text("RESET ROLE"))
            writer.connection.execute(text("ANALYZE sessions"))

    await database.write(1, keep)

    def plan(reader: Reader) -> str:
        query = PageQuery(limit=50, filters=filters)
        told, values = session_list.statement(reader, query, "started_at", limit=50, descending=True)
        if reader.on_postgres:
            for way in ("seqscan", "bitmapscan"):  # which a planner prefers while a table is small
                reader.connection.execute(text(f"SET LOCAL enable_{way} = off"))
        told = f"EXPLAIN {told}" if reader.on_postgres else f"EXPLAIN QUERY PLAN {told}"
        return str(raw.fetch(reader, told, values))

    assert index in await database.read(1, plan)


async def test_a_state_that_is_none_finds_nothing(database: AnyDatabase) -> None:
    query = PageQuery(filters={"state": "review' OR '1' = '1"})
    assert (await database.read(1, partial(_listed, session_list.page, query))).items == []
