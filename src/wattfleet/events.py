"""The spine, upwards: what stations say. No OCPP word, no version; quirks are already mended.

A frame gives any number of these. `at` is what the station said (as far as it could be read); whoever folds
applies the station's clock. What is doubtful about a fact travels with it as flags.

Values hold values and never each other's holder, so the garbage collector need not look at them: `gc=False`
here and in the kernel. A fifth of a frame's time and more went there.
"""

from enum import Enum

import msgspec

from wattfleet.kernel.energy import Energy
from wattfleet.kernel.timeline import Instant


class Flag(Enum):
    """Why a fact, or a session, is looked at twice. The value is the stable code that the API shows."""

    # the message
    MENDED = "mended"  # a part of the message was broken and was mended or dropped
    ZONE_ASSUMED = "zone_assumed"  # a time without a zone (row 49)
    TIME_UNREADABLE = "time_unreadable"  # no time, or none that can be read: when we received it counts
    CLOCK_UNSET = "clock_unset"  # before the station had a clock (row 52)
    CLOCK_SKEWED = "clock_skewed"  # corrected by the station's measured skew (row 51)
    FUTURE = "future"  # more than five minutes ahead of us (row 56)
    UNIT_ASSUMED = "unit_assumed"  # kWh where Wh was said, by order of magnitude (row 36)
    BEFORE_SERVICE = "before_service"  # older than the station's time with us (row 27)
    # the transaction
    UNKNOWN_TX = "unknown_tx"  # no transaction of this station has this id (rows 5-7, 9)
    INFERRED_TX = "inferred_tx"  # attached by connector and time (rows 8, 19)
    UNAUTHORISED = "unauthorised"  # charged although the token was refused (row 30)
    UNKNOWN_TOKEN = "unknown_token"  # a card that nobody has registered
    REPLAYED_START = "replayed_start"  # the same start again (rows 1, 2, 4)
    REPLAYED_STOP = "replayed_stop"
    CONFLICTING_STOP = "conflicting_stop"  # two stops with different registers (row 12)
    OVERLAP = "overlap"  # a second transaction while one was open on the connector
    OFFLINE = "offline"  # at least a part arrived from the station's queue
    GAP = "gap"  # sequence numbers are missing (row 20)
    END_INFERRED = "end_inferred"  # the station never told the end (row 11)
    END_BEFORE_START = "end_before_start"
    MISSING_START = "missing_start"  # an update or an end without its start (2.x)
    # the energy
    REGISTER_RESET = "register_reset"  # the register fell (row 31)
    PLACEHOLDER_BEGIN = "placeholder_begin"  # a zero begin register beside a true one (row 32)
    BEGIN_FROM_BEFORE = "begin_from_before"  # a zero; the register before it is the begin instead (row 32)
    IMPLAUSIBLE_ENERGY = "implausible_energy"  # more than the station can deliver
    IMPLAUSIBLE_GUESSED = "implausible_guessed"  # more than we guess that it can deliver: a hint, no hold
    ZERO_ENERGY = "zero_energy_suspect"  # stop equals start although samples rose (row 38)
    SOURCES_DISAGREE = "sources_disagree"  # registers and samples tell different energies (§5)
    NO_METER = "no_meter"  # no register at all
    NEGATIVE_ENERGY = "negative_energy"  # stop below start (row 31 of the attack tests)
    # the person
    AMENDED = "amended"  # somebody has put another energy, time or card in its place, with a reason


class ConnectorStatus(Enum):
    """The state of a plug in the words of the console."""

    AVAILABLE = "available"
    PREPARING = "preparing"
    CHARGING = "charging"
    SUSPENDED_EV = "suspended_ev"
    SUSPENDED_EVSE = "suspended_evse"
    FINISHING = "finishing"
    OCCUPIED = "occupied"  # 2.x tells no more than this in StatusNotification
    RESERVED = "reserved"
    UNAVAILABLE = "unavailable"
    FAULTED = "faulted"
    UNKNOWN = "unknown"


class ChargingState(Enum):
    """What the session's car is doing, where the station says so (2.x chargingState, 1.6 status)."""

    EV_CONNECTED = "ev_connected"
    CHARGING = "charging"
    SUSPENDED_EV = "suspended_ev"
    SUSPENDED_EVSE = "suspended_evse"
    IDLE = "idle"  # plugged out


class Measurand(Enum):
    """What a value measures; the unit that `Value.milli` counts thousandths of stands beside it."""

    ENERGY_IMPORT = "energy_import"  # Wh, the billing register
    ENERGY_EXPORT = "energy_export"  # Wh
    POWER_IMPORT = "power_import"  # W
    POWER_EXPORT = "power_export"  # W
    POWER_OFFERED = "power_offered"  # W
    CURRENT_IMPORT = "current_import"  # A
    CURRENT_EXPORT = "current_export"  # A
    CURRENT_OFFERED = "current_offered"  # A
    VOLTAGE = "voltage"  # V
    FREQUENCY = "frequency"  # Hz
    TEMPERATURE = "temperature"  # degrees Celsius
    SOC = "soc"  # percent
    OTHER = "other"  # the name stands in `Value.name`


class Context(Enum):
    """Why a value was taken."""

    BEGIN = "begin"
    END = "end"
    PERIODIC = "periodic"
    CLOCK = "clock"
    TRIGGER = "trigger"
    INTERRUPTION_BEGIN = "interruption_begin"
    INTERRUPTION_END = "interruption_end"
    OTHER = "other"


class Value(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One measured value: `milli` thousandths of the measurand's unit.

    `step_milli` is the resolution in which it was told (0.1 kWh → 100 000 mWh = 100 Wh · 1000).
    `phase` is "" for the total, else the field's own word (L1, L2-N …). `name` is kept for OTHER only.
    `signed` holds a signed meter value exactly as it came (its text is evidence, never re-serialised).
    """

    measurand: Measurand
    milli: int
    context: Context = Context.PERIODIC
    phase: str = ""
    location: str = "outlet"
    step_milli: int = 1
    name: str = ""
    signed: str = ""


class Reading(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """All values that a station took at one moment."""

    at: Instant
    values: tuple[Value, ...]
    flags: tuple[Flag, ...] = ()


class Token(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a driver showed: `uid` as it came (upper and lower case mean the same), `kind` in our words."""

    uid: str
    kind: str = "rfid"  # rfid, app, emaid, direct_payment, mac, none, local, other
    parent: str = ""


# ── what is said ──────────────────────────────────────────────────────────────


class Booted(msgspec.Struct, frozen=True, tag=True, gc=False):
    """The station started, or says who it is."""

    vendor: str
    model: str
    serial: str = ""
    firmware: str = ""
    iccid: str = ""
    imsi: str = ""
    meter_type: str = ""
    meter_serial: str = ""
    reason: str = ""


class Beat(msgspec.Struct, frozen=True, tag=True, gc=False):
    """The station is there (Heartbeat)."""


class StatusReported(msgspec.Struct, frozen=True, tag=True, gc=False):
    """A connector's state; `evse` 0 is the whole station. 1.6 connectors are EVSEs with one connector."""

    evse: int
    connector: int
    status: ConnectorStatus
    at: Instant | None
    error: str = ""  # "" when there is none
    info: str = ""
    vendor_error: str = ""
    flags: tuple[Flag, ...] = ()


class TokenShown(msgspec.Struct, frozen=True, tag=True, gc=False):
    """Somebody asks to charge (Authorize)."""

    token: Token


class TransactionBegan(msgspec.Struct, frozen=True, tag=True, gc=False):
    """A transaction started.

    `tx` is the station's own id (2.x); "" in 1.6, where we give it. `sequence` is -1 where there is none.
    `register` is the begin register (1.6 meterStart; None = not told, which is not zero).
    """

    tx: str
    evse: int
    connector: int
    at: Instant
    token: Token | None = None
    register: Energy | None = None
    readings: tuple[Reading, ...] = ()
    sequence: int = -1
    offline: bool = False
    charging: ChargingState | None = None
    remote_start: int | None = None
    reservation: int | None = None
    flags: tuple[Flag, ...] = ()


class TransactionWent(msgspec.Struct, frozen=True, tag=True, gc=False):
    """A transaction goes on (2.x Updated); also carries a token that was shown later."""

    tx: str
    at: Instant
    evse: int | None = None
    connector: int | None = None
    token: Token | None = None
    readings: tuple[Reading, ...] = ()
    sequence: int = -1
    offline: bool = False
    charging: ChargingState | None = None
    remote_start: int | None = None
    trigger: str = ""
    flags: tuple[Flag, ...] = ()


class TransactionEnded(msgspec.Struct, frozen=True, tag=True, gc=False):
    """A transaction ended. `register` is 1.6 meterStop; `reason` is the station's word in snake_case."""

    tx: str
    at: Instant
    token: Token | None = None
    register: Energy | None = None
    readings: tuple[Reading, ...] = ()
    reason: str = ""
    evse: int | None = None
    connector: int | None = None
    sequence: int = -1
    offline: bool = False
    charging: ChargingState | None = None
    remote_start: int | None = None
    flags: tuple[Flag, ...] = ()


class Metered(msgspec.Struct, frozen=True, tag=True, gc=False):
    """Readings of a connector (MeterValues); `tx` "" where none was named. `evse` 0 is the main meter."""

    evse: int
    tx: str
    readings: tuple[Reading, ...]
    flags: tuple[Flag, ...] = ()


class DataSent(msgspec.Struct, frozen=True, tag=True, gc=False):
    """A vendor's own message (DataTransfer)."""

    vendor: str
    message: str
    text: str


class TransferReported(msgspec.Struct, frozen=True, tag=True, gc=False):
    """How a firmware update, a log or a diagnostics upload goes; `status` in snake_case."""

    what: str  # firmware, log, diagnostics
    status: str
    request: int | None = None


class SecurityReported(msgspec.Struct, frozen=True, tag=True, gc=False):
    """A security event by the station's name for it."""

    kind: str
    at: Instant | None
    detail: str = ""


class VariableTold(msgspec.Struct, frozen=True, tag=True, gc=False):
    """One variable's value as the station reports it (NotifyReport) or raises it (NotifyEvent).

    `instance` is the variable's; `attribute` "" is Actual, else Target, MinSet or MaxSet.
    """

    component: str
    variable: str
    value: str
    evse: int | None = None
    instance: str = ""
    mutability: str = ""
    at: Instant | None = None
    severity: int | None = None
    cleared: bool = False
    alert: bool = False
    component_instance: str = ""
    connector: int | None = None
    attribute: str = ""


class Kept(msgspec.Struct, frozen=True, tag=True, gc=False):
    """A message whose meaning comes later: the frame is kept as evidence, and answered."""

    action: str


StationEvent = (
    Booted
    | Beat
    | StatusReported
    | TokenShown
    | TransactionBegan
    | TransactionWent
    | TransactionEnded
    | Metered
    | DataSent
    | TransferReported
    | SecurityReported
    | VariableTold
    | Kept
)
"""Everything that a station can say."""

SessionEvent = TransactionBegan | TransactionWent | TransactionEnded | Metered
"""What can change a session, besides a connector's status."""
