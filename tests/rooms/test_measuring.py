"""What the law on measures asks, as data, and each thing for which a session may not be billed then."""

import base64
import json
from datetime import date
from importlib.resources import files
from typing import Any
from uuid import UUID

import msgspec
import pytest
from tests.rooms.pricing import element, price, tariff, usage
from tests.signing import METER, OTHER_METER, public, signed, told

from wattfleet.billing.measuring import (
    Charge,
    Demand,
    Gate,
    MeasuringFacts,
    Metrology,
    SiteRule,
    Tolerance,
    Use,
    demand_of,
    judge,
    parse_measuring,
)
from wattfleet.kernel.energy import Energy
from wattfleet.kernel.timeline import HOUR_US, Instant, parse_instant
from wattfleet.metrology.container import read_container
from wattfleet.metrology.meter_key import KeyFrom, KeyState, MeterKey, fingerprint_of
from wattfleet.metrology.transparency import SignedText
from wattfleet.tariffs.rating import Rating, rate

NOON = parse_instant("2026-11-20T12:00:00Z")
SITE = UUID(int=1)
EXACT = Tolerance(energy_wh=10, boundary_s=15)
ASKED = Demand(energy=True, time=True, clock_approved=False)

BEGIN = told("2026-11-20T12:00:00", "B", "100.00")
END = told("2026-11-20T13:00:00", "E", "105.00")
WHOLE = signed(BEGIN, END)


def key(text: str = "", **rest: Any) -> MeterKey:
    text = text or public()
    fingerprint, curve = fingerprint_of(text)
    facts: dict[str, Any] = {
        "id": UUID(int=2),
        "station_id": UUID(int=3),
        "evse": 0,
        "text": text,
        "fingerprint": fingerprint,
        "curve": curve,
        "meter": "",
        "valid_from": Instant(0),
        "valid_until": None,
        "state": KeyState.APPROVED,
        "came": KeyFrom.REGISTERED,
    }
    return MeterKey(**(facts | rest))


def priced(*elements: Any, halves: tuple[str, str] = ("2.5", "2.5")) -> Rating:
    """Five kWh in an hour, in two halves."""
    used = usage("2026-11-20T12:00:00Z", (1800, halves[0], "c"), (1800, halves[1], "c"))
    return rate(used, tariff(*(elements or (element(price("ENERGY", "0.50")),))))


ONE_PRICE = priced()
TWO_PRICES = priced(
    element(price("ENERGY", "0.50"), end_time="12:30"), element(price("ENERGY", "0.70"), start_time="12:30")
)
MINUTES = priced(element(price("ENERGY", "0.50"), price("TIME", "3.00")))
HALF = told("2026-11-20T12:30:04", "C", "102.50")


def problems(
    *texts: str,
    keys: tuple[MeterKey, ...] | None = None,
    rating: Rating = ONE_PRICE,
    demand: Demand = ASKED,
    **rest: Any,
) -> list[str]:
    facts: dict[str, Any] = {
        "evse": 1,
        "token": "04a2",
        "started_at": NOON,
        "ended_at": NOON + HOUR_US,
        "energy": Energy.from_wh(5000),
        "rating": rating,
    }
    known = (key(),) if keys is None else keys
    values = [SignedText(one) for one in texts]
    found = judge(demand, Charge(**(facts | rest)), values, known, EXACT)
    assert all(one.text and one.hint for one in found.problems)
    return [one.code for one in found.problems]


APPROVED = msgspec.structs.replace(ASKED, clock_approved=True)
LATER = parse_instant("2026-11-21T00:00:00Z")


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        # ── what may be billed
        (problems(WHOLE), []),
        (problems(signed(BEGIN), signed(END, page="T2")), []),
        (problems(signed(BEGIN), signed(BEGIN, END, page="T2")), []),  # begin again, with the end
        (problems(WHOLE, energy=Energy.from_wh(5010)), []),
        (problems(signed(BEGIN, HALF, END), rating=TWO_PRICES), []),
        (problems(WHOLE, rating=MINUTES, demand=APPROVED), []),
        (problems(signed(BEGIN, END, user="")), []),
        (problems(WHOLE, keys=(key(public(OTHER_METER)), key())), []),  # two keys hold: one signed
        # ── what may not
        (problems(), ["signed_values_missing"]),
        (problems("EDL40;1;2"), ["signed_format_unknown"]),
        (problems(WHOLE, keys=()), ["meter_key_missing"]),
        (problems(WHOLE, keys=(key(state=KeyState.SEEN),)), ["meter_key_missing"]),
        (problems(WHOLE, keys=(key(state=KeyState.REVOKED),)), ["meter_key_missing"]),
        (problems(WHOLE, keys=(key(valid_from=LATER),)), ["meter_key_missing"]),
        (problems(WHOLE, keys=(key(valid_until=NOON),)), ["meter_key_missing"]),
        (problems(WHOLE, keys=(key(evse=2),)), ["meter_key_missing"]),
        (problems(WHOLE, keys=(key(public(OTHER_METER)),)), ["signed_values_invalid"]),
        (problems(WHOLE.replace("105.0", "104.0")), ["signed_values_invalid"]),
        (problems(signed(BEGIN)), ["signed_process_wrong"]),
        (problems(signed(END)), ["signed_process_wrong"]),
        (problems(signed(BEGIN), signed(END, page="T3")), ["signed_process_wrong"]),
        (problems(WHOLE, keys=(key(meter="M2"),)), ["signed_meter_differs"]),
        (problems(WHOLE, energy=Energy.from_wh(5011)), ["signed_energy_differs"]),
        (problems(WHOLE, token="04ff"), ["signed_user_differs"]),
        (problems(WHOLE, rating=TWO_PRICES), ["price_change_unsigned"]),
        (
            problems(signed(BEGIN, told("2026-11-20T12:30:16", "C", "102.50"), END), rating=TWO_PRICES),
            ["price_change_unsigned"],
        ),
        (
            problems(signed(BEGIN, told("2026-11-20T12:30:00", "C", "103.00"), END), rating=TWO_PRICES),
            ["price_split_differs"],
        ),
        (problems(WHOLE, rating=MINUTES), ["time_not_measured"]),
        (
            problems(
                signed(told("2026-11-20T12:00:00", "B", "100.00", clock="I"), END),
                rating=MINUTES,
                demand=APPROVED,
            ),
            ["time_not_measured_clock"],
        ),
        (problems(rating=MINUTES), ["signed_values_missing", "time_not_measured"]),
    ],
)
def test_a_session_is_billed_or_held(found: list[str], expected: list[str]) -> None:
    assert found == expected


# ── what is asked where ───────────────────────────────────────────────────────


def facts() -> MeasuringFacts:
    return parse_measuring((files("wattfleet.facts") / "metrology.toml").read_text(encoding="utf-8"))


def asked(
    country: str = "DE", use: Use = Use.PUBLIC, day: date = date(2026, 11, 20), *said: SiteRule
) -> tuple[bool, bool, bool] | None:
    found = demand_of(facts(), Metrology(sites=list(said)), site_id=SITE, country=country, use=use, day=day)
    return None if found is None else (found.energy, found.time, found.clock_approved)


def rule(gate: Gate, use: Use | None = None, *, clock: bool = False, site: UUID = SITE) -> SiteRule:
    return SiteRule(site_id=site, use=use, gate=gate, clock_approved=clock, note="because")


DAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (asked(), (True, True, False)),
        (asked(use=Use.PRIVATE), (True, True, False)),
        (asked(use=Use.HOME), None),
        (asked("SE"), None),
        (asked(day=date(2018, 1, 1)), None),
        (asked("DE", Use.PUBLIC, DAY, rule(Gate.OFF)), None),
        (asked("DE", Use.PUBLIC, DAY, rule(Gate.OFF, site=UUID(int=9))), (True, True, False)),
        (asked("DE", Use.PUBLIC, DAY, rule(Gate.LAW, clock=True)), (True, True, True)),
        (asked("SE", Use.PUBLIC, DAY, rule(Gate.REQUIRED)), (True, True, False)),
        (asked("DE", Use.PRIVATE, DAY, rule(Gate.LAW), rule(Gate.OFF, Use.PRIVATE)), None),
        (asked("DE", Use.PUBLIC, DAY, rule(Gate.LAW), rule(Gate.OFF, Use.PRIVATE)), (True, True, False)),
    ],
)
def test_what_is_asked_follows_from_country_use_day_and_what_was_said(
    found: tuple[bool, bool, bool] | None, expected: tuple[bool, bool, bool] | None
) -> None:
    assert found == expected


# ── containers ────────────────────────────────────────────────────────────────


def b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    ("sent", "key_text"),
    [
        (WHOLE, ""),
        (b64(WHOLE), ""),
        (json.dumps({"signedMeterData": b64(WHOLE), "publicKey": ""}), ""),
        (json.dumps({"signedMeterData": b64(WHOLE), "publicKey": public()}), public()),
        (
            json.dumps({"signedMeterData": WHOLE, "publicKey": b64(f"oca:base16:asn1:{public()}")}),
            public(),
        ),
    ],
)
def test_a_container_gives_the_text_that_was_signed_and_the_key(sent: str, key_text: str) -> None:
    assert read_container(sent, "7") == SignedText(WHOLE, key_text, "7")


@pytest.mark.parametrize("sent", ["", "{", "{}", '{"signedMeterData": 7}', "[]", "nonsense"])
def test_what_is_no_container_is_taken_as_it_is(sent: str) -> None:
    assert read_container(sent).text == sent


def test_a_key_is_the_same_however_it_is_written() -> None:
    text = public(METER)
    spaced = " ".join(text[at : at + 8] for at in range(0, len(text), 8))
    assert fingerprint_of(text) == fingerprint_of(spaced) == fingerprint_of(b64_of(text))


def b64_of(hexed: str) -> str:
    return base64.b64encode(bytes.fromhex(hexed)).decode()
