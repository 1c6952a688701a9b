"""Entries as vouchers in the numbers of a chart of accounts: what every export is written from.

A chart is data (facts/charts.toml, or the bookkeeper's own). An entry with an account that the chart does not
know is refused by name; nothing is booked on an account that somebody guessed.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import msgspec

from wattfleet.kernel.errors import conflict, invalid, missing
from wattfleet.kernel.money import Currency, Money
from wattfleet.ledger.entry import Entry

_NUMBER = re.compile(r"[0-9A-Za-z-]{1,20}")


class Account(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An account of a bookkeeping program."""

    number: str
    name: str


class Chart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which account stands for which of ours, by its name or by the word before its colon."""

    title: str
    source: str
    accounts: dict[str, Account]

    def of(self, name: str) -> Account | None:
        return self.accounts.get(name) or self.accounts.get(name.partition(":")[0])


class Leg(msgspec.Struct, frozen=True):
    """An amount on an account; debit is positive. `name` is our own word for it."""

    account: Account
    money: Money
    name: str


class Voucher(msgspec.Struct, frozen=True, kw_only=True):
    """An entry for a bookkeeper; its legs add up to nothing."""

    number: int
    day: date
    text: str
    legs: tuple[Leg, ...]


def parse_charts(text: str) -> Mapping[str, Chart]:
    """Raises: WattfleetError `chart_invalid`."""
    try:
        return msgspec.toml.decode(text, type=dict[str, Chart])
    except msgspec.DecodeError as error:
        raise invalid(
            "chart_invalid", f"The chart of accounts cannot be read: {error}", hint="See facts/charts.toml."
        ) from error


def chart_named(charts: Mapping[str, Chart], name: str) -> Chart:
    """Raises: WattfleetError `chart_unknown`."""
    if name not in charts:
        known = ", ".join(sorted(charts))
        raise missing("chart_unknown", f"There is no chart “{name}”.", hint=f"Known are: {known}.")
    return charts[name]


def checked_chart(chart: Chart) -> Chart:
    """A chart that can be written into files. Raises: WattfleetError `chart_invalid`."""
    for name, one in chart.accounts.items():
        if _NUMBER.fullmatch(one.number) is None:
            raise invalid(
                "chart_invalid",
                f"“{one.number}” is no number of an account for {name}.",
                hint="Give one to twenty digits, letters or hyphens, without spaces.",
                field=f"accounts.{name}.number",
            )
        if not (one.name.strip() and one.name.isprintable()):
            raise invalid(
                "chart_invalid",
                f"The account for {name} has no name.",
                hint="Name it as your bookkeeping program does.",
                field=f"accounts.{name}.name",
            )
    return chart


def in_digits(found: list[Voucher]) -> list[Voucher]:
    """What SIE and DATEV can take. Raises: WattfleetError `chart_not_in_digits`."""
    numbers = {leg.account.number for one in found for leg in one.legs}
    odd = sorted(one for one in numbers if not (one.isascii() and one.isdigit()))
    if odd:
        raise conflict(
            "chart_not_in_digits",
            f"This form takes numbers in digits alone, and the chart has {', '.join(odd[:10])}.",
            hint="Change them in the chart, or export CSV, XLSX or Parquet.",
        )
    return found


def vouchers(entries: Sequence[Entry], chart: Chart, currency: Currency, *, first: int = 1) -> list[Voucher]:
    """One voucher an entry, numbered from `first`; postings on one account are one leg.

    Raises: WattfleetError `chart_incomplete`, `currency_mixed`.
    """
    names = sorted({one.account for entry in entries for one in entry.postings})
    unknown = [name for name in names if chart.of(name) is None]
    if unknown:
        raise conflict(
            "chart_incomplete",
            f"The chart “{chart.title}” has no account for {', '.join(unknown[:10])}.",
            hint="Add it to the chart, by its name or by the word before its colon.",
        )
    others = {one.money.currency.code for entry in entries for one in entry.postings} - {currency.code}
    if others:
        raise conflict(
            "currency_mixed",
            f"There are entries in {', '.join(sorted(others))} beside {currency.code}.",
            hint="Export each currency on its own.",
        )
    return [_voucher(first + at, one, chart) for at, one in enumerate(entries)]


def _voucher(number: int, entry: Entry, chart: Chart) -> Voucher:
    sums: dict[str, Money] = {}
    for one in entry.postings:
        known = sums.get(one.account)
        sums[one.account] = one.money if known is None else known + one.money
    return Voucher(
        number=number,
        day=entry.booked_on,
        text=entry.text or entry.key,
        legs=tuple(_legs(sums.items(), chart)),
    )


def _legs(sums: Iterable[tuple[str, Money]], chart: Chart) -> Iterable[Leg]:
    for name, money in sums:
        account = chart.of(name)
        assert account is not None, "all accounts were looked up before"
        if money.minor:
            yield Leg(account, money, name)
