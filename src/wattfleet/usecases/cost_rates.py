"""What a kWh costs at a site is said, and taken back; and what a session has cost by it."""

from uuid import UUID

import msgspec

from wattfleet.access.principal import Principal
from wattfleet.billing.cost import CostRate, CostRateWish, cost_tariff, new_rate
from wattfleet.kernel.money import Money
from wattfleet.kernel.timeline import SECOND_US, Instant, Span, Zone
from wattfleet.sessions.session import Session
from wattfleet.sessions.usage_of import usage
from wattfleet.stations.site import Site
from wattfleet.storage import cost_rates, ratings, series
from wattfleet.storage.database import Reader, Writer
from wattfleet.tariffs.rating import Rating, rate
from wattfleet.tariffs.series import PriceMissing
from wattfleet.usecases.acting import act
from wattfleet.usecases.deciding import demand_session
from wattfleet.usecases.finding import demand_site, demand_station
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import Then, check_seen, nothing

NO_RATE = "no_rate"
"""Nobody has said what a kWh costs there on that day."""
SERIES_MISSING = "series_missing"
"""The series that the rate follows has no value for a part of the session."""


class Cost(msgspec.Struct, frozen=True):
    """What a session cost, before VAT, and the rating that it comes of; without a cost, why."""

    money: Money | None
    reason: str = ""
    rating: Rating | None = None


class Margin(msgspec.Struct, frozen=True, kw_only=True):
    """Sale and cost of a session, before VAT. `margin` is there where both are, in one currency."""

    session: Session
    zone: Zone
    sale: Money | None
    sale_reason: str
    cost: Cost

    @property
    def margin(self) -> Money | None:
        if self.sale is None or self.cost.money is None or self.sale.currency != self.cost.money.currency:
            return None
        return self.sale - self.cost.money


async def add_cost_rate(
    parts: Parts,
    tenant: int,
    wish: CostRateWish,
    rate_id: UUID,
    then: Then[CostRate] = nothing,
    *,
    by: Principal,
) -> CostRate:
    """Raises: WattfleetError `site_unknown`, `cost_rate_exists`; of `new_rate`."""

    def add(writer: Writer) -> CostRate:
        site = demand_site(writer, wish.site_id, field="site_id")
        made = new_rate(wish, rate_id, site.currency)
        cost_rates.add(writer, made)
        act(writer, parts, by, ("create", "cost_rate"), made.id, after=made, name=site.name)
        then(writer, made)
        return made

    return await parts.database.write(tenant, add)


async def remove_cost_rate(
    parts: Parts, tenant: int, rate_id: UUID, *, seen: int | None, by: Principal
) -> None:
    """The one before it holds on. Raises: WattfleetError `cost_rate_unknown`, `version_stale`."""

    def drop(writer: Writer) -> None:
        before = cost_rates.demand(writer, rate_id)
        check_seen(seen, before.version)
        cost_rates.remove(writer, rate_id)
        act(writer, parts, by, ("remove", "cost_rate"), rate_id, before=before)

    await parts.database.write(tenant, drop)


def margin_of(reader: Reader, session_id: UUID, now: Instant) -> Margin:
    """Raises: WattfleetError `session_unknown`."""
    session = demand_session(reader, session_id)
    site = demand_site(reader, demand_station(reader, session.station_id).site_id)
    stored = ratings.newest(reader, session_id)
    rating = None if stored is None else stored.rating
    reason = "not_rated" if stored is None else stored.cost_reason
    return Margin(
        session=session,
        zone=site.zone,
        sale=None if rating is None else rating.before_vat,
        sale_reason=reason,
        cost=cost_of(reader, session, site, cost_rates.by_site(reader).get(site.id, []), now),
    )


def cost_of(reader: Reader, session: Session, site: Site, rates: list[CostRate], now: Instant) -> Cost:
    """By the rates of its site; a running session up to now."""
    first = min((one.valid_from for one in rates), default=None)
    if first is None or session.started_at.local(site.zone).date() < first:
        return Cost(None, NO_RATE)
    tariff = cost_tariff(rates, site.currency)
    used = usage(session, site.zone, now)
    try:
        found = rate(used, tariff, series.prices_of(reader, tariff, Span(used.start, used.end + SECOND_US)))
    except PriceMissing:
        return Cost(None, SERIES_MISSING)
    return Cost(found.before_vat, rating=found)
