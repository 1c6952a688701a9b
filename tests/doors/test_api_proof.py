"""An invoice is proven from its bundle alone, and whatever is changed in it shows."""

import base64
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.doors.api import Api
from tests.doors.api_billing import a_buyer, a_seller, charge, issued, later, settled, sold

from wattfleet.billing.proof import Proof, prove
from wattfleet.billing.proved import Check
from wattfleet.cli.main import run


async def bundle(api: Api) -> Any:
    """Of an invoice of two sessions."""
    await sold(api)
    await a_buyer(api, "04A2")
    await a_seller(api)
    await charge(api, "04A2", 1501, at="10")
    await charge(api, "04A2", 5005)
    later(api)
    await issued(api)
    return await api.get("/invoices/2026-00001/proof")


def checked(told: Any) -> list[Check]:
    return prove(msgspec.json.decode(msgspec.json.encode(told), type=Proof))


def broken(told: Any) -> list[str]:
    return [one.text for one in checked(told) if one.holds is False]


async def test_everything_holds_down_to_registers_and_frames(api: Api) -> None:
    told = await bundle(api)
    found = checked(told)
    assert [one for one in found if one.holds is not True] == []
    words = " | ".join(one.text for one in found)
    for part in ("net 21.67", "2 sessions come to 2167", "5.005 kWh by “Day”", "from 1 to 6.005 kWh"):
        assert part in words
    assert "frames have their hashes" in words
    assert "its register at the end" in words


async def test_a_change_of_anything_shows(api: Api, tmp_path: Path, capsys: Any) -> None:
    told = await bundle(api)
    text = msgspec.json.encode(told)

    def changed(change: Any) -> list[str]:
        other = msgspec.json.decode(text)
        change(other)
        return broken(other)

    item = "items"
    assert changed(lambda one: one["invoice"]["lines"][0].update(price_micro=1))
    assert changed(lambda one: one["invoice"].update(payable=[1, ["SEK"]]))
    assert changed(lambda one: one[item][0]["item"].update(minor=1))
    assert changed(lambda one: one[item][0].update(before=1))
    assert changed(lambda one: one[item][0]["tariff"]["elements"][0]["components"][0].update(price_micro=1))
    assert changed(lambda one: one[item][0]["end"].update(energy=[7_000_000]))
    raw = base64.b64encode(b"[2]").decode()
    assert changed(lambda one: one[item][0]["frames"][0].update(raw=raw))
    assert changed(lambda one: one[item].pop())

    path = tmp_path / "proof.json"
    path.write_bytes(text)
    assert run(["prove", str(path)]) == 0
    assert "everything holds" in capsys.readouterr().out
    path.write_bytes(text.replace(b'"price_micro":3330000', b'"price_micro":3340000'))
    assert run(["prove", str(path), "--json"]) == 1
    path.write_bytes(b"{}")
    with pytest.raises(SystemExit):
        run(["prove", str(path)])
    assert "no bundle" in capsys.readouterr().err


async def test_a_session_that_changed_since_is_not_said_to_be_wrong(api: Api) -> None:
    await bundle(api)
    session = (await api.get("/invoices/2026-00001/items"))["items"][0]["session_id"]
    review = await api.get(f"/sessions/{session}/review")
    body = {"reason": "read again", "revision": review["revision"], "energy_wh": "9000"}
    await api.post(f"/sessions/{session}/amend", body)
    await settled(api)
    found = checked(await api.get("/invoices/2026-00001/proof"))
    assert [one for one in found if one.holds is False] == []
    assert any("revision 1" in one.text for one in found if one.holds is None)
    await issued(api)
    assert not broken(await api.get("/invoices/2026-00002/proof"))
