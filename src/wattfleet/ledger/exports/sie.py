"""Vouchers as SIE 4I: what Swedish bookkeeping programs read.

The file is in code page 437 (PC8); what it does not have is written as its nearest letter, or as a question
mark. Every #VER adds up to nothing, as entries do.
Source: SIE filformat, utgåva 4C (sie.se), §5 and §11.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from wattfleet.kernel.money import Currency
from wattfleet.ledger.exports.voucher import Account, Voucher

SERIES = "W"
"""The series of vouchers that come from Wattfleet, so that they never clash with the bookkeeper's own."""


class Company(msgspec.Struct, frozen=True):
    """Whose books they are."""

    name: str
    number: str = ""


def sie(
    vouchers: Sequence[Voucher], company: Company, currency: Currency, *, made_on: date, version: str = ""
) -> bytes:
    """The file, CRLF at the end of each line."""
    lines = ["#FLAGGA 0", f"#PROGRAM {quoted('Wattfleet')} {quoted(version)}", "#FORMAT PC8"]
    lines += [f"#GEN {made_on:%Y%m%d}", "#SIETYP 4"]
    if company.number:
        lines.append(f"#ORGNR {quoted(company.number)}")
    lines += [f"#FNAMN {quoted(company.name)}", f"#VALUTA {currency.code}"]
    lines += [f"#KONTO {one.number} {quoted(one.name)}" for one in _accounts(vouchers)]
    for voucher in vouchers:
        lines += _voucher(voucher, made_on)
    return ("\r\n".join(lines) + "\r\n").encode("cp437", errors="replace")


def _accounts(vouchers: Iterable[Voucher]) -> list[Account]:
    found = {leg.account.number: leg.account for voucher in vouchers for leg in voucher.legs}
    return [found[number] for number in sorted(found)]


def _voucher(voucher: Voucher, made_on: date) -> list[str]:
    day = f"{voucher.day:%Y%m%d}"
    head = f"#VER {SERIES} {voucher.number} {day} {quoted(voucher.text)} {made_on:%Y%m%d}"
    legs = [f"   #TRANS {leg.account.number} {{}} {leg.money}" for leg in voucher.legs]
    return [head, "{", *legs, "}"]


def quoted(text: str) -> str:
    """A field: in quotes, without control characters, and in letters that the code page has."""
    plain = "".join(_letter(one) for one in " ".join(text.split()) if one.isprintable())
    return '"' + plain.replace("\\", "/").replace('"', '\\"') + '"'


def _letter(letter: str) -> str:
    try:
        letter.encode("cp437")
    except UnicodeEncodeError:
        return unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode() or "?"
    return letter
