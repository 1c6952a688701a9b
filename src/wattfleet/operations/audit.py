"""What an audit is: invariants with how each is checked, and what a run found. Source: reliability §3."""

from decimal import Decimal

import msgspec

from wattfleet.kernel.energy import Energy
from wattfleet.kernel.sentences import Values, said
from wattfleet.kernel.timeline import Instant
from wattfleet.operations.broken import BROKEN

MOST_EVIDENCE = 20
"""So many violations of one invariant are kept with their evidence; all are counted."""


class Violation(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that does not hold: in words, with the rows and frames that show it, and what to do.

    `rows` are named as TABLE:ID; `frames` by their number. `code` and `values` say it in any language.
    """

    words: str
    rows: tuple[str, ...] = ()
    frames: tuple[int, ...] = ()
    mend: str = ""
    code: str = ""
    values: Values = {}


def violation(
    code: str, *, rows: tuple[str, ...] = (), frames: tuple[int, ...] = (), **found: object
) -> Violation:
    """What the table has for this code (`operations.broken`); energies as kWh."""
    values = {name: _plain(value) for name, value in found.items()}
    words, mend = (said(phrase[0], values, "en") for phrase in BROKEN[code])
    return Violation(words=words, rows=rows, frames=frames, mend=mend, code=code, values=values)


def _plain(value: object) -> str | int:
    match value:
        case Energy():
            return f"{value.kwh.normalize():f}"
        case Decimal():  # what PostgreSQL's sum gives
            return int(value) if value == int(value) else f"{value:f}"
        case int():
            return int(value)
        case _:
            return str(value)


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one invariant: how many rows were looked at, and what does not hold."""

    id: str
    looked_at: int = 0
    violations: int = 0
    evidence: tuple[Violation, ...] = ()

    @property
    def holds(self) -> bool:
        return self.violations == 0


class Audit(msgspec.Struct, frozen=True, kw_only=True):
    """One run over one tenant's data, from `since` (None = from the beginning) to `until`.

    `whole`: everything was looked at, not only what came since the last run. `mark` is where the order of
    session changes stood when it began.
    """

    started_at: Instant
    ended_at: Instant
    since: Instant | None
    until: Instant
    whole: bool
    checked: tuple[Checked, ...]
    mark: int = 0

    @property
    def violations(self) -> int:
        return sum(one.violations for one in self.checked)

    @property
    def looked_at(self) -> int:
        return sum(one.looked_at for one in self.checked)
