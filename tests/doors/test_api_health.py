"""The system's own health over HTTP, in metrics and from the machine, on both databases."""

from functools import partial
from pathlib import Path

import msgspec
from tests.doors.api import Api

from wattfleet.clients.machine import ThisMachine, clock_state
from wattfleet.kernel.clock import ManualClock
from wattfleet.kernel.timeline import DAY_US, HOUR_US
from wattfleet.operations.audit import Audit, Checked, Violation
from wattfleet.operations.health import DiskSample, days_left
from wattfleet.storage import audits, health
from wattfleet.storage.database import DEFAULT_TENANT, INSTALLATION
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.read_health import read_health
from wattfleet.usecases.sample_health import sample_health


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
    free = parts.machine.look().free_bytes
    assert free is not None
    now = parts.clock.now()
    for hour in range(100, -1, -2):
        sample = DiskSample(now + -hour * HOUR_US, free + hour * free // 48, 0)
        await parts.database.write(
            INSTALLATION, partial(health.add_sample, sample=sample, total_bytes=2 * free)
        )
    facts = await read_health(parts)
    assert days_left(facts.samples, free, now) in {1, 2}


def test_the_machine_is_read_without_any_right(tmp_path: Path) -> None:
    seen = ThisMachine(tmp_path, [(tmp_path / "none.pem", tmp_path / "none.key")]).look()
    assert seen.free_bytes
    assert seen.total_bytes is not None
    assert seen.free_bytes <= seen.total_bytes
    assert seen.certificates[0].problem
    assert clock_state()[0] in {True, False, None}
    assert ThisMachine(tmp_path / "absent").look().free_bytes is None
