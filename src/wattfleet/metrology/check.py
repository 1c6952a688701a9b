"""Signed values checked as a whole: is each signed, and are they together a process that may be billed?

The answer is one of four words, and the last three are never the same thing. Source: ocpp-interop §9.2.
"""

from collections.abc import Sequence
from enum import Enum

import msgspec

from wattfleet.kernel.errors import WattfleetError
from wattfleet.metrology.found import found
from wattfleet.metrology.keys import PublicKey, read_key
from wattfleet.metrology.ocmf import Ocmf, read_ocmf
from wattfleet.metrology.process import Process, read_process
from wattfleet.metrology.signature import Signed, Verdict, verify
from wattfleet.metrology.transparency import SignedText


class Result(Enum):
    """What can be said of signed values."""

    VALID = "valid"
    INVALID = "invalid"
    NOT_VERIFIABLE = "not_verifiable"
    STRUCTURALLY_WRONG = "structurally_wrong"


class CheckedValue(msgspec.Struct, frozen=True):
    """One value. A key from `given` proves who signed; one from the `value` only that it is whole."""

    value: Ocmf
    verdict: Verdict
    key_from: str


class Checked(msgspec.Struct, frozen=True):
    """The values of one transaction."""

    transaction: str
    result: Result
    values: tuple[CheckedValue, ...]
    process: Process


def check_values(given: Sequence[SignedText], key: str | None) -> list[Checked]:
    """Each transaction's values, by `key` or, without one, by the keys that came along.

    Raises: WattfleetError `ocmf_invalid`, and `key_invalid` or `key_unsupported` for the key that is given.
    """
    mine = None if key is None else read_key(key)
    groups: dict[str, list[SignedText]] = {}
    for one in given:
        groups.setdefault(one.transaction, []).append(one)
    return [_checked(transaction, group, mine) for transaction, group in groups.items()]


def _checked(transaction: str, group: Sequence[SignedText], key: PublicKey | None) -> Checked:
    values = tuple(_value(one, key) for one in group)
    process = read_process([one.value for one in values])
    return Checked(transaction, _result(values, process), values, process)


def _value(one: SignedText, key: PublicKey | None) -> CheckedValue:
    value = read_ocmf(one.text)
    if key is not None:
        return CheckedValue(value, verify(value, key), "given")
    if not one.key:
        return CheckedValue(value, verify(value, None), "")
    try:
        return CheckedValue(value, verify(value, read_key(one.key)), "value")
    except WattfleetError as error:
        unreadable = found("key_unreadable", problem=error.message)
        return CheckedValue(value, Verdict(Signed.NOT_VERIFIABLE, unreadable), "value")


def _result(values: Sequence[CheckedValue], process: Process) -> Result:
    verdicts = {one.verdict.signed for one in values}
    if Signed.INVALID in verdicts:
        return Result.INVALID
    if Signed.NOT_VERIFIABLE in verdicts:
        return Result.NOT_VERIFIABLE
    return Result.STRUCTURALLY_WRONG if process.findings else Result.VALID
