"""The plain energy registers of a message, read straight from its JSON: the auditor's second way to them.

It knows nothing of mending, quirks and versions, so that a fault in the first way does not hide itself.
Oddly told registers (another unit, a phase, a location) are left out.
"""

from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

ACTIONS = frozenset({"MeterValues", "StopTransaction", "TransactionEvent"})
_LISTS = ("meterValue", "transactionData")
_decode = msgspec.json.Decoder(float_hook=Decimal).decode


def plain_registers(raw: bytes) -> list[int]:
    """In mWh, as they stand in a call. Nothing where the text is none that can be read."""
    try:
        payload = _decode(raw)[3]
        moments = [one for name in _LISTS for one in payload.get(name) or ()]
        return [found for one in moments if (found := _register(one)) is not None]
    except (
        msgspec.DecodeError,
        LookupError,
        TypeError,
        AttributeError,
        UnicodeDecodeError,
        InvalidOperation,
    ):
        return []


def _register(moment: dict[str, Any]) -> int | None:
    """The one imported register of a moment, where there is just one and it is told plainly."""
    found = [
        one
        for one in moment["sampledValue"]
        if one.get("measurand", "Energy.Active.Import.Register") == "Energy.Active.Import.Register"
    ]
    if len(found) != 1:
        return None
    one = found[0]
    plain = one.get("unit", "Wh") == "Wh" and one.get("format", "Raw") == "Raw"
    if not plain or "phase" in one or "unitOfMeasure" in one or one.get("location", "Outlet") != "Outlet":
        return None
    if one.get("context") == "Transaction.Begin":
        return None  # the begin of a transaction is told once more by its start
    try:
        return int(Decimal(str(one["value"])) * 1000)
    except (InvalidOperation, OverflowError, ValueError):
        return None
