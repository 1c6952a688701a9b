"""Which tariff sells a session, and why: the assignment of its EVSE or station, and a group's rules."""

from uuid import UUID

import msgspec

from wattfleet.kernel.timeline import Instant, Zone
from wattfleet.storage import sites, stations, tariff_groups, tariffs, tokens
from wattfleet.storage.database import Reader
from wattfleet.tariffs.group import Asking, Choice, TariffGroup, choose
from wattfleet.tariffs.tariff import Tariff


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """The tariff version, and the way to it.

    `place` says whose assignment decided: `evse`, `station`, or empty where nothing is assigned. `group` and
    `choice` are there where an assignment names a group. `ended`: the tariff had no version valid then.
    """

    tariff: Tariff | None
    place: str
    assigned_from: Instant | None = None
    group: TariffGroup | None = None
    choice: Choice | None = None
    ended: bool = False


def choose_tariff(
    reader: Reader, station_id: UUID, evse: int, *, token: str | None, started_at: Instant
) -> Chosen:
    """Decided by the session's start, for all of it."""
    found = tariffs.assignment_at(reader, station_id, evse, started_at)
    if found is None:
        return Chosen(tariff=None, place="")
    place = "evse" if found.evse else "station"
    if found.group_id is None:
        return _of_tariff(reader, found.tariff_id, started_at, place=place, since=found.valid_from)
    group = tariff_groups.version_at(reader, found.group_id, started_at)
    if group is None:
        return Chosen(tariff=None, place=place, assigned_from=found.valid_from, ended=True)
    choice = choose(group, _asking(reader, station_id, evse, token, started_at))
    chosen = _of_tariff(reader, choice.tariff_id, started_at, place=place, since=found.valid_from)
    return msgspec.structs.replace(chosen, group=group, choice=choice)


def _of_tariff(
    reader: Reader, tariff_id: UUID | None, at: Instant, *, place: str, since: Instant | None
) -> Chosen:
    tariff = None if tariff_id is None else tariffs.valid_at(reader, tariff_id, at)
    ended = tariff is None and tariff_id is not None
    return Chosen(tariff=tariff, place=place, assigned_from=since, ended=ended)


def _asking(reader: Reader, station_id: UUID, evse: int, token: str | None, at: Instant) -> Asking:
    station = stations.get(reader, station_id)
    site = None if station is None else sites.get(reader, station.site_id)
    known = None if token is None else tokens.find(reader, token)
    return Asking(
        token=token or "",
        token_group="" if known is None else known.group,
        station="" if station is None else station.identity,
        evse=evse,
        at=at,
        zone=Zone("UTC") if site is None else site.zone,
    )
