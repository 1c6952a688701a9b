"""A movement of the bank as it is kept: what of it is matched, what waits, what was put aside."""

from enum import Enum
from uuid import UUID

import msgspec

from wattfleet.billing.bank.camt import Movement
from wattfleet.billing.bank.matching import Match, OpenItem, match
from wattfleet.kernel.money import Money
from wattfleet.kernel.timeline import Instant


class MovementState(Enum):
    """`matched` = nothing of it is left; `aside` = a person has said why it pays nothing of ours."""

    WAITING = "waiting"
    MATCHED = "matched"
    ASIDE = "aside"


class KeptMovement(msgspec.Struct, frozen=True, kw_only=True):
    """`left` is what nothing was booked for yet; `why` says what was found when its file was read."""

    id: UUID
    movement: Movement
    state: MovementState
    why: str
    left: Money
    read_at: Instant
    note: str = ""
    redacted_at: Instant | None = None
    version: int = 1


def taken(one: KeptMovement, money: Money) -> KeptMovement:
    """Once so much of it is booked; negative: once it was taken back."""
    left = one.left - money
    state = MovementState.WAITING if left.minor else MovementState.MATCHED
    return msgspec.structs.replace(one, left=left, state=state, note="")


def redacted(one: KeptMovement, at: Instant) -> KeptMovement:
    """Without what tells of a person; what the books need of it stays: day, amount, our account, key."""
    told = msgspec.structs.replace(
        one.movement, reference="", text="", end_to_end="", party="", party_account=""
    )
    return msgspec.structs.replace(one, movement=told, note="", redacted_at=at)


def candidates(one: KeptMovement, items: list[OpenItem], most: int = 20) -> list[tuple[OpenItem, str]]:
    """Open items that it may pay, the likeliest first, each with what speaks for it.

    What is sure by the rules of a bank file comes first, then what is open by just as much, then the rest.
    """
    left = msgspec.structs.replace(one.movement, money=one.left)
    same = [item for item in items if item.open.currency == one.left.currency]
    same = [item for item in same if (item.open.minor > 0) == (one.left.minor > 0)]
    ranked = sorted(same, key=lambda item: (_rank(left, item), item.number))
    return [(item, ("reference", "amount", "")[_rank(left, item)]) for item in ranked[:most]]


def _rank(movement: Movement, item: OpenItem) -> int:
    found: Match = match(movement, [item])
    if found.item is not None:
        return 0
    return 1 if item.open == movement.money else 2
