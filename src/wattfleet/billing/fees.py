"""What contracts add to the invoice of a month: fees by the month, by use, once, discounts and minimums.

A monthly price holds for a local month of the seller. Where the contract begins or ends within the month, the
line counts the days on which it held, with the monthly price per the days of that month: 12 of 30 days of
99.00 is 39.60. A discount takes a share of the charging that the invoice bills; a minimum tops the charging
of the month up, by its days too. Fees by use count what the invoice bills, whichever month it is of.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

import msgspec

from wattfleet.billing.invoice import (
    CHARGING,
    QUANTITY_UNITS,
    InvoiceLine,
    InvoiceLineKind,
    Unit,
    amount_line,
    line_net,
)
from wattfleet.billing.phrases import Words
from wattfleet.billing.vat import Vat
from wattfleet.fleet.contract import Contract, Fee, FeeKind
from wattfleet.kernel.money import Currency, Money


class Use(msgspec.Struct, frozen=True):
    """A session that an invoice bills for the first time: its local day and its energy."""

    day: date
    mwh: int


class FeeLine(msgspec.Struct, frozen=True):
    """A line, and the key by which it is invoiced once ("" = it follows the sessions).

    A minimum that was reached has no line, and is settled for its month all the same.
    """

    key: str
    line: InvoiceLine | None


class Month(msgspec.Struct, frozen=True):
    """A local month by its first and last day."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def name(self) -> str:
        return f"{self.first:%Y-%m}"


def month_of(year: int, month: int) -> Month:
    following = date(year + month // 12, month % 12 + 1, 1)
    return Month(date(year, month, 1), date.fromordinal(following.toordinal() - 1))


def fee_lines(
    contracts: Iterable[Contract],
    month: Month,
    uses: Sequence[Use],
    charging: Sequence[InvoiceLine],
    vat: Vat,
    words: Words,
    *,
    billed: frozenset[str],
) -> list[FeeLine]:
    """The lines of one currency. `charging` are the session lines of the same invoice, `billed` the keys of
    fees that stand on an invoice already."""
    out: list[FeeLine] = []
    for contract in contracts:
        if contract.valid_from > month.last:
            continue
        found = [
            one
            for fee in contract.fees
            for one in _lines(contract, fee, month, uses, charging, vat, words)
            if one.key not in billed
        ]
        out += found
        out += [
            one
            for fee in contract.fees
            if fee.kind is FeeKind.MINIMUM
            for one in _minimum(
                contract,
                fee,
                month,
                [*charging, *(line.line for line in found if line.line is not None)],
                vat,
                words,
            )
            if one.key not in billed
        ]
    return out


def fee_key(contract_id: UUID, code: str, month: str) -> str:
    return f"fee:{contract_id}:{code}:{month}"


def _lines(
    contract: Contract,
    fee: Fee,
    month: Month,
    uses: Sequence[Use],
    charging: Sequence[InvoiceLine],
    vat: Vat,
    words: Words,
) -> list[FeeLine]:
    currency = contract.currency
    mine = [one for one in uses if contract.holds_on(one.day)]
    match fee.kind:
        case FeeKind.MONTHLY | FeeKind.CONNECTOR:
            return _monthly(contract, fee, month, vat, words)
        case FeeKind.SESSION if mine:
            return [FeeLine("", _line(fee, len(mine) * QUANTITY_UNITS, Unit.ONE, vat, currency))]
        case FeeKind.KWH if any(one.mwh for one in mine):
            return [FeeLine("", _line(fee, sum(one.mwh for one in mine), Unit.KWH, vat, currency))]
        case FeeKind.ONCE if fee.on is not None and fee.on <= month.last and contract.holds_on(fee.on):
            line = _line(fee, fee.quantity * QUANTITY_UNITS, Unit.ONE, vat, currency)
            line = msgspec.structs.replace(line, kind=InvoiceLineKind.ONCE, first_day=fee.on, last_day=fee.on)
            return [FeeLine(fee_key(contract.id, fee.code, "once"), line)]
        case FeeKind.DISCOUNT:
            return _discounts(contract, fee, month, charging, words)
        case _:
            return []


def _monthly(contract: Contract, fee: Fee, month: Month, vat: Vat, words: Words) -> list[FeeLine]:
    days = contract.days_within(month.first, month.last)
    if not days:
        return []
    key = fee_key(contract.id, fee.code, month.name)
    first, last = _span(contract, month)
    if days == month.days:
        line = _line(fee, fee.quantity * QUANTITY_UNITS, Unit.MONTH, vat, contract.currency)
        return [FeeLine(key, msgspec.structs.replace(line, first_day=first, last_day=last))]
    line = _line(fee, fee.quantity * days * QUANTITY_UNITS, Unit.DAY, vat, contract.currency, base=month.days)
    text = words.part.format(text=fee.text, days=days, all=month.days)
    return [FeeLine(key, msgspec.structs.replace(line, text=text, first_day=first, last_day=last))]


def _discounts(
    contract: Contract, fee: Fee, month: Month, charging: Sequence[InvoiceLine], words: Words
) -> list[FeeLine]:
    """A line for each VAT of the charging, so that the discount lowers the VAT that was charged."""
    if not contract.days_within(month.first, month.last):
        return []
    sums: dict[tuple[str, int, str], tuple[Vat, int]] = {}
    for one in charging:
        key = (one.vat.category, one.vat.rate, one.vat.country)
        sums[key] = (one.vat, sums.get(key, (one.vat, 0))[1] + one.net.minor)
    share = f"{Decimal(fee.price_micro).scaleb(-4).normalize() + 0:f}"
    text = words.discount.format(text=fee.text, share=share)
    out = []
    for vat, minor in sums.values():
        taken = (2 * minor * fee.price_micro + 10**6) // (2 * 10**6)
        if taken:
            money = Money(-taken, contract.currency)
            out.append(FeeLine("", amount_line(InvoiceLineKind.DISCOUNT, text, money, vat)))
    return out


def _minimum(
    contract: Contract, fee: Fee, month: Month, lines: Sequence[InvoiceLine], vat: Vat, words: Words
) -> list[FeeLine]:
    days = contract.days_within(month.first, month.last)
    if not days:
        return []
    least = line_net(days * QUANTITY_UNITS, fee.price_micro, month.days, contract.currency)
    used = sum(one.net.minor for one in lines if one.kind in CHARGING or one.kind is InvoiceLineKind.DISCOUNT)
    first, last = _span(contract, month)
    key = fee_key(contract.id, fee.code, month.name)
    lacks = Money(max(0, least.minor - used), contract.currency)
    if not lacks.minor:
        return [FeeLine(key, None)]
    text = words.minimum.format(text=fee.text, least=f"{least} {contract.currency.code}")
    line = amount_line(InvoiceLineKind.MINIMUM, text, lacks, vat, first_day=first, last_day=last)
    return [FeeLine(key, line)]


def _span(contract: Contract, month: Month) -> tuple[date, date]:
    first = max(month.first, contract.valid_from)
    if contract.valid_until is None:
        return first, month.last
    return first, min(month.last, date.fromordinal(contract.valid_until.toordinal() - 1))


def _line(fee: Fee, quantity: int, unit: Unit, vat: Vat, currency: Currency, *, base: int = 1) -> InvoiceLine:
    return InvoiceLine(
        kind=InvoiceLineKind.FEE,
        text=fee.text,
        quantity=quantity,
        unit=unit,
        price_micro=fee.price_micro,
        base=base,
        net=line_net(quantity, fee.price_micro, base, currency),
        vat=vat,
    )
