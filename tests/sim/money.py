"""What must hold of money and of the energy of a meter when all is quiet (I4, I5, I6)."""

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

from wattfleet.kernel.money import AMOUNT_DENOMINATOR
from wattfleet.kernel.timeline import SECOND_US
from wattfleet.sessions.revision import differing, facts_of
from wattfleet.sessions.session import Session, SessionState
from wattfleet.simulator.meter import Mode
from wattfleet.storage import ratings, revisions, unallocated
from wattfleet.storage.database import Reader
from wattfleet.storage.lists import PageQuery

if TYPE_CHECKING:
    from tests.sim.player import Player
    from tests.sim.world import World


def in_the_end(world: "World") -> list[str]:
    from tests.sim.invariants import sessions_of

    wrong: list[str] = []
    for player in world.players:
        found = sessions_of(world.link, player.station_id)
        wrong += [f"{player.name}: {text}" for one in found for text in _price(world, one)]
        wrong += [f"{player.name}: {text}" for text in _meter(world, player, found)]
    return wrong


def _price(world: "World", one: Session) -> list[str]:
    """I4: the newest rating is of this version, and costs what fee, energy and hours come to."""
    if one.state is SessionState.ACTIVE:
        return []
    rated = ratings.newest(Reader(world.link.connection, 1), one.id)
    if rated is None:
        return [f"I4: {one.tx} was never rated"]
    wrong = _revised(world, one, rated)
    if wrong:
        return wrong
    if world.prices is None:
        return [] if rated.rating is None else [f"I4: {one.tx} has a price, and nothing is sold"]
    if (rated.cost_reason == "in_review") != (one.state is SessionState.REVIEW):
        return [f"I4: {one.tx} is {one.state.value}, and its cost is {rated.cost_reason or 'due'}"]
    if rated.rating is None or one.ended_at is None or one.energy.mwh == 0:
        return []
    seconds = max(0, one.ended_at - one.started_at) // SECOND_US
    right = world.prices.cost(one.energy.mwh, seconds)
    told = Fraction(rated.rating.exact_before_vat.n, AMOUNT_DENOMINATOR)
    if abs(told - right) > world.prices.slack:
        return [f"I4: {one.tx} costs {float(told):.4f} and should cost {float(right):.4f}"]
    return []


def _revised(world: "World", one: Session, rated: ratings.StoredRating) -> list[str]:
    """I4: the newest revision is what a bill would see of the session now, with the newest rating's price."""
    newest = revisions.newest(Reader(world.link.connection, 1), one.id)
    if newest is None or newest.price is None:
        return [f"I4: {one.tx} is rated and has no priced revision"]
    apart = differing(newest.facts, facts_of(one))
    if apart or not newest.price.is_like(revisions.price_of(rated)):
        return [f"I4: revision {newest.number} of {one.tx} differs in {apart or 'its price'}"]
    return []


def _meter(world: "World", player: "Player", found: list[Session]) -> list[str]:
    """I6: what sessions have, and what is booked between them, is what the meter counted between its ends.

    They are taken in the order of a meter that only rises: after a jump of our clock times tell another one.
    """
    steady = player.station.plan.mode is Mode.LIFETIME and not player.rows and not player.forgot
    if not steady or player.skewed or any(one.state is not SessionState.CLOSED for one in found):
        return []
    reader = Reader(world.link.connection, 1)
    page = unallocated.page(reader, PageQuery(limit=1000, filters={"station": player.station_id}))
    booked = [row for row in page.items if row.state == "open"]
    places: dict[int, list[Session]] = defaultdict(list)
    for one in found:
        places[one.evse].append(one)
    wrong: list[str] = []
    for evse, there in places.items():
        if any(one.begin_register is None or one.end_register is None for one in there):
            continue
        ends = sorted((one.begin_register.mwh, one.end_register.mwh) for one in there)  # type: ignore[union-attr]
        between = sum(row.energy.mwh for row in booked if row.evse == evse)
        counted = ends[-1][1] - ends[0][0]
        told = sum(one.energy.mwh for one in there) + between
        if abs(told - counted) > 1000 * len(there):
            wrong.append(f"I6: at {evse} the meter counted {counted} mWh, and {told} are accounted for")
    return wrong
