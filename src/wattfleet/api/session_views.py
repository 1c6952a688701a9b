"""A session as the API shows it: decimal strings, its cost, or why there is none."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated

import msgspec
from msgspec import Meta

from wattfleet.api.billing_shapes import Day
from wattfleet.api.lines import Shown
from wattfleet.api.shapes import Decimals, Id, When, when
from wattfleet.billing.invoice import DocumentKind
from wattfleet.events import ChargingState
from wattfleet.kernel.energy import Energy
from wattfleet.kernel.money import Money
from wattfleet.kernel.timeline import Instant
from wattfleet.sessions.revision import is_provisional
from wattfleet.sessions.session import Session, SessionState
from wattfleet.storage.billed_sessions import BilledOn
from wattfleet.storage.session_list import SessionLine
from wattfleet.tariffs.rating import Rating
from wattfleet.usecases.gate_verdicts import Gate, Verdict
from wattfleet.usecases.price_session import Priced

NOT_RATED = "not_rated"
"""It has ended and will be rated within a second."""

_ACTIVE = SessionState.ACTIVE.value
_CLOSED = SessionState.CLOSED.value
_REVIEW = SessionState.REVIEW.value
PROVISIONAL = "provisional"


class CostView(msgspec.Struct, frozen=True):
    """What it costs: `amount` = `before_vat` + `vat`. Not `final` while it runs, waits for a person,
    or while its inferred end may be taken back."""

    amount: Decimals
    before_vat: Decimals
    vat: Decimals
    currency: str
    final: bool


class InvoiceNameView(msgspec.Struct, frozen=True):
    """The invoice on which it is billed as it stands now; where that was corrected, the newest."""

    id: Id
    number: str


class MetrologyView(msgspec.Struct, frozen=True, kw_only=True):
    """Whether it was measured as the law, or its site, asks (`why`): `passed`, or `held` from invoices with
    a stable word, a sentence and what to do; `pending` until it has ended and has a price."""

    state: Annotated[str, Meta(extra_json_schema={"enum": [one.value for one in Gate]})]
    why: str
    code: str | None = None
    text: str | None = None
    hint: str | None = None


class BilledOnView(msgspec.Struct, frozen=True, kw_only=True):
    """A document with it on, and what it came to there. `stands`: this is what counts now, of none or one."""

    id: Id
    number: str
    kind: Annotated[str, Meta(extra_json_schema={"enum": [one.value for one in DocumentKind]})]
    issued_on: Day
    before_vat: Decimals
    currency: str
    stands: bool


class SessionView(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One charge. What is not known is null; `flags` are the reasons to look twice."""

    id: Id
    station: Annotated[str, Meta(description="The station's identity.")]
    evse: int
    connector: int
    token: str | None
    state: Annotated[str, Meta(extra_json_schema={"enum": [one.value for one in SessionState]})]
    started_at: When
    ended_at: When | None
    energy_wh: Annotated[str, Meta(description="Watt-hours as a decimal text, exact.")]
    cost: CostView | None
    cost_reason: Annotated[
        str | None,
        Meta(description="Why there is no final cost: not_sold, not_rated, in_review, provisional …"),
    ]
    reason: Annotated[str | None, Meta(description="Why it ended, in the station's word.")]
    charging: Annotated[
        str | None,
        Meta(
            description="What the car does, as the station told last; null where it has told nothing.",
            extra_json_schema={"enum": [*(one.value for one in ChargingState), None]},
        ),
    ]
    flags: tuple[str, ...]
    transaction: str
    version: int
    invoice: Annotated[
        InvoiceNameView | None, Meta(description="null = on none yet, or what billed it was credited.")
    ]
    metrology: Annotated[
        MetrologyView | None, Meta(description="null = nobody asks for signed values there.")
    ]


class SessionDetailView(SessionView, frozen=True, kw_only=True):
    """One charge with all that is known of it."""

    token_kind: str | None
    driver: str | None
    vehicle: str | None
    power_w: str | None
    soc: str | None
    energy_end_at: When | None
    plugged_out_at: When | None
    last_at: When | None
    begin_register_wh: str | None
    end_register_wh: str | None
    remote_start: int | None
    reservation: int | None
    received_at: When
    invoices: Annotated[list[BilledOnView], Meta(description="Every document with it on, oldest first.")]


def session_view(shown: Shown, now: Instant) -> SessionView:
    """`priced` is the price so far, for a session that is not rated as it stands."""
    line = shown.line
    cost, why = _cost(line, shown.priced, now)
    return SessionView(
        id=str(line.id),
        station=line.station,
        evse=line.evse,
        connector=line.connector,
        token=line.token or None,
        state=line.state,
        started_at=line.started_at.rfc3339(),
        ended_at=when(line.ended_at),
        energy_wh=wh_text(line.energy),
        cost=cost,
        cost_reason=why,
        reason=line.reason or None,
        charging=line.charging,
        flags=line.flags,
        transaction=line.tx,
        version=line.version,
        invoice=None if line.invoice is None else InvoiceNameView(str(line.invoice.id), line.invoice.number),
        metrology=None if shown.verdict is None else metrology_view(shown.verdict),
    )


def metrology_view(verdict: Verdict) -> MetrologyView:
    first = verdict.problems[0] if verdict.problems else None
    if first is None:
        return MetrologyView(state=verdict.gate.value, why=verdict.why)
    return MetrologyView(
        state=verdict.gate.value, why=verdict.why, code=first.code, text=first.text, hint=first.hint
    )


def detail_view(
    shown: Shown, session: Session, billed: Sequence[BilledOn], now: Instant
) -> SessionDetailView:
    """`session` as it stands in the same transaction as its line; its course is not needed."""
    view = session_view(shown, now)
    known = {name: getattr(view, name) for name in view.__struct_fields__}
    more = {
        "token_kind": None if session.token is None else session.token.kind,
        "driver": session.driver or None,
        "vehicle": session.vehicle or None,
        "power_w": None if session.power is None else f"{session.power.w:f}",
        "soc": None if session.soc_milli is None else milli_text(session.soc_milli),
        "energy_end_at": when(session.energy_end_at),
        "plugged_out_at": when(session.plugged_out_at),
        "last_at": when(session.last_at),
        "begin_register_wh": None if session.begin_register is None else wh_text(session.begin_register),
        "end_register_wh": None if session.end_register is None else wh_text(session.end_register),
        "remote_start": session.remote_start,
        "reservation": session.reservation,
        "received_at": session.first_received_at.rfc3339(),
        "invoices": [_billed_on(one) for one in billed],
    }
    return msgspec.convert(known | more, SessionDetailView)


def _billed_on(one: BilledOn) -> BilledOnView:
    return BilledOnView(
        id=str(one.invoice_id),
        number=one.number,
        kind=one.kind.value,
        issued_on=one.issued_on,
        before_vat=str(one.before_vat),
        currency=one.before_vat.currency.code,
        stands=one.stands,
    )


def needs_price(line: SessionLine) -> bool:
    """Whether its price must be computed to be shown."""
    return line.state == _ACTIVE or line.rated_version != line.version


def may_become_final(line: SessionLine, now: Instant) -> bool:
    """Whether it will be shown otherwise by and by although nothing is told of it."""
    return line.state == _CLOSED and is_provisional(line.ended_at, line.flags, now)


def wh_text(energy: Energy) -> str:
    return milli_text(energy.mwh)


def milli_text(milli: int) -> str:
    """Thousandths as a decimal text without surplus zeros."""
    whole, rest = divmod(milli, 1000)
    return str(whole) if rest == 0 else f"{Decimal(milli).scaleb(-3).normalize():f}"


def _cost(line: SessionLine, running: Priced | None, now: Instant) -> tuple[CostView | None, str | None]:
    if running is not None:
        if running.rating is None:
            return None, running.reason
        why = None if line.state == _ACTIVE else running.reason or NOT_RATED
        return _cost_of(running.rating), why
    cost = line.cost
    if cost is None:
        return None, line.cost_reason or NOT_RATED
    provisional = may_become_final(line, now)
    final = line.state != _REVIEW and not provisional
    why = PROVISIONAL if provisional else line.cost_reason or None
    return _view(cost.amount, cost.before_vat, cost.vat, final=final), why


def _cost_of(rating: Rating) -> CostView:
    return _view(rating.amount, rating.before_vat, rating.vat, final=False)


def _view(amount: Money, before_vat: Money, vat: Money, *, final: bool) -> CostView:
    return CostView(str(amount), str(before_vat), str(vat), amount.currency.code, final)
