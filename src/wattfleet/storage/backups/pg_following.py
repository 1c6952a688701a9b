"""A continuous backup of PostgreSQL: a base of its server's files, and its own log as it is written, sealed.

PostgreSQL's programs do the copying: pg_basebackup the base, pg_receivewal the log, to the last byte that the
server has flushed. Whole segments of the log are sealed once, the one that is being filled at each look. The
generation holds a backup of the other kind too: the secret, the old days, and what the base had in it.
Source: PostgreSQL 15 documentation §26.3, pg_basebackup, pg_receivewal.
"""

import asyncio
import hashlib
import os
import shutil
import tempfile
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from wattfleet.kernel.clock import Clock, pause
from wattfleet.kernel.errors import WattfleetError, unavailable
from wattfleet.kernel.timeline import Instant
from wattfleet.storage.backups.copying import address_of, connect, find_program, password_of
from wattfleet.storage.backups.following import LOG, new_generation, not_written
from wattfleet.storage.backups.make import Installation, Made, make_backup
from wattfleet.storage.backups.shipping import Draft, Head, ship_cold, to_its_end
from wattfleet.storage.backups.wal import Gap
from wattfleet.storage.opening import COLD_NAME

BASE_FILE = "server.wfp"
OPEN = ".partial"
NAMED = "wattfleet_follow"
SAID = "said"
ARRIVES_S = 10.0
CHUNK = 1024 * 1024
SEGMENT_NAME = 24


class PostgresFollower:
    """Follows the server of one database into one folder; `begin` makes the base, `ship` what came since."""

    def __init__(self, place: Installation, target: Path, key: str, program: str, clock: Clock) -> None:
        assert place.url is not None, "a database has a URL"
        self._place, self._url = place, place.url
        self._target, self._folder = target, target
        self._key, self._program, self._clock = key, program, clock
        self._receiver: Process | None = None
        self._log: Path | None = None
        self._sealed: set[str] = set()
        self._open_digest = ""
        self._cold: set[str] = set()
        self._begun = False

    async def begin(self, now: Instant) -> Made:
        """A new generation with its base.

        Raises: WattfleetError `backup_target`, `replication_refused`, those of `make_backup`.
        """
        await self.end()
        self._folder = new_generation(self._target, now)
        self._place.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._log = Path(tempfile.mkdtemp(prefix=".follow-", dir=self._place.folder))
        self._sealed, self._open_digest, self._begun = set(), "", False
        try:
            self._receiver = await self._receive(self._log)
            await self._arrived()
            await self._base(now)
            made = await make_backup(self._place, self._folder, self._key, now=now, program=self._program)
        except BaseException:
            await self.end()
            raise
        self._begun = True
        self._cold = {one.name for one in made.manifest.parts if one.name.startswith(f"{COLD_NAME}/")}
        return msgspec.structs.replace(made, bytes=sum(one.stat().st_size for one in _files(self._folder)))

    async def ship(self, now: Instant) -> int:
        """What the server has flushed by now; how many pieces of its log were sealed.

        Raises: Gap, WattfleetError `log_behind`, `backup_target`.
        """
        assert self._log is not None, "a base was made"
        await self._arrived()
        try:
            return await to_its_end(partial(self._seal_log, self._log, now))
        except OSError as error:
            raise not_written(self._folder, error) from error

    async def end(self) -> None:
        """Let the server go."""
        if self._receiver is not None:
            with suppress(ProcessLookupError):
                self._receiver.terminate()
            await self._receiver.wait()
            self._receiver = None
        if self._log is not None:
            shutil.rmtree(self._log, ignore_errors=True)
            self._log = None

    async def _receive(self, into: Path) -> Process:
        """What it says goes to a file: a pipe that nobody reads would stop it when it is full."""
        command = [find_program("pg_receivewal"), "--synchronous", "--status-interval=1", "--no-password"]
        with (into / SAID).open("wb") as said:
            return await asyncio.create_subprocess_exec(
                *command,
                f"--directory={into}",
                *address_of(self._url),
                stdout=DEVNULL,
                stderr=said,
                env={**os.environ, **password_of(self._url), "PGAPPNAME": NAMED},
            )

    async def _arrived(self) -> None:
        """All that the server had flushed when asked is here. Raises: Gap, WattfleetError `log_behind`."""
        driver = await connect(self._url)
        try:
            wanted = await driver.fetchval("SELECT pg_current_wal_flush_lsn()")
            try:
                async with asyncio.timeout(ARRIVES_S):
                    while not await self._has(driver, wanted):
                        await pause(self._clock, 50_000)
            except TimeoutError as error:
                raise unavailable(
                    "log_behind",
                    f"PostgreSQL's log did not arrive within {ARRIVES_S:.0f} s.",
                    hint="Is the way to the server slow, or did it stop sending? It is tried again.",
                ) from error
        finally:
            await driver.close()

    async def _has(self, driver: Any, wanted: int) -> bool:
        receiver = self._receiver
        if receiver is None or receiver.returncode is not None:
            raise Gap if self._begun else _refused(self._said())
        sql = "SELECT bool_or(flush_lsn >= $1) FROM pg_stat_replication WHERE application_name = $2"
        return bool(await driver.fetchval(sql, wanted, NAMED))

    def _said(self) -> str:
        """The last words of the receiver."""
        path = None if self._log is None else self._log / SAID
        return "" if path is None or not path.is_file() else path.read_text(errors="replace").strip()

    async def _base(self, now: Instant) -> None:
        """The server's files as a tar, sealed while they come."""
        command = [find_program("pg_basebackup"), "--pgdata=-", "--format=tar", "--wal-method=none"]
        process = await asyncio.create_subprocess_exec(
            *command,
            "--checkpoint=fast",
            "--no-password",
            *address_of(self._url),
            stdout=PIPE,
            stderr=PIPE,
            env={**os.environ, **password_of(self._url)},
        )
        assert process.stdout is not None, "it was asked for"
        assert process.stderr is not None, "it was asked for"
        said = asyncio.create_task(process.stderr.read())
        try:
            with Draft(self._folder / BASE_FILE, self._key) as draft:
                draft.write(msgspec.json.encode(Head(0, now.us, path=BASE_FILE)) + b"\n")
                while data := await process.stdout.read(CHUNK):
                    draft.write(data)
                if await process.wait() != 0:
                    raise _refused((await said).decode(errors="replace").strip())
        finally:
            if process.returncode is None:  # it was told to stop in the middle
                process.kill()
                await process.wait()
            await said

    def _seal_log(self, log: Path, now: Instant) -> int:
        ship_cold(self._place, self._folder, self._key, self._cold, now)
        whole = sorted(
            one for one in log.iterdir() if len(one.name) == SEGMENT_NAME or ".history" in one.name
        )
        sealed = 0
        for one in whole:
            if one.name not in self._sealed:
                self._seal(one, one.read_bytes(), now)
                self._sealed.add(one.name)
                (self._folder / f"{one.name}{OPEN}{LOG}").unlink(missing_ok=True)
                sealed += 1
        for old in [one for one in whole if len(one.name) == SEGMENT_NAME][:-1]:
            old.unlink()  # the last one tells the receiver where to go on
        for one in log.glob(f"*{OPEN}"):
            data = one.read_bytes()
            digest = f"{one.name} {hashlib.sha256(data).hexdigest()}"
            if digest != self._open_digest:
                self._seal(one, data, now)
                self._open_digest = digest
                sealed += 1
        return sealed

    def _seal(self, segment: Path, data: bytes, now: Instant) -> None:
        with Draft(self._folder / f"{segment.name}{LOG}", self._key) as draft:
            draft.write(msgspec.json.encode(Head(0, now.us, path=segment.name.removesuffix(OPEN))) + b"\n")
            draft.write(data)


def _files(folder: Path) -> list[Path]:
    return [one for one in folder.iterdir() if one.is_file()]


def _refused(said: str) -> WattfleetError:
    return unavailable(
        "replication_refused",
        f"PostgreSQL does not give its log: {said[-400:] or 'its program ended without a word'}.",
        hint="The URL's role needs REPLICATION (ALTER ROLE … REPLICATION), pg_hba.conf a line `host "
        "replication ROLE ADDRESS scram-sha-256`, and wal_level must be replica.",
    )
