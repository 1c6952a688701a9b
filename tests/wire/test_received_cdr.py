"""A partner's record priced from its JSON: the specification's examples, and what such records get wrong.

Source: reference/tariff-semantics.md §6 (trap), §13.3, §13.4, A7, A17, A18.
"""

import json
from decimal import Decimal
from fractions import Fraction

import pytest
from tests.rooms.pricing import Seg, Words, element, exact, price
from tests.rooms.test_rating_decisions import RESERVATIONS, SESSION
from tests.rooms.test_rating_spec import CASES, TARIFFS

from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.timeline import SECOND_US, Instant, Zone, parse_instant
from wattfleet.ocpi.plain import read_json
from wattfleet.ocpi.priced_cdr import PricedCdr, price_cdr
from wattfleet.tariffs.rating import Note
from wattfleet.tariffs.shape import show_tariff
from wattfleet.tariffs.tariff import Tariff

UTC = Zone("UTC")
NOON = "2026-01-14T12:00:00Z"
HOUR = 3600
KWH = price("ENERGY", "0.25", vat="10")


def ocpi(terms: Tariff) -> Words:
    """One of our tariffs as a partner on 2.2.1 would send it: numbers, and OCPI's names."""
    shape = json.loads(json.dumps(show_tariff(terms), default=_plain))
    limits = {
        name: {"excl_vat": float(one["before_vat"]), "incl_vat": float(one["with_vat"])}
        for name in ("min_price", "max_price")
        if (one := shape[name])
    }
    for one in shape["elements"]:
        for component in one["price_components"]:
            component.pop("free_s")
            component |= {
                key: float(component[key]) for key in ("price", "vat") if component[key] is not None
            }
    return {
        "country_code": "NL",
        "party_id": "TNM",
        "id": "12",
        "currency": shape["currency"],
        "elements": shape["elements"],
        "last_updated": NOON,
    } | limits


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value)
    return {name: getattr(value, name) for name in value.__struct_fields__}  # type: ignore[attr-defined]


def element_tariff(*elements: Words, **more: object) -> Words:
    return {"id": "12", "currency": "EUR", "elements": list(elements)} | more


def period(at: Instant, **volumes: float) -> Words:
    return {
        "start_date_time": at.rfc3339(),
        "dimensions": [{"type": name, "volume": volume} for name, volume in volumes.items()],
    }


def cdr(start: str, *segs: Seg, **more: object) -> Words:
    """A record with one period per segment, whose hours are doubles, as they travel."""
    at = parse_instant(start)
    periods = []
    for seconds, kwh, kind, *flow in segs:
        volumes = {"ENERGY": float(kwh), "TIME" if kind == "c" else "PARKING_TIME": seconds / 3600}
        if flow:
            volumes |= {"MAX_CURRENT": float(flow[0]), "MAX_POWER": float(flow[1])}
        periods.append(period(at, **volumes))
        at = at + seconds * SECOND_US
    told = {"id": "C1", "currency": "EUR", "start_date_time": start, "end_date_time": at.rfc3339()}
    return told | {"charging_periods": periods} | more


def priced(record: Words, *tariffs: Words, zone: Zone = UTC) -> PricedCdr:
    sent = read_json(json.dumps(record), "record")
    return price_cdr(sent, [read_json(json.dumps(one), "tariff") for one in tariffs], zone)


@pytest.mark.parametrize(
    ("terms", "start", "segs", "excl", "incl"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_the_examples_of_the_specification(
    terms: str, start: str, segs: list[Seg], excl: str, incl: str | None
) -> None:
    before_vat, with_vat = exact(priced(cdr(start, *segs), ocpi(TARIFFS[terms])).rating)
    assert before_vat == Fraction(excl)
    assert incl is None or with_vat == Fraction(incl)


@pytest.mark.parametrize(
    ("elements", "minutes", "expired", "excl", "incl"),
    [case[1:] for case in RESERVATIONS],
    ids=[case[0] for case in RESERVATIONS],
)
def test_a_reservation_comes_as_a_period_before_the_session(
    elements: list[Words], minutes: int, expired: bool, excl: str, incl: str
) -> None:
    noon = parse_instant(NOON)
    begun = noon + -minutes * 60 * SECOND_US
    periods = [period(begun, RESERVATION_TIME=minutes / 60)]
    if not expired:
        periods.append(period(noon, ENERGY=20, TIME=1))
    end = noon if expired else noon + HOUR * SECOND_US
    record: Words = {"start_date_time": begun.rfc3339(), "end_date_time": end.rfc3339()}
    found = priced(record | {"charging_periods": periods}, element_tariff(*elements, SESSION))
    assert exact(found.rating) == (Fraction(excl), Fraction(incl))


@pytest.mark.parametrize(
    ("seconds", "hours", "billed_s"),
    [
        (2400, 0.6667, 2400),  # four decimals: 2400.12 s, which a step of 300 would bill as 45 min
        (2400, 0.67, 2400),  # two decimals
        (2400, 0.6666666666666666, 2400),
        (2401, 0.6669, 2401),
        (3600, 0.5, 1800),  # the period lasts longer than what is billed of it
    ],
)
def test_hours_that_mean_the_length_of_their_period_are_it(seconds: int, hours: float, billed_s: int) -> None:
    record = cdr(NOON, (seconds, "1", "c"))
    record["charging_periods"] = [period(parse_instant(NOON), ENERGY=1, TIME=hours)]
    found = priced(record, element_tariff(element(price("TIME", "1", step=1))))
    assert [one.quantity for one in found.rating.lines] == [billed_s]


def test_a_step_is_not_fooled_by_rounded_hours() -> None:
    record = cdr(NOON, (2400, "0", "c"))
    record["charging_periods"] = [period(parse_instant(NOON), TIME=0.6667)]
    found = priced(record, element_tariff(element(price("TIME", "6", step=300))))
    assert exact(found.rating)[0] == 4


def test_energy_without_a_time_costs_no_time() -> None:
    record = cdr(NOON, (HOUR, "0", "c"))
    record["charging_periods"] = [period(parse_instant(NOON), ENERGY=4)]
    found = priced(record, element_tariff(element(KWH, price("TIME", "6"), price("PARKING_TIME", "6"))))
    assert exact(found.rating)[0] == 1


def test_a_period_with_both_kinds_of_time_bills_both() -> None:
    record = cdr(NOON, (HOUR, "0", "c"))
    record["charging_periods"] = [period(parse_instant(NOON), ENERGY=4, TIME=0.75, PARKING_TIME=0.25)]
    found = priced(record, element_tariff(element(KWH, price("TIME", "4"), price("PARKING_TIME", "8"))))
    assert exact(found.rating)[0] == 1 + 3 + 2


@pytest.mark.parametrize(
    ("restrictions", "seg", "excl", "notes"),
    [
        ({"max_kwh": 10}, (HOUR, "20", "c"), "5", (Note.PERIOD_UNSPLIT,)),
        ({"min_duration": 3 * HOUR}, (4 * HOUR, "20", "c"), "0", (Note.PERIOD_UNSPLIT,)),
        ({"end_time": "12:30"}, (HOUR, "20", "c"), "5", (Note.PERIOD_UNSPLIT,)),
        ({"max_kwh": 20}, (HOUR, "20", "c"), "5", ()),
        ({"max_kwh": 10}, (HOUR, "10", "c"), "2.5", ()),
    ],
)
def test_a7_a_period_is_priced_as_it_begins_and_flagged(
    restrictions: Words, seg: Seg, excl: str, notes: tuple[Note, ...]
) -> None:
    found = priced(cdr(NOON, seg), element_tariff(element(KWH, **restrictions)))
    assert exact(found.rating)[0] == Fraction(excl)
    assert found.rating.notes == notes


def test_a17_the_tariff_that_the_periods_name_prices_them() -> None:
    record = cdr(NOON, (HOUR, "20", "c"), tariffs=[element_tariff(element(KWH)), {"id": "13"}])
    record["charging_periods"][0]["tariff_id"] = "12"  # type: ignore[index]
    assert exact(priced(record).rating)[0] == 5


def test_local_time_is_that_of_the_location() -> None:
    terms = element_tariff(element(KWH, start_time="13:00"))
    record = cdr(NOON, (HOUR, "20", "c"))
    assert exact(priced(record, terms).rating)[0] == 0
    assert exact(priced(record, terms, zone=Zone("Europe/Berlin")).rating)[0] == 5


@pytest.mark.parametrize(
    ("tax", "before_vat", "amount", "notes"),
    [
        ("NO", "5.25", "5.25", ()),
        ("YES", "5.25", "5.25", (Note.VAT_UNKNOWN,)),
        ("N/A", "5.25", "5.25", ()),
    ],
)
def test_2_3_0_says_whether_tax_is_included(
    tax: str, before_vat: str, amount: str, notes: tuple[Note, ...]
) -> None:
    terms = element_tariff(element(price("TIME", "2.10", step=1)), tax_included=tax)
    rating = priced(cdr(NOON, (9000, "10", "c")), terms).rating
    assert (str(rating.before_vat), str(rating.amount), rating.notes) == (before_vat, amount, notes)


def test_2_3_0_takes_vat_out_of_a_price_that_includes_it() -> None:
    terms = element_tariff(
        element(price("ENERGY", "0.50", vat="25")), tax_included="YES", max_price={"after_taxes": 9}
    )
    rating = priced(cdr(NOON, (HOUR, "20", "c")), terms).rating
    assert (str(rating.before_vat), str(rating.vat), str(rating.amount)) == ("7.20", "1.80", "9.00")


WITHOUT_END = {key: one for key, one in cdr(NOON, (HOUR, "1", "c")).items() if key != "end_date_time"}


def late(**changed: object) -> Words:
    return cdr(NOON, (HOUR, "1", "c")) | changed


@pytest.mark.parametrize(
    ("record", "terms", "words"),
    [
        (late(end_date_time="2026-01-14T11:00:00Z"), {}, "it ends before it starts"),
        (late(start_date_time="2026-01-14T12:10:00Z"), {}, "a period lies outside the record"),
        (late(charging_periods=[]), {}, "it has no charging periods"),
        (late(currency="SEK"), {}, "it is in SEK, and its tariff in EUR"),
        (late(), {"end_date_time": NOON}, "its tariff was not valid when it began"),
        (late(), {"start_date_time": "2026-02-01T00:00:00"}, "its tariff was not valid when it began"),
        (
            late(charging_periods=[period(parse_instant(NOON), TIME=3)]),
            {},
            "a period tells more time than it lasts",
        ),
        (
            late(charging_periods=[period(parse_instant(NOON), ENERGY=-3, TIME=1)]),
            {},
            "a volume is negative",
        ),
        (WITHOUT_END, {}, "end_date_time is missing"),
    ],
)
def test_a18_what_contradicts_itself_is_held_and_never_priced_at_nothing(
    record: Words, terms: Words, words: str
) -> None:
    with pytest.raises(WattfleetError) as caught:
        priced(record, element_tariff(element(KWH), **terms))
    assert words in caught.value.message
    assert caught.value.hint


def test_what_the_partner_asks_is_read_in_both_versions() -> None:
    for cost, before_vat, with_vat in (
        ({"excl_vat": 5.1, "incl_vat": 5.61}, "5.1", "5.61"),
        ({"before_taxes": 5.1, "taxes": [{"name": "VAT", "amount": 0.51}]}, "5.1", "5.61"),
    ):
        told = priced(cdr(NOON, (HOUR, "20", "c"), total_cost=cost), element_tariff(element(KWH))).told
        assert (told.before_vat, told.with_vat) == (Decimal(before_vat), Decimal(with_vat))


@pytest.mark.parametrize("text", ["", "{", "[]", '{"elements": NaN}', "null"])
def test_what_is_no_object_is_refused_in_words(text: str) -> None:
    with pytest.raises(WattfleetError) as caught:
        read_json(text, "record")
    assert caught.value.code == "ocpi_invalid"


def test_the_envelope_of_an_answer_is_opened() -> None:
    assert read_json('{"data": {"id": "1"}, "status_code": 1000}', "record") == {"id": "1"}
