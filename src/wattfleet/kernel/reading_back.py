"""A sentence that was kept in English is read back: the phrase of a table that it was made of, its values.

What is kept as text is what another machine said, with our words around it. The browser reads back in the
same way: `web/packages/ui/src/show/readBack.ts`.
"""

import re
from collections.abc import Mapping
from typing import Final

import msgspec

from wattfleet.kernel.sentences import Language, Phrase, said, spoken

_VALUE: Final = re.compile(r"\{(\w+)([@#]|\|[^}]*)?\}")


class Book:
    """A table of phrases, ready to be looked through. What has most plain words is tried first."""

    def __init__(self, table: Mapping[str, Phrase]) -> None:
        exact = sorted(table.values(), key=lambda one: len(_VALUE.sub("", one[0])), reverse=True)
        self._rows = [_Row(_pattern(one[0]), one) for one in exact]

    def say(self, text: str, language: Language) -> str:
        """All of the text, or its sentences one by one, in that language; as it came where one is new."""
        found = self._sentences(text, language)
        return text if found is None else " ".join(found).strip()

    def _sentences(self, text: str, language: Language) -> list[str] | None:
        whole = self._sentence(text, language)
        if whole is not None:
            return [whole]
        for end in reversed([found.start() for found in re.finditer(r"(?<=[.?!]) ", text)]):
            first = self._sentence(text[:end], language)
            rest = None if first is None else self._sentences(text[end + 1 :], language)
            if first is not None and rest is not None:
                return [first, *rest]
        return None

    def _sentence(self, text: str, language: Language) -> str | None:
        plain = _straight(text.strip())
        for row in self._rows:
            # What another machine said may be nothing.
            found = row.pattern.fullmatch(plain) or row.pattern.fullmatch(f"{plain} ")
            if found:
                return said(spoken(row.phrase, language), found.groupdict(), language)
        return None


class _Row(msgspec.Struct, frozen=True):
    pattern: re.Pattern[str]
    phrase: Phrase


def _pattern(english: str) -> re.Pattern[str]:
    parts, last = [], 0
    for found in _VALUE.finditer(english):
        parts.append(re.escape(_straight(english[last : found.start()])))
        kind = found[2] or ""
        if kind.startswith("|"):
            parts.append(f"(?:{'|'.join(map(re.escape, kind[1:].split('|')))})")
        else:
            parts.append(f"(?P<{found[1]}>.*?)")
        last = found.end()
    parts.append(re.escape(_straight(english[last:])))
    return re.compile("".join(parts), re.DOTALL)


def _straight(text: str) -> str:
    return text.replace("’", "'")
