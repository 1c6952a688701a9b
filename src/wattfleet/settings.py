"""What an installation decides: read once at start, seen only by `server` and `cli`."""

import os
from pathlib import Path

import msgspec

from wattfleet.kernel.errors import invalid

DEFAULT_DATA = "./wattfleet-data"
DEFAULT_HTTP = "127.0.0.1:8080"
DEFAULT_OCPP = "127.0.0.1:9000"

SECRET_FILE = "secret"  # a file's name
SECRET_BYTES = 32
STARTED_FILE = "started.json"


class Address(msgspec.Struct, frozen=True):
    """Where to listen: a host and a port (0 = any free one)."""

    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    @property
    def is_loopback(self) -> bool:
        return self.host in {"localhost", "::1"} or self.host.startswith("127.")


class Certificate(msgspec.Struct, frozen=True):
    """A TLS certificate chain and its key, as files."""

    chain: Path
    key: Path


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What `wattfleet serve` was told."""

    data: Path
    database: str | None = None
    http: Address = Address("127.0.0.1", 8080)
    https: Address | None = None
    ocpp: Address = Address("127.0.0.1", 9000)
    ocpp_tls: Address | None = None
    ocpp_private: Address | None = None
    certificates: tuple[Certificate, ...] = ()
    allow_plain: bool = False
    public_url: str = ""
    map_tiles: str = ""  # https://HOST/{z}/{x}/{y}.png; without it the map draws what came with it
    map_credit: str = ""
    trusted_proxies: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    zone: str | None = None
    currency: str | None = None
    country: str | None = None
    log_level: str = "info"
    cold: Path | None = None
    cold_after_days: int = 30  # 0 = never
    keep_frames_days: int = 400  # 0 = for ever, here and below
    keep_events_days: int = 3_653
    keep_readings_days: int = 3_653
    keep_letters_days: int = 3_653
    keep_bank_days: int = 3_653
    upgrade_backup: bool = True


class Started(msgspec.Struct, frozen=True, kw_only=True):
    """How the server of a data folder was last started; `wattfleet doctor` reads it."""

    http: str = ""
    ocpp: str = ""
    plain_exposed: bool = False
    certificates: tuple[tuple[str, str], ...] = ()


def note_start(settings: Settings, http: str) -> None:
    """Leave word of how this server was started."""
    note = Started(
        http=http,
        ocpp=str(settings.ocpp),
        plain_exposed=not settings.ocpp.is_loopback,
        certificates=tuple((str(one.chain), str(one.key)) for one in settings.certificates),
    )
    if settings.data.is_dir():
        (settings.data / STARTED_FILE).write_bytes(msgspec.json.encode(note) + b"\n")


def read_started(data: Path) -> Started:
    """The word that the last start left; an empty one where there is none, or none that can be read."""
    try:
        return msgspec.json.decode((data / STARTED_FILE).read_bytes(), type=Started)
    except (OSError, msgspec.DecodeError):
        return Started()


def read_address(text: str, field: str) -> Address:
    """`127.0.0.1:8080`, `[::1]:8080`. Raises: WattfleetError `address_invalid`."""
    host, colon, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not colon or not host or not port.isascii() or not port.isdigit() or int(port) > 65535:
        raise invalid(
            "address_invalid",
            f"“{text}” is not an address to listen at.",
            hint="Write HOST:PORT, such as 127.0.0.1:8080.",
            field=field,
        )
    return Address(host, int(port))


def checked(settings: Settings) -> Settings:
    """Refuses what would expose passwords. Raises: WattfleetError `plain_exposed`, `tls_certificate`."""
    encrypted = (("--https", settings.https), ("--ocpp-tls", settings.ocpp_tls))
    for flag, address in encrypted:
        if address is not None and not settings.certificates:
            raise invalid(
                "tls_certificate",
                f"{flag} {address} has no certificate to show.",
                hint="Add --tls-cert FILE and --tls-key FILE: the full chain and its key, PEM.",
                field="--tls-cert",
            )
    if not settings.ocpp.is_loopback and not settings.allow_plain:
        raise invalid(
            "plain_exposed",
            f"Plain OCPP at {settings.ocpp} would send passwords in the clear over a network.",
            hint="Add --ocpp-tls with a certificate, or --allow-plain where the network is your own.",
            field="--ocpp",
        )
    return settings


def read_pepper(data: Path) -> bytes:
    """The installation's secret: `WATTFLEET_SECRET`, or DIR/secret, which the first start makes (0600).

    Several processes on one database need the same one; the database knows its mark, and the server refuses
    to start with another. Raises: WattfleetError `secret_invalid`.
    """
    given = os.environ.get("WATTFLEET_SECRET", "")
    if given:
        if len(given) < SECRET_BYTES:
            raise invalid(
                "secret_invalid",
                f"WATTFLEET_SECRET has fewer than {SECRET_BYTES} characters.",
                hint="Make one with: openssl rand -hex 32",
            )
        return given.encode()
    path = data / SECRET_FILE
    if path.exists():
        return path.read_bytes()
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    return _make_secret(path)


def _make_secret(path: Path) -> bytes:
    """Two processes that start together end with the same secret: the first link wins."""
    secret = os.urandom(SECRET_BYTES).hex().encode()
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        secret = path.read_bytes()
    finally:
        draft.unlink()
    return secret


def read_tiles(text: str) -> str:
    """The address of a tile server as a browser takes it. Raises: WattfleetError `map_tiles_invalid`."""
    if text and not (text.startswith("https://") and all(one in text for one in ("{z}", "{x}", "{y}"))):
        raise invalid(
            "map_tiles_invalid",
            f"{text} is no address of map tiles.",
            hint="Write it as https://tiles.example.org/{z}/{x}/{y}.png.",
        )
    return text
