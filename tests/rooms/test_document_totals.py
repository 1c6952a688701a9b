"""What a document comes to: each line rounded once, VAT from the sum of nets, nothing stated twice."""

from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot
from tests.paper import EUR, VAT19, VAT25, a_document, a_line, kwh, piece

from wattfleet.billing.document import Category, Change, Price, Quantity, Vat
from wattfleet.billing.totals import line_net, totals_of
from wattfleet.kernel.money import Currency, Money

EXEMPT = Vat(Category.EXEMPT, 0, "", "Exempt under article 135")


def cents(minor: int) -> Money:
    return Money(minor, EUR)


def test_a_line_is_quantity_times_price_rounded_once() -> None:
    table = [
        (kwh(1_234_567_000), Price(390_000), 48148),  # 1234.567 kWh × 0.39 = 481.48113
        (Quantity(90 * 60 * 10**6, "SEC"), Price(3_000_000, Quantity(3600 * 10**6, "SEC")), 450),
        (piece(-1), Price(30_000), -3),  # a rounding of 3 cent down
        (piece(), Price(5_000), 1),  # half a cent goes up
        (piece(-1), Price(5_000), -1),  # and away from zero
        (piece(), Price(4_999), 0),
    ]
    for quantity, price, net in table:
        assert line_net(a_line(quantity=quantity, price=price), EUR) == cents(net)
    assert line_net(a_line(quantity=piece(3), price=Price(1_500_000)), Currency("JPY")).minor == 5


def test_vat_is_of_the_sum_of_its_rate_and_not_of_each_line() -> None:
    line = a_line(quantity=piece(), price=Price(30_000), vat=VAT19)
    totals = totals_of(a_document(lines=(line, line, line)))
    assert totals.vat == cents(2)  # 19 % of 9 cent; three times 19 % of 3 cent would be 3


def test_totals_name_what_was_taken_off_and_put_on() -> None:
    document = a_document(
        lines=(
            a_line("1", quantity=piece(), price=Price(100_000_000)),
            a_line("2", quantity=piece(), price=Price(10_000_000), vat=EXEMPT),
            a_line(
                "3",
                quantity=piece(),
                price=Price(50_000_000),
                changes=(Change(amount=cents(500), reason="Fleet discount"),),
            ),
        ),
        changes=(
            Change(amount=cents(1000), reason="Discount", vat=VAT19),
            Change(amount=cents(250), reason="Paper", is_charge=True, vat=VAT19),
        ),
        paid=cents(5000),
    )
    totals = totals_of(document)
    told = [str(getattr(totals, name)) for name in totals.__struct_fields__[:-2]]
    assert told == snapshot(
        ["155.00", "10.00", "2.50", "147.50", "26.13", "173.63", "50.00", "0.00", "123.63"]
    )
    assert [
        (row.vat.category.value, str(row.before_vat), str(row.amount)) for row in totals.rows
    ] == snapshot([("S", "137.50", "26.13"), ("E", "10.00", "0.00")])


@given(
    st.lists(
        st.tuples(
            st.integers(-(10**10), 10**10), st.integers(0, 10**8), st.sampled_from([VAT19, VAT25, EXEMPT])
        ),
        min_size=1,
        max_size=6,
    )
)
def test_a_document_always_adds_up(rows: list[tuple[int, int, Vat]]) -> None:
    lines = tuple(
        a_line(str(at), quantity=kwh(micro), price=Price(price), vat=vat)
        for at, (micro, price, vat) in enumerate(rows)
    )
    totals = totals_of(a_document(lines=lines))
    assert sum((line_net(line, EUR) for line in lines), cents(0)) == totals.lines
    assert sum((row.before_vat for row in totals.rows), cents(0)) == totals.before_vat
    assert totals.before_vat + totals.vat == totals.with_vat == totals.due
