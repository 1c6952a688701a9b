"""Sessions before the law on measures: what it asks of each, and for what one may not be billed."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

import msgspec

from wattfleet.access.tokens import fold_uid
from wattfleet.billing.measuring import (
    Charge,
    Demand,
    Measured,
    MeasuringFacts,
    Metrology,
    Tolerance,
    Use,
    demand_of,
    judge,
)
from wattfleet.billing.unmeasured import Problem
from wattfleet.kernel.energy import Energy
from wattfleet.kernel.timeline import Zone
from wattfleet.metrology.meter_key import MeterKey
from wattfleet.metrology.transparency import SignedText, write_values
from wattfleet.sessions.session import Session
from wattfleet.storage import billed, meter_keys, sessions, to_bill
from wattfleet.storage import ratings as kept_ratings
from wattfleet.storage.database import Reader
from wattfleet.storage.to_bill import Unbilled, Where, parts_of
from wattfleet.tariffs.rating import Rating
from wattfleet.usecases.deciding import demand_session
from wattfleet.usecases.finding import demand_site, demand_station
from wattfleet.usecases.meter_keys import gated_sites
from wattfleet.usecases.metrology import metrology
from wattfleet.usecases.signed_values import signed_values

NO_LAW = MeasuringFacts(Tolerance(energy_wh=10, boundary_s=15))


class SignedSession(msgspec.Struct, frozen=True, kw_only=True):
    """A session's signed values and what was found; `demand` None = no law asks for them."""

    session: Session
    values: tuple[SignedText, ...]
    demand: Demand | None
    measured: Measured


def unmeasured(
    reader: Reader,
    law: MeasuringFacts,
    found: Sequence[Unbilled],
    places: Mapping[UUID, Where],
    ratings: Mapping[UUID, Rating],
    said: Metrology | None = None,
) -> dict[UUID, Problem]:
    """Those of the sessions that may not be billed, each with the first reason; of others nothing is read.

    `said` stands in the place of what is said of the sites.
    """
    said = metrology(reader) if said is None else said
    may_ask = _who_may_ask(law, said, places)
    asked = {
        one.session_id: demand
        for one in found
        if one.station_id in may_ask and (demand := _demand(law, said, one, places[one.station_id]))
    }
    if not asked:
        return {}
    mine = [one for one in found if one.session_id in asked]
    keys = meter_keys.of_stations(reader, {one.station_id for one in mine})
    whole = dict(_whole(reader, asked))
    out: dict[UUID, Problem] = {}
    for one in mine:
        session = whole.get(one.session_id)
        values = [] if session is None else [told.value for told in signed_values(reader, session)]
        charge = Charge(
            evse=one.evse,
            token=fold_uid(one.token),
            started_at=one.started_at,
            ended_at=one.ended_at,
            energy=Energy(one.mwh),
            rating=ratings.get(one.rating_id),
        )
        known = keys.get(one.station_id, [])
        problems = judge(asked[one.session_id], charge, values, known, law.tolerance).problems
        if problems:
            out[one.session_id] = problems[0]
    return out


def _who_may_ask(law: MeasuringFacts, said: Metrology, places: Mapping[UUID, Where]) -> set[UUID]:
    """Stations in whose country there is a law, or of whose site something is said: mostly none."""
    countries, chosen = {one.country for one in law.rules}, {one.site_id for one in said.sites}
    return {
        station_id
        for station_id, place in places.items()
        if place.country in countries or place.site_id in chosen
    }


def _demand(law: MeasuringFacts, said: Metrology, one: Unbilled, place: Where) -> Demand | None:
    day = one.started_at.local(Zone(place.zone)).date()
    return demand_of(law, said, site_id=place.site_id, country=place.country, use=Use(place.access), day=day)


def _whole(reader: Reader, session_ids: Iterable[UUID]) -> Iterable[tuple[UUID, Session]]:
    for part in parts_of(session_ids):
        for session in sessions.sums(reader, part):
            yield session.id, session


def signed_session(reader: Reader, law: MeasuringFacts, session_id: UUID) -> SignedSession:
    """One session, looked at now. Raises: WattfleetError `session_unknown`."""
    session = demand_session(reader, session_id)
    station = demand_station(reader, session.station_id)
    site = demand_site(reader, station.site_id)
    said = metrology(reader)
    demand = demand_of(
        law,
        said,
        site_id=site.id,
        country=site.country,
        use=Use(station.access.value),
        day=session.started_at.local(site.zone).date(),
    )
    values = tuple(one.value for one in signed_values(reader, session))
    stored = kept_ratings.newest(reader, session_id)
    charge = Charge(
        evse=session.evse,
        token="" if session.token is None else fold_uid(session.token.uid),
        started_at=session.started_at,
        ended_at=session.ended_at or session.started_at,
        energy=session.energy,
        rating=None if stored is None else stored.rating,
    )
    keys = meter_keys.of_stations(reader, [session.station_id]).get(session.station_id, [])
    asked = demand or Demand(energy=bool(values), time=False, clock_approved=False)
    return SignedSession(
        session=session,
        values=values,
        demand=demand,
        measured=judge(asked, charge, values, keys, law.tolerance),
    )


def transparency_of(reader: Reader, session_id: UUID) -> list[SignedText]:
    """The session's signed values with the key that a driver checks them by: the approved one where there is
    one, else the one that came along. Raises: WattfleetError `session_unknown`."""
    session = demand_session(reader, session_id)
    keys = meter_keys.of_stations(reader, [session.station_id]).get(session.station_id, [])
    return with_key(session, [one.value for one in signed_values(reader, session)], keys)


def with_key(session: Session, values: Iterable[SignedText], keys: Sequence[MeterKey]) -> list[SignedText]:
    valid = [one for one in keys if one.holds(session.evse, session.started_at)]
    key = max(valid, key=lambda one: one.evse, default=None)
    return [SignedText(one.text, one.key if key is None else key.text, session.tx) for one in values]


def transparency_file(reader: Reader, law: MeasuringFacts, invoice_id: UUID) -> bytes | None:
    """What goes with an invoice by mail: None where nobody asks for signed values, or none were told."""
    gated = gated_sites(reader, law)
    if not gated:
        return None
    items = billed.of_invoice(reader, invoice_id)
    mine = [one.item.session_id for one in items if one.item.session_id is not None]
    at = {station: place.site_id for station, place in to_bill.places(reader).items()}
    asked = [
        session_id for session_id, session in _whole(reader, mine) if at.get(session.station_id) in gated
    ]
    values = transparency_of_invoice(reader, [one for one in mine if one in set(asked)])
    return write_values(values) if values else None


def transparency_of_invoice(reader: Reader, session_ids: Sequence[UUID]) -> list[SignedText]:
    """Those of all sessions that an invoice bills, in its order."""
    there = dict(_whole(reader, session_ids))
    keys = meter_keys.of_stations(reader, {one.station_id for one in there.values()})
    out: list[SignedText] = []
    for session_id in session_ids:
        session = there.get(session_id)
        if session is not None:
            values = [one.value for one in signed_values(reader, session)]
            out += with_key(session, values, keys.get(session.station_id, []))
    return out
