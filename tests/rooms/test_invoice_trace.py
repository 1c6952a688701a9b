"""Whatever is billed, each line of its invoice is what the shares of its sessions add up to."""

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.rooms.pricing import element, price, tariff, usage
from tests.selling import STANDARD, a_seller, an_account
from tests.things import new_id

from wattfleet.billing.draft import Due, draft
from wattfleet.billing.fees import month_of
from wattfleet.billing.invoice import InvoiceLineKind
from wattfleet.billing.trace import Traced, sessions_of, trace
from wattfleet.billing.vat import Vat
from wattfleet.kernel.money import AMOUNT_DENOMINATOR, Currency
from wattfleet.tariffs.rating import Rating, rate

EUR = Currency("EUR")
LOW = Vat(category="S", rate=60_000, country="SE", case="home")

prices = st.decimals("0.01", "9.9999", places=4)
sold = st.builds(
    lambda energy, flat, low, included, most: tariff(
        element(
            price("ENERGY", str(energy), vat="25.0"), price("FLAT", str(flat), vat="6.0" if low else "25.0")
        ),
        tax_included=included,
        **({"max_price": {"before_vat": str(most)}} if most and not included else {}),
    ),
    prices,
    prices,
    st.booleans(),
    st.booleans(),
    st.sampled_from([None, None, 5]),
)
charges = st.lists(
    st.tuples(st.integers(0, 2), st.integers(1, 60_000), st.sampled_from(["Depot", "Town"])),
    min_size=1,
    max_size=6,
)


def due(rating: Rating, group: str) -> Due:
    return Due(
        session_id=new_id(),
        rating_id=new_id(),
        revision=1,
        rating=rating,
        currency="EUR",
        day=date(2026, 11, 20),
        mwh=1,
        group=group,
        vats={250_000: STANDARD, 60_000: LOW, None: STANDARD},
    )


@given(st.lists(sold, min_size=3, max_size=3), charges)
def test_every_line_is_found_again_with_its_sessions(
    tariffs: list[Any], told: list[tuple[int, int, str]]
) -> None:
    mine = [
        due(rate(usage("2026-11-20T12:00:00Z", (3600, f"{wh / 1000:.3f}", "c")), tariffs[at]), group)
        for at, wh, group in told
    ]
    made = draft(new_id(), a_seller(), an_account(), month_of(2026, 11), EUR, mine, [], None)
    if made is None:
        return
    ratings = {one.session_id: one.rating for one in mine}
    sessions = [
        Traced(item=item, rating=ratings[item.session_id])
        for item in made.items
        if item.session_id is not None
    ]
    shares = trace(made.invoice, sessions)
    for line, some in zip(made.invoice.lines, shares, strict=True):
        if line.kind is InvoiceLineKind.ROUNDING:
            continue
        assert len({one.item.session_id for one in some}) == line.sessions
        exact = sum(one.before_vat.n for one in some)
        most = AMOUNT_DENOMINATOR // 200 + AMOUNT_DENOMINATOR * line.quantity // (2 * 10**12 * line.base) + 1
        assert abs(exact - line.net.minor * AMOUNT_DENOMINATOR // 100) <= most
        if line.kind is not InvoiceLineKind.LIMIT:
            assert sum(one.quantity for one in some) == line.quantity
    for one in mine:
        found = [at for at, _ in sessions_of(shares, one.session_id)]
        assert found or (one.rating is not None and not one.rating.before_vat.minor)
