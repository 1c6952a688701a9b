"""A sentence in the reader's language: a code, the values of the case, and a table of three languages.

What is kept and answered is the code with its values; a sentence is made when somebody reads it. The browser
has the same tables, generated from those of the rooms. In a sentence `{name}` is a value as it is, `{name@}`
a moment, `{name#}` a number, `{name|one|many}` a word that follows a number.
"""

import re
from collections.abc import Mapping
from typing import Final, Literal, get_args

from wattfleet.kernel.timeline import Instant, Zone, parse_instant

Language = Literal["en", "sv", "de"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)

Phrase = tuple[str, str, str]
"""English, Swedish, German."""

Values = dict[str, str | int]

_PLACE: Final = re.compile(r"\{(\w+)(@|#|\|([^|}]*)\|([^|}]*))?\}")
_MOMENTS: Final = {"en": "%d %b %Y %H:%M", "sv": "%Y-%m-%d %H:%M", "de": "%d.%m.%Y %H:%M"}


def said(template: str, values: Mapping[str, str | int], language: Language = "en", zone: str = "") -> str:
    """A sentence with its values in their places. Without a zone a moment stands as RFC 3339."""

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


def spoken(phrase: Phrase, language: Language) -> str:
    """The phrase in one of its languages."""
    return phrase[LANGUAGES.index(language)]


def names_of(phrase: Phrase) -> set[str]:
    """The values that a sentence needs, in any of its languages."""
    return {found[1] for one in phrase for found in _PLACE.finditer(one)}


def _moment(at: Instant, language: Language, zone: str) -> str:
    if not zone:
        return at.rfc3339()
    local = at.moment.astimezone(Zone.named(zone).info)
    return f"{local.strftime(_MOMENTS[language])} ({zone})"
