"""Retention beside the books: old mail goes, and what tells of a person goes from old bank movements.

What was booked stays for ever: entries, invoices, payments, reminders and the sums of collections. Letters
are removed. Movements of the bank, files of collections and mandates lose names, accounts and texts, and say
since when; hashes, days and amounts are left, so that the books still add up. Each step leaves a line.
"""

from collections.abc import Callable
from datetime import date
from functools import partial

import msgspec

from wattfleet.kernel.timeline import Instant
from wattfleet.operations.retention import Ages, cutoff
from wattfleet.storage import collections, mailings, mandates, movements, removals, tenants
from wattfleet.storage.database import INSTALLATION, Writer
from wattfleet.storage.removals import Removal
from wattfleet.usecases.in_steps import STEP_PAUSE_US, in_steps
from wattfleet.usecases.parts import Parts

STEP_ROWS = 200

Step = Callable[[Writer], int]


class _Term(msgspec.Struct, frozen=True):
    """A kind of row, what is done to it once it is older than `before`, and why."""

    kind: str
    before: Instant
    step: Step
    why: str


async def redact_old(parts: Parts, *, ages: Ages, step_pause_us: int = STEP_PAUSE_US) -> int:
    """How many rows were removed or redacted."""
    done = 0
    for tenant in await parts.database.read(INSTALLATION, tenants.all_ids):
        for term in _terms(parts.clock.now(), ages):
            done += await _apply(parts, tenant, term, step_pause_us)
    return done


def _terms(now: Instant, ages: Ages) -> list[_Term]:
    terms: list[_Term] = []
    letters, bank = cutoff(now, ages.letters), cutoff(now, ages.bank)
    if letters is not None:
        step = partial(mailings.remove_old, before=letters, most=STEP_ROWS)
        terms.append(_Term("mailings", letters, step, "older than --keep-letters"))
    if bank is not None:
        day: date = bank.moment.date()
        for kind, what, redact in (
            ("movements", "names, accounts and texts redacted", movements.redact_old),
            ("collections", "files redacted", collections.redact_old),
            ("mandates", "holders and accounts redacted", mandates.redact_old),
        ):
            step = partial(redact, before=day, now=now, most=STEP_ROWS)
            terms.append(_Term(kind, bank, step, f"{what}, older than --keep-bank"))
    return terms


async def _apply(parts: Parts, tenant: int, term: _Term, step_pause_us: int) -> int:
    def step(writer: Writer) -> int:
        count = term.step(writer)
        if count:
            removals.add(writer, _told(parts, term, count))
        return count

    return await in_steps(parts, tenant, step, rows=STEP_ROWS, step_pause_us=step_pause_us)


def _told(parts: Parts, term: _Term, rows: int) -> Removal:
    now = parts.clock.now()
    return Removal(
        id=parts.ids.uuid(now), at=now, kind=term.kind, before=term.before, rows=rows, file="", why=term.why
    )
