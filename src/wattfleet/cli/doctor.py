"""`wattfleet doctor`: reads the facts of an installation and tells what they show (operations.checkup).

Changes nothing. Exit code 1 when there is a problem or a warning; notes alone are well.
"""

import argparse
import asyncio
import os
from importlib.metadata import version
from pathlib import Path
from zoneinfo import available_timezones

import httpx
import msgspec

from wattfleet.cli import show
from wattfleet.cli.place import add_place
from wattfleet.clients.machine import certificate_of, folder_of
from wattfleet.kernel.clock import SystemClock
from wattfleet.operations.checkup import Finding, Severity, findings, is_well
from wattfleet.operations.condition import Condition, Secret, Serving
from wattfleet.settings import SECRET_FILE, Started, read_started
from wattfleet.storage.checkup import look

ANSWER_S = 3
EXAMPLES = """\
examples:
  wattfleet doctor --data ./wattfleet-data
  wattfleet doctor --data /var/lib/wattfleet --database postgresql://wattfleet@db/wattfleet --json
  wattfleet doctor --tls-cert chain.pem --tls-key key.pem

Exit codes: 0 well, 1 something is wrong.
"""
_MARKS = {Severity.PROBLEM: "✗", Severity.WARNING: "!", Severity.NOTE: "·"}


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "doctor",
        help="say what is wrong with an installation, and how to mend it",
        description="Looks at folder, secret, database, certificates, clock, server and what is kept.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_place(parser)
    parser.add_argument("--url", help="the server to ask; that of its last start if absent")
    parser.add_argument(
        "--tls-cert", metavar="FILE", action="append", default=[], type=Path, help="that of the last start"
    )
    parser.add_argument(
        "--tls-key", metavar="FILE", action="append", default=[], type=Path, help="that of the last start"
    )
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.set_defaults(alone=run)


def run(given: argparse.Namespace) -> int:
    found = findings(asyncio.run(_condition(given)))
    if given.json:
        show.as_json([msgspec.to_builtins(one) for one in found])
    else:
        _tell(found)
    return 0 if is_well(found) else 1


async def _condition(given: argparse.Namespace) -> Condition:
    now = SystemClock().now()
    started = read_started(given.data)
    pairs = list(zip(given.tls_cert, given.tls_key, strict=False)) or [
        (Path(chain), Path(key)) for chain, key in started.certificates
    ]
    seen = await look(given.data, given.database, now)
    return Condition(
        now=now,
        program=version("wattfleet"),
        zones=len(available_timezones()),
        database_now=seen.now,
        folder=folder_of(given.data),
        secret=_secret(given.data),
        schema=seen.schema,
        certificates=tuple(certificate_of(chain, key) for chain, key in pairs),
        serving=_serving(given.url or started.http, started),
        tenants=seen.tenants,
    )


def _secret(folder: Path) -> Secret:
    path = folder / SECRET_FILE
    given = os.environ.get("WATTFLEET_SECRET", "")
    if given:
        return Secret(path=str(path), in_environment=True, length=len(given))
    if not path.is_file():
        return Secret(path=str(path))
    found = path.stat()
    return Secret(path=str(path), in_file=True, mode=found.st_mode & 0o777, length=found.st_size)


def _serving(url: str, started: Started) -> Serving:
    """How it was started, and what it says now."""
    known = Serving(http=url, ocpp=started.ocpp, plain_exposed=started.plain_exposed)
    if not url:
        return known
    try:
        with httpx.Client(base_url=url, timeout=ANSWER_S) as client:
            ready = client.get("/readyz")
            said = client.get("/api/v1/version").json()
    except (httpx.HTTPError, ValueError):
        return msgspec.structs.replace(known, answers=False)
    unready = "" if ready.is_success else f"{ready.json().get('detail', ready.status_code)}".rstrip(".")
    return msgspec.structs.replace(known, answers=True, unready=unready, version=str(said.get("version", "")))


def _tell(found: tuple[Finding, ...]) -> None:
    for one in found:
        print(f"{_MARKS[one.severity]} {one.words} [{one.code}]\n  → {one.mend}")
    counts = [(sum(one.severity is kind for one in found), kind.value) for kind in Severity]
    told = [f"{count} {kind}{'s' if count > 1 else ''}" for count, kind in counts if count]
    print(("\n" + ", ".join(told) + ".") if told else "All is well.")
