"""A change that reads a row and writes it anew may be crossed by another: the second one reads again."""

from collections.abc import Callable
from typing import TypeVar

from wattfleet.kernel.errors import WattfleetError
from wattfleet.storage.database import Writer
from wattfleet.usecases.parts import Parts

T = TypeVar("T")
TRIES = 4


async def write_again(parts: Parts, tenant: int, change: Callable[[Writer], T]) -> T:
    """`change` starts from what stands in the database. Raises: as it does; `version_conflict` at last."""
    for _ in range(TRIES - 1):
        try:
            return await parts.database.write(tenant, change)
        except WattfleetError as failed:
            if failed.code != "version_conflict":
                raise
    return await parts.database.write(tenant, change)
