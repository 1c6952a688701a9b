"""A session without signed values is held where the law asks for them, and its driver gets the file."""

import base64
import json
from typing import Any

from tests.doors.api import PEPPER, Api, problem
from tests.doors.api_billing import a_buyer, a_seller, issued, later, settled, sold
from tests.doors.api_charge import plugged, starts
from tests.doors.postbox import Postbox, files_of
from tests.doors.test_api_disputes import driver
from tests.signing import OTHER_METER, public, signed, told

from wattfleet.metrology.check import Result, check_values
from wattfleet.metrology.transparency import read_values
from wattfleet.usecases.send_mailings import send_mailings

WHOLE = signed(told("2026-11-20T12:00:00", "B", "1.00"), told("2026-11-20T13:00:00", "E", "6.00"))


async def charge(api: Api, *texts: str) -> str:
    """Five kWh at CP1; the station sends these signed values with the end."""
    line = await plugged(api, "CP1")
    transaction = await starts(line)
    body: dict[str, Any] = {
        "transactionId": transaction,
        "meterStop": 6000,
        "timestamp": "2026-11-20T13:00:00Z",
        "transactionData": [
            {
                "timestamp": "2026-11-20T13:00:00Z",
                "sampledValue": [{"value": one, "format": "SignedData", "context": "Transaction.End"}],
            }
            for one in texts
        ],
    }
    await line.call("StopTransaction", body)
    await settled(api)
    return str((await api.get("/sessions"))["items"][0]["id"])


async def gated(api: Api) -> str:
    """A site that asks for signed values, a seller and a buyer; the site's id."""
    await sold(api)
    await a_buyer(api, "04A2")
    await a_seller(api)
    site = str((await api.get("/sites"))["items"][0]["id"])
    said = {"sites": [{"site_id": site, "gate": "required", "note": "as in Germany"}]}
    answer = await api.ask("PUT", "/metrology", said)
    assert answer.json()["sites"][0]["gate"] == "required", answer.text
    return site


async def holds(api: Api) -> list[tuple[str, int]]:
    run = await issued(api)
    found = (await api.get(f"/invoice-runs/{run['id']}/holds"))["items"]
    return [(one["code"], one["sessions"]) for one in found]


async def test_a_session_without_signed_values_is_held_with_its_sentence(api: Api) -> None:
    await gated(api)
    session = await charge(api)
    later(api)
    assert await holds(api) == [("signed_values_missing", 1)]
    shown = await api.get(f"/sessions/{session}/signed-values")
    assert (shown["required"], shown["result"]) == (True, None)
    assert [one["code"] for one in shown["problems"]] == ["signed_values_missing"]
    refused = await api.refused("GET", f"/sessions/{session}/transparency")
    assert refused == (404, "signed_values_unknown")
    said: dict[str, Any] = {"sites": []}
    await api.ask("PUT", "/metrology", said)
    assert await holds(api) == []
    assert len((await api.get("/invoices"))["items"]) == 1


async def test_it_is_billed_once_its_key_is_known_and_the_file_goes_with_it(api: Api) -> None:
    await gated(api)
    session = await charge(api, WHOLE)
    later(api)
    assert await holds(api) == [("meter_key_missing", 1)]
    body = {"station": "CP1", "public_key": public(), "meter": "M1"}
    made = await api.post("/meter-keys", body)
    assert (made["state"], made["curve"], made["came"]) == ("approved", "secp256r1", "registered")
    assert await api.refused("POST", "/meter-keys", body) == (409, "meter_key_exists")
    shown = await api.get(f"/sessions/{session}/signed-values")
    assert (shown["result"], shown["energy_wh"], shown["key"]) == ("valid", "5000", made["id"])
    assert await holds(api) == []
    mine = await driver(api)
    files = [
        (await api.ask("GET", f"/sessions/{session}/transparency")).content,
        (await api.ask("GET", "/invoices/2026-00001/transparency")).content,
        (await mine.asks("GET", f"/my/sessions/{session}/transparency")).content,
    ]
    assert files[0] == files[1] == files[2]
    (checked,) = check_values(read_values(files[0]), public())
    assert checked.result is Result.VALID
    await api.post("/tokens", {"uid": "04FF"})
    answer = await (await driver(api, "04FF")).asks("GET", f"/my/sessions/{session}/transparency")
    assert problem(answer) == (404, "session_unknown")


async def test_a_key_that_was_taken_back_or_is_of_another_meter_proves_nothing(api: Api) -> None:
    await gated(api)
    await charge(api, WHOLE)
    later(api)
    wrong = await api.post("/meter-keys", {"station": "CP1", "public_key": public(OTHER_METER)})
    assert await holds(api) == [("signed_values_invalid", 1)]
    path = f"/meter-keys/{wrong['id']}"
    taken = await api.ask("PATCH", path, {"state": "revoked", "note": "mistyped"})
    assert taken.json()["state"] == "revoked"
    assert await holds(api) == [("meter_key_missing", 1)]
    ends = await api.ask("PATCH", path, {"valid_until": "1960-01-01T00:00:00Z"})
    assert problem(ends) == (422, "key_ends_first")
    acts = (await api.get("/acts?noun=meter_key"))["items"]
    assert [one["verb"] for one in acts] == ["change", "register"]


async def test_a_key_that_comes_with_a_value_waits_for_a_person(api: Api) -> None:
    await gated(api)
    sent = {"signedMeterData": base64.b64encode(WHOLE.encode()).decode(), "publicKey": public()}
    session = await charge(api, json.dumps(sent))
    later(api)
    (seen,) = (await api.get("/meter-keys?state=seen&station=CP1"))["items"]
    assert (seen["came"], seen["evse"]) == ("first_sight", 1)
    assert await holds(api) == [("meter_key_missing", 1)]
    shown = await api.get(f"/sessions/{session}/signed-values")
    assert [one["signed"] for one in shown["values"]] == ["valid"]  # whole, whoever signed it
    approved = await api.ask("PATCH", f"/meter-keys/{seen['id']}", {"state": "approved"})
    assert approved.json()["version"] == 2
    assert await holds(api) == []


async def test_nothing_is_pinned_where_nobody_asks_for_it(api: Api) -> None:
    await sold(api)
    sent = {"signedMeterData": base64.b64encode(WHOLE.encode()).decode(), "publicKey": public()}
    session = await charge(api, json.dumps(sent))
    assert (await api.get("/meter-keys"))["items"] == []
    assert not (await api.get(f"/sessions/{session}/signed-values"))["required"]
    assert WHOLE in (await api.ask("GET", f"/sessions/{session}/transparency")).text.replace("&quot;", '"')


async def test_only_sites_that_are_there_are_named_and_once(api: Api) -> None:
    site = await gated(api)
    one = {"site_id": site, "gate": "law", "note": "because"}
    unknown = {**one, "site_id": "01970000-0000-7000-8000-000000000001"}
    assert await api.refused("PUT", "/metrology", {"sites": [one, one]}) == (422, "site_said_twice")
    assert await api.refused("PUT", "/metrology", {"sites": [unknown]}) == (404, "site_unknown")


async def test_a_site_says_what_is_asked_of_each_use_and_what_would_be_held(api: Api) -> None:
    site = await gated(api)
    session = await charge(api)
    later(api)
    await api.ask("PUT", "/metrology", {"sites": []})
    path = f"/sites/{site}/metrology"
    now = await api.get(path)
    assert [(one["use"], one["asked"], one["stations"]) for one in now["uses"]] == [
        ("public", False, 1),
        ("private", False, 0),
        ("home", False, 0),
    ]
    assert (now["looked_at"], now["more"], now["held"], now["rules"]) == (1, False, [], [])
    tried = await api.get(f"{path}?gate=required&use=public")
    (held,) = tried["held"]
    (one,) = held["newest"]
    assert (held["code"], held["sessions"]) == ("signed_values_missing", 1)
    assert (one["id"], one["station"]) == (session, "CP1")
    assert (one["energy_wh"], one["amount"], one["currency"]) == ("5000", "16.65", "SEK")
    assert [one["asked"] for one in tried["uses"]] == [True, False, False]
    assert (await api.get(f"{path}?gate=required&use=home"))["held"] == []
    assert (await api.get("/metrology"))["sites"] == [], "a trial changes nothing"
    required = {"site_id": site, "gate": "required", "note": "as in Germany"}
    await api.ask("PUT", "/metrology", {"sites": [required]})
    stands = await api.get(path)
    assert stands["held"] == tried["held"]
    scoped = await api.post("/keys", {"name": "sites", "role": "viewer", "scopes": ["sites:read"]})
    narrow = f"Bearer {scoped['key']}"
    (counted,) = (await api.get(path, authorization=narrow))["held"]
    assert (counted["sessions"], counted["newest"]) == (1, []), "who may not read sessions sees none"
    assert [(one["gate"], one["use"], one["note"]) for one in stands["rules"]] == [
        ("required", None, "as in Germany")
    ]
    assert (await api.get(f"{path}?gate=off&use=private"))["held"] == stands["held"]
    assert (await api.get(f"{path}?gate=off"))["held"] == []


async def test_the_signed_values_go_out_with_the_invoice_by_mail(api: Api) -> None:
    await gated(api)
    await api.post("/meter-keys", {"station": "CP1", "public_key": public()})
    await charge(api, WHOLE)
    later(api)
    assert await holds(api) == []
    box = Postbox()
    await box.open()
    try:
        wish = {"host": "127.0.0.1", "port": box.port, "security": "none", "sender": "csms@north.example"}
        assert (await api.ask("PUT", "/mail", wish)).status_code == 200
        await api.post("/invoices/2026-00001/send", {"to": ["boss@frakt.example"], "language": "en"})
        assert await send_mailings(api.parts, pepper=PEPPER) == 1
    finally:
        await box.close()
        await api.parts.documents.close()
    (mail,) = box.mails
    media, content = files_of(mail)["transparency.xml"]
    assert (media, check_values(read_values(content), public())[0].result) == (
        "application/xml",
        Result.VALID,
    )
    assert len(files_of(mail)) == 2
