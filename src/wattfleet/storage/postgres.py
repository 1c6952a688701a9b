"""PostgreSQL over asyncpg: every transaction takes the app role and names its tenants, in one round trip.

Transactions are begun and ended by hand with one simple query, so that SQLAlchemy's connection (in
autocommit) and the driver beneath it can be used side by side in the same transaction.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import date
from typing import Any, TypeVar

import asyncpg
from sqlalchemy import URL, NullPool, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from wattfleet.kernel.clock import SystemClock, pause
from wattfleet.kernel.errors import WattfleetError, unavailable
from wattfleet.kernel.timeline import Instant
from wattfleet.storage import days, migrations
from wattfleet.storage.cold import ColdStore
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.row_security import APP_ROLE

T = TypeVar("T")

MOST_LINKS = 10
STANDING_LINKS = 2
"""Those of the journal, beside them: what is durable stands in no line behind a thousand look-ups."""
CONNECT_TIMEOUT_S = 5
COMMAND_TIMEOUT_S = 30
LISTEN_AGAIN_US = 200_000
TRIES = 5

_EPOCH_2000_US = 946_684_800_000_000
"""What PostgreSQL counts timestamptz from, in µs after 1970."""

MIGRATION_LOCK = 7_388_214_901
"""An arbitrary number: two processes that start together migrate one after the other."""

_LEARN_AT = {5, 50, 500, 5_000, 50_000}
"""After so many transactions the planner learns what the tables hold, as long as autovacuum has not come: it
first looks after a minute, and until then any index that begins with the tenant seems as good as the right
one (measured: 6 ms instead of 1 ms for a list of 50)."""

_IS_YOUNG = """
SELECT reltuples < 1000000 AND NOT EXISTS (SELECT FROM pg_stat_user_tables WHERE last_autoanalyze IS NOT NULL)
FROM pg_class WHERE oid = 'frames'::regclass
"""
_CHANGED = """
SELECT relid::regclass::text FROM pg_stat_user_tables JOIN pg_class ON oid = relid
WHERE n_mod_since_analyze > 0 AND NOT relispartition
"""
"""Of a table in parts PostgreSQL counts the parts alone, and learns of all of them with the table."""

_LEARN = "SET default_statistics_target = 1; ANALYZE {}; RESET default_statistics_target"
"""A look at 300 rows of each table that changed, and not at 30,000 of all: 15 ms of a core instead of 600,
for which stations would wait."""

_BY_KEYS = "; ".join(
    [
        "SET plan_cache_mode = force_generic_plan",
        *(
            f"SET enable_{way} = off"
            for way in ("seqscan", "bitmapscan", "material", "hashjoin", "mergejoin")
        ),
    ]
)
"""What the journal writes is found by its keys, one by one, however small the tables were when the plan was
made. Left to itself the planner thought a batch through each time (0.5 ms of 4 for a hundred frames), or went
through all sessions of a young database for each of them (twice the time of a batch with 400 sessions)."""

_READING = "SET default_transaction_read_only = on"
_UNSURE = frozenset({-1})

_AGAIN = (asyncpg.SerializationError, asyncpg.DeadlockDetectedError)
_UNAVAILABLE = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # it was told of its end while nobody asked, and is not closed yet
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.PostgresSystemError,
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
)


class Link:
    """One connection: SQLAlchemy's view of it, and the driver's.

    It stands as the URL's role until it is told to `stand` under the app role and some tenants; then what is
    said outside a transaction is said as them, until it is told otherwise.
    """

    def __init__(self, connection: AsyncConnection, driver: Any, *, read_only: bool = False) -> None:
        self.connection = connection
        self.driver = driver
        self._read_only = read_only
        self.standing: frozenset[int] | None = None

    async def stand(self, tenants: frozenset[int], settings: str) -> None:
        """From now on every statement outside a transaction runs as the app role, for these tenants."""
        if tenants != self.standing:
            self.standing = _UNSURE  # until it is through
            listed = _listed(tenants)
            await self.driver.execute(
                f"{settings}; SET ROLE {APP_ROLE}; SELECT set_config('app.tenants', '{listed}', false)"
            )
            self.standing = tenants

    async def stand_free(self) -> None:
        """As the URL's role again, and for no tenant."""
        if self.standing is not None:
            await self.driver.execute("RESET ALL; RESET ROLE; SET jit = off")
            self.standing = None

    async def begin(self, tenants: Iterable[int], *, writes: bool = True) -> None:
        """Tenant numbers are integers, so that they may stand in the text."""
        begin = "BEGIN READ WRITE" if writes and not self._read_only else "BEGIN READ ONLY"
        listed = _listed(tenants)
        await self.driver.execute(
            f"{begin}; SET LOCAL ROLE {APP_ROLE}; SELECT set_config('app.tenants', '{listed}', true)"
        )

    async def commit(self) -> None:
        """Raises: WattfleetError `storage_unavailable` where the server has rolled back instead.

        PostgreSQL answers COMMIT of a failed transaction with ROLLBACK, and no error.
        """
        told = await self.driver.execute("COMMIT")
        if told != "COMMIT":
            raise unavailable("storage_unavailable", f"The database answered COMMIT with {told}.")

    async def rollback(self) -> None:
        if not self.driver.is_closed():
            await self.driver.execute("ROLLBACK")


def _listed(tenants: Iterable[int]) -> str:
    """As an array of PostgreSQL."""
    return "{" + ",".join(str(int(one)) for one in tenants) + "}"


class PostgresDatabase:
    """`storage.database.Database` on a PostgreSQL server."""

    def __init__(
        self, url: str, cold: ColdStore, *, read_only: bool = False, patience_s: float = COMMAND_TIMEOUT_S
    ) -> None:
        """`patience_s`: how long one statement may take; the schema is brought up to date without haste."""
        self.cold = cold
        self._address = _address(url)
        self._read_only = read_only
        self._engine = _engine(self._address, read_only=read_only, patience_s=patience_s)
        self._idle: list[Link] = []
        self._standing: list[Link] = []
        self._free = asyncio.Semaphore(MOST_LINKS)
        self._free_standing = asyncio.Semaphore(STANDING_LINKS)
        self._done = 0
        self._learning: asyncio.Task[None] | None = None

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
        self.count_transaction()
        return result

    def count_transaction(self) -> None:
        """Now and then, while the database is young, let the planner look at it."""
        self._done += 1
        if self._done in _LEARN_AT and self._learning is None:
            self._learning = asyncio.create_task(self._learn())

    async def _learn(self) -> None:
        try:
            async with self.link() as link:
                if await link.driver.fetchval(_IS_YOUNG):
                    changed = [name for (name,) in await link.driver.fetch(_CHANGED)]
                    await link.driver.execute(_LEARN.format(", ".join([*changed, *days.PARTED])))
        except WattfleetError:
            pass  # it is only about speed, and whoever needs the database hears of it
        finally:
            self._learning = None

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
        if self._learning is not None:
            await asyncio.wait((self._learning,))
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
        engine = _engine(self._address, read_only=False, patience_s=None)
        try:
            async with engine.connect() as connection:
                yield await _link_of(connection)
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
            await link.stand(standing, _BY_KEYS)
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
            await _let_go(link)
        return await _link_of(await self._engine.connect(), read_only=self._read_only)

    async def _give_back(self, link: Link, idle: list[Link], *, sound: bool) -> None:
        if not sound or link.driver.is_closed() or link.driver.is_in_transaction():
            await _let_go(link)
        else:
            idle.append(link)


async def _link_of(connection: AsyncConnection, *, read_only: bool = False) -> Link:
    driver = (await connection.get_raw_connection()).driver_connection
    return Link(connection, driver, read_only=read_only)


async def transact(link: Link, tenants: Iterable[int], attempt: Callable[[], Awaitable[T]]) -> T:
    """Run and commit; run again where the database asks for it (serialisation failure, deadlock)."""
    for remaining in reversed(range(TRIES)):
        await link.begin(tenants)
        try:
            result = await attempt()
            await link.commit()
        except Exception as error:
            await link.rollback()
            if remaining == 0 or not isinstance(driver_error(error), _AGAIN):
                raise
        else:
            return result
    raise AssertionError("the last try returns or raises")


async def _listen(driver: Any) -> tuple[asyncio.Event, asyncio.Event]:
    """Set when keys or credentials have changed; both are set when the connection is lost."""
    told, lost = asyncio.Event(), asyncio.Event()

    def end(_: Any) -> None:
        lost.set()
        told.set()

    driver.add_termination_listener(end)
    await driver.add_listener("wattfleet_credentials", lambda *_: told.set())
    return told, lost


async def _let_go(link: Link) -> None:
    await link.connection.invalidate()
    await link.connection.close()


def _address(url: str) -> URL:
    """The URL as SQLAlchemy and asyncpg want it; libpq's `sslmode` is asyncpg's `ssl`."""
    address = make_url(url).set(drivername="postgresql+asyncpg")
    mode = address.query.get("sslmode")
    if mode is not None:
        address = address.difference_update_query(["sslmode"]).update_query_dict({"ssl": mode})
    return address


def _engine(address: URL, *, read_only: bool, patience_s: float | None) -> AsyncEngine:
    settings = {"server_settings": {"default_transaction_read_only": "on"}} if read_only else {}
    engine = create_async_engine(
        address,
        isolation_level="AUTOCOMMIT",
        poolclass=NullPool,
        connect_args={"timeout": CONNECT_TIMEOUT_S, "command_timeout": patience_s, **settings},
    )

    @event.listens_for(engine.sync_engine, "connect")
    def _prepared(connection: Any, _: Any) -> None:
        connection.run_async(_prepare)

    return engine


async def _prepare(driver: Any) -> None:
    await driver.execute("SET jit = off")
    await driver.set_type_codec(
        "timestamptz",
        schema="pg_catalog",
        encoder=lambda moment: (moment.us - _EPOCH_2000_US,),
        decoder=lambda parts: Instant(parts[0] + _EPOCH_2000_US),
        format="tuple",
    )


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


def driver_error(error: BaseException) -> BaseException:
    """asyncpg's own error, from beneath SQLAlchemy's."""
    if isinstance(error, DBAPIError) and error.orig is not None:
        return error.orig.__cause__ or error.orig
    return error


def translated(error: Exception) -> Exception:
    """A failing database as `storage_unavailable`; everything else as it is."""
    cause = driver_error(error)
    if isinstance(error, WattfleetError) or not isinstance(cause, _UNAVAILABLE):
        return error
    if isinstance(cause, TimeoutError):
        return unavailable(
            "storage_unavailable",
            "The database did not answer in time.",
            hint="Ask for less, such as one station or fewer days; else see what keeps PostgreSQL busy.",
        )
    return unavailable(
        "storage_unavailable",
        f"The database does not answer: {str(cause) or type(cause).__name__}.",
        hint="See whether PostgreSQL runs, and whether the URL's host, user and password are right.",
    )
