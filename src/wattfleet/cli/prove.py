"""`wattfleet prove`: compute an invoice again, down to registers and frame hashes, from its bundle alone."""

import argparse
import os
import sys
from pathlib import Path
from typing import Any

import msgspec

from wattfleet.billing.proof import FORM, Proof, prove
from wattfleet.billing.proved import Check
from wattfleet.cli import show
from wattfleet.cli.noun_verbs import Commands
from wattfleet.cli.remote import REFUSED, fail, remote_of

EXAMPLES = """examples:
  wattfleet prove 2026-00001 --out proof.json     fetch the bundle of an invoice, keep it, and prove it
  wattfleet prove proof.json                      prove it again anywhere, without a server
"""
COLUMNS = ("thing", "holds", "text")
_WORDS = {True: "yes", False: "NO", None: "not said"}


def register(commands: Commands) -> None:
    parser = commands.add_parser(
        "prove",
        help="compute an invoice again, down to registers and frames",
        description="A bundle has all that the cents of an invoice follow from. Exit code 1 where one fails.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("what", metavar="FILE|NUMBER", help="a bundle, or the number of an invoice")
    parser.add_argument("--out", metavar="FILE", help="keep the bundle there")
    parser.add_argument("--url", help="or WATTFLEET_URL")
    parser.add_argument("--key", help="or WATTFLEET_KEY")
    parser.add_argument("--json", action="store_true", help="for programs, with everything in it")
    parser.set_defaults(alone=_run)


def _run(given: argparse.Namespace) -> int:
    path = Path(given.what)
    if path.is_file():
        body = path.read_bytes()
    else:
        remote = remote_of(given.url, given.key or os.environ.get("WATTFLEET_KEY"))
        body = msgspec.json.encode(remote.call("GET", f"/invoices/{given.what}/proof"))
    if given.out:
        Path(given.out).write_bytes(body)
    proof = _read(body)
    checks = prove(proof)
    _tell(given, proof, checks)
    return REFUSED if any(one.holds is False for one in checks) else 0


def _read(body: bytes) -> Proof:
    try:
        proof = msgspec.json.decode(body, type=Proof)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        fail(
            f"This is no bundle of an invoice: {error}", hint="`wattfleet prove NUMBER --out FILE` makes one."
        )
    if proof.form != FORM:
        fail(f"The bundle has form {proof.form}; this program reads {FORM}.")
    return proof


def _tell(given: argparse.Namespace, proof: Proof, checks: list[Check]) -> None:
    broken = sum(one.holds is False for one in checks)
    if given.json:
        told: dict[str, Any] = {"number": proof.invoice.number, "holds": not broken, "checks": checks}
        show.as_json(msgspec.to_builtins(told))
        return
    rows = [{"thing": one.thing, "holds": _WORDS[one.holds], "text": one.text} for one in checks]
    show.table(rows, COLUMNS, empty="")
    words = "everything holds" if not broken else f"{broken} of {len(checks)} do not hold"
    print(f"\nInvoice {proof.invoice.number}: {words}.", file=sys.stdout)
