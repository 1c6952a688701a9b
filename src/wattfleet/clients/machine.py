"""What the machine says of itself: the data folder and its disk, the kernel's clock, certificate files."""

import ctypes
import os
import re
import shutil
import ssl
from collections.abc import Callable, Sequence
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from wattfleet.kernel.timeline import Instant
from wattfleet.operations.condition import Certificate, Folder
from wattfleet.operations.health import Arrivals, Machine

Pair = tuple[Path, Path]
"""A certificate's chain and its key."""

_UNSYNCHRONISED = 0x0040
"""STA_UNSYNC of timex.h: nobody keeps this clock right."""


class ThisMachine:
    """Reads the facts anew at every asking; a disk that does not answer is told as unknown.

    `frames_wait` and `arrivals` are set by whoever opens the gate: how long the oldest frame has waited, in
    µs, and how stations come and go.
    """

    def __init__(self, folder: Path, certificates: Sequence[Pair] = ()) -> None:
        self._folder = folder
        self._certificates = tuple(certificates)
        self.frames_wait: Callable[[], int | None] = lambda: None
        self.arrivals: Callable[[], Arrivals | None] = lambda: None

    def look(self) -> Machine:
        """What is to be seen now."""
        there = folder_of(self._folder)
        synchronised, error_us = clock_state()
        return Machine(
            path=str(self._folder),
            free_bytes=there.free_bytes,
            total_bytes=there.total_bytes,
            clock_synchronised=synchronised,
            clock_error_us=error_us,
            certificates=tuple(certificate_of(chain, key) for chain, key in self._certificates),
            oldest_frame_us=self.frames_wait(),
            arrivals=self.arrivals(),
        )


def folder_of(path: Path) -> Folder:
    """A folder with its rights and its disk."""
    if not path.is_dir():
        return Folder(path=str(path), exists=False)
    usage = shutil.disk_usage(path)
    return Folder(
        path=str(path),
        mode=path.stat().st_mode & 0o777,
        writable=os.access(path, os.W_OK | os.X_OK),
        free_bytes=usage.free,
        total_bytes=usage.total,
    )


def certificate_of(chain: Path, key: Path) -> Certificate:
    """Loads it as the listener would, then reads how long it holds."""
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(chain, key, password=_no_password)
        leaf = x509.load_pem_x509_certificates(chain.read_bytes())[0]
    except (OSError, ValueError) as error:
        return Certificate(chain=str(chain), key=str(key), problem=_why(error))
    match leaf.public_key():
        case ec.EllipticCurvePublicKey():
            family = "ECDSA"
        case rsa.RSAPublicKey():
            family = "RSA"
        case other:
            family = type(other).__name__
    return Certificate(
        chain=str(chain),
        key=str(key),
        family=family,
        begins_at=Instant.of(leaf.not_valid_before_utc),
        ends_at=Instant.of(leaf.not_valid_after_utc),
    )


def _why(error: Exception) -> str:
    """In small letters, without OpenSSL's file and line: `[SSL] PEM lib (_ssl.c:3926)` is "pem lib"."""
    words = getattr(error, "reason", None) or getattr(error, "strerror", None) or str(error)
    bare = re.sub(r"^\[[^]]*\] | \(_ssl\.c:\d+\)$", "", str(words))
    return bare.lower().replace("_", " ").rstrip(".")


def _no_password() -> str:
    raise ValueError("the key is encrypted")


class _Timex(ctypes.Structure):
    """The head of `struct timex`; the rest is room. Source: adjtimex(2)."""

    _fields_ = [
        ("modes", ctypes.c_uint),
        ("offset", ctypes.c_long),
        ("frequency", ctypes.c_long),
        ("most_error_us", ctypes.c_long),
        ("likely_error_us", ctypes.c_long),
        ("status", ctypes.c_int),
        ("rest", ctypes.c_char * 256),
    ]


def clock_state() -> tuple[bool | None, int | None]:
    """Whether something keeps the kernel's clock right, and how far off it may be (µs); None where unknown.

    Reading needs no right. Only Linux tells it this way.
    """
    state = _Timex()
    try:
        done = ctypes.CDLL(None, use_errno=True).adjtimex(ctypes.byref(state))
    except (AttributeError, OSError):
        return None, None
    if done < 0:
        return None, None
    if state.status & _UNSYNCHRONISED:
        return False, None
    return True, int(state.most_error_us)
