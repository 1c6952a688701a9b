"""Charging profiles on the wire: what is alike in all versions, and what is refused before it travels.

Only what is wrong whatever the station is doing is refused here; the rest is the station's to answer.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise

from wattfleet.commands import ChargingProfile
from wattfleet.kernel.errors import WattfleetError, invalid
from wattfleet.ocpp.asked import Json, moment, told

KINDS = {"absolute": "Absolute", "recurring": "Recurring", "relative": "Relative"}
KINDS_21 = {**KINDS, "dynamic": "Dynamic"}
PURPOSES_16 = {
    "charge_point_max": "ChargePointMaxProfile",
    "tx_default": "TxDefaultProfile",
    "tx": "TxProfile",
}
PURPOSES_201 = {
    "charge_point_max": "ChargingStationMaxProfile",
    "tx_default": "TxDefaultProfile",
    "tx": "TxProfile",
    "external_constraints": "ChargingStationExternalConstraints",
}
PURPOSES_21 = {**PURPOSES_201, "priority": "PriorityCharging", "local_generation": "LocalGeneration"}
RECURRENCIES = {"daily": "Daily", "weekly": "Weekly"}
_RATE = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,6})?")


def word(of: str, words: Mapping[str, str], field: str) -> str:
    """Our word in the version's spelling. Raises: WattfleetError `word_unknown`."""
    if of not in words:
        raise invalid(
            "word_unknown",
            f"This station does not know the {field} “{of}”.",
            hint=f"Use one of: {', '.join(words)}.",
            field=field,
        )
    return words[of]


def rate(text: str | None, field: str) -> Decimal | None:
    """A limit's decimal text as the number that travels, digit by digit."""
    if text is None:
        return None
    if _RATE.fullmatch(text) is None:
        raise wrong(f"“{text}” is not a limit.", "Write digits with a point, as in 16.0.", field)
    return Decimal(text)


def schedule(profile: ChargingProfile) -> dict[str, Json]:
    """The parts of a schedule that all versions share. Source: OCPP 2.0.1 K01.FR.31, K01.FR.35."""
    if not profile.periods or profile.periods[0].start_s != 0:
        raise wrong(
            "A schedule begins with a period at 0 seconds.",
            "Give periods, the first with start_s 0.",
            "periods",
        )
    if any(one.start_s >= following.start_s for one, following in pairwise(profile.periods)):
        raise wrong("Each period starts after the one before.", "Sort the periods by start_s.", "periods")
    return told(
        duration=profile.duration_s,
        startSchedule=moment(profile.start),
        chargingRateUnit=profile.unit,
        chargingSchedulePeriod=[
            told(startPeriod=one.start_s, limit=rate(one.limit, "periods.limit"), numberPhases=one.phases)
            for one in profile.periods
        ],
        minChargingRate=rate(profile.min_rate, "min_rate"),
    )


def check_start(profile: ChargingProfile) -> None:
    """The profile inside a remote start is for a transaction that does not exist yet.

    Source: OCPP 1.6 §5.16.2; OCPP 2.0.1 F01.FR.09, F01.FR.11.
    """
    if profile.purpose != "tx":
        raise wrong("A remote start carries a tx profile alone.", "Use the purpose tx.", "purpose")
    if profile.transaction is not None:
        raise wrong("A remote start has no transaction yet.", "Leave profile.transaction out.", "transaction")


def recurrency(profile: ChargingProfile) -> str | None:
    if profile.recurrency:
        return word(profile.recurrency, RECURRENCIES, "recurrency")
    if profile.kind == "recurring":
        raise wrong("A recurring schedule says how often.", "Give recurrency daily or weekly.", "recurrency")
    return None


def wrong(message: str, hint: str, field: str) -> WattfleetError:
    return invalid("profile_invalid", message, hint=hint, field=field)
