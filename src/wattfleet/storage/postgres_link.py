"""A connection to PostgreSQL: how it is opened, its transactions, and what its errors mean.

Transactions are begun and ended by hand with one simple query, so that SQLAlchemy's connection (in
autocommit) and the driver beneath it can be used side by side in the same transaction.
"""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any, TypeVar

import asyncpg
from sqlalchemy import URL, NullPool, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from wattfleet.kernel.errors import WattfleetError, unavailable
from wattfleet.kernel.timeline import Instant
from wattfleet.storage.row_security import APP_ROLE

T = TypeVar("T")

CONNECT_TIMEOUT_S = 5
COMMAND_TIMEOUT_S = 30
TRIES = 5

_EPOCH_2000_US = 946_684_800_000_000
"""What PostgreSQL counts timestamptz from, in µs after 1970."""

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


async def link_of(connection: AsyncConnection, *, read_only: bool = False) -> Link:
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


async def let_go(link: Link) -> None:
    await link.connection.invalidate()
    await link.connection.close()


def address_of(url: str) -> URL:
    """The URL as SQLAlchemy and asyncpg want it; libpq's `sslmode` is asyncpg's `ssl`."""
    address = make_url(url).set(drivername="postgresql+asyncpg")
    mode = address.query.get("sslmode")
    if mode is not None:
        address = address.difference_update_query(["sslmode"]).update_query_dict({"ssl": mode})
    return address


def engine_for(address: URL, *, read_only: bool, patience_s: float | None) -> AsyncEngine:
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
