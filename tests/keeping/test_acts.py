"""Acts: chained, in order, never touched again."""

import pytest
from sqlalchemy import text
from tests.places import AnyDatabase
from tests.things import NOON, TESTER, a_site

from wattfleet.access.acts import BEGINNING, Act, chained, difference, first_broken
from wattfleet.storage import acts
from wattfleet.storage.database import DEFAULT_TENANT, Reader, Writer
from wattfleet.storage.lists import PageQuery


def an_act(thing: str, **rest: str) -> Act:
    return Act(at=NOON, by=TESTER, verb="change", noun="site", thing=thing, **rest)


async def test_acts_are_numbered_and_whole(database: AnyDatabase) -> None:
    await database.write(DEFAULT_TENANT, lambda writer: acts.append(writer, [an_act("a"), an_act("b")]))
    await database.write(DEFAULT_TENANT, lambda writer: acts.append(writer, [an_act("c", reason="why not")]))
    chain = await database.read(DEFAULT_TENANT, acts.check)
    assert (chain.acts, chain.broken) == (3, None)
    found = await database.read(DEFAULT_TENANT, lambda reader: acts.page(reader, PageQuery(limit=10)))
    assert [(one.number, one.act.thing) for one in found.items] == [(3, "c"), (2, "b"), (1, "a")]
    assert found.items[0].hash == chain.hash
    assert found.items[0].act == an_act("c", reason="why not")


@pytest.mark.parametrize("statement", ["UPDATE acts SET reason = 'other'", "DELETE FROM acts"])
async def test_nothing_is_ever_changed_or_removed(database: AnyDatabase, statement: str) -> None:
    await database.write(DEFAULT_TENANT, lambda writer: acts.append(writer, [an_act("a")]))

    def meddle(writer: Writer) -> None:
        writer.connection.execute(text(statement))

    with pytest.raises(Exception, match=r"only grows|permission denied"):
        await database.write(DEFAULT_TENANT, meddle)
    assert (await database.read(DEFAULT_TENANT, acts.check)).broken is None


async def test_a_deed_that_fails_leaves_no_act(database: AnyDatabase) -> None:
    def fail(writer: Writer) -> None:
        acts.append(writer, [an_act("a")])
        raise LookupError("it was not to be")

    with pytest.raises(LookupError):
        await database.write(DEFAULT_TENANT, fail)
    assert (await database.read(DEFAULT_TENANT, acts.head))[0] == 0


async def test_tenants_have_chains_of_their_own(database: AnyDatabase) -> None:
    await database.write(DEFAULT_TENANT, lambda writer: acts.append(writer, [an_act("a")]))

    def newest(reader: Reader) -> int:
        return acts.head(reader)[0]

    assert await database.read(2, newest) == 0


def test_a_missing_a_changed_and_a_moved_act_show() -> None:
    chain = []
    previous = BEGINNING
    for number in range(1, 6):
        one = chained(1, number, an_act(str(number)), previous)
        previous = one.hash
        chain.append(one)
    assert first_broken(1, chain) is None
    assert first_broken(1, chain[:2] + chain[3:]) == 3
    assert first_broken(1, [chain[0], chain[2], chain[1], *chain[3:]]) == 2
    assert first_broken(2, chain) == 1
    lied = chained(1, 4, an_act("other"), chain[2].hash)
    assert first_broken(1, [*chain[:3], lied, chain[4]]) == 5


def test_only_what_differs_is_kept() -> None:
    site = a_site(name="Depot")
    named = a_site(id=site.id, name="North", version=2)
    assert difference(site, named) == ('{"name":"Depot"}', '{"name":"North"}')
    before, after = difference(None, {"digest": b"1", "name": "key"})
    assert (before, after) == ("", '{"name":"key"}')
