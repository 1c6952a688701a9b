"""What a caller wants done last in the same transaction: such as remembering the answer of a request.

Also the version that a caller has seen: a change is made only to what it has seen.
"""

from collections.abc import Callable
from typing import TypeVar

from wattfleet.kernel.errors import WattfleetError
from wattfleet.storage.database import Writer

T = TypeVar("T")

Then = Callable[[Writer, T], None]
"""Runs after the effect, before the commit; what it raises undoes the effect."""


def nothing(_writer: Writer, _effect: object) -> None:
    """Nothing more."""


def check_seen(seen: int | None, actual: int) -> None:
    """`seen` None = the caller does not mind. Raises: WattfleetError `version_stale`."""
    if seen is not None and seen != actual:
        raise WattfleetError(
            "version_stale",
            "conflict",
            f"It is at version {actual} now, not {seen}.",
            hint="Read it again and decide anew.",
        )
