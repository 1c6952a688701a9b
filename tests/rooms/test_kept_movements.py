"""A movement of the bank that waits: what is left of it, and what it may pay, as tables."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.things import new_id

from wattfleet.billing.bank.camt import Movement
from wattfleet.billing.bank.kept import KeptMovement, MovementState, candidates, taken
from wattfleet.billing.bank.matching import OpenItem
from wattfleet.kernel.money import Currency, Money
from wattfleet.kernel.timeline import Instant

SEK, EUR = Currency("SEK"), Currency("EUR")


def waits(minor: int, text: str = "", left: int | None = None) -> KeptMovement:
    told = Movement(
        key="0" * 32, account="SE45", money=Money(minor, SEK), booked_on=date(2026, 12, 20), text=text
    )
    return KeptMovement(
        id=new_id(),
        movement=told,
        state=MovementState.WAITING,
        why="nothing",
        left=Money(minor if left is None else left, SEK),
        read_at=Instant(0),
    )


def item(number: str, minor: int, currency: Currency = SEK) -> OpenItem:
    return OpenItem(id=new_id(), number=number, reference=number, open=Money(minor, currency))


@pytest.mark.parametrize(
    ("movement", "wanted"),
    [
        (waits(5000), ["A-2 amount", "A-1 ", "A-3 "]),
        (waits(700, "a-3"), ["A-3 reference", "A-1 ", "A-2 "]),
        (waits(5100, "", left=100), ["A-1 amount", "A-2 ", "A-3 "]),
        (waits(-900), ["K-1 amount"]),
        (waits(-901), ["K-1 "]),
    ],
)
def test_the_likeliest_comes_first_and_nothing_of_another_currency_or_way(
    movement: KeptMovement, wanted: list[str]
) -> None:
    items = [item("A-1", 100), item("A-2", 5000), item("A-3", 999), item("E-1", 5000, EUR)]
    found = candidates(movement, [*items, item("K-1", -900)])
    assert [f"{one.number} {by}" for one, by in found] == wanted


def test_many_open_items_are_told_by_the_first_of_them() -> None:
    assert len(candidates(waits(5000), [item(f"{n:05}", n + 1) for n in range(50)], most=20)) == 20


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=6))
def test_what_is_taken_and_given_back_is_never_lost(parts: list[int]) -> None:
    one = waits(sum(parts))
    for minor in parts:
        assert one.state is MovementState.WAITING
        one = taken(one, Money(minor, SEK))
    assert (one.state, one.left.minor) == (MovementState.MATCHED, 0)
    for minor in parts:
        one = taken(one, Money(-minor, SEK))
    assert (one.state, one.left) == (MovementState.WAITING, one.movement.money)
