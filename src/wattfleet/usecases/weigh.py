"""What a decision would change, in energy and money: by the code of the bill, and nothing is written."""

import msgspec

from wattfleet.kernel.energy import NO_ENERGY, Energy
from wattfleet.kernel.timeline import Instant
from wattfleet.sessions.session import Session
from wattfleet.storage.database import Reader
from wattfleet.usecases.price_session import Priced, price_session


class Weighed(msgspec.Struct, frozen=True):
    """A session before and after a decision: its energy and price, and what it would be then."""

    energy_before: Energy
    price_before: Priced
    after: Session
    price_after: Priced


def weigh(reader: Reader, before: Session, after: Session, now: Instant) -> Weighed:
    return Weighed(
        before.energy if before.ended_at is not None else NO_ENERGY,
        price_session(reader, before, now),
        after,
        price_session(reader, after, now),
    )
