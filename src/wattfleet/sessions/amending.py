"""What a person puts in the place of what a station told, and how it is taken back.

The evidence stays: an amendment stands beside it, and every fact that it names is the person's until it is
taken back. Source: issue 3, field-faults §1 (10: bill strictly) and §2 row 12 (never a silent update).
"""

from typing import TypeVar

import msgspec
from msgspec import UNSET, UnsetType

from wattfleet.events import Token
from wattfleet.kernel.energy import Energy
from wattfleet.kernel.timeline import Instant
from wattfleet.sessions.fold import resettle
from wattfleet.sessions.session import Amended, Session, StationFacts

T = TypeVar("T")

_BY_A_PERSON = (-1, 0, 0)
"""The rank of a token that a person names: no event of a station comes before it."""


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What shall be amended: UNSET = as it is, None = again as it was told."""

    started_at: Instant | UnsetType | None = UNSET
    ended_at: Instant | UnsetType | None = UNSET
    energy: Energy | UnsetType | None = UNSET
    token: Token | UnsetType | None = UNSET
    driver: str | UnsetType | None = UNSET


def amend(session: Session, wish: Wish, *, station: StationFacts) -> Session:
    """The session as the person has it; the same value where that changes nothing."""
    before = session.amended or Amended()
    token, rank, driver = session.token, session.token_rank, session.driver
    token_told, rank_told, driver_told = before.token_told, before.rank_told, before.driver_told
    if before.token is None:
        token_told, rank_told = token, rank
    if before.driver is None:
        driver_told = driver
    after = Amended(
        started_at=_of(wish.started_at, before.started_at),
        ended_at=_of(wish.ended_at, before.ended_at),
        energy=_of(wish.energy, before.energy),
        token=_of(wish.token, before.token),
        driver=_of(wish.driver, before.driver),
        token_told=token_told,
        rank_told=rank_told,
        driver_told=driver_told,
    )
    token, rank = (token_told, rank_told) if after.token is None else (after.token, _BY_A_PERSON)
    driver = driver_told if after.driver is None else after.driver
    evidence = msgspec.structs.replace(
        session,
        token=token,
        token_rank=rank,
        driver=driver,
        amended=None if _is_nothing(after) else after,
    )
    return resettle(session, evidence, station=station)


def _of(wished: T | UnsetType | None, before: T | None) -> T | None:
    return before if isinstance(wished, UnsetType) else wished


def _is_nothing(one: Amended) -> bool:
    return (one.started_at, one.ended_at, one.energy, one.token, one.driver) == (None,) * 5
