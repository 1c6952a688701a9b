"""Vouchers as a DATEV posting batch (EXTF 700, category 21, version 13).

DATEV books pairs, an account against another: each leg stands against the largest one of its voucher, whose
own sum follows from them. Amounts have no sign, S is debit and H credit. Columns after the last that is used
are left out, as the format allows. Source: DATEV developer portal, “DATEV-Format”, Buchungsstapel.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

import msgspec

from wattfleet.kernel.errors import invalid
from wattfleet.kernel.money import Currency, Money
from wattfleet.ledger.exports.voucher import Leg, Voucher

COLUMNS = (
    "Umsatz (ohne Soll/Haben-Kz)",
    "Soll/Haben-Kennzeichen",
    "WKZ Umsatz",
    "Kurs",
    "Basis-Umsatz",
    "WKZ Basis-Umsatz",
    "Konto",
    "Gegenkonto (ohne BU-Schlüssel)",
    "BU-Schlüssel",
    "Belegdatum",
    "Belegfeld 1",
    "Belegfeld 2",
    "Skonto",
    "Buchungstext",
)


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """Whose books: adviser and client as the tax adviser told them, and how long account numbers are."""

    adviser: int
    client: int
    year_begins: date
    first: date
    last: date
    account_digits: int = 4
    name: str = "Wattfleet"


def checked(batch: Batch) -> Batch:
    """Raises: WattfleetError `datev_batch_invalid`."""
    if not (1001 <= batch.adviser <= 9_999_999 and 1 <= batch.client <= 99_999):
        raise invalid(
            "datev_batch_invalid",
            "The numbers of adviser and client are not DATEV's.",
            hint="The tax adviser knows them: four to seven digits, and one to five.",
            field="adviser",
        )
    if not (4 <= batch.account_digits <= 9 and batch.first <= batch.last):
        raise invalid(
            "datev_batch_invalid",
            "Account numbers have 4 to 9 digits, and a batch ends after it begins.",
            hint="Look at the length of the account numbers and at the days.",
            field="account_digits",
        )
    return batch


def datev(vouchers: Sequence[Voucher], batch: Batch, currency: Currency, *, made_at: datetime) -> bytes:
    """The file, in Windows-1252 with CRLF; what the code page does not have is a question mark.

    Raises: WattfleetError `datev_batch_invalid`.
    """
    checked(batch)
    lines = [_head(batch, currency, made_at), ";".join(COLUMNS)]
    lines += [line for one in vouchers for line in _rows(one)]
    return ("\r\n".join(lines) + "\r\n").encode("cp1252", errors="replace")


def _head(batch: Batch, currency: Currency, made_at: datetime) -> str:
    stamp = f"{made_at:%Y%m%d%H%M%S}{made_at.microsecond // 1000:03d}"
    days = [f"{one:%Y%m%d}" for one in (batch.year_begins, batch.first, batch.last)]
    fields = ['"EXTF"', "700", "21", '"Buchungsstapel"', "13", stamp, "", '"WF"', '""', '""']
    fields += [str(batch.adviser), str(batch.client), days[0], str(batch.account_digits), days[1], days[2]]
    fields += [
        text(batch.name, 30),
        '""',
        "1",
        "0",
        "0",
        f'"{currency.code}"',
        "",
        '""',
        "",
        "",
        '""',
        "",
        "",
        '""',
        '""',
    ]
    return ";".join(fields)


def _rows(voucher: Voucher) -> Iterable[str]:
    pivot = max(voucher.legs, key=lambda leg: abs(leg.money.minor), default=None)
    for leg in voucher.legs:
        if leg is not pivot and pivot is not None:
            yield _row(voucher, leg, pivot)


def _row(voucher: Voucher, leg: Leg, against: Leg) -> str:
    side = "S" if leg.money.minor > 0 else "H"
    fields = [amount(leg.money), f'"{side}"', f'"{leg.money.currency.code}"', "", "", '""']
    fields += [leg.account.number, against.account.number, '""', f"{voucher.day:%d%m}"]
    fields += [text(voucher.text, 36), '""', "", text(f"{voucher.text} {leg.name}", 60)]
    return ";".join(fields)


def amount(money: Money) -> str:
    """`1234,50`, without its sign."""
    return str(abs(money.decimal)).replace(".", ",")


def text(told: str, most: int) -> str:
    """A field in quotes, on one line, cut to its length."""
    plain = " ".join("".join(one for one in told if one.isprintable() or one.isspace()).split())[:most]
    return '"' + plain.replace('"', '""') + '"'
