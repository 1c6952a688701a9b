"""A weak password, that came with a station, is replaced by a generated one, where the station takes it.

Accepted: the old one opens nothing any more. Refused: it stays. No answer, or only after a restart: both open
until the station comes in with the new one.
Source: security whitepaper edition 3, A01.FR.03, .04; security §3 rule 2.
"""

from functools import partial
from uuid import UUID

import msgspec

from wattfleet.access.principal import ITSELF
from wattfleet.bus.port import Ask, StationKey, Told
from wattfleet.commands import ChangeConfiguration, SetVariables, VariableValue
from wattfleet.kernel.timeline import SECOND_US
from wattfleet.ocpp import outcomes, translate
from wattfleet.ocpp.asked import Call, Numbers
from wattfleet.stations import credentials
from wattfleet.stations.credentials import Known
from wattfleet.storage import directory, stations
from wattfleet.storage.database import Reader, Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.again import write_again
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.send_command import version_of

TIMEOUT_US = 30 * SECOND_US


async def rotate_password(parts: Parts, tenant: int, station_id: UUID, *, pepper: bytes) -> str:
    """`not_needed`, `rotated`, `refused` or `unknown`. Raises: WattfleetError `station_unknown`."""
    known = await parts.database.read(tenant, partial(_weak, station_id=station_id))
    if known is None:
        return "not_needed"
    password = credentials.generated(parts.ids.secret(16))
    fresh = credentials.digest(pepper, known.identity, password.encode())
    either = msgspec.structs.replace(known, digests=(*known.digests[-1:], fresh))
    await parts.database.write(tenant, partial(directory.put, known=either))
    station = await parts.database.read(tenant, partial(stations.demand, station_id=station_id))
    version = version_of(station)
    command = (
        ChangeConfiguration("AuthorizationKey", password)
        if version == "1.6"
        else SetVariables((VariableValue("SecurityCtrlr", "BasicAuthPassword", password),))
    )
    call = translate.call(version or "1.6", command, Numbers(1, 1))
    assert isinstance(call, Call), "every version can write its password"
    question = Ask(parts.ids.uuid(parts.clock.now()), call.action, call.payload, TIMEOUT_US, quiet=True)
    told = await parts.bus.ask(StationKey(tenant, station_id), question)
    return await _conclude(parts, tenant, known, fresh, _outcome(told, command))


def _outcome(told: Told, command: ChangeConfiguration | SetVariables) -> str:
    match told.how:
        case "answered":
            outcome = outcomes.outcome(command, told.payload)
            if outcome.state != "accepted":
                return "unknown" if outcome.state == "failed" else "refused"
            return "unknown" if b"RebootRequired" in told.payload else "rotated"
        case "refused" | "not_connected":
            return "refused"
        case _:
            return "unknown"


async def _conclude(parts: Parts, tenant: int, known: Known, fresh: bytes, outcome: str) -> str:
    match outcome:
        case "rotated":
            await write_again(parts, tenant, partial(_rotated, parts=parts, known=known, fresh=fresh))
        case "refused":
            await parts.database.write(tenant, partial(directory.put, known=known))
        case _:
            pass  # `settle_password` at the next login
    return outcome


def _rotated(writer: Writer, parts: Parts, known: Known, fresh: bytes) -> None:
    keep_only(writer, known.station_id, fresh)
    act(writer, parts, ITSELF, ("rotate_password", "station"), known.station_id, name=known.identity)


async def settle_password(
    parts: Parts, tenant: int, station_id: UUID, digest: bytes, *, is_weak: bool
) -> None:
    """A station has come in with this one: another opens nothing any more, and a weak one is flagged."""
    keep = partial(keep_only, station_id=station_id, digest=digest, is_weak=is_weak)
    await write_again(parts, tenant, keep)


def keep_only(writer: Writer, station_id: UUID, digest: bytes, *, is_weak: bool = False) -> None:
    known = directory.get(writer, station_id)
    if known is None or digest not in known.digests:
        return
    if digest != known.digests[-1]:
        return  # it may take the newer one at its next start
    if known.digests != (digest,):
        directory.put(writer, msgspec.structs.replace(known, digests=(digest,)))
    station = stations.get(writer, station_id)
    if station is not None and station.weak_password != is_weak:
        stations.change(writer, msgspec.structs.replace(station, weak_password=is_weak), station.version)


def _weak(reader: Reader, station_id: UUID) -> Known | None:
    station = stations.get(reader, station_id)
    if station is None or not station.weak_password or not station.connected:
        return None
    return directory.get(reader, station_id)
