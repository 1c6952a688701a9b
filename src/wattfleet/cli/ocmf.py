"""`wattfleet ocmf verify`, for anyone: are signed meter values true, and are they a charging process?"""

import argparse
import sys
from pathlib import Path
from typing import Any

from wattfleet.cli import show
from wattfleet.kernel.errors import missing
from wattfleet.metrology.check import Checked, CheckedValue, Result, check_values
from wattfleet.metrology.ocmf import Reading
from wattfleet.metrology.transparency import read_values

SAID = {
    Result.VALID: "Valid: signed by this key, and one charging process.",
    Result.INVALID: "Not valid: at least one signature is not of its text.",
    Result.NOT_VERIFIABLE: "Cannot be verified: that says nothing for or against it.",
    Result.STRUCTURALLY_WRONG: "Truly signed, but no charging process that may be billed.",
}
WHOLE_ONLY = "The key came with the value: it proves that the value is whole, not who signed it. Give --key."
EXAMPLES = """examples:
  wattfleet ocmf verify receipt.xml
  wattfleet ocmf verify value.txt --key 3059301306072A8648CE3D020106082A8648CE3D030107034200043AEE…
  wattfleet ocmf verify receipt.xml --key meter.pem --json
"""


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("ocmf", help="check signed meter values")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION", help="what to do")
    verify = actions.add_parser(
        "verify",
        help="whether signed values are true, and are one charging process",
        description="Asks no server. Exit code 0 only for values that are valid.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verify.add_argument(
        "file", metavar="FILE", help="OCMF text, its base64, or a transparency file; - for stdin"
    )
    verify.add_argument(
        "--key", help="the meter's public key, from a register: hex, base64 or PEM, or a file with it"
    )
    verify.add_argument("--json", action="store_true", help="for programs, with everything in it")
    verify.set_defaults(alone=run)


def run(options: argparse.Namespace) -> int:
    key = None if options.key is None else _key(options.key)
    found = check_values(read_values(_source(options.file)), key)
    worst = max((one.result for one in found), key=list(Result).index)
    if options.json:
        told = {"valid": worst is Result.VALID, "result": worst.value}
        show.as_json({**told, "transactions": [_shown(one) for one in found]})
    else:
        for one in found:
            _tell(one)
    return 0 if worst is Result.VALID else 1


def _source(path: str) -> bytes:
    if path == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise missing("file_missing", f"{path} cannot be read: {error.strerror}.") from error


def _key(text: str) -> str:
    """The key itself, or what is in the file of that name."""
    path = Path(text) if len(text) < 200 else None
    return path.read_text(encoding="utf-8") if path is not None and path.is_file() else text


def _shown(checked: Checked) -> dict[str, Any]:
    process = checked.process
    return {
        "transaction": checked.transaction or None,
        "result": checked.result.value,
        "values": [_shown_value(one) for one in checked.values],
        "meter": process.meter or None,
        "gateway": process.gateway or None,
        "user": process.user or None,
        "user_kind": process.user_kind or None,
        "began_at": None if process.began_at is None else process.began_at.rfc3339(),
        "ended_at": None if process.ended_at is None else process.ended_at.rfc3339(),
        "registers": [
            {
                "register": one.register,
                "unit": one.unit,
                "begin": f"{one.begin:f}",
                "end": f"{one.end:f}",
                "wh": f"{one.wh.normalize() + 0:f}",
            }
            for one in process.registers
        ],
        "time_billable": process.time_billable,
        "findings": [{"code": one.code, "text": one.text} for one in process.findings],
    }


def _shown_value(one: CheckedValue) -> dict[str, Any]:
    return {
        "signed": one.verdict.signed.value,
        "why": one.verdict.why or None,
        "key_from": one.key_from or None,
        "algorithm": one.value.algorithm,
        "pagination": one.value.text("PG"),
        "readings": [_shown_reading(reading) for reading in one.value.readings],
    }


def _shown_reading(one: Reading) -> dict[str, Any]:
    return {
        "time": one.time,
        "transaction": one.transaction or None,
        "value": None if one.value is None else f"{one.value:f}",
        "unit": one.unit or None,
        "register": one.register or None,
        "status": one.status or None,
        "errors": one.errors or None,
    }


def _tell(checked: Checked) -> None:
    if checked.transaction:
        print(f"Transaction {checked.transaction}")
    print(SAID[checked.result])
    rows = [
        {"page": one.value.text("PG"), "signed": one.verdict.signed.value, "why": one.verdict.why or None}
        for one in checked.values
    ]
    show.table(rows, ("page", "signed", "why"), empty="")
    for one in checked.process.registers:
        print(f"{one.register}: {one.begin:f} → {one.end:f} {one.unit} = {one.wh.normalize() + 0:f} Wh")
    for finding in checked.process.findings:
        print(f"- {finding.text}")
    if any(one.key_from == "value" for one in checked.values):
        print(WHOLE_ONLY)
