"""Everything that a month's invoices are made of, read once: who sells, who pays, what was agreed."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from uuid import UUID

import msgspec

from wattfleet.access.tokens import fold_uid
from wattfleet.billing.draft import Draft, Due, Standing, draft
from wattfleet.billing.fees import Month, month_of
from wattfleet.billing.invoice import Debited, DocumentKind, Invoice, needs_rate
from wattfleet.billing.measuring import MeasuringFacts
from wattfleet.billing.ready import holds_of
from wattfleet.billing.run import Hold
from wattfleet.billing.seller import Seller
from wattfleet.billing.unmeasured import Problem
from wattfleet.billing.vat import Product, Supply, Unknown, Vat, VatFacts, decide
from wattfleet.fleet.account import Account, Grouping
from wattfleet.fleet.contract import Contract
from wattfleet.fleet.payer import Charged, PaidBy, Payers
from wattfleet.kernel.ids import Ids
from wattfleet.kernel.money import Currency
from wattfleet.kernel.timeline import Instant, Zone, local_month
from wattfleet.storage import accounts, billed, contracts, disputes, mandates, payers, to_bill
from wattfleet.storage.database import Reader
from wattfleet.storage.to_bill import Card, Unbilled, Where
from wattfleet.tariffs.rating import Rating
from wattfleet.usecases.measured_sessions import NO_LAW, unmeasured
from wattfleet.usecases.scene_holds import DISPUTED, Held, hold_unmeasured, hold_vat
from wattfleet.usecases.selling import books_zone, selling

NO_CARD = Card("", "")
Thing = tuple[PaidBy, str]


class Paid(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A session that the account pays, and the cost centre of the rule by which it does."""

    session: Unbilled
    cost_centre: str


class Packed:
    """Sessions of an account, closely packed: those of a month are found all at once, hundreds of thousands,
    and each is looked at once more, with the others of its account."""

    _encode = msgspec.msgpack.Encoder(uuid_format="bytes").encode
    _decode = msgspec.msgpack.Decoder(Paid).decode

    def __init__(self) -> None:
        self._packed: list[bytes] = []

    def add(self, one: Paid) -> None:
        self._packed.append(self._encode(one))

    def __iter__(self) -> Iterator[Paid]:
        return map(self._decode, self._packed)


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """`mine` are the sessions by account; `back` those that stand on an account's invoice and are not its any
    more, or are not sold any more; `standing` those of either that stand on any invoice; `holds` what nobody
    pays or may not be billed."""

    seller: Seller
    month: Month
    accounts: dict[UUID, Account]
    contracts: dict[UUID, list[Contract]]
    places: dict[UUID, Where]
    cards: dict[str, Card]
    mine: dict[UUID, Packed]
    back: dict[UUID, list[Unbilled]]
    standing: frozenset[UUID]
    holds: tuple[Hold, ...]

    @property
    def all_accounts(self) -> list[UUID]:
        """Those that may get an invoice, in the order in which they are looked at."""
        return sorted(set(self.mine) | set(self.back) | set(self.contracts))


class Facts(msgspec.Struct, frozen=True):
    """What some accounts' invoices are made of beside the scene."""

    ratings: dict[UUID, Rating]
    standing: dict[UUID, Standing]
    fees: dict[UUID, frozenset[str]]
    unmeasured: dict[UUID, Problem] = {}  # sessions that may not be billed by the law on measures
    debits: dict[UUID, Debited] = {}  # accounts from which invoices in euro are collected


class Proposal(msgspec.Struct, frozen=True):
    """Drafts, and what was held back instead."""

    drafts: list[Draft]
    holds: list[Hold]


def read_month(text: str) -> Month:
    """`2026-11`, which was checked before."""
    return month_of(int(text[:4]), int(text[5:]))


def month_end(month: Month, zone: Zone) -> Instant:
    return local_month(month.first.year, month.first.month, zone).end


def read_scene(reader: Reader, month: Month, now: Instant) -> Scene:
    """Raises: WattfleetError `seller_not_set`."""
    to_bill.join_safely(reader)
    seller = selling(reader)
    end = month_end(month, books_zone(reader))
    places, cards = to_bill.places(reader), to_bill.cards(reader)
    rules = Payers(payers.every(reader))
    mine: dict[UUID, Packed] = {}
    back: dict[UUID, list[Unbilled]] = {}
    held = Held()
    spots: dict[tuple[UUID, int], tuple[Thing, ...]] = {}
    stands = to_bill.standing_accounts(reader)
    disputed = disputes.disputed_sessions(reader)
    for one in to_bill.no_longer_sold(reader, end, now):
        back.setdefault(stands[one.session_id], []).append(one)
    for one in to_bill.unbilled(reader, end, now):
        card = cards.get(fold_uid(one.token), NO_CARD)
        at = spots.get((one.station_id, one.evse))
        if at is None:
            at = spots[one.station_id, one.evse] = _spot(one, places.get(one.station_id))
        rule = rules.of(_charged(one, card, at))
        if rule is None:
            held.unpaid(one, places.get(one.station_id))
        elif one.session_id in disputed:
            held.waits_for(one, rule, DISPUTED)
        elif one.waits:
            held.waits_for(one, rule, one.waits)
        else:
            packed = mine.get(rule.account_id)
            if packed is None:
                packed = mine[rule.account_id] = Packed()
            packed.add(Paid(one, rule.cost_centre))
            if stands.get(one.session_id, rule.account_id) != rule.account_id:
                back.setdefault(stands[one.session_id], []).append(one)
    held.waits(to_bill.waiting(reader, end, "price_missing"))
    return Scene(
        seller=seller,
        month=month,
        accounts={one.id: one for one in accounts.every(reader)},
        contracts=contracts.by_account(contracts.begun_by(reader, month.last)),
        places=places,
        cards=cards,
        mine=mine,
        back=back,
        standing=frozenset(stands),
        holds=held.all,
    )


def read_facts(
    reader: Reader, scene: Scene, account_ids: Sequence[UUID], law: MeasuringFacts = NO_LAW
) -> Facts:
    """In few statements, however many accounts; signed values are read where a site's law asks for them."""
    sessions = [one.session for account_id in account_ids for one in scene.mine.get(account_id, ())]
    gone = [one for account_id in account_ids for one in scene.back.get(account_id, ())]
    ratings = to_bill.ratings_of(reader, [one.rating_id for one in sessions])
    standing = [one.session_id for one in (*sessions, *gone) if one.session_id in scene.standing]
    return Facts(
        ratings,
        billed.standing(reader, standing),
        billed.standing_fees(reader, account_ids),
        unmeasured(reader, law, sessions, scene.places, ratings),
        _debits(reader, scene, account_ids),
    )


def _debits(reader: Reader, scene: Scene, account_ids: Sequence[UUID]) -> dict[UUID, Debited]:
    """None where the seller cannot collect."""
    if not scene.seller.bank.creditor_id:
        return {}
    found = mandates.usable(reader, account_ids)
    return {account_id: Debited(one.reference, one.iban) for account_id, one in found.items()}


def propose(
    scene: Scene, facts: Facts, account_ids: Sequence[UUID], vat: VatFacts, ids: Ids, now: Instant
) -> Proposal:
    """The drafts of some accounts, and what they must mend first."""
    proposal = Proposal([], [])
    for account_id in account_ids:
        account = scene.accounts[account_id]
        holds = holds_of(account)
        if holds:
            proposal.holds.extend(_with_sessions(scene, account_id, holds))
            continue
        found = _due(scene, facts, account, vat, proposal.holds)
        for currency in sorted(_currencies(scene, account, found)):
            due = [one for one in found if one.currency == currency]
            made = draft(
                ids.uuid(now),
                scene.seller,
                account,
                scene.month,
                Currency(currency),
                due,
                scene.contracts.get(account_id, []),
                _service(scene, account, vat, proposal.holds),
                billed=facts.fees.get(account_id, frozenset()),
            )
            if made is not None and needs_rate(made.invoice):
                proposal.holds.append(_no_rate(made.invoice))
            elif made is not None:
                proposal.drafts.append(_collected(made, facts.debits.get(account_id)))
    return proposal


def _collected(made: Draft, debit: Debited | None) -> Draft:
    """It says on its page that it is collected, so that nobody pays it twice."""
    invoice = made.invoice
    collects = invoice.currency.code == "EUR" and invoice.kind is DocumentKind.INVOICE
    if debit is None or not collects or invoice.payable.minor <= 0:
        return made
    return msgspec.structs.replace(made, invoice=msgspec.structs.replace(invoice, debit=debit))


def _no_rate(invoice: Invoice) -> Hold:
    code, own = invoice.currency.code, invoice.seller.currency
    return Hold(
        code="exchange_rate_missing",
        thing=f"{invoice.buyer.number} {invoice.buyer.name}",
        text=f"An invoice in {code} must tell its VAT in {own} too, and no rate is known.",
        hint=f"Write what one {code} is in {own} into the seller's `rates`, with its day and source.",
        account_id=invoice.account_id,
        nets={code: invoice.net.minor},
    )


def _charged(one: Unbilled, card: Card, at: tuple[Thing, ...]) -> Charged:
    things = [(PaidBy.TOKEN, fold_uid(one.token))] if one.token else []
    if card.group:
        things.append((PaidBy.GROUP, card.group))
    return Charged((*things, *at), one.started_at)


def _spot(one: Unbilled, place: Where | None) -> tuple[Thing, ...]:
    """What all sessions of an EVSE have in common."""
    station = str(one.station_id)
    things = ((PaidBy.EVSE, f"{station}/{one.evse}"), (PaidBy.STATION, station))
    return things if place is None else (*things, (PaidBy.SITE, str(place.site_id)))


def _with_sessions(scene: Scene, account_id: UUID, holds: list[Hold]) -> list[Hold]:
    """What the account lacks, where that holds anything back; the first tells sessions and their money."""
    if not _has_something(scene, account_id):
        return []
    nets: dict[str, int] = {}
    sessions = 0
    for one in scene.mine.get(account_id, ()):
        sessions += 1
        nets[one.session.currency] = nets.get(one.session.currency, 0) + one.session.minor
    return [msgspec.structs.replace(holds[0], sessions=sessions, nets=nets), *holds[1:]]


def _has_something(scene: Scene, account_id: UUID) -> bool:
    live = any(
        one.days_within(scene.month.first, scene.month.last) for one in scene.contracts.get(account_id, ())
    )
    return live or account_id in scene.mine or account_id in scene.back


def _due(scene: Scene, facts: Facts, account: Account, vat: VatFacts, holds: list[Hold]) -> list[Due]:
    decided: dict[tuple[str, date, int | None], Vat | Unknown] = {}
    unknown: dict[str, Hold] = {}
    out: list[Due] = []
    for one in scene.mine.get(account.id, ()):
        session = one.session
        place = scene.places.get(session.station_id)
        problem = facts.unmeasured.get(session.session_id)
        if problem is not None:
            hold_unmeasured(unknown, account, problem, session, "" if place is None else place.identity)
            continue
        rating = facts.ratings[session.rating_id]
        zone = Zone("UTC" if place is None else place.zone)
        day = session.ended_at.local(zone).date()
        country = "" if place is None else place.country
        vats: dict[int | None, Vat] = {}
        refused: Unknown | None = None
        for total in rating.vat_totals:
            key = (country, day, total.rate)
            found = decided.get(key)
            if found is None:
                supply = Supply(Product.ELECTRICITY, country, day, total.rate)
                found = decided[key] = decide(vat, scene.seller, account, supply)
            if isinstance(found, Unknown):
                refused = found
            else:
                vats[total.rate] = found
        if refused is not None:
            hold_vat(unknown, account, refused, session)
            continue
        standing = facts.standing.get(session.session_id)
        if standing is not None and standing.account_id != account.id:
            standing = None  # what another account was billed is given back to it
        out.append(
            Due(
                session_id=session.session_id,
                rating_id=session.rating_id,
                revision=session.revision,
                rating=rating,
                currency=session.currency,
                day=day,
                mwh=session.mwh,
                group=_group(scene, account, one, place),
                vats=vats,
                standing=standing,
            )
        )
    holds.extend(unknown.values())
    return [*out, *_given_back(scene, facts, account)]


def _given_back(scene: Scene, facts: Facts, account: Account) -> Iterable[Due]:
    for one in scene.back.get(account.id, ()):
        place = scene.places.get(one.station_id)
        zone = Zone("UTC" if place is None else place.zone)
        unsold = one.waits in to_bill.UNSOLD
        yield Due(
            session_id=one.session_id,
            rating_id=one.rating_id if unsold else None,
            revision=one.revision,
            rating=None,
            currency=one.currency,
            day=one.ended_at.local(zone).date(),
            mwh=0,
            group="" if place is None else place.site,
            vats={},
            standing=facts.standing[one.session_id],
        )


def _service(scene: Scene, account: Account, vat: VatFacts, holds: list[Hold]) -> Vat | None:
    if account.id not in scene.contracts:
        return None
    supply = Supply(Product.SERVICE, scene.seller.address.country, scene.month.last, None)
    found = decide(vat, scene.seller, account, supply)
    if isinstance(found, Vat):
        return found
    known = any(one.code == "vat_unknown" and one.text == found.text for one in holds)
    if not known:
        holds.append(
            Hold(
                code="vat_unknown",
                thing=f"{account.number} {account.name}: its contract",
                text=found.text,
                hint=found.hint,
                account_id=account.id,
            )
        )
    return None


def _currencies(scene: Scene, account: Account, due: Iterable[Due]) -> set[str]:
    agreed = {one.currency.code for one in scene.contracts.get(account.id, ())}
    return agreed | {one.currency for one in due}


def _group(scene: Scene, account: Account, paid: Paid, place: Where | None) -> str:
    token = paid.session.token
    card = scene.cards.get(fold_uid(token), NO_CARD)
    match account.grouping:
        case Grouping.SITE:
            return "" if place is None else place.site
        case Grouping.DRIVER:
            return paid.session.driver or card.driver or token
        case Grouping.COST_CENTRE:
            return paid.cost_centre or account.cost_centre or card.group
        case Grouping.VEHICLE:
            return paid.session.vehicle or token
        case Grouping.NONE:
            return ""
