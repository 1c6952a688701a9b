"""What an alarm and a finding say, in three languages: a code, the values of the case, and one table.

The browser has the same table, generated from this one: `web/packages/words/src/generated/told.ts`. Two
values are words themselves, and are kept as they came: `problem`, why something failed, and `error`, what a
plug says is wrong. Both are said in the reader's language where they are known, and else as they came.
"""

import re
from collections.abc import Mapping
from typing import Final

from wattfleet.kernel.reading_back import Book
from wattfleet.kernel.sentences import Language, Values, names_of, said, spoken
from wattfleet.operations.plug_faults import FAULTS
from wattfleet.operations.told import TOLD
from wattfleet.operations.troubles import TROUBLES

_TROUBLES: Final = Book(TROUBLES)
_JOINT: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
"""Where a word of OCPP begins inside another: Ground·Failure, EV·Communication·Error."""


def words(code: str, values: Mapping[str, str | int], language: Language = "en", zone: str = "") -> str:
    """What is the matter. Without a zone a moment stands as RFC 3339."""
    return said(spoken(TOLD[code][0], language), inside(values, language), language, zone)


def mend(code: str, values: Mapping[str, str | int], language: Language = "en", zone: str = "") -> str:
    """What to do."""
    return said(spoken(TOLD[code][1], language), values, language, zone)


def can_say(code: str, values: Mapping[str, str | int]) -> bool:
    """Whether the table has a sentence for the code and the values have all that it names."""
    return code in TOLD and all(names_of(phrase) <= values.keys() for phrase in TOLD[code])


def inside(values: Mapping[str, str | int], language: Language) -> Values:
    """The values, those that are words themselves in that language."""
    told = dict(values)
    if "problem" in told:
        told["problem"] = _TROUBLES.say(str(told["problem"]), language)
    if "error" in told:
        told["error"] = _fault(str(told["error"]), language)
    return told


def _fault(text: str, language: Language) -> str:
    """` (GroundFailure)` in words; what a maker adds stands as it came."""

    def say(found: re.Match[str]) -> str:
        known = FAULTS.get(_JOINT.sub("_", found[0]).lower())
        return found[0] if known is None else spoken(known, language)

    return re.sub(r"\w+", say, text, count=1)
