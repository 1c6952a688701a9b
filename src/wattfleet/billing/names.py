"""How a document is called on its page: by type, language and the law of the seller's country.

The names stand in facts/documents.toml; whoever has read that file hands its text in.
"""

from collections.abc import Mapping

import msgspec

from wattfleet.billing.document import Kind
from wattfleet.billing.look import Language

Named = Mapping[str, str]


class _Country(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: str
    source: str
    names: dict[str, dict[str, str]]


class Names(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The names of each language, and what a country calls otherwise."""

    names: dict[str, dict[str, str]]
    country: tuple[_Country, ...] = ()

    def of(self, kind: Kind, language: Language, country: str) -> str:
        usual = self.names[language.value][kind.value]
        own = next((one for one in self.country if one.code == country), None)
        return usual if own is None else own.names.get(language.value, {}).get(kind.value, usual)


def parse_names(text: str) -> Names:
    """Raises: msgspec.ValidationError where the file says something else."""
    names = msgspec.toml.decode(text, type=Names)
    for language in Language:
        lacking = {kind.value for kind in Kind} - set(names.names.get(language.value, {}))
        assert not lacking, f"every type has a name in {language.value}"
    return names
