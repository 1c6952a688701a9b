"""What an audit is: invariants with how each is checked, and what a run found. Source: reliability §3."""

import msgspec

from wattfleet.kernel.timeline import Instant

MOST_EVIDENCE = 20
"""So many violations of one invariant are kept with their evidence; all are counted."""


class Violation(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that does not hold: in words, with the rows and frames that show it, and what to do.

    `rows` are named as TABLE:ID; `frames` by their number.
    """

    words: str
    rows: tuple[str, ...] = ()
    frames: tuple[int, ...] = ()
    mend: str = ""


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
