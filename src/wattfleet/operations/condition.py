"""The condition of an installation, as facts that somebody has read: nothing is judged here.

Whatever could not be read is None or empty, and then nothing is said about it.
"""

import msgspec

from wattfleet.kernel.timeline import Instant


class Folder(msgspec.Struct, frozen=True, kw_only=True):
    """The data folder. `mode` are its permission bits."""

    path: str
    exists: bool = True
    mode: int = 0o700
    writable: bool = True
    free_bytes: int | None = None
    total_bytes: int | None = None


class Secret(msgspec.Struct, frozen=True, kw_only=True):
    """The installation's secret: in the environment, in a file (then with its mode), or nowhere."""

    path: str
    in_environment: bool = False
    in_file: bool = False
    mode: int = 0o600
    length: int = 64


class Schema(msgspec.Struct, frozen=True, kw_only=True):
    """The database as it was found. `problem` and `hint` are its own words where it could not be opened."""

    place: str
    exists: bool = True
    problem: str = ""
    hint: str = ""
    here: str | None = None
    newest: str = ""
    newer: bool = False
    unbound_role: str = ""  # a role of PostgreSQL that row-level security does not bind
    open_tables: tuple[str, ...] = ()  # tables without forced row-level security


class Certificate(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate of stations' TLS. `problem` where it cannot be used at all."""

    chain: str
    key: str
    problem: str = ""
    family: str = ""  # ECDSA, RSA
    begins_at: Instant | None = None
    ends_at: Instant | None = None


class Serving(msgspec.Struct, frozen=True, kw_only=True):
    """How the server was last started, and whether it answers now."""

    http: str = ""
    ocpp: str = ""
    plain_exposed: bool = False
    behind_tls: bool = False
    answers: bool | None = None  # None = nobody asked
    unready: str = ""
    version: str = ""


class NamedUntil(msgspec.Struct, frozen=True):
    """A key, by its name, with its end."""

    name: str
    ends_at: Instant


class Tenant(msgspec.Struct, frozen=True, kw_only=True):
    """What one tenant's data show. Names are the first few; counts are all."""

    name: str
    assumed_sites: tuple[str, ...] = ()
    unknown_zones: tuple[str, ...] = ()
    admin_keys: int = 0
    keys: tuple[NamedUntil, ...] = ()
    stations: int = 0
    weak_passwords: tuple[str, ...] = ()
    without_password: tuple[str, ...] = ()
    waived: tuple[str, ...] = ()
    public_without_tariff: tuple[str, ...] = ()
    unrated: int = 0
    unrated_since: Instant | None = None
    unsettled_orders: int = 0
    unread_frames: int = 0
    in_inbox: int = 0
    in_review: int = 0
    newest_frame_at: Instant | None = None


class Condition(msgspec.Struct, frozen=True, kw_only=True):
    """All facts of one look at an installation."""

    now: Instant
    program: str  # this program's version
    zones: int | None = None  # how many time zones the machine knows
    database_now: Instant | None = None
    folder: Folder
    secret: Secret
    schema: Schema
    certificates: tuple[Certificate, ...] = ()
    serving: Serving = Serving()
    tenants: tuple[Tenant, ...] = ()
