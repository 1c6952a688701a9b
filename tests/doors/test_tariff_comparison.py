"""Past sessions under other tariffs: one line by line, many side by side, in parts that add up."""

from typing import Any

import pytest
from tests.doors.api import Api
from tests.doors.api_billing import charge, sold
from tests.doors.test_api_tariff_groups import tariff

from wattfleet.cli.tariff_compare import added

NOVEMBER = {"from": "2026-11-01T00:00:00Z", "to": "2026-12-01T00:00:00Z"}
INDEXED = {
    "name": "Spot",
    "currency": "SEK",
    "elements": [{"price_components": [{"type": "ENERGY", "index": {"series": "SE3"}, "vat": "25.0"}]}],
}


async def month(api: Api) -> tuple[str, list[str]]:
    """Three charges at CP1, sold at 3.33: the tariff, the sessions."""
    was = await sold(api)
    for token in ("04A2", "04B3"):
        await api.post("/tokens", {"uid": token})
    return was, [
        await charge(api, "04A2", wh, day=f"2026-11-{20 + at}") for at, wh in enumerate((5000, 1000, 9000))
    ]


async def test_what_was_sold_beside_another_tariff(api: Api) -> None:
    _, ids = await month(api)
    other = await tariff(api, "Cheaper", "2.00")
    answer = await api.post("/tariffs/compare", {"b": {"tariff_id": other}, **NOVEMBER})
    (one,) = answer["sums"]
    assert (one["a_before_vat"], one["b_before_vat"], one["difference_before_vat"]) == (
        "49.95",
        "30.00",
        "-19.95",
    )
    assert (one["a_amount"], one["b_amount"], one["difference"]) == ("62.43", "37.50", "-24.93")
    assert (one["sessions"], one["more"], one["less"], one["same"], one["energy_wh"]) == (3, 0, 3, 0, "15000")
    assert [pair["session"] for pair in answer["most_less"]] == [ids[2], ids[0], ids[1]]
    assert answer["most_more"] == []
    assert (answer["a"]["by"], answer["b"]["by"], answer["next"]) == ({"kept": 3}, {"bulk": 3}, None)


async def test_each_side_is_the_rating_of_its_sessions(api: Api) -> None:
    """What the comparison says of a session is what its lines add up to, whichever engine priced it."""
    was, _ = await month(api)
    power = {
        "price_components": [{"type": "ENERGY", "price": "1.11", "vat": "12.0"}],
        "restrictions": {"min_duration": 600},
    }
    draft = {
        "name": "Long",
        "currency": "SEK",
        "elements": [power, {"price_components": [{"type": "TIME", "price": "7.00"}]}],
    }
    body = {"a": {"tariff_id": was}, "b": {"tariff": draft}, **NOVEMBER}
    answer = await api.post("/tariffs/compare", body)
    assert (answer["a"]["by"], answer["b"]["by"]) == ({"bulk": 3}, {"exact": 3})
    for pair in (*answer["most_more"], *answer["most_less"]):
        for side, wanted in (("a", {"tariff_id": was}), ("b", {"tariff": draft})):
            rating = await api.post(f"/sessions/{pair['session']}/price", wanted)
            assert (rating["before_vat"], rating["amount"]) == (
                pair[f"{side}_before_vat"],
                pair[f"{side}_amount"],
            )
        kept = await api.get(f"/sessions/{pair['session']}/rating")
        assert kept["before_vat"] == pair["a_before_vat"]


async def test_parts_add_up_to_the_whole(api: Api) -> None:
    await month(api)
    body = {"b": {"tariff_id": await tariff(api, "Dearer", "4.00")}, **NOVEMBER}
    whole = await api.post("/tariffs/compare", body)
    parts: list[Any] = []
    cursor = ""
    while not parts or cursor:
        parts.append(await api.post(f"/tariffs/compare?limit=1{cursor}", body))
        cursor = f"&cursor={parts[-1]['next']}" if parts[-1]["next"] else ""
    assert [one["looked_at"] for one in parts] == [1, 1, 1]
    together = added(parts)
    assert {name: together[name] for name in ("sums", "most_more", "compared")} == {
        name: whole[name] for name in ("sums", "most_more", "compared")
    }
    moved = await api.ask(
        "POST", f"/tariffs/compare?cursor={parts[0]['next']}", body | {"to": "2026-11-30T00:00:00Z"}
    )
    assert moved.json()["code"] == "cursor_invalid"


@pytest.mark.parametrize(
    ("more", "looked_at", "compared"),
    [
        ({"stations": ["CP1"]}, 3, 3),
        ({"stations": ["CP2"]}, 0, 0),
        ({"to": "2026-11-21T00:00:00Z"}, 1, 1),
        ({"from": "2026-10-01T00:00:00Z", "to": "2026-11-01T00:00:00Z"}, 0, 0),
    ],
)
async def test_only_what_was_chosen_is_compared(api: Api, more: Any, looked_at: int, compared: int) -> None:
    await month(api)
    await api.post("/stations", {"identity": "CP2", "access": "public"})
    body = {"b": {"tariff_id": await tariff(api, "Dearer", "4.00")}, **NOVEMBER} | more
    answer = await api.post("/tariffs/compare", body)
    assert (answer["looked_at"], answer["compared"]) == (looked_at, compared)
    assert answer["text"].startswith("No session began") == (looked_at == 0)


async def test_a_site_is_all_its_stations(api: Api) -> None:
    await month(api)
    here = (await api.get("/sites"))["items"][0]["id"]
    there = (
        await api.post(
            "/sites", {"name": "Harbour", "country": "SE", "zone": "Europe/Stockholm", "currency": "SEK"}
        )
    )["id"]
    body = {"b": {"tariff_id": await tariff(api, "Dearer", "4.00")}, **NOVEMBER}
    assert (await api.post("/tariffs/compare", body | {"sites": [here]}))["compared"] == 3
    assert (await api.post("/tariffs/compare", body | {"sites": [there]}))["compared"] == 0
    assert (await api.post("/tariffs/compare", body | {"sites": [there, here]}))["compared"] == 3


async def test_what_has_no_price_is_left_out_with_its_reason(api: Api) -> None:
    await month(api)
    answer = await api.post("/tariffs/compare", {"b": {"tariff": INDEXED}, **NOVEMBER})
    assert answer["left_out"] == [{"reason": "price_missing", "sessions": 3}]
    assert answer["text"].startswith("No session has a price on both sides")
    euro = {
        "name": "Euro",
        "currency": "EUR",
        "elements": [{"price_components": [{"type": "ENERGY", "price": "1"}]}],
    }
    answer = await api.post("/tariffs/compare", {"b": {"tariff": euro}, **NOVEMBER})
    assert answer["left_out"] == [{"reason": "other_currency", "sessions": 3}]
    session = (await api.get("/sessions"))["items"][0]["id"]
    assert (await api.refused("POST", f"/sessions/{session}/price", {"tariff": INDEXED}))[:2] == (
        409,
        "price_missing",
    )


async def test_bad_input_is_refused_in_words(api: Api) -> None:
    was, ids = await month(api)
    side = {"b": {"tariff_id": was}}
    for body, code in (
        ({"b": {}, **NOVEMBER}, "comparison_of_nothing"),
        ({"b": {"tariff_id": was, "tariff": INDEXED}, **NOVEMBER}, "side_twofold"),
        ({**side, "from": NOVEMBER["to"], "to": NOVEMBER["from"]}, "span_invalid"),
        ({**side, "from": "2020-01-01T00:00:00Z", "to": "2026-12-01T00:00:00Z"}, "span_invalid"),
        ({**side, **NOVEMBER, "stations": ["NOBODY"]}, "station_unknown"),
        ({**side, **NOVEMBER, "sites": [ids[0]]}, "site_unknown"),
        ({"b": {"tariff_id": ids[0]}, **NOVEMBER}, "tariff_unknown"),
    ):
        assert (await api.refused("POST", "/tariffs/compare", body))[1] == code
    assert (await api.refused("POST", f"/sessions/{ids[0]}/price", {}))[1] == "tariff_missing"


async def test_where_a_group_sells_and_what_it_would_choose(api: Api) -> None:
    staff, others = await tariff(api, "Staff", "1.00"), await tariff(api, "Others", "3.00")
    rules = [{"tariff_id": staff, "token_groups": ["staff"]}, {"tariff_id": others}]
    group = (await api.post("/tariff-groups", {"name": "Depot", "rules": rules}))["id"]
    for identity in ("CP1", "CP2"):
        await api.post("/stations", {"identity": identity, "access": "public"})
    await api.post("/tokens", {"uid": "04A2", "group": "staff"})
    assert (await api.get(f"/tariff-groups/{group}/stations"))["items"] == []
    await api.ask("PUT", "/stations/CP2/tariff", {"group_id": group})
    await api.ask("PUT", "/stations/CP2/tariff", {"tariff_id": others, "valid_from": "2099-01-01T00:00:00Z"})
    (used,) = (await api.get(f"/tariff-groups/{group}/stations"))["items"]
    assert (used["station"], used["evse"], used["valid_from"]) == ("CP2", 0, None)
    assert used["valid_until"].startswith("2099-01-01")
    (later,) = (await api.get(f"/tariffs/{others}/stations"))["items"]
    assert (later["station"], later["valid_until"]) == ("CP2", None)
    for query, chosen, tried in (
        ("?token=04a2", staff, [[]]),
        ("?token=04B3", others, [["token_groups"], []]),
        ("", others, [["token_groups"], []]),
        ("?at=2099-02-01T00:00:00Z", others, []),
    ):
        why = await api.get(f"/stations/CP2/tariff/why{query}")
        assert why["tariff_id"] == chosen, query
        assert [one["failed"] for one in why["tried"]] == tried
    assert (await api.get("/stations/CP1/tariff/why"))["place"] == "none"
