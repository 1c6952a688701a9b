"""What a decision would change, in energy and money: by the code of the bill, and nothing is written."""

import msgspec

from wattfleet.kernel.energy import NO_ENERGY, Energy
from wattfleet.kernel.money import Money
from wattfleet.kernel.timeline import Instant
from wattfleet.sessions.session import Session
from wattfleet.storage.database import Reader
from wattfleet.usecases.price_session import price_session


class Weighed(msgspec.Struct, frozen=True):
    """A session before and after a decision. `amount` is None where it has no price."""

    before: Energy
    after: Energy
    state: str
    amount_before: Money | None
    amount_after: Money | None


def weigh(reader: Reader, before: Session, after: Session, now: Instant) -> Weighed:
    return Weighed(
        before.energy if before.ended_at is not None else NO_ENERGY,
        after.energy,
        after.state.value,
        _amount(reader, before, now),
        _amount(reader, after, now),
    )


def _amount(reader: Reader, session: Session, now: Instant) -> Money | None:
    rating = price_session(reader, session, now).rating
    return None if rating is None else rating.amount
