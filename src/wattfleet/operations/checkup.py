"""What is wrong with an installation, and how to mend it: one rule, one finding, from facts alone.

A problem keeps stations or people from working, or loses or exposes something; a warning will become one;
a note waits for a decision.
"""

from collections.abc import Callable, Iterator
from enum import Enum

import msgspec

from wattfleet.kernel.sentences import Values
from wattfleet.kernel.timeline import DAY_US, MINUTE_US, SECOND_US, Instant
from wattfleet.operations.condition import Certificate, Condition
from wattfleet.operations.telling import mend, words

SOON_US = 30 * DAY_US
CLOCK_TOLERANCE_US = 2 * SECOND_US
UNRATED_LIMIT_US = MINUTE_US
"""A session is rated within a second of its end; a minute means that something is stuck."""
LEAST_FREE = 256 * 1024 * 1024
LOW_FREE = 2 * 1024 * 1024 * 1024
SHORTEST_SECRET = 32
NAMES = 5
FIRST_DAY = Instant(1_793_491_200_000_000)
"""2026-11-01: nothing of ours is older."""


class Severity(Enum):
    """How bad it is."""

    PROBLEM = "problem"
    WARNING = "warning"
    NOTE = "note"


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to know. `code` is stable; `mend` says what to do. Where `values` are given, code and values
    say it in any language (`operations.telling`)."""

    code: str
    severity: Severity
    words: str
    mend: str
    values: Values = {}


def findings(condition: Condition) -> tuple[Finding, ...]:
    """Everything that the facts show, the worst first."""
    found = [one for rule in RULES for one in rule(condition)]
    order = list(Severity)
    return tuple(sorted(found, key=lambda one: order.index(one.severity)))


def is_well(found: tuple[Finding, ...]) -> bool:
    """Whether nothing is wrong; notes are not wrong."""
    return all(one.severity is Severity.NOTE for one in found)


def told(code: str, severity: Severity, **values: str | int) -> Finding:
    """What the table of sentences has for this code."""
    return Finding(
        code=code, severity=severity, words=words(code, values), mend=mend(code, values), values=values
    )


def _problem(code: str, words: str, mend: str) -> Finding:
    return Finding(code=code, severity=Severity.PROBLEM, words=words, mend=mend)


def _warning(code: str, words: str, mend: str) -> Finding:
    return Finding(code=code, severity=Severity.WARNING, words=words, mend=mend)


def _note(code: str, words: str, mend: str) -> Finding:
    return Finding(code=code, severity=Severity.NOTE, words=words, mend=mend)


# ── the machine ───────────────────────────────────────────────────────────────


def _folder(condition: Condition) -> Iterator[Finding]:
    folder = condition.folder
    if not folder.exists:
        yield _problem(
            "folder_missing",
            f"There is no folder {folder.path}.",
            "Start `wattfleet serve` once, or name the folder of this installation with --data.",
        )
        return
    if folder.mode & 0o077:
        yield _warning(
            "folder_open",
            f"Other users of this machine can look into {folder.path} (mode {folder.mode:o}).",
            f"chmod 700 {folder.path}",
        )
    if not folder.writable:
        yield _problem(
            "folder_read_only",
            f"{folder.path} cannot be written to by this user.",
            f"Run as the user that owns it, or give it to this one: chown -R $(id -un) {folder.path}",
        )


def _disk(condition: Condition) -> Iterator[Finding]:
    free = condition.folder.free_bytes
    if free is None:
        return
    words = f"{free // 1024 // 1024} MB are free where {condition.folder.path} is."
    mend = "Make room or move the folder to a larger disk; without room no station is answered."
    if free < LEAST_FREE:
        yield _problem("disk_full", words, mend)
    elif free < LOW_FREE:
        yield _warning("disk_low", words, mend)


def _secret(condition: Condition) -> Iterator[Finding]:
    secret = condition.secret
    if not secret.in_environment and not secret.in_file:
        if condition.schema.here is not None:
            yield _problem(
                "secret_missing",
                "There is a database, but not the secret that its keys and passwords are hashed with.",
                f"Set WATTFLEET_SECRET to the old value, or bring {secret.path} back from the backup; "
                "with a new secret every key and station password must be made anew.",
            )
        return
    if secret.in_file and secret.mode & 0o077:
        yield _problem(
            "secret_open",
            f"Other users of this machine can read {secret.path} (mode {secret.mode:o}).",
            f"chmod 600 {secret.path}",
        )
    if secret.length < SHORTEST_SECRET:
        yield _problem(
            "secret_short",
            f"The secret has fewer than {SHORTEST_SECRET} characters.",
            "Make one with `openssl rand -hex 32`, before there are keys and stations.",
        )


def _clock(condition: Condition) -> Iterator[Finding]:
    mend = "Set the clock and keep it right: `timedatectl set-ntp true`."
    if condition.now < FIRST_DAY:
        yield _problem(
            "clock_past",
            f"This machine believes that it is {condition.now.rfc3339()}, before this program was made.",
            mend,
        )
    if condition.database_now is not None:
        apart_us = abs(condition.now - condition.database_now)
        if apart_us > CLOCK_TOLERANCE_US:
            yield _problem(
                "clock_apart",
                f"This machine's clock and the database's are {apart_us // SECOND_US} s apart.",
                mend,
            )
    for tenant in condition.tenants:
        newest = tenant.newest_frame_at
        if newest is not None and newest - condition.now > MINUTE_US:
            yield _problem(
                "clock_behind_journal",
                f"The newest frame was received at {newest.rfc3339()}, which is in the future.",
                mend,
            )
            return


def _zones(condition: Condition) -> Iterator[Finding]:
    if condition.zones == 0:
        yield _problem(
            "zones_missing",
            "This machine has no time zones, so that no local day or price window can be known.",
            "Install them again: `make setup`, or the package tzdata.",
        )
        return
    for tenant in condition.tenants:
        for name in tenant.unknown_zones:
            yield _problem(
                "zone_unknown",
                f"A site of tenant “{tenant.name}” is in “{name}”, a zone that this machine does not know.",
                "Install newer time zones (package tzdata), or change the site's zone.",
            )


# ── the database ──────────────────────────────────────────────────────────────


def _schema(condition: Condition) -> Iterator[Finding]:
    schema = condition.schema
    if schema.problem:
        yield _problem("database_unreachable", schema.problem, schema.hint or "See whether it runs.")
        return
    if not schema.exists:
        if condition.folder.exists:
            yield _problem(
                "database_missing",
                f"There is no database at {schema.place}.",
                "Start `wattfleet serve` once; or name the right place with --data or --database.",
            )
        return
    if schema.newer:
        yield _problem(
            "schema_newer",
            f"The database has schema {schema.here}, which this program ({condition.program}) does not know.",
            "Use the newer Wattfleet, or restore a backup from before the upgrade.",
        )
    elif schema.here != schema.newest:
        yield _warning(
            "schema_old",
            f"The database has schema {schema.here or 'none'}; this program needs {schema.newest}.",
            "Make a backup, then start `wattfleet serve`: it brings the schema up to date.",
        )


def _row_security(condition: Condition) -> Iterator[Finding]:
    schema = condition.schema
    if schema.unbound_role:
        yield _problem(
            "role_unbound",
            f"The role {schema.unbound_role} is missing or may bypass row-level security.",
            f"ALTER ROLE {schema.unbound_role} NOSUPERUSER NOBYPASSRLS, then start again.",
        )
    if schema.open_tables:
        yield _problem(
            "tables_open",
            f"Row-level security is not forced on {_some(schema.open_tables)}.",
            "ALTER TABLE … ENABLE ROW LEVEL SECURITY; ALTER TABLE … FORCE ROW LEVEL SECURITY.",
        )


# ── the way to the stations ───────────────────────────────────────────────────


def _plain(condition: Condition) -> Iterator[Finding]:
    if condition.serving.plain_exposed:
        yield _warning(
            "plain_exposed",
            f"Stations are served without TLS at {condition.serving.ocpp}: passwords travel in the clear.",
            "Serve them with --ocpp-tls and a certificate, and keep plain OCPP on 127.0.0.1.",
        )


def _certificates(condition: Condition) -> Iterator[Finding]:
    for one in condition.certificates:
        yield from _certificate(one, condition.now)
    usable = {one.family for one in condition.certificates if not one.problem}
    if len(usable) == 1:
        other = "RSA" if usable == {"ECDSA"} else "ECDSA"
        yield _note(
            "certificate_one_family",
            f"All certificates are {usable.pop()}; stations that know only {other} cannot connect.",
            f"Add one for {other}: --tls-cert and --tls-key can be given twice.",
        )


def _certificate(one: Certificate, now: Instant) -> Iterator[Finding]:
    if one.problem:
        yield _problem(
            "certificate_unusable",
            f"{one.chain} with {one.key} cannot be used: {one.problem}.",
            "Give the full chain and its own unencrypted key, both PEM.",
        )
        return
    if one.begins_at is not None and now < one.begins_at:
        yield _problem(
            "certificate_early",
            f"{one.chain} holds only from {one.begins_at.rfc3339()} on.",
            "Look at this machine's clock, or use the certificate that holds now.",
        )
    if one.ends_at is None:
        return
    if one.ends_at <= now:
        yield _problem(
            "certificate_expired",
            f"{one.chain} ended at {one.ends_at.rfc3339()}; stations refuse to connect.",
            "Renew it and start the server again.",
        )
    elif one.ends_at - now < SOON_US:
        yield _warning(
            "certificate_expires",
            f"{one.chain} ends at {one.ends_at.rfc3339()}.",
            "Renew it; the server takes the new one when it starts again.",
        )


def _server(condition: Condition) -> Iterator[Finding]:
    serving = condition.serving
    if serving.answers is False:
        yield _note(
            "server_silent",
            f"No server answers at {serving.http}.",
            "If it should run, start it with `wattfleet serve`; else this is as it should be.",
        )
    if serving.unready:
        yield _problem(
            "server_unready", f"The server at {serving.http} is not ready: {serving.unready}.", "See its log."
        )
    if serving.answers and serving.version and serving.version != condition.program:
        yield _warning(
            "server_version",
            f"The server at {serving.http} is {serving.version}, this program is {condition.program}.",
            "Start the server again, so that it is the one that is installed.",
        )


# ── what is kept ──────────────────────────────────────────────────────────────


def _sites(condition: Condition) -> Iterator[Finding]:
    for tenant in condition.tenants:
        if tenant.assumed_sites:
            yield _warning(
                "site_assumed",
                f"Zone, currency and country of {_some(tenant.assumed_sites)} are only assumed.",
                "`wattfleet sites change ID --zone … --currency … --country …`, "
                "or start with --zone and --currency.",
            )


def _keys(condition: Condition) -> Iterator[Finding]:
    for tenant in condition.tenants:
        if tenant.admin_keys == 0:
            yield _note(
                "key_missing",
                f"Nobody has an admin key of tenant “{tenant.name}”.",
                "`wattfleet key create --role admin --name NAME`",
            )
        for key in tenant.keys:
            left_us = key.ends_at - condition.now
            if 0 < left_us < SOON_US:
                yield _warning(
                    "key_expires",
                    f"The key “{key.name}” ends at {key.ends_at.rfc3339()}.",
                    "Make another, give it to whoever uses this one, and remove this one.",
                )


def _passwords(condition: Condition) -> Iterator[Finding]:
    for tenant in condition.tenants:
        if tenant.without_password:
            yield _problem(
                "password_missing",
                f"{_some(tenant.without_password)} cannot connect: no password is kept.",
                "`wattfleet station ID password` makes one; set it in the station.",
            )
        if tenant.weak_passwords:
            yield _warning(
                "password_weak",
                f"{_some(tenant.weak_passwords)} came with a weak password.",
                "`wattfleet station ID password` makes a strong one; set it in the station.",
            )
        if tenant.waived:
            yield _warning(
                "password_waived",
                f"{_some(tenant.waived)} may connect without a password on the private listener.",
                "Take the waiver back as soon as the station can send one.",
            )


def _prices(condition: Condition) -> Iterator[Finding]:
    for tenant in condition.tenants:
        if tenant.public_without_tariff:
            yield _warning(
                "tariff_missing",
                f"{_some(tenant.public_without_tariff)}: public, without a tariff; sessions are not sold.",
                "`wattfleet station ID tariff TARIFF`, or make the station private.",
            )
        since = tenant.unrated_since
        if since is not None and condition.now - since > UNRATED_LIMIT_US:
            yield _problem(
                "sessions_unrated",
                f"{_many(tenant.unrated, 'ended session')} without a price, "
                f"the oldest since {since.rfc3339()}.",
                "Start the server if it stands still; if it runs, its log says why.",
            )


def _waiting(condition: Condition) -> Iterator[Finding]:
    for tenant in condition.tenants:
        if tenant.unsettled_orders:
            yield _warning(
                "orders_overdue",
                f"{_many(tenant.unsettled_orders, 'command')} past the deadline and still without an end.",
                "Start the server if it stands still; it settles them.",
            )
        if tenant.unread_frames:
            yield _warning(
                "frames_unread",
                f"{_many(tenant.unread_frames, 'frame')} of the last 7 days kept without being understood.",
                "`wattfleet station ID frames` shows them with the reason.",
            )
        if tenant.in_review:
            yield _note(
                "sessions_in_review",
                f"{_many(tenant.in_review, 'session')} waiting for a person, and on no bill until then.",
                "`wattfleet sessions list --state review`",
            )
        if tenant.in_inbox:
            yield _note(
                "inbox_waiting",
                f"{_many(tenant.in_inbox, 'station')} knocking that nobody has registered.",
                "`wattfleet inbox list`, then `wattfleet inbox accept ID --access …`",
            )


def _some(names: tuple[str, ...]) -> str:
    more = len(names) - NAMES
    return ", ".join(names[:NAMES]) + (f" and {more} more" if more > 0 else "")


def _many(count: int, noun: str) -> str:
    return f"{count} {noun} is" if count == 1 else f"{count} {noun}s are"


Rule = Callable[[Condition], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    _folder,
    _disk,
    _secret,
    _clock,
    _zones,
    _schema,
    _row_security,
    _plain,
    _certificates,
    _server,
    _sites,
    _keys,
    _passwords,
    _prices,
    _waiting,
)
