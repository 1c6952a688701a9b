"""PostgreSQL over asyncpg: every transaction takes the app role and names its tenants, in one round trip."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import date
from typing import Any, TypeVar

import asyncpg
from sqlalchemy.exc import DBAPIError

from wattfleet.kernel.clock import SystemClock, pause
from wattfleet.kernel.errors import WattfleetError, unavailable
from wattfleet.storage import days, migrations
from wattfleet.storage.cold import ColdStore
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.postgres_learning import Learning
from wattfleet.storage.postgres_link import (
    COMMAND_TIMEOUT_S,
    Link,
    address_of,
    driver_error,
    engine_for,
    let_go,
    link_of,
    transact,
    translated,
)
from wattfleet.storage.row_security import APP_ROLE

T = TypeVar("T")

MOST_LINKS = 10
STANDING_LINKS = 2
"""Those of the journal, beside them: what is durable stands in no line behind a thousand look-ups."""
LISTEN_AGAIN_US = 200_000

MIGRATION_LOCK = 7_388_214_901
"""An arbitrary number: two processes that start together migrate one after the other."""

_BY_IDS = "; ".join(
    [
        "SET plan_cache_mode = force_generic_plan",
        "SET random_page_cost = 0",
        *(
            f"SET enable_{way} = off"
            for way in ("seqscan", "bitmapscan", "material", "hashjoin", "mergejoin")
        ),
    ]
)
"""What the journal writes is found by its ids, one by one (`postgres_rows.by_id`): there is one way to each
row, however small the tables were when the plan was made, and whatever the planner knew. (A page costs
nothing, or any index of a table of one page that has the id somewhere would be as good.) Left to itself it
thought a batch through each time (0.5 ms of 4 for a hundred frames)."""

_READING = "SET default_transaction_read_only = on"


class PostgresDatabase:
    """`storage.database.Database` on a PostgreSQL server."""

    def __init__(
        self, url: str, cold: ColdStore, *, read_only: bool = False, patience_s: float = COMMAND_TIMEOUT_S
    ) -> None:
        """`patience_s`: how long one statement may take; the schema is brought up to date without haste."""
        self.cold = cold
        self._address = address_of(url)
        self._read_only = read_only
        self._engine = engine_for(self._address, read_only=read_only, patience_s=patience_s)
        self._idle: list[Link] = []
        self._standing: list[Link] = []
        self._free = asyncio.Semaphore(MOST_LINKS)
        self._free_standing = asyncio.Semaphore(STANDING_LINKS)
        self.learning = Learning(self.link)

    async def migrate(self) -> None:
        """Bring the schema up to date as the URL's role, and make sure that the app role can be taken.

        Raises: WattfleetError `schema_newer`, `database_role`, `storage_unavailable`.
        """
        async with self._patient_link() as link:
            await link.driver.execute("BEGIN")
            await link.driver.execute(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")
            try:
                await link.connection.run_sync(migrations.upgrade)
                await _check_role(link.driver)
                await link.commit()
                await link.begin(())
            except (asyncpg.InsufficientPrivilegeError, DBAPIError) as error:
                raise _role_refused(error) from error
            finally:
                await link.rollback()

    async def keep_days(self, ahead: Iterable[date], empty_before: date) -> int:
        """Partitions for the days ahead; those of old days in which nothing is left go. How many of both."""
        async with self.link() as link:
            return await days.make(link.driver, ahead) + await days.drop_empty(link.driver, empty_before)

    async def revision(self) -> str | None:
        """The schema that the database has; the URL's role reads it, the app role may not."""
        async with self.link() as link:
            return await link.connection.run_sync(migrations.current)

    async def read(self, tenant: int, query: Callable[[Reader], T], *, as_one: bool = False) -> T:
        """Nearly all of them go without a transaction: one journey for a statement, not three."""
        standing = frozenset((tenant,))
        async with self._lent(self._idle, self._free, standing) as link:
            await link.stand(standing, _READING)
            try:
                if as_one:
                    await link.begin(standing, writes=False)
                return await link.connection.run_sync(lambda sync: query(Reader(sync, tenant, self.cold)))
            finally:
                if as_one:
                    await link.rollback()

    async def write(self, tenant: int, change: Callable[[Writer], T]) -> T:
        async with self._lent(self._idle, self._free) as link:

            async def attempt() -> T:
                return await link.connection.run_sync(
                    lambda sync: change(Writer(sync, tenant, cold=self.cold))
                )

            result = await transact(link, (tenant,), attempt)
        self.learning.count_transaction()
        return result

    async def watch_changes(self) -> AsyncGenerator[None, None]:
        while True:
            try:
                async with self.link() as link:
                    told, lost = await _listen(link.driver)
                    yield
                    while not lost.is_set():
                        await told.wait()
                        told.clear()
                        yield
            except WattfleetError:
                await pause(SystemClock(), LISTEN_AGAIN_US)  # it is away; what was missed is told then

    async def close(self) -> None:
        await self.learning.finish()
        for link in (*self._idle, *self._standing):
            await link.connection.close()
        self._idle.clear()
        self._standing.clear()
        await self._engine.dispose()

    @asynccontextmanager
    async def link(self) -> AsyncIterator[Link]:
        """A connection of the URL's role, outside any transaction.

        Raises: WattfleetError `storage_unavailable`.
        """
        async with self._lent(self._idle, self._free) as link:
            await link.stand_free()
            yield link

    @asynccontextmanager
    async def _patient_link(self) -> AsyncIterator[Link]:
        """One that waits, for an index of millions of rows or for another who migrates. Raises: as `link`."""
        engine = engine_for(self._address, read_only=False, patience_s=None)
        try:
            async with engine.connect() as connection:
                yield await link_of(connection)
        except Exception as error:
            raise translated(error) from error
        finally:
            await engine.dispose()

    @asynccontextmanager
    async def standing_link(self, tenants: Iterable[int]) -> AsyncIterator[Link]:
        """A connection that stands under the app role and these tenants, also outside a transaction, so that
        a statement there is one by itself. Such connections serve nothing else. Raises: as above."""
        standing = frozenset(tenants)
        async with self._lent(self._standing, self._free_standing, standing) as link:
            await link.stand(standing, _BY_IDS)
            yield link

    @asynccontextmanager
    async def _lent(
        self, idle: list[Link], free: asyncio.Semaphore, standing: frozenset[int] | None = None
    ) -> AsyncIterator[Link]:
        """One of the idle, if possible one that stands so already."""
        async with free:
            try:
                link = await self._take(idle, standing)
                sound = True
                try:
                    yield link
                except Exception as error:
                    sound = translated(error) is error
                    raise
                finally:
                    await self._give_back(link, idle, sound=sound)
            except Exception as error:
                raise translated(error) from error

    async def _take(self, idle: list[Link], standing: frozenset[int] | None) -> Link:
        while idle:
            at = next((at for at in reversed(range(len(idle))) if idle[at].standing == standing), -1)
            link = idle.pop(at)
            if not link.driver.is_closed():
                return link
            await let_go(link)
        return await link_of(await self._engine.connect(), read_only=self._read_only)

    async def _give_back(self, link: Link, idle: list[Link], *, sound: bool) -> None:
        if not sound or link.driver.is_closed() or link.driver.is_in_transaction():
            await let_go(link)
        else:
            idle.append(link)


async def _listen(driver: Any) -> tuple[asyncio.Event, asyncio.Event]:
    """Set when keys or credentials have changed; both are set when the connection is lost."""
    told, lost = asyncio.Event(), asyncio.Event()

    def end(_: Any) -> None:
        lost.set()
        told.set()

    driver.add_termination_listener(end)
    await driver.add_listener("wattfleet_credentials", lambda *_: told.set())
    return told, lost


async def _check_role(driver: Any) -> None:
    row = await driver.fetchrow(
        "SELECT rolsuper OR rolbypassrls AS unbound FROM pg_roles WHERE rolname = $1", APP_ROLE
    )
    if row is None or row["unbound"]:
        raise unavailable(
            "database_role",
            f"The role {APP_ROLE} is missing or may bypass row-level security.",
            hint=f"ALTER ROLE {APP_ROLE} NOSUPERUSER NOBYPASSRLS, then start again.",
        )


def _role_refused(error: Exception) -> Exception:
    cause = driver_error(error)
    if not isinstance(cause, asyncpg.InsufficientPrivilegeError):
        return error
    return unavailable(
        "database_role",
        f"The database user may not create or take the role {APP_ROLE}: {cause}.",
        hint=f"Give it CREATEROLE once, or create {APP_ROLE} and grant it to the user.",
    )
