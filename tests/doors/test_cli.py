"""The command line against a real server: what a person types, what is shown, and with which exit code."""

import asyncio
import json
import os
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from tests.stories.blackbox import Installation

from wattfleet.cli.main import run

WATTFLEET = str(Path(sys.executable).parent / "wattfleet")
pytestmark = pytest.mark.xdist_group("cli")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    folder = tmp_path_factory.mktemp("cli")
    installation = Installation(folder / "data", more=["--zone", "Europe/Stockholm", "--currency", "SEK"])
    installation.start()
    yield installation
    installation.kill()


class Person:
    """Somebody at a terminal with a key."""

    def __init__(self, place: Installation) -> None:
        self.place = place

    def types(self, *words: str, code: int = 0) -> str:
        """What is shown; on stderr when it went wrong."""
        shown, wrong = StringIO(), StringIO()
        with redirect_stdout(shown), redirect_stderr(wrong):
            try:
                ended = run([*words, *self._server(words)])
            except SystemExit as end:
                ended = end.code if isinstance(end.code, int) else 1
        assert ended == code, shown.getvalue() + wrong.getvalue()
        return shown.getvalue() if code == 0 else shown.getvalue() + wrong.getvalue()

    def _server(self, words: tuple[str, ...]) -> list[str]:
        return (
            []
            if words[0] in {"charge", "doctor", "person", "key"}
            else ["--url", self.place.http, "--key", self.place.key]
        )

    def asks(self, *words: str) -> Any:
        return json.loads(self.types(*words, "--json"))

    def charges(self, station: str, password: str, *more: str, code: int = 0) -> str:
        url = f"ws://127.0.0.1:{self.place.ocpp_port}/ocpp"
        return self.types("charge", station, "--password", password, "--url", url, *more, code=code)


@pytest.fixture
def person(house: Installation) -> Person:
    return Person(house)


def test_a_station_from_first_sight_to_its_price(person: Person) -> None:
    person.types("tokens", "add", "--uid", "CARD-1", "--group", "drivers")
    password = person.asks("stations", "add", "--identity", "CLI-1", "--access", "public")["ocpp_password"]
    elements = '[{"price_components":[{"type":"ENERGY","price":"2.00","step_size":1}]}]'
    tariff = person.asks("tariffs", "add", "--name", "Flat", "--currency", "SEK", "--elements", elements)
    assert tariff["id"] in person.types("station", "CLI-1", "tariff", tariff["id"])
    told = person.charges("CLI-1", password, "--token", "CARD-1", "--kwh", "5")
    assert told == "5000 Wh in 60 minutes, told in 11 messages, all answered.\n"
    (session,) = person.asks("sessions", "list", "--station", "CLI-1")
    line = person.types("sessions", "list", "--station", "CLI-1").splitlines()[1]
    assert line.split()[:4] == [session["id"], "CLI-1", "CARD-1", "closed"]
    assert "10.00 SEK" in line
    assert "5 kWh at 2.00 SEK per kWh" in person.types("session", session["id"], "rating")
    assert "kWh zu 2,00" in person.types("session", session["id"], "rating", "--language", "de")
    assert "energy_import" in person.types("session", session["id"], "readings")
    assert "StartTransaction" in person.types("session", session["id"], "evidence", "--limit", "1")
    assert "StopTransaction" in person.types("station", "CLI-1", "frames")
    assert "available" in person.types("station", "CLI-1", "connectors")
    assert "booted" in person.types("station", "CLI-1", "events")
    assert session["started_at"] in person.types("sessions", "show", session["id"])


@pytest.mark.parametrize("version", ["1.6", "2.0.1", "2.1"])
def test_a_charge_can_be_pretended_in_every_version(person: Person, version: str) -> None:
    identity = f"TRY-{version}"
    password = person.asks("stations", "add", "--identity", identity, "--access", "public")["ocpp_password"]
    person.charges(identity, password, "--ocpp", version, "--token", "CARD-2", "--kwh", "3")
    (session,) = person.asks("sessions", "list", "--station", identity)
    assert (session["energy_wh"], session["cost_reason"]) == ("3000", "not_sold")
    assert "Nothing is sold here" in person.types("session", session["id"], "rating")


def test_nouns_are_made_shown_changed_and_removed(person: Person) -> None:
    site = person.asks(
        *("sites", "add", "--name", "Yard", "--country", "DE", "--zone", "Europe/Berlin", "--currency", "EUR")
    )
    assert "Yard" in person.types("sites", "list")
    assert "Yard 2" in person.types("sites", "change", site["id"], "--name", "Yard 2")
    assert person.types("sites", "remove", site["id"]) == f"{site['id']} is removed.\n"
    assert "site_unknown" in person.types("sites", "show", site["id"], code=1)
    person.types("stations", "add", "--identity", "NOUN-1", "--access", "home")
    assert person.asks("stations", "change", "NOUN-1", "--groups", "a, b")["groups"] == ["a", "b"]
    assert person.types("station", "NOUN-1", "groups", "*").split() == ["groups", "*"]
    assert person.types("station", "NOUN-1", "groups", "--none").split() == ["groups", "—"]
    assert "ocpp password" in person.types("station", "NOUN-1", "password")
    person.types("tokens", "add", "--uid", "NOUN", "--state", "blocked")
    assert [one["uid"] for one in person.asks("tokens", "list", "--search", "noun")] == ["NOUN"]
    person.types("tokens", "remove", "NOUN")
    key = person.asks("keys", "add", "--name", "wall", "--role", "viewer")
    assert key["key"].startswith("wfk_")
    assert "wall" in person.types("keys", "list")
    person.types("keys", "remove", key["id"])


def test_a_station_that_is_not_there_says_so_with_a_code(person: Person) -> None:
    person.types("stations", "add", "--identity", "ASK-CLI", "--access", "public")
    told = person.types("command", "ASK-CLI", "remote_start", "token=1234", "connector=1", code=1)
    assert "not_connected" in told
    assert "not_connected" in person.types("ocpp", "ASK-CLI", "ClearCache", code=1)
    assert "not_connected" in person.types("station", "ASK-CLI", "commands")
    assert "FIELD=VALUE" in person.types("command", "ASK-CLI", "reset", "Soft", code=2)
    assert "one of: " in person.types("command", "ASK-CLI", "dance", code=1)
    assert "not JSON" in person.types("ocpp", "ASK-CLI", "Reset", "{", code=2)


def test_the_inbox_is_emptied_by_adopting(person: Person) -> None:
    refused = person.charges("KNOCK-CLI", "its-own-password-1", code=1)
    assert "wattfleet inbox list" in refused
    assert "KNOCK-CLI" in person.types("inbox", "list")
    adopted = person.asks("inbox", "accept", "KNOCK-CLI", "--access", "private", "--keep-credential")
    assert adopted["identity"] == "KNOCK-CLI"
    person.charges("KNOCK-CLI", "its-own-password-1", "--token", "CARD-1")
    person.charges("PASSER-BY", "its-own-password-2", code=1)
    person.types("inbox", "forget", "PASSER-BY")
    assert "PASSER-BY" not in person.types("inbox", "list")


def test_lists_say_what_will_be_there_and_how_to_see_more(person: Person) -> None:
    assert person.types("reservations", "list") == "No reservations.\n"
    assert person.types("profiles", "list") == "No charging profiles yet.\n"
    assert person.types("sessions", "list", "--station", "NOUN-EMPTY", code=1).startswith(
        "There is no station"
    )
    for number in range(3):
        person.types("tokens", "add", "--uid", f"MANY-{number}")
    assert len(person.asks("tokens", "list", "--search", "MANY", "--limit", "2")) == 2
    assert len(person.asks("tokens", "list", "--search", "MANY", "--limit", "0")) == 3


def test_stations_are_brought_in_by_a_file_line_by_line(person: Person, tmp_path: Path) -> None:
    file = tmp_path / "stations.csv"
    file.write_text(
        "identity,access,ocpp_password\nFILE-1,public,password-of-1\nFILE-2,public,\nFILE/3,public,\n"
    )
    tried = person.types("import", str(file), "--kind", "stations", "--dry-run", code=1)
    assert "FILE-1" in tried
    assert "station_unknown" in person.types("stations", "show", "FILE-1", code=1)
    brought = json.loads(person.types("import", str(file), "--kind", "stations", "--json", code=1))
    assert (brought["created"], brought["refused"]) == (2, 1)
    assert len(next(one["ocpp_password"] for one in brought["lines"] if one["name"] == "FILE-2")) == 32
    again = json.loads(person.types("import", str(file), "--kind", "stations", "--json", code=1))
    assert (again["created"], again["unchanged"], again["refused"]) == (0, 2, 1)
    assert "neither .csv nor .xlsx" in person.types("import", "x.txt", "--kind", "tokens", code=2)
    file.write_text("identity,ocpp_password\nFILE-4,password-of-4\n")
    assert "FILE-4" in person.types("inbox", "accept-file", str(file))
    assert person.asks("stations", "show", "FILE-4")["access"] == "private"


def test_the_doctor_knows_the_running_server(person: Person) -> None:
    data = str(person.place.data)
    found = json.loads(person.types("doctor", "--data", data, "--json", code=1))
    codes = {one["code"] for one in found}
    assert "tariff_missing" in codes
    assert codes.isdisjoint({"server_silent", "database_missing", "site_assumed", "secret_open"})
    (person.place.data / "secret").chmod(0o644)
    assert "chmod 600" in person.types("doctor", "--data", data, code=1)
    (person.place.data / "secret").chmod(0o600)


async def test_live_tells_each_change_in_a_line(person: Person) -> None:
    process = await asyncio.create_subprocess_exec(
        WATTFLEET,
        "live",
        env={**os.environ, "WATTFLEET_URL": person.place.http, "WATTFLEET_KEY": person.place.key},
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    await asyncio.to_thread(person.types, "stations", "add", "--identity", "LIVE-CLI", "--access", "home")
    async with asyncio.timeout(20):
        while "LIVE-CLI" not in (line := (await process.stdout.readline()).decode()):
            assert line, "the stream goes on"
    process.terminate()
    await process.wait()
