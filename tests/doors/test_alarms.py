"""Alarms from what stations do to a mail in a box: a fake clock, a real mail server, a real receiver."""

import asyncio
import base64
import hashlib
import hmac
from collections.abc import AsyncIterator, Iterator
from email import message_from_bytes
from email.message import Message
from typing import Any

import msgspec
import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import text
from tests.doors.api import PEPPER, Api, problem
from tests.doors.api_charge import plugged
from tests.ports import free_port

from wattfleet.kernel.timeline import HOUR_US, MINUTE_US, SECOND_US
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.tables.stations import stations
from wattfleet.usecases.keep_alarms import keep_tenant
from wattfleet.usecases.tell_alarms import tell_alarms


class Box:
    """A mail server's inbox; it can be told to refuse."""

    def __init__(self) -> None:
        self.mails: list[Message] = []
        self.refuse = False

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.refuse:
            return "451 Not now"
        self.mails.append(message_from_bytes(envelope.content))
        return "250 OK"


class Receiver:
    """A real HTTP receiver of webhooks."""

    def __init__(self) -> None:
        self.calls: list[tuple[dict[str, str], bytes]] = []
        self.status = 204
        self.port = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        headers = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
        raw = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
        body = await reader.readexactly(int(headers["content-length"]))
        self.calls.append(({name.lower(): one for name, one in raw.items()}, body))
        more = "Location: http://127.0.0.1:1/\r\n" if self.status == 302 else ""
        writer.write(
            f"HTTP/1.1 {self.status} X\r\n{more}Content-Length: 0\r\nConnection: close\r\n\r\n".encode()
        )
        await writer.drain()
        writer.close()


@pytest.fixture
def box() -> Iterator[tuple[Box, int]]:
    handler = Box()
    port = free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, port
    controller.stop()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    made = Receiver()
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    yield made
    server.close()
    await server.wait_closed()


async def silent(api: Api, *names: str, access: str = "public") -> None:
    """Stations that were here and are gone."""
    for name in names:
        await api.post("/stations", {"identity": name, "access": access})

    def go(writer: Writer) -> None:
        at = api.clock.now()
        for name in names:
            gone = stations.update().where(stations.c.identity == name)
            writer.connection.execute(gone.values(seen_at=at))

    await api.parts.database.write(1, go)


async def later(api: Api, us: int) -> None:
    api.clock.advance(us)  # type: ignore[attr-defined]
    await keep_tenant(api.parts, 1, ())
    await tell_alarms(api.parts, pepper=PEPPER, url="https://csms.example")


async def open_alarms(api: Api) -> list[tuple[str, str]]:
    found = (await api.get("/alarms?state=open"))["items"]
    return sorted((one["code"], one["subject"]) for one in found)


async def set_mail(api: Api, port: int, **recipient: Any) -> None:
    wish = {
        "host": "127.0.0.1",
        "port": port,
        "security": "none",
        "sender": "alarms@csms.example",
        "recipients": [{"email": "night@csms.example", **recipient}],
    }
    assert (await api.ask("PUT", "/mail", wish)).status_code == 200


async def test_a_silent_station_is_told_once_and_closes_by_itself(api: Api, box: tuple[Box, int]) -> None:
    await set_mail(api, box[1])
    await silent(api, "CP1")
    await later(api, 14 * MINUTE_US)
    assert await open_alarms(api) == []
    await later(api, 2 * MINUTE_US)
    assert await open_alarms(api) == [("station_silent", "CP1")]
    for _ in range(3):
        await later(api, MINUTE_US)
    (mail,) = box[0].mails
    assert mail["To"] == "night@csms.example"
    assert "CP1 has been silent" in str(mail.get_payload())
    assert "https://csms.example" in str(mail.get_payload())
    await plugged(api, "CP1")
    await later(api, MINUTE_US)
    assert await open_alarms(api) == []
    (alarm,) = (await api.get("/alarms"))["items"]
    history = (await api.get(f"/alarms/{alarm['id']}/history"))["items"]
    assert [one["what"] for one in history] == ["opened", "closed"]
    assert len(box[0].mails) == 1
    (sent,) = (await api.get("/deliveries"))["items"]
    assert (sent["state"], sent["tries"], sent["target"]) == ("sent", 1, "night@csms.example")


async def test_a_whole_site_is_one_alarm_and_one_mail(api: Api, box: tuple[Box, int]) -> None:
    await set_mail(api, box[1])
    await silent(api, "CP1", "CP2", "CP3")
    await later(api, 16 * MINUTE_US)
    assert await open_alarms(api) == [("site_down", "Depot")]
    assert len(box[0].mails) == 1


async def test_what_comes_in_quiet_hours_is_one_mail_in_the_morning(api: Api, box: tuple[Box, int]) -> None:
    await set_mail(api, box[1], zone="Europe/Stockholm", quiet_from="12:00", quiet_to="17:00")
    await api.post("/stations", {"identity": "OK", "access": "public"})
    await plugged(api, "OK")
    await silent(api, "CP1")
    await later(api, 16 * MINUTE_US)
    await silent(api, "CP2")
    await later(api, 16 * MINUTE_US)
    assert box[0].mails == []
    await later(api, 4 * HOUR_US)
    (mail,) = box[0].mails
    assert mail["Subject"] == "Wattfleet: 2 alarms"


async def test_whoever_is_told_reads_it_in_her_language_and_zone(
    api: Api, box: tuple[Box, int], receiver: Receiver
) -> None:
    await set_mail(api, box[1], zone="Europe/Stockholm", language="sv")
    hook = {"url": f"http://127.0.0.1:{receiver.port}/hook", "allow_private": True, "language": "de"}
    assert (await api.ask("PUT", "/webhook", hook)).json()["language"] == "de"
    await silent(api, "CP1")
    await later(api, 16 * MINUTE_US)
    (mail,) = box[0].mails
    assert str(mail["Subject"]).startswith("Wattfleet: Laddstationen CP1 har varit tyst sedan 2026-")
    assert "(Europe/Stockholm)" in mail["Subject"]
    (_, body), *_ = receiver.calls
    (told,) = msgspec.json.decode(body)["alarms"]
    assert told["words"].startswith("Die Ladestation CP1 meldet sich seit ")
    (alarm,) = (await api.get("/alarms"))["items"]
    assert told["values"] == alarm["values"] == {"station": "CP1", "since": alarm["since"]}
    assert alarm["words"] == f"The station CP1 has been silent since {alarm['since']}."


async def test_an_alarm_is_acknowledged_owned_and_snoozed_by_name(api: Api) -> None:
    await silent(api, "CP1")
    await later(api, 16 * MINUTE_US)
    (alarm,) = (await api.get("/alarms"))["items"]
    path = f"/alarms/{alarm['id']}"
    api.clock.advance(SECOND_US)  # type: ignore[attr-defined]
    wish = {"acknowledged": True, "note": "The fitter is on her way.", "owner": "Anna Lind"}
    answer = await api.ask("PATCH", path, wish, who="operator", if_match=f'W/"{alarm["version"]}"')
    changed = answer.json()
    assert (changed["acknowledged"], changed["owner"], changed["note"]) == (True, "Anna Lind", wish["note"])
    assert "operator key" in changed["acknowledged_by"]
    stale = await api.ask("PATCH", path, wish, if_match=f'W/"{alarm["version"]}"')
    assert problem(stale) == (412, "version_stale")
    assert problem(await api.ask("PATCH", path, wish, who="viewer")) == (403, "role_insufficient")
    api.clock.advance(SECOND_US)  # type: ignore[attr-defined]
    await api.ask("PATCH", path, {"acknowledged": False, "snoozed_until": "2026-11-21T00:00:00Z"})
    whats = [one["what"] for one in (await api.get(f"{path}/history"))["items"]]
    assert whats == [
        "opened",
        "acknowledged, owner Anna Lind",
        "unacknowledged, snoozed until 2026-11-21T00:00:00Z",
    ]
    assert (await api.get("/alarms?acknowledged=true"))["items"] == []
    assert (await api.get("/alarms?station=CP1"))["items"][0]["id"] == alarm["id"]
    assert (await api.get("/alarms", who="other"))["items"] == []


async def test_whoever_snoozes_is_told_afterwards(api: Api, box: tuple[Box, int]) -> None:
    await silent(api, "CP1")
    await later(api, 16 * MINUTE_US)
    (alarm,) = (await api.get("/alarms"))["items"]
    await api.ask("PATCH", f"/alarms/{alarm['id']}", {"snoozed_until": "2026-11-20T14:00:00Z"})
    await set_mail(api, box[1])
    await later(api, HOUR_US)
    assert box[0].mails == []
    await later(api, HOUR_US)
    assert len(box[0].mails) == 1


async def test_a_mail_that_is_refused_is_tried_again_and_shows_as_an_alarm(
    api: Api, box: tuple[Box, int]
) -> None:
    await set_mail(api, box[1])
    box[0].refuse = True
    await silent(api, "CP1")
    await later(api, 16 * MINUTE_US)
    (waiting,) = (await api.get("/deliveries"))["items"]
    assert (waiting["state"], waiting["tries"]) == ("waiting", 1)
    assert "451" in waiting["problem"]
    await later(api, SECOND_US)
    assert ("mail_failing", "Wattfleet") in await open_alarms(api)
    box[0].refuse = False
    await later(api, 10 * SECOND_US)
    assert {one["state"] for one in (await api.get("/deliveries"))["items"]} == {"sent"}
    await later(api, SECOND_US)
    assert ("mail_failing", "Wattfleet") not in await open_alarms(api)


async def test_the_webhook_is_signed_and_tried_again_under_the_same_id(api: Api, receiver: Receiver) -> None:
    wish = {"url": f"http://127.0.0.1:{receiver.port}/hook", "allow_private": True}
    secret = (await api.ask("PUT", "/webhook", wish)).json()["secret"]
    receiver.status = 503
    await silent(api, "CP1")
    await later(api, 16 * MINUTE_US)
    receiver.status = 204
    await later(api, 6 * SECOND_US)
    (first, _), (headers, body), *_ = receiver.calls
    assert first["webhook-id"] == headers["webhook-id"]
    told = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    expected = "v1," + base64.b64encode(hmac.digest(key, told, hashlib.sha256)).decode()
    assert headers["webhook-signature"] == expected
    assert b"CP1" in body


@pytest.mark.parametrize(
    ("status", "private", "taken"), [(204, True, True), (302, True, False), (204, False, False)]
)
async def test_a_test_of_the_webhook_follows_nobody_elsewhere(
    api: Api, receiver: Receiver, status: int, private: bool, taken: bool
) -> None:
    receiver.status = status
    wish = {"url": f"http://127.0.0.1:{receiver.port}/hook", "allow_private": private}
    await api.ask("PUT", "/webhook", wish)
    tried = await api.post("/webhook/test", None)
    assert tried["taken"] == taken, tried
    assert len(receiver.calls) == (1 if private else 0)


async def test_a_test_mail_says_whether_it_was_taken(api: Api, box: tuple[Box, int]) -> None:
    assert await api.refused("POST", "/mail/test", {"to": "me@csms.example"}) == (404, "mail_not_set")
    await set_mail(api, box[1])
    assert (await api.post("/mail/test", {"to": "me@csms.example"}))["taken"]
    box[0].refuse = True
    tried = await api.post("/mail/test", {"to": "me@csms.example"})
    assert not tried["taken"]
    assert "451" in tried["problem"]


async def test_passwords_are_sealed_and_never_shown(api: Api) -> None:
    wish = {"host": "mail.example", "user": "u", "password": "open sesame", "sender": "a@b.example"}
    answer = await api.ask("PUT", "/mail", wish)
    assert answer.json()["has_password"]
    del wish["password"]
    assert (await api.ask("PUT", "/mail", wish)).json()["has_password"], "the one that is kept stays"
    assert "sesame" not in (await api.ask("GET", "/mail")).text
    assert await api.refused("GET", "/mail", who="operator") == (403, "role_insufficient")
    assert await api.refused("GET", "/mail", who="other") == (404, "mail_not_set")

    def look(reader: Reader) -> bytes:
        return bytes(reader.connection.execute(text("SELECT body FROM choices")).scalar_one())

    assert b"sesame" not in await api.parts.database.read(1, look)


async def test_the_set_up_holds_for_the_default_site(api: Api) -> None:
    assert (await api.get("/setup"))["missing"] == ["company", "people", "mail"]
    wish = {"name": "Nord AB", "country": "no", "zone": "Europe/Oslo", "currency": "NOK"}
    view = (await api.ask("PUT", "/setup", wish)).json()
    assert (view["complete"], view["zone"], view["currency"], view["country"]) == (
        True,
        "Europe/Oslo",
        "NOK",
        "NO",
    )
    assert (await api.get("/sites"))["items"][0]["zone"] == "Europe/Oslo"
    assert await api.refused("PUT", "/setup", wish, who="operator") == (403, "role_insufficient")
    assert (await api.get("/setup", who="other"))["complete"] is False


@pytest.mark.parametrize(
    ("country", "number", "kept"),
    [
        ("SE", "SE 556703748501", "SE556703748501"),
        ("SE", "556703748501", "SE556703748501"),
        ("DE", "DE136695976", "DE136695976"),
        ("GR", "EL 094259216", "EL094259216"),
        ("SE", "", ""),
        ("SE", "SE556703748502", None),
        ("DE", "DE136695978", None),
    ],
)
async def test_a_vat_number_is_checked_by_its_digits(
    api: Api, country: str, number: str, kept: str | None
) -> None:
    wish = {"name": "X", "country": country, "zone": "UTC", "currency": "EUR", "vat_number": number}
    answer = await api.ask("PUT", "/setup", wish)
    if kept is None:
        assert problem(answer) == (422, "vat_number_invalid")
    else:
        assert answer.json()["company"]["vat_number"] == kept
