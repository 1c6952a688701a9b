"""What an alarm and a finding say, in three languages: a code, the values of the case, and one table.

The code and the values are what is kept and answered; a sentence is made when somebody reads it. The browser
has the same table, generated from this one: `web/packages/words/src/generated/told.ts`. In a sentence
`{name}` is a value as it is, `{name@}` a moment, `{name#}` a number, `{name|one|many}` a word that follows a
number.
"""

import re
from collections.abc import Mapping
from typing import Final, Literal, get_args

from wattfleet.kernel.timeline import Instant, Zone, parse_instant
from wattfleet.operations.told import TOLD

Language = Literal["en", "sv", "de"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)

Values = dict[str, str | int]

_PLACE: Final = re.compile(r"\{(\w+)(@|#|\|([^|}]*)\|([^|}]*))?\}")
_MOMENTS: Final = {"en": "%d %b %Y %H:%M", "sv": "%Y-%m-%d %H:%M", "de": "%d.%m.%Y %H:%M"}


def words(code: str, values: Mapping[str, str | int], language: Language = "en", zone: str = "") -> str:
    """What is the matter. Without a zone a moment stands as RFC 3339."""
    return said(TOLD[code][0][LANGUAGES.index(language)], values, language, zone)


def mend(code: str, values: Mapping[str, str | int], language: Language = "en", zone: str = "") -> str:
    """What to do."""
    return said(TOLD[code][1][LANGUAGES.index(language)], values, language, zone)


def can_say(code: str, values: Mapping[str, str | int]) -> bool:
    """Whether the table has a sentence for the code and the values have all that it names."""
    return code in TOLD and all(
        found[1] in values for phrase in TOLD[code] for one in phrase for found in _PLACE.finditer(one)
    )


def said(template: str, values: Mapping[str, str | int], language: Language, zone: str = "") -> str:
    """A sentence with its values in their places."""

    def put(found: re.Match[str]) -> str:
        value, kind = values[found[1]], found[2] or ""
        match kind[:1]:
            case "|":
                return str(found[3] if int(value) == 1 else found[4])
            case "@":
                return _moment(parse_instant(str(value)), language, zone)
            case "#":
                return str(value) if language == "en" else str(value).replace(".", ",")
            case _:
                return str(value)

    return _PLACE.sub(put, template)


def _moment(at: Instant, language: Language, zone: str) -> str:
    if not zone:
        return at.rfc3339()
    local = at.moment.astimezone(Zone.named(zone).info)
    return f"{local.strftime(_MOMENTS[language])} ({zone})"
