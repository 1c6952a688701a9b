"""One thing that a station said, and what follows from it for the draft of its frame."""

from typing import assert_never

import msgspec

from wattfleet.events import (
    Beat,
    Booted,
    ConnectorStatus,
    DataSent,
    Kept,
    Metered,
    SecurityReported,
    StationEvent,
    StatusReported,
    TokenShown,
    TransactionBegan,
    TransactionEnded,
    TransactionWent,
    TransferReported,
    VariableTold,
)
from wattfleet.kernel.timeline import Instant
from wattfleet.ocpp.heard import Heard
from wattfleet.ocpp.replies import BeatReply, BootReply, DataReply
from wattfleet.sessions.fold import fold_status
from wattfleet.sessions.placement import follows
from wattfleet.sessions.session import Session, SessionState
from wattfleet.stations.clock import booted, correct, observe
from wattfleet.stations.commissioning import spread
from wattfleet.stations.habits import Record, habits_of
from wattfleet.stations.station import Connector, RegisterMode, Station
from wattfleet.storage import configuration, stations
from wattfleet.usecases.authorise_token import authorise_token
from wattfleet.usecases.draft import Draft
from wattfleet.usecases.hear_transaction import hear_transaction, hear_usual
from wattfleet.usecases.parts import Parts

HEARTBEAT_S = 300
"""What a station is told at its boot, up to a tenth less. Source: reliability §7 rule 2."""


async def hear_event(parts: Parts, draft: Draft, event: StationEvent, heard: Heard) -> None:
    """Fold one event into the draft; may read the database, never writes it."""
    match event:
        case TransactionBegan() | TransactionWent() | TransactionEnded() | Metered():
            await hear_transaction(parts, draft, event, heard.flags)
        case StatusReported():
            _hear_status(draft, event)
        case TokenShown():
            admitted = await authorise_token(parts, draft.desk, event.token, draft.received_at)
            draft.reply = admitted.reply
            draft.note(event, draft.received_at)
        case Booted():
            _hear_boot(parts, draft, event, spread(HEARTBEAT_S, parts.ids.below(1_000)))
        case Beat():
            draft.reply = BeatReply(draft.received_at)
        case DataSent():
            draft.reply = DataReply("unknown_vendor")
            draft.note(event, draft.received_at)
        case VariableTold():
            told, at, station_id = event, draft.received_at, draft.desk.station.id
            draft.extra.append(lambda writer: configuration.tell(writer, station_id, told, at))
        case TransferReported() | SecurityReported() | Kept():
            draft.note(event, draft.received_at)
        case _:
            assert_never(event)


def hear_at_once(parts: Parts, draft: Draft, event: StationEvent, heard: Heard) -> bool:
    """The same for the messages that come most, as far as nothing has to be asked. False where it must be:
    then the draft is worth nothing, and `hear_event` hears it."""
    match event:
        case Metered() | TransactionWent():
            return hear_usual(parts, draft, event, heard.flags)
        case StatusReported():
            _hear_status(draft, event)
            return True
        case Beat():
            draft.reply = BeatReply(draft.received_at)
            return True
        case _:
            return False


def _hear_boot(parts: Parts, draft: Draft, event: Booted, interval_s: int) -> None:
    """A boot begins a new clock epoch: what was measured before says nothing now (row 51)."""
    desk = draft.desk
    station = _as_told(desk.station, event, draft.received_at, parts.habits)
    draft.station = station
    draft.clock = booted(draft.clock, draft.received_at)
    draft.accepted = True
    draft.reply = BootReply("accepted", draft.received_at, interval_s)

    told = msgspec.structs.replace(station, serial=event.serial)
    draft.extra.append(stations.Booting(told))
    draft.note(event, draft.received_at)
    draft.tell("station.booted", str(station.id), desk.epoch)


def _as_told(station: Station, event: Booted, at: Instant, records: tuple[Record, ...]) -> Station:
    """The station after its boot; what is known of its make is where learning begins (row 31)."""
    mode = station.register_mode
    if mode is RegisterMode.UNKNOWN:
        known = habits_of(records, event.vendor, event.model, event.firmware).register_mode
        mode = RegisterMode(known) if known else mode
    return msgspec.structs.replace(
        station,
        vendor=event.vendor,
        model=event.model,
        serial=event.serial or station.serial,
        firmware=event.firmware,
        booted_at=at,
        register_mode=mode,
    )


def _hear_status(draft: Draft, event: StatusReported) -> None:
    desk = draft.desk
    if event.at is not None:
        draft.clock = observe(draft.clock, event.at, draft.received_at, live=True, alone=draft.stands_alone)
    at, _ = correct(draft.clock, event.at or draft.received_at, draft.received_at)
    place = (event.evse, event.connector)
    before = desk.connectors.get(place)
    connector = Connector(
        evse=event.evse,
        connector=event.connector,
        status=event.status,
        since=before.since if before is not None and before.status is event.status else at,
        error=event.error,
        info=event.info,
        vendor_error=event.vendor_error,
    )
    if connector != before or draft.clock.offset != desk.clock.offset:
        station_id = desk.station.id
        draft.connectors[place] = connector
        draft.extra.append(stations.Plug(station_id, connector))
        draft.note(event, at)
        draft.tell("station.status", str(station_id), desk.epoch)
    for session in _touched(draft, event):
        changed = fold_status(session, event, at, station=desk.facts, received_at=draft.received_at)
        if changed is not session:
            draft.sessions[session.id] = changed


def _touched(draft: Draft, event: StatusReported) -> list[Session]:
    """Whom a status tells of: what is open on the EVSE; if its plug is free again, who was there last."""
    here = [one for one in draft.known() if one.evse == event.evse and event.evse > 0]
    running = [one for one in here if one.state is SessionState.ACTIVE]
    touched = [one for one in running if not any(follows(other, one) for other in here)]
    if event.status is ConnectorStatus.AVAILABLE and not touched and here:
        newest = max(here, key=lambda one: one.started_at)
        return [newest] if newest.plugged_out_at is None else []
    return touched
