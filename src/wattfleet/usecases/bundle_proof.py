"""The bundle that proves an invoice is put together from what is kept."""

import hashlib
from uuid import UUID

from wattfleet.billing.draft import Item, session_key
from wattfleet.billing.proof import FORM, KeptSeries, Proof, ProvenFrame, ProvenItem, Register
from wattfleet.kernel.energy import Energy
from wattfleet.kernel.errors import conflict
from wattfleet.kernel.timeline import MINUTE_US, SECOND_US, Instant, Span
from wattfleet.ocpp.secrets import may_hold_secret
from wattfleet.sessions.session import Session
from wattfleet.storage import (
    billed,
    frames,
    invoices,
    revisions,
    series,
    session_list,
    sessions,
    sites,
    stations,
    tariffs,
    to_bill,
)
from wattfleet.storage.database import Reader
from wattfleet.storage.lists import PageQuery
from wattfleet.storage.recording import Direction
from wattfleet.tariffs.rating import ENGINE, Rating
from wattfleet.usecases.course_of_session import course_of_session

MOST_SESSIONS = 1_000
MOST_FRAMES = 1_000


def bundle_proof(reader: Reader, invoice_id: UUID, now: Instant) -> Proof:
    """Raises: WattfleetError `invoice_unknown`, `proof_too_large`."""
    kept = invoices.demand(reader, invoice_id)
    placed = [one.item for one in billed.of_invoice(reader, invoice_id)]
    mine = [one for one in placed if one.session_id is not None]
    if len(mine) > MOST_SESSIONS:
        raise conflict(
            "proof_too_large",
            f"It bills {len(mine)} sessions; a bundle holds {MOST_SESSIONS}.",
            hint="Group the account's invoices by site or cost centre, or prove sessions one by one.",
        )
    rated = to_bill.ratings_of(reader, [one.rating_id for one in mine if one.rating_id is not None])
    before = billed.minors(reader, [one.replaces for one in mine if one.replaces is not None])
    return Proof(
        form=FORM,
        made_at=now,
        engine=ENGINE,
        invoice=kept.invoice,
        items=tuple(
            _proven(reader, one, rated, before, now) if one.session_id is not None else ProvenItem(item=one)
            for one in placed
        ),
    )


def prove_session(reader: Reader, session_id: UUID, now: Instant) -> ProvenItem:
    """A session as it is priced now, on whatever invoice it stands or not: the evidence of a dispute."""
    newest = revisions.newest(reader, session_id)
    price = None if newest is None else newest.price
    rating_id = None if price is None or price.amount is None else price.rating_id
    rated = {} if rating_id is None else to_bill.ratings_of(reader, [rating_id])
    rating = None if rating_id is None else rated.get(rating_id)
    item = Item(
        key=session_key(session_id),
        session_id=session_id,
        rating_id=rating_id,
        revision=0 if newest is None else newest.number,
        minor=0 if rating is None else sum(one.before_vat.minor for one in rating.vat_totals),
    )
    return _proven(reader, item, rated, {}, now)


def _proven(
    reader: Reader, item: Item, rated: dict[UUID, Rating], before: dict[UUID, int], now: Instant
) -> ProvenItem:
    assert item.session_id is not None, "only sessions are proven"
    session = sessions.get(reader, item.session_id)
    newest = revisions.newest(reader, item.session_id)
    stood = 0 if item.replaces is None else before.get(item.replaces, 0)
    rating = None if item.rating_id is None else rated.get(item.rating_id)
    if session is None:
        return ProvenItem(item=item, before=stood, rating=rating)
    station = stations.get(reader, session.station_id)
    site = None if station is None else sites.get(reader, station.site_id)
    tariff = None if rating is None else tariffs.get(reader, rating.tariff_id, rating.tariff_version)
    used = None if site is None else course_of_session(reader, session, site.zone, now)
    prices = {}
    if tariff is not None and used is not None:
        prices = dict(series.prices_of(reader, tariff, Span(used.start, used.end + SECOND_US)))
    return ProvenItem(
        item=item,
        before=stood,
        newest=0 if newest is None else newest.number,
        station="" if station is None else station.identity,
        amended=session.amended is not None,
        flags=tuple(flag.value for flag in session.flags),
        rating=rating,
        usage=used,
        tariff=tariff,
        series=tuple(KeptSeries(name, one.points) for name, one in prices.items()),
        begin=_register(session.started_at, session.begin_register),
        end=_register(session.ended_at, session.end_register),
        registers=tuple(
            Register(point.at, point.register) for point in session.track if point.register is not None
        ),
        frames=_frames(reader, session),
    )


def _register(at: Instant | None, energy: Energy | None) -> Register | None:
    return None if at is None or energy is None else Register(at, energy)


def _frames(reader: Reader, session: Session) -> tuple[ProvenFrame, ...]:
    """What the station told of it; a frame that may hold a password stays here."""
    filters = {
        "session": session.id,
        "station": session.station_id,
        "from": session.first_received_at + -MINUTE_US,
        "to": session_list.changed_at(reader, session.id) + MINUTE_US,
    }
    found = frames.page(reader, PageQuery(limit=MOST_FRAMES, sort="at", descending=False, filters=filters))
    return tuple(
        ProvenFrame(one.id, one.at, bytes(one.raw), hashlib.sha256(one.raw).hexdigest())
        for one in found.items
        if one.direction is Direction.IN and not may_hold_secret(one.raw)
    )
