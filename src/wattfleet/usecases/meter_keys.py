"""Keys of meters: registered by hand, pinned when first seen, approved, bounded or taken back by a person."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from wattfleet.access.principal import ITSELF, Principal
from wattfleet.billing.measuring import Gate, MeasuringFacts
from wattfleet.kernel.errors import WattfleetError, invalid
from wattfleet.kernel.timeline import Instant
from wattfleet.metrology.meter_key import KeyFrom, KeyState, MeterKey, fingerprint_of
from wattfleet.sessions.session import Session
from wattfleet.storage import meter_keys, sites, stations
from wattfleet.storage.database import Reader, Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.finding import named_station
from wattfleet.usecases.metrology import metrology
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.signed_values import signed_values
from wattfleet.usecases.then import Then, check_seen, nothing

Note = Annotated[str, Meta(max_length=500)]


class NewKey(msgspec.Struct, frozen=True, kw_only=True):
    """A key as a person registers it: from the plate of the meter, or the maker's list."""

    station: str
    text: str
    evse: int
    meter: str
    valid_from: Instant
    valid_until: Instant | None
    note: str


class KeyChange(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be different."""

    state: KeyState | UnsetType = UNSET
    meter: str | UnsetType = UNSET
    valid_from: Instant | UnsetType = UNSET
    valid_until: Instant | UnsetType | None = UNSET
    note: str | UnsetType = UNSET


async def register_meter_key(
    parts: Parts, tenant: int, wish: NewKey, key_id: UUID, then: Then[MeterKey] = nothing, *, by: Principal
) -> MeterKey:
    """A key that a person vouches for. Raises: WattfleetError `meter_key_invalid`, `station_unknown`,
    `meter_key_exists`, `key_ends_first`."""
    fingerprint, curve = fingerprint_of(wish.text)

    def add(writer: Writer) -> MeterKey:
        made = MeterKey(
            id=key_id,
            station_id=named_station(writer, wish.station).id,
            evse=wish.evse,
            text=wish.text.strip(),
            fingerprint=fingerprint,
            curve=curve,
            meter=wish.meter.strip(),
            valid_from=wish.valid_from,
            valid_until=wish.valid_until,
            state=KeyState.APPROVED,
            came=KeyFrom.REGISTERED,
            note=wish.note,
        )
        _check(made)
        meter_keys.add(writer, made)
        act(writer, parts, by, ("register", "meter_key"), made.id, after=made, name=wish.station)
        then(writer, made)
        return made

    return await parts.database.write(tenant, add)


async def change_meter_key(
    parts: Parts, tenant: int, key_id: UUID, change: KeyChange, *, seen: int | None, by: Principal
) -> MeterKey:
    """Approve it, bound its time, take it back. Raises: WattfleetError `meter_key_unknown`, `version_stale`,
    `key_ends_first`."""

    def put(writer: Writer) -> MeterKey:
        before = meter_keys.demand(writer, key_id)
        check_seen(seen, before.version)
        told = {name: one for name in change.__struct_fields__ if (one := getattr(change, name)) is not UNSET}
        after = msgspec.structs.replace(before, **told)
        _check(after)
        meter_keys.change(writer, after, before.version)
        station = stations.get(writer, before.station_id)
        name = "" if station is None else station.identity
        act(writer, parts, by, ("change", "meter_key"), key_id, before=before, after=after, name=name)
        return msgspec.structs.replace(after, version=before.version + 1)

    return await parts.database.write(tenant, put)


def gated_sites(reader: Reader, law: MeasuringFacts) -> frozenset[UUID]:
    """Sites where values must be signed, for some use at some time: elsewhere no value is looked at."""
    said = {one.site_id for one in metrology(reader).sites if one.gate is not Gate.OFF}
    countries = {one.country for one in law.rules}
    return frozenset(said | {one.id for one in sites.all_sites(reader) if one.country in countries})


def pin_at(writer: Writer, parts: Parts, session: Session, gated: frozenset[UUID], now: Instant) -> int:
    """The same where the session's site asks for signed values."""
    station = stations.get(writer, session.station_id) if gated else None
    if station is None or station.site_id not in gated:
        return 0
    return pin_seen_keys(writer, parts, session, now)


def pin_seen_keys(writer: Writer, parts: Parts, session: Session, now: Instant) -> int:
    """Keys that came with the session's values and that nobody knows yet: kept as seen, proving nothing."""
    told = {one.value.key for one in signed_values(writer, session) if one.value.key}
    if not told:
        return 0
    known = meter_keys.of_stations(writer, [session.station_id]).get(session.station_id, [])
    pinned = 0
    for text in sorted(told):
        try:
            fingerprint, curve = fingerprint_of(text)
        except WattfleetError:
            continue  # what cannot be read is told when the values are checked
        if any(one.fingerprint == fingerprint and one.evse in {0, session.evse} for one in known):
            continue
        made = MeterKey(
            id=parts.ids.uuid(now),
            station_id=session.station_id,
            evse=session.evse,
            text=text,
            fingerprint=fingerprint,
            curve=curve,
            meter="",
            valid_from=session.started_at,
            valid_until=None,
            state=KeyState.SEEN,
            came=KeyFrom.FIRST_SIGHT,
        )
        meter_keys.add(writer, made)
        act(writer, parts, ITSELF, ("see", "meter_key"), made.id, after=made, name=session.tx)
        pinned += 1
    return pinned


def _check(key: MeterKey) -> None:
    if key.valid_until is not None and key.valid_until <= key.valid_from:
        raise invalid(
            "key_ends_first",
            "It would end before it begins.",
            hint="`valid_until` is the first moment at which it holds no more.",
            field="valid_until",
        )
