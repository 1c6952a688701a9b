"""Every invariant by its number: what it promises, how the auditor checks it in a database, and what no
database can show. The sentences stand in `operations.promised`; docs/spec/audit.md tells the same to people.
"""

import msgspec

from wattfleet.kernel.sentences import Phrase
from wattfleet.operations.promised import PROMISED


class Invariant(msgspec.Struct, frozen=True, kw_only=True):
    """In English. `how` = "" where nothing of it is kept yet; `blind`: what no database shows."""

    id: str
    title: str
    how: str = ""
    blind: str = ""

    @property
    def is_checked(self) -> bool:
        return bool(self.how)


def _english(phrase: Phrase | None) -> str:
    return "" if phrase is None else phrase[0]


INVARIANTS: tuple[Invariant, ...] = tuple(
    Invariant(id=number, title=title[0], how=_english(how), blind=_english(blind))
    for number, (title, how, blind) in PROMISED.items()
)

BY_ID = {one.id: one for one in INVARIANTS}
