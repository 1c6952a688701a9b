"""The spine, downwards: what we may ask of a station. No OCPP word beyond the field's own names.

Names and fields are those of the API (`POST /stations/{identity}/commands`), snake_case. A field that is
absent here is absent on the wire. `connector` is 1.6's, `evse` is 2.x's; either is taken for the other
where the version knows only one.
"""

from datetime import datetime
from typing import Annotated

import msgspec

Moment = Annotated[datetime, msgspec.Meta(tz=True)]
"""An aware moment, RFC 3339 at the API; the wire gets it in UTC with three decimals."""


class SchedulePeriod(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """From `start_s` seconds after the schedule's start: a limit as a decimal text in the schedule's unit."""

    start_s: int
    limit: str
    phases: int | None = None


class ChargingProfile(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A charging profile; `description` is ours alone and never travels."""

    purpose: str  # charge_point_max | tx_default | tx (2.x also: external_constraints, priority …)
    kind: str  # absolute | recurring | relative
    stack_level: int
    unit: str  # A | W
    periods: tuple[SchedulePeriod, ...]
    id: int | None = None
    description: str = ""
    recurrency: str = ""  # daily | weekly
    valid_from: Moment | None = None
    valid_to: Moment | None = None
    start: Moment | None = None
    duration_s: int | None = None
    min_rate: str | None = None
    transaction: str | None = None


class Command(
    msgspec.Struct, frozen=True, tag_field="command", omit_defaults=True, forbid_unknown_fields=True
):
    """Something asked of a station."""


class RemoteStart(Command, frozen=True, tag="remote_start"):
    """Start charging for a token; followed until a session begins or the deadline passes."""

    token: str
    connector: int | None = None
    evse: int | None = None
    profile: ChargingProfile | None = None
    token_kind: str = "rfid"


class RemoteStop(Command, frozen=True, tag="remote_stop"):
    """Stop a session: by our session id, or by the station's transaction id."""

    session: str | None = None
    transaction: str | None = None


class Reset(Command, frozen=True, tag="reset"):
    """Restart. `type` is the station's own word: Hard, Soft (1.6); Immediate, OnIdle (2.x)."""

    type: str
    evse: int | None = None


class UnlockConnector(Command, frozen=True, tag="unlock_connector"):
    """Release the cable."""

    connector: int = 1
    evse: int | None = None


class ChangeAvailability(Command, frozen=True, tag="change_availability"):
    """In or out of service: `type` Operative or Inoperative; neither evse nor connector = whole station."""

    type: str
    connector: int | None = None
    evse: int | None = None


class TriggerMessage(Command, frozen=True, tag="trigger_message"):
    """Ask the station to send a message now; `requested_message` in its version's word."""

    requested_message: str
    connector: int | None = None
    evse: int | None = None


class GetConfiguration(Command, frozen=True, tag="get_configuration"):
    """1.6 keys; absent = all keys."""

    keys: tuple[str, ...] | None = None


class ChangeConfiguration(Command, frozen=True, tag="change_configuration"):
    """Write one 1.6 key."""

    key: str
    value: str


class VariableName(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A 2.x variable; `attribute` is Actual where absent."""

    component: str
    variable: str
    component_instance: str | None = None
    variable_instance: str | None = None
    evse: int | None = None
    connector: int | None = None
    attribute: str | None = None


class VariableValue(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A 2.x variable and what to write; the value is a string on the wire whatever its type."""

    component: str
    variable: str
    value: str
    component_instance: str | None = None
    variable_instance: str | None = None
    evse: int | None = None
    connector: int | None = None
    attribute: str | None = None


class GetVariables(Command, frozen=True, tag="get_variables"):
    """Read 2.x variables."""

    variables: tuple[VariableName, ...]


class SetVariables(Command, frozen=True, tag="set_variables"):
    """Write 2.x variables."""

    variables: tuple[VariableValue, ...]


class GetBaseReport(Command, frozen=True, tag="get_base_report"):
    """Ask a 2.x station for its inventory; the answer arrives as NotifyReport."""

    base: str = "FullInventory"


class SetChargingProfile(Command, frozen=True, tag="set_charging_profile"):
    """Set a profile: given whole, or by the id of a stored one."""

    profile: ChargingProfile | None = None
    profile_id: str | None = None
    connector: int | None = None
    evse: int | None = None


class ClearChargingProfile(Command, frozen=True, tag="clear_charging_profile"):
    """Clear profiles that match what is given; nothing given = all."""

    charging_profile: int | None = None
    connector: int | None = None
    evse: int | None = None
    purpose: str | None = None
    stack_level: int | None = None


class GetChargingProfiles(Command, frozen=True, tag="get_charging_profiles"):
    """Ask a 2.x station which profiles it holds; the answer arrives as ReportChargingProfiles."""

    evse: int | None = None
    purpose: str | None = None
    stack_level: int | None = None


class GetCompositeSchedule(Command, frozen=True, tag="get_composite_schedule"):
    """The schedule that results from all profiles, for the next `duration` seconds."""

    duration: int
    connector: int | None = None
    evse: int | None = None
    charging_rate_unit: str | None = None


class GetLocalListVersion(Command, frozen=True, tag="get_local_list_version"):
    """Which version of the local list the station holds."""


class ListEntry(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One card of a local list; without status it is removed (differential)."""

    token: str
    status: str | None = None  # accepted | blocked | expired | invalid
    expires_at: Moment | None = None
    parent: str | None = None
    kind: str = "rfid"


class SendLocalList(Command, frozen=True, tag="send_local_list"):
    """Write the local list; `update_type` Full or Differential; Full without entries clears it."""

    list_version: int
    update_type: str
    entries: tuple[ListEntry, ...] | None = None


class ReserveNow(Command, frozen=True, tag="reserve_now"):
    """Keep a connector for a token until `expires_at`."""

    token: str
    expires_at: Moment
    connector: int | None = None
    evse: int | None = None
    parent: str | None = None
    reservation: int | None = None
    token_kind: str = "rfid"


class CancelReservation(Command, frozen=True, tag="cancel_reservation"):
    """Give a reservation up, by the number that travels."""

    reservation: int


class ClearCache(Command, frozen=True, tag="clear_cache"):
    """Forget all cached authorisations."""


class DataTransfer(Command, frozen=True, tag="data_transfer"):
    """A vendor's own message."""

    vendor: str
    message: str | None = None
    text: str | None = None


class GetDiagnostics(Command, frozen=True, tag="get_diagnostics"):
    """Upload diagnostics (1.6) to `location`."""

    location: str
    start_time: Moment | None = None
    stop_time: Moment | None = None
    retries: int | None = None
    retry_interval: int | None = None


class GetLog(Command, frozen=True, tag="get_log"):
    """Upload a log (2.x, and 1.6 with the security extension): `log_type` diagnostics or security."""

    location: str
    log_type: str = "diagnostics"
    request: int | None = None
    oldest: Moment | None = None
    latest: Moment | None = None
    retries: int | None = None
    retry_interval: int | None = None


class UpdateFirmware(Command, frozen=True, tag="update_firmware"):
    """Fetch and install firmware from `location` at `retrieve_at`."""

    location: str
    retrieve_at: Moment
    request: int | None = None
    install_at: Moment | None = None
    retries: int | None = None
    retry_interval: int | None = None
    signing_certificate: str | None = None
    signature: str | None = None


class GetTransactionStatus(Command, frozen=True, tag="get_transaction_status"):
    """Ask a 2.x station whether a transaction is still running."""

    transaction: str | None = None


Operating = (
    RemoteStart | RemoteStop | Reset | UnlockConnector | ChangeAvailability | TriggerMessage | DataTransfer
)
Configuring = GetConfiguration | ChangeConfiguration | GetVariables | SetVariables | GetBaseReport
Limiting = SetChargingProfile | ClearChargingProfile | GetChargingProfiles | GetCompositeSchedule
Admitting = GetLocalListVersion | SendLocalList | ReserveNow | CancelReservation | ClearCache
Maintaining = GetDiagnostics | GetLog | UpdateFirmware | GetTransactionStatus

StationCommand = Operating | Configuring | Limiting | Admitting | Maintaining
"""Everything that we can ask, as the API takes it."""
