"""Payment terms (BT-20), in which a line that begins with # is no prose but a discount for paying early.

Source: XRechnung 3.0, BR-DE-18.
"""

import re

from wattfleet.billing.einvoice.xml import clean

_LINES = re.compile(r"\r\n|\r|\n")
_DISCOUNT = re.compile(r"#SKONTO#TAGE=[0-9]+#PROZENT=[0-9]+\.[0-9]{2}(#BASISBETRAG=-?[0-9]+\.[0-9]{2})?#")


def terms_as_written(terms: str) -> str:
    """As the document carries them: a discount at the end ends its line, for the rules count on that."""
    said = clean(terms)
    return f"{said}\n" if _begins_discount(_LINES.split(said)[-1]) else said


def misread_as_discount(terms: str) -> str:
    """The line that begins like a discount and is none, or follows one on its line; empty if all is well."""
    lines = _LINES.split(clean(terms))
    discounts = [line for line in lines if _begins_discount(line)]
    broken = [line for line in discounts if not _DISCOUNT.fullmatch(_blanks_joined(line))]
    if broken or not discounts:
        return broken[0] if broken else ""
    behind = re.split(r"#[^\r\n]+#", terms_as_written(terms))[-1]
    return "" if re.match(r"[ \t\r\n]*\n", behind) else lines[-1]


def _begins_discount(line: str) -> bool:
    return _blanks_joined(line).startswith("#")


def _blanks_joined(line: str) -> str:
    """What XPath calls normalize-space: its blanks are fewer than those of Unicode."""
    return re.sub(r"[ \t\r\n]+", " ", line).strip(" ")
