"""A sealed stream: encrypted in chunks, so that files of any size are written and read in little memory.

A head in plain text says how the key is made; 32 bytes prove that the key is the right one before anything is
read; then chunks of 1 MiB follow, each AES-256-GCM with a counter for a nonce and a mark on the last one. A
chunk that was changed, moved, left out or added is noticed, and so is a file that ends too early. The scheme
is the STREAM construction, as the tool age has it (ADR 13). Source: Hoang, Reyhanitabar, Rogaway, Vizár 2015.
"""

import hashlib
import hmac
import os
from pathlib import Path
from types import TracebackType
from typing import IO

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from wattfleet.kernel.errors import WattfleetError, invalid

MAGIC = b"wattfleet-sealed 1\n"
CHUNK = 1024 * 1024
TAG = 16
PROOF = 32
KEY_WORD = "wattfleet-backup-key-"
"""What a generated key begins with; any other text of a key file is a passphrase."""
SHORTEST_PASSPHRASE = 12
_SCRYPT = {"n": 2**16, "r": 8, "p": 1}  # 64 MiB, a fifth of a second


class Head(msgspec.Struct, frozen=True):
    """How the key of this stream is made from what the operator has."""

    kdf: str  # "key", "scrypt"
    salt: str
    n: int = 0
    r: int = 0
    p: int = 0


def make_key(path: Path) -> None:
    """A new key in a new file (0600). Raises: WattfleetError `key_file_exists`."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise invalid("key_file_exists", f"{path} is there already.", hint="Name another file.") from error
    with os.fdopen(descriptor, "w") as file:
        file.write(f"{KEY_WORD}{os.urandom(32).hex()}\n")
        file.flush()
        os.fsync(file.fileno())


def read_key(path: Path) -> str:
    """What a key file holds. Raises: WattfleetError `key_file_unusable`."""
    try:
        text = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise _unusable(path, getattr(error, "strerror", None) or "it is no text") from error
    if text.startswith(KEY_WORD):
        digits = text.removeprefix(KEY_WORD)
        if len(digits) != 64 or set(digits) - set("0123456789abcdef"):
            raise _unusable(path, "the key in it is not whole")
    elif len(text) < SHORTEST_PASSPHRASE:
        raise _unusable(path, f"a passphrase has at least {SHORTEST_PASSPHRASE} characters")
    return text


def _unusable(path: Path, why: str) -> WattfleetError:
    return invalid(
        "key_file_unusable",
        f"The key file {path} cannot be used: {why}.",
        hint="Make one with `wattfleet backup --make-key FILE`, and keep a copy of it elsewhere.",
        field="--key-file",
    )


class Sealer:
    """Writes a sealed stream to a file that is open for writing; `close` writes the last chunk."""

    def __init__(self, file: IO[bytes], key: str) -> None:
        self._file = file
        self._counter = 0
        self._rest = bytearray()
        salt = os.urandom(16)
        is_key = key.startswith(KEY_WORD)
        head = Head("key", salt.hex()) if is_key else Head("scrypt", salt.hex(), **_SCRYPT)
        line = MAGIC + msgspec.json.encode(head) + b"\n"
        self._cipher, proof = _keys(key, head, line)
        file.write(line + proof)

    def write(self, data: bytes) -> int:
        self._rest += data
        while len(self._rest) > CHUNK:
            self._put(bytes(self._rest[:CHUNK]), last=False)
            del self._rest[:CHUNK]
        return len(data)

    def close(self) -> None:
        """Without this the stream is not whole, and is not read."""
        self._put(bytes(self._rest), last=True)
        self._rest.clear()

    def __enter__(self) -> "Sealer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()

    def _put(self, data: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._counter, last=last), data, None))
        self._counter += 1


class Unsealer:
    """Reads a sealed stream. Raises: WattfleetError `backup_key_wrong`, `backup_damaged`."""

    def __init__(self, file: IO[bytes], key: str) -> None:
        self._file = file
        self._counter = 0
        self._rest = b""
        self._over = False
        magic, line = file.readline(64), file.readline(1024)
        if magic != MAGIC:
            raise damaged("it does not begin as a sealed file of Wattfleet")
        try:
            head = msgspec.json.decode(line, type=Head)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise damaged("its head cannot be read") from error
        if head.kdf not in {"key", "scrypt"} or head.n > 2**20 or head.r > 32 or head.p > 4:
            raise damaged("its head asks for what no backup of ours needs")
        if (head.kdf == "key") is not key.startswith(KEY_WORD):
            kind = "a generated key" if head.kdf == "key" else "a passphrase"
            raise _wrong_key(f"It was sealed with {kind}.")
        try:
            self._cipher, proof = _keys(key, head, magic + line)
        except ValueError as error:
            raise damaged("its head cannot be read") from error
        if not hmac.compare_digest(file.read(PROOF), proof):
            raise _wrong_key("It was sealed with another key, or its head was changed.")
        self._ahead = file.read(CHUNK + TAG)

    def read(self, size: int = -1) -> bytes:
        """At most so many bytes; empty at the end."""
        while not self._over and (size < 0 or len(self._rest) < size):
            self._rest += self._chunk()
        if size < 0:
            size = len(self._rest)
        data, self._rest = self._rest[:size], self._rest[size:]
        return data

    def _chunk(self) -> bytes:
        sealed, self._ahead = self._ahead, self._file.read(CHUNK + TAG)
        last = not self._ahead
        try:
            data = self._cipher.decrypt(_nonce(self._counter, last=last), sealed, None)
        except InvalidTag as error:
            at = self._counter * (CHUNK + TAG)
            raise damaged(
                f"at or after byte {at:,} of its content it was changed, or it ends too early"
            ) from error
        self._counter += 1
        self._over = last
        return data


def damaged(why: str) -> WattfleetError:
    """A file that is not what was written."""
    return invalid(
        "backup_damaged",
        f"The backup is damaged: {why}.",
        hint="Use another copy of it, or an older backup; nothing was changed.",
    )


def _wrong_key(why: str) -> WattfleetError:
    return invalid(
        "backup_key_wrong",
        f"The key does not open this backup. {why}",
        hint="Name the key file that it was made with: --key-file FILE.",
        field="--key-file",
    )


def _keys(key: str, head: Head, line: bytes) -> tuple[AESGCM, bytes]:
    """The cipher of the chunks, and the proof that the key and the head belong together."""
    salt = bytes.fromhex(head.salt)
    if head.kdf == "key":
        secret = bytes.fromhex(key.removeprefix(KEY_WORD))
    else:
        secret = Scrypt(salt=salt, length=32, n=head.n, r=head.r, p=head.p).derive(key.encode())
    chunks = HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"wattfleet chunks").derive(secret)
    heads = HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"wattfleet head").derive(secret)
    return AESGCM(chunks), hmac.digest(heads, line, hashlib.sha256)


def _nonce(counter: int, *, last: bool) -> bytes:
    return counter.to_bytes(11, "big") + (b"\x01" if last else b"\x00")
