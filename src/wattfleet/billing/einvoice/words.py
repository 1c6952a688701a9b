"""Numbers and dates as both syntaxes write them, and the codes of the ways to pay."""

from datetime import date
from decimal import Decimal
from typing import assert_never

from wattfleet.billing.document import (
    Bankgiro,
    Card,
    DirectDebit,
    Line,
    Means,
    Quantity,
    SortCode,
    Transfer,
    Vat,
)
from wattfleet.billing.einvoice.xml import clean


def millionths(micro: int) -> str:
    """`1.5` for 1500000: no surplus zeros, never an exponent."""
    whole, rest = divmod(abs(micro), 10**6)
    text = f"{whole}.{rest:06d}".rstrip("0").rstrip(".")
    return f"-{text}" if micro < 0 else text


def quantity(one: Quantity) -> str:
    return millionths(one.micro)


def percent(vat: Vat) -> str:
    """`19.00`; as many decimals as the rate has, at least two."""
    value = Decimal(vat.rate).scaleb(-4)
    return f"{value.quantize(Decimal('0.01')) if vat.rate % 100 == 0 else value.normalize():f}"


def told_attributes(line: Line) -> list[tuple[str, str]]:
    """Those that have both a name and a value."""
    return [(name, value) for name, value in line.attributes if clean(name) and clean(value)]


def compact(day: date) -> str:
    """`20261201`: format 102 of UNTDID 2379."""
    return f"{day:%Y%m%d}"


def means_code(means: Means) -> str:
    """BT-81. Source: UNTDID 4461; 30 is what Peppol wants for Bankgiro (SE-R-007)."""
    match means:
        case Transfer(sepa=True):
            return "58"
        case Transfer() | Bankgiro() | SortCode():
            return "30"
        case DirectDebit():
            return "59"
        case Card():
            return "48"
        case _:
            assert_never(means)


EMBEDDABLE = frozenset(
    {
        "application/pdf",
        "image/png",
        "image/jpeg",
        "text/csv",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.oasis.opendocument.spreadsheet",
    }
)
"""What may be embedded (BT-125-1). Source: EN 16931 BR-CL-24."""
