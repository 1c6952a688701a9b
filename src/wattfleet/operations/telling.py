"""What an alarm and a finding say, in three languages: a code, the values of the case, and one table.

The browser has the same table, generated from this one: `web/packages/words/src/generated/told.ts`.
"""

from collections.abc import Mapping

from wattfleet.kernel.sentences import LANGUAGES, Language, names_of, said
from wattfleet.operations.told import TOLD


def words(code: str, values: Mapping[str, str | int], language: Language = "en", zone: str = "") -> str:
    """What is the matter. Without a zone a moment stands as RFC 3339."""
    return said(TOLD[code][0][LANGUAGES.index(language)], values, language, zone)


def mend(code: str, values: Mapping[str, str | int], language: Language = "en", zone: str = "") -> str:
    """What to do."""
    return said(TOLD[code][1][LANGUAGES.index(language)], values, language, zone)


def can_say(code: str, values: Mapping[str, str | int]) -> bool:
    """Whether the table has a sentence for the code and the values have all that it names."""
    return code in TOLD and all(names_of(phrase) <= values.keys() for phrase in TOLD[code])
