"""The system's own health over HTTP, in metrics and from the machine, on both databases."""

import asyncio
import json
import sys
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import text
from tests.doors.api import Api
from tests.doors.filling import fill_disk

from wattfleet.clients.machine import ThisMachine, clock_state
from wattfleet.jobs.audit import audit_daily
from wattfleet.jobs.metrics import VIOLATIONS
from wattfleet.kernel.clock import ManualClock
from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.timeline import DAY_US, HOUR_US
from wattfleet.operations.audit import Audit, Checked, Violation
from wattfleet.operations.health import days_left
from wattfleet.storage import audits, health, stations
from wattfleet.storage.database import DEFAULT_TENANT, INSTALLATION, Writer
from wattfleet.storage.opening import open_as_it_is
from wattfleet.usecases.keep_audits import keep_audit
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.read_health import read_health
from wattfleet.usecases.sample_health import sample_health

WATTFLEET = str(Path(sys.executable).parent / "wattfleet")


def with_machine(api: Api, folder: Path) -> Parts:
    return msgspec.structs.replace(api.parts, machine=ThisMachine(folder))


async def test_a_fresh_installation_tells_its_health(api: Api) -> None:
    told = await api.get("/health")
    assert (told["status"], told["findings"]) == ("well", []) or told["database"]["clock_apart_ms"]
    assert told["database"]["bytes"] > 0
    assert told["backup"]["last_at"] is None
    assert told["work"]["unrated_sessions"] == 0


async def test_every_role_reads_it_and_another_tenant_sees_nothing_of_the_machine(api: Api) -> None:
    for who in ("viewer", "finance", "operator", "admin"):
        assert (await api.get("/health", who=who))["disk"] is not None
    told = await api.get("/health", who="other")
    assert [told[name] for name in ("disk", "database", "clock", "backup")] == [None] * 4
    assert told["samples"] == told["certificates"] == []


async def test_a_backup_is_told_with_its_age(api: Api) -> None:
    at = api.clock.now() + -HOUR_US
    await api.parts.database.write(
        INSTALLATION, lambda writer: health.note_backup(writer, last_at=at, place="/mnt/b", bytes=1234)
    )
    told = (await api.get("/health"))["backup"]
    assert (told["age_s"], told["place"], told["bytes"]) == (3600, "/mnt/b", 1234)
    assert "wattfleet_backup_age_seconds 3600.0" in (await api.ask("GET", "/metrics", who="")).text


async def test_violations_of_the_last_audit_are_a_problem(api: Api) -> None:
    now = api.clock.now()
    found = Checked(id="I4", looked_at=9, violations=1, evidence=(Violation(words="twice"),))
    run = Audit(started_at=now, ended_at=now, since=None, until=now, whole=True, checked=(found,))
    await api.parts.database.write(
        DEFAULT_TENANT, lambda writer: audits.add(writer, api.parts.ids.uuid(now), run)
    )
    assert await api.parts.database.read(DEFAULT_TENANT, audits.newest) == run
    told = await api.get("/health")
    assert (told["status"], told["audit"]["violated"]) == ("problem", ["I4"])
    assert (await api.get("/health", who="other"))["audit"]["violations"] == 0


async def test_samples_are_taken_once_an_hour_and_kept_three_months(api: Api, tmp_path: Path) -> None:
    parts = with_machine(api, tmp_path)
    clock = parts.clock
    assert isinstance(clock, ManualClock)
    for hours in (0, 0, 1):
        clock.advance(hours * HOUR_US)
        assert await sample_health(parts) == 0
    assert len((await read_health(parts)).samples) == 2
    clock.advance(100 * DAY_US)
    await sample_health(parts)
    first = await parts.database.read(INSTALLATION, health.first_sample_at)
    assert first == clock.now()


async def test_a_disk_that_fills_is_told_in_days(api: Api, tmp_path: Path) -> None:
    parts = with_machine(api, tmp_path)
    free = await fill_disk(parts)
    facts = await read_health(parts)
    assert days_left(facts.samples, free, parts.clock.now()) in {1, 2}


def test_the_machine_is_read_without_any_right(tmp_path: Path) -> None:
    seen = ThisMachine(tmp_path, [(tmp_path / "none.pem", tmp_path / "none.key")]).look()
    assert seen.free_bytes
    assert seen.total_bytes is not None
    assert seen.free_bytes <= seen.total_bytes
    assert seen.certificates[0].problem
    assert clock_state()[0] in {True, False, None}
    assert ThisMachine(tmp_path / "absent").look().free_bytes is None


async def test_the_board_has_a_line_for_every_invariant_before_the_first_audit_and_after(api: Api) -> None:
    before = await api.get("/audit")
    assert (before["ended_at"], before["violations"]) == (None, 0)
    assert {one["state"] for one in before["invariants"]} == {"unchecked"}
    kept = await keep_audit(api.parts, DEFAULT_TENANT)
    after = await api.get("/audit", who="viewer")
    assert [one["id"] for one in after["invariants"]] == [f"I{number}" for number in range(1, 25)]
    assert after["rows"] == kept.looked_at
    assert {one["state"] for one in after["invariants"]} == {"holds", "unchecked"}
    assert (await api.get("/audit", who="other"))["ended_at"] is None


async def test_a_job_audits_counts_and_tells(api: Api) -> None:
    wrong = text("UPDATE connections SET closed_at = NULL")
    made = await api.post("/stations", {"identity": "CP-1", "access": "public"})

    def connect_twice(writer: Writer) -> None:
        for _ in range(2):
            stations.connect(
                writer, stations.Arrival(station_id=UUID(made["id"]), ocpp="1.6", at=api.clock.now())
            )
        writer.connection.execute(wrong)

    await api.parts.database.write(DEFAULT_TENANT, connect_twice)
    before = VIOLATIONS.labels("I13")._value.get()
    assert await audit_daily(api.parts) == 0
    assert VIOLATIONS.labels("I13")._value.get() == before + 1
    (line,) = [one for one in (await api.get("/audit"))["invariants"] if one["state"] == "violated"]
    assert line["id"] == "I13"
    assert line["evidence"][0]["rows"] == [f"stations:{made['id']}"]


@pytest.mark.parametrize("options", [(), ("--full", "--json"), ("--tenant", "default", "--no-record")])
async def test_the_command_looks_beside_whoever_has_the_database_open(
    api: Api, tmp_path: Path, database_url: str | None, options: tuple[str, ...]
) -> None:
    place = ("--data", str(tmp_path), *(() if database_url is None else ("--database", database_url)))
    ran = await asyncio.create_subprocess_exec(
        WATTFLEET,
        "audit",
        *place,
        *options,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    told = (await ran.communicate())[0].decode()
    assert ran.returncode == 0, told
    assert ("Everything holds." in told) or json.loads(told)["default"]["violations"] == 0
    assert ((await api.get("/audit"))["ended_at"] is None) == ("--no-record" in options)


async def test_a_place_without_a_database_is_told(tmp_path: Path) -> None:
    with pytest.raises(WattfleetError) as refused:
        await open_as_it_is(tmp_path)
    assert refused.value.code == "database_missing"
