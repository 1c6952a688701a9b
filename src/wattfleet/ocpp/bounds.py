"""Decimals from the wire are finite and of a size that arithmetic can bear."""

from decimal import Decimal

# 10^15 Wh is more than a country uses in a day; 10^-15 is finer than any meter.
TOP_DIGIT = 15


def bounded(*values: Decimal | None) -> None:
    """Raises ValueError for NaN, Infinity and for 1e999999999, whose digits would fill the memory."""
    for value in values:
        if value is not None and not (value.is_finite() and -TOP_DIGIT <= value.adjusted() <= TOP_DIGIT):
            raise ValueError("Expected a finite number of a usual size")
