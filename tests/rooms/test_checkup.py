"""What is wrong with an installation: one fact changed, one finding."""

from typing import Any

import msgspec
import pytest

from wattfleet.kernel.timeline import DAY_US, MINUTE_US, SECOND_US, read_instant
from wattfleet.operations.checkup import RULES, Severity, findings, is_well
from wattfleet.operations.condition import (
    Certificate,
    Condition,
    Folder,
    NamedUntil,
    Schema,
    Secret,
    Serving,
    Tenant,
)

NOW = read_instant("2026-11-20T12:00:00Z")
assert NOW is not None
TENANT = Tenant(name="default", admin_keys=1)
WELL = Condition(
    now=NOW,
    program="0.1.0",
    zones=597,
    folder=Folder(path="data", free_bytes=50 * 1024**3, total_bytes=100 * 1024**3),
    secret=Secret(path="data/secret", in_file=True),
    schema=Schema(place="data/wattfleet.db", here="0001", newest="0001"),
    tenants=(TENANT,),
)
ECDSA = Certificate(chain="a.pem", key="a.key", family="ECDSA", ends_at=NOW + 90 * DAY_US)
RSA = msgspec.structs.replace(ECDSA, chain="b.pem", key="b.key", family="RSA")


def change(what: Any, **values: Any) -> Any:
    return msgspec.structs.replace(what, **values)


def condition(**values: Any) -> Condition:
    changed: Condition = change(WELL, **values)
    return changed


def tenant(**values: Any) -> Condition:
    return condition(tenants=(change(TENANT, **values),))


def folder(**values: Any) -> Condition:
    return condition(folder=change(WELL.folder, **values))


def secret(**values: Any) -> Condition:
    return condition(secret=change(WELL.secret, **values))


def schema(**values: Any) -> Condition:
    return condition(schema=change(WELL.schema, **values))


TABLE: tuple[tuple[str, Condition, str], ...] = (
    ("folder_missing", folder(exists=False), "There is no folder data."),
    ("folder_open", folder(mode=0o755), "mode 755"),
    ("folder_read_only", folder(writable=False), "cannot be written"),
    ("disk_full", folder(free_bytes=100 * 1024**2), "100 MB are free"),
    ("disk_low", folder(free_bytes=1024**3), "1024 MB are free"),
    ("secret_missing", secret(in_file=False), "not the secret"),
    ("secret_open", secret(mode=0o644), "mode 644"),
    ("secret_short", secret(length=8), "fewer than 32"),
    ("secret_short", secret(in_file=False, in_environment=True, length=8), "fewer than 32"),
    ("clock_past", condition(now=NOW + -300 * DAY_US), "before this program was made"),
    ("clock_apart", condition(database_now=NOW + 5 * SECOND_US), "5 s apart"),
    ("clock_behind_journal", tenant(newest_frame_at=NOW + 2 * MINUTE_US), "in the future"),
    ("zones_missing", condition(zones=0), "no time zones"),
    ("zone_unknown", tenant(unknown_zones=("Mars/Olympus",)), "Mars/Olympus"),
    ("database_missing", schema(exists=False, here=None), "no database at data/wattfleet.db"),
    ("database_unreachable", schema(problem="The database does not answer: refused."), "refused"),
    ("schema_newer", schema(here="0009", newer=True), "0009"),
    ("schema_old", schema(here="0000"), "needs 0001"),
    ("schema_old", schema(here=None), "schema none"),
    ("role_unbound", schema(unbound_role="wattfleet_app"), "wattfleet_app"),
    ("tables_open", schema(open_tables=("frames", "sessions")), "frames, sessions"),
    ("plain_exposed", condition(serving=Serving(ocpp="0.0.0.0:9000", plain_exposed=True)), "0.0.0.0:9000"),
    (
        "certificate_unusable",
        condition(certificates=(change(ECDSA, problem="no such file"),)),
        "no such file",
    ),
    ("certificate_early", condition(certificates=(change(ECDSA, begins_at=NOW + DAY_US), RSA)), "only from"),
    ("certificate_expired", condition(certificates=(change(ECDSA, ends_at=NOW), RSA)), "refuse to connect"),
    ("certificate_expires", condition(certificates=(change(ECDSA, ends_at=NOW + DAY_US), RSA)), "ends at"),
    ("certificate_one_family", condition(certificates=(ECDSA,)), "only RSA"),
    ("server_silent", condition(serving=Serving(http="http://h", answers=False)), "No server answers"),
    (
        "server_unready",
        condition(serving=Serving(http="http://h", answers=True, unready="no disk")),
        "no disk",
    ),
    ("server_version", condition(serving=Serving(http="http://h", answers=True, version="0.0.9")), "0.0.9"),
    ("site_assumed", tenant(assumed_sites=("Default site",)), "Default site"),
    ("key_missing", tenant(admin_keys=0), "Nobody has an admin key"),
    ("key_expires", tenant(keys=(NamedUntil("me", NOW + DAY_US),)), "“me” ends at 2026-11-21"),
    ("password_missing", tenant(without_password=("A",)), "A cannot connect"),
    ("password_weak", tenant(weak_passwords=tuple("ABCDEFG")), "A, B, C, D, E and 2 more"),
    ("password_waived", tenant(waived=("A",)), "without a password"),
    ("tariff_missing", tenant(public_without_tariff=("P1",)), "P1: public"),
    ("sessions_unrated", tenant(unrated=2, unrated_since=NOW + -2 * MINUTE_US), "2 ended sessions are"),
    ("orders_overdue", tenant(unsettled_orders=1), "1 command is"),
    ("frames_unread", tenant(unread_frames=3), "3 frames are"),
    ("sessions_in_review", tenant(in_review=1), "1 session is"),
    ("inbox_waiting", tenant(in_inbox=4), "4 stations are"),
)
NOTES = {"certificate_one_family", "server_silent", "key_missing", "sessions_in_review", "inbox_waiting"}


def test_nothing_is_said_when_all_is_well() -> None:
    assert findings(WELL) == ()
    assert findings(change(WELL, certificates=(ECDSA, RSA))) == ()
    assert is_well(())


@pytest.mark.parametrize(("code", "found", "words"), TABLE, ids=[row[0] for row in TABLE])
def test_each_fact_has_its_finding(code: str, found: Condition, words: str) -> None:
    (one,) = findings(found)
    assert one.code == code
    assert words in one.words
    assert one.mend
    assert (one.severity is Severity.NOTE) == (code in NOTES)
    assert is_well((one,)) == (code in NOTES)


@pytest.mark.parametrize(
    "found",
    [
        tenant(unrated=1, unrated_since=NOW + -30 * SECOND_US),
        tenant(keys=(NamedUntil("ended", NOW + -DAY_US), NamedUntil("far", NOW + 200 * DAY_US))),
        tenant(newest_frame_at=NOW + SECOND_US),
        condition(database_now=NOW + SECOND_US),
    ],
)
def test_what_is_usual_is_not_told(found: Condition) -> None:
    assert findings(found) == ()


def test_the_worst_comes_first() -> None:
    found = findings(
        condition(
            folder=change(WELL.folder, mode=0o777, writable=False), tenants=(change(TENANT, in_inbox=1),)
        )
    )
    assert [one.severity for one in found] == [Severity.PROBLEM, Severity.WARNING, Severity.NOTE]


def test_every_rule_is_in_the_table() -> None:
    told = {one.code for _, found, _ in TABLE for one in findings(found)}
    assert told == {row[0] for row in TABLE}
    assert all(any(list(rule(found)) for _, found, _ in TABLE) for rule in RULES)
