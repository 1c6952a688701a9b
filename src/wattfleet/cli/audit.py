"""`wattfleet audit`: whether the invariants hold, on a database of any size, beside a running server."""

import argparse
import asyncio
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from wattfleet.cli import show
from wattfleet.cli.place import add_place
from wattfleet.kernel.clock import SystemClock
from wattfleet.kernel.errors import missing
from wattfleet.kernel.ids import SystemIds
from wattfleet.operations.audit import Audit
from wattfleet.operations.invariants import INVARIANTS
from wattfleet.storage import audits, tenants
from wattfleet.storage.database import INSTALLATION
from wattfleet.storage.opening import open_as_it_is
from wattfleet.usecases.run_audit import run_audit

EXAMPLES = """\
examples:
  wattfleet audit --data ./wattfleet-data
  wattfleet audit --data /var/lib/wattfleet --database postgresql://wattfleet@db/wattfleet --full --json

It reads in short pieces and changes nothing but its own result, which the console shows. The first run looks
at everything; later ones begin at the day of the last.

Exit codes: 0 everything holds, 1 something does not, or it could not look.
"""


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "audit",
        help="look whether what must hold does hold, on the data themselves",
        description="Checks the invariants I1 to I24 as far as a database can show them.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_place(parser)
    parser.add_argument(
        "--cold", metavar="DIR", type=Path, help="where old days are, if `serve` was told; DIR/cold of --data"
    )
    parser.add_argument("--full", action="store_true", help="look at everything, not only at what is new")
    parser.add_argument("--tenant", metavar="NAME", help="one operator only; all if absent")
    parser.add_argument(
        "--no-record", action="store_true", help="do not keep the result: the next run begins where this did"
    )
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.set_defaults(alone=run)


def run(given: argparse.Namespace) -> int:
    found = asyncio.run(_audit(given))
    if given.json:
        show.as_json({name: as_json(audit) for name, audit in found.items()})
    else:
        for name, audit in found.items():
            tell(name, audit)
    return 1 if any(audit.violations for audit in found.values()) else 0


async def _audit(given: argparse.Namespace) -> dict[str, Audit]:
    database = await open_as_it_is(given.data, given.database, given.cold)
    clock, ids = SystemClock(), SystemIds()
    progress = _Progress() if sys.stderr.isatty() and not given.json else lambda _, __: None
    try:
        names = await database.read(INSTALLATION, tenants.by_name)
        if given.tenant is not None and given.tenant not in names:
            raise missing("tenant_unknown", f"There is no tenant “{given.tenant}”.", field="--tenant")
        found = {}
        for name, tenant in names.items():
            if given.tenant in (None, name):
                audit = await run_audit(database, clock, tenant, whole=given.full, progress=progress)
                found[name] = audit
                if not given.no_record:
                    keep = partial(audits.add, audit_id=ids.uuid(audit.ended_at), audit=audit)
                    await database.write(tenant, keep)
        return found
    finally:
        await database.close()


class _Progress:
    """What is being looked at, in one line of a terminal."""

    def __call__(self, what: str, rows: int) -> None:
        print(f"\r{what}: {rows:,} rows   ", end="", file=sys.stderr, flush=True)


def as_json(audit: Audit) -> dict[str, Any]:
    """The whole result; moments as text."""
    told: dict[str, Any] = {
        "started_at": audit.started_at.rfc3339(),
        "ended_at": audit.ended_at.rfc3339(),
        "since": None if audit.since is None else audit.since.rfc3339(),
        "whole": audit.whole,
        "rows": audit.looked_at,
        "violations": audit.violations,
        "invariants": msgspec.to_builtins(audit.checked),
    }
    return told


def tell(name: str, audit: Audit) -> None:
    """A table with a line for each invariant, and below it each violation with its evidence."""
    checked = {one.id: one for one in audit.checked}
    lines: list[Mapping[str, Any]] = []
    for one in INVARIANTS:
        seen = checked.get(one.id)
        state = "not checked" if seen is None else "holds" if seen.holds else f"{seen.violations} violations"
        lines.append(
            {"id": one.id, "invariant": one.title, "rows": seen.looked_at if seen else None, "state": state}
        )
    seconds = (audit.ended_at - audit.started_at) / 1_000_000
    since = "everything" if audit.since is None else f"what came since {audit.since.rfc3339()}"
    print(f"\nTenant “{name}”: {since}, {audit.looked_at:,} rows in {seconds:.1f} s.\n")
    show.table(lines, ("id", "invariant", "rows", "state"), empty="")
    for found in audit.checked:
        for violation in found.evidence:
            frames = ", ".join(map(str, violation.frames))
            print(f"\n✗ {found.id} {violation.words}")
            print(f"  {', '.join(violation.rows)}" + (f" · frames {frames}" if frames else ""))
            print(f"  → {violation.mend}")
    print("\nEverything holds." if not audit.violations else f"\n{audit.violations} violations.")
