"""A station: who it is, how it may be used, and what is known of it."""

from enum import Enum
from uuid import UUID

import msgspec

from wattfleet.events import ConnectorStatus
from wattfleet.kernel.timeline import Instant

DEFAULT_MAX_POWER_W = {"home": 50_000, "private": 400_000, "public": 400_000}
"""P_max where neither the station's record nor experience tells it, by access. Source: field-faults §5."""


class Access(Enum):
    """Who may use a station when no allow-list says otherwise (see access.authorise)."""

    PUBLIC = "public"
    PRIVATE = "private"
    HOME = "home"


class RegisterMode(Enum):
    """What a station's energy register does between sessions. Source: field-faults row 31, §5."""

    UNKNOWN = "unknown"
    LIFETIME = "lifetime"
    SESSION = "session"
    VOLATILE = "volatile"


class Station(msgspec.Struct, frozen=True, kw_only=True):
    """A registered station. `identity` is canonical: the register's spelling wins over the URL's (row 63).

    `epoch` counts its authenticated connections; the newest one owns the station.
    """

    id: UUID
    identity: str
    site_id: UUID
    access: Access
    name: str = ""
    groups: tuple[str, ...] = ()
    max_power_w: int | None = None
    in_service_from: Instant | None = None
    passwordless: bool = False  # explicit waiver: may use the private listener without a password
    weak_password: bool = False
    register_mode: RegisterMode = RegisterMode.UNKNOWN
    vendor: str = ""
    model: str = ""
    serial: str = ""
    firmware: str = ""
    ocpp: str = ""  # 1.6, 2.0.1, 2.1 of the newest connection
    booted_at: Instant | None = None
    seen_at: Instant | None = None
    connected: bool = False
    connected_at: Instant | None = None
    epoch: int = 0
    version: int = 1


class Connector(msgspec.Struct, frozen=True, kw_only=True):
    """The last told state of a connector; evse 0, connector 0 is the station as a whole."""

    evse: int
    connector: int
    status: ConnectorStatus
    since: Instant  # when the station says that the state began, by its corrected clock
    error: str = ""
    info: str = ""
    vendor_error: str = ""


def plausible_power_w(station: Station) -> tuple[int, bool]:
    """P_max in W and whether it was stated (True) or is only our guess (False). Source: field-faults §5."""
    if station.max_power_w is not None:
        return station.max_power_w, True
    return DEFAULT_MAX_POWER_W[station.access.value], False
