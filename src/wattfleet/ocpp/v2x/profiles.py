"""Charging profiles of 2.0.1 and 2.1: what K01 demands of us before a station may see one."""

from collections.abc import Mapping

from wattfleet.commands import ChargingProfile
from wattfleet.ocpp.asked import Json, Numbers, moment, told
from wattfleet.ocpp.profiles import recurrency, schedule, word, wrong


def check_place(profile: ChargingProfile, evse: int | None) -> None:
    """Source: OCPP 2.0.1 K01: the station's own limit is set on EVSE 0, a TxProfile on one EVSE, for one
    transaction (K01.FR.03, .16).
    """
    if profile.purpose == "external_constraints":
        raise wrong(
            "External constraints are the station's to tell (K01.FR.22).", "Use charge_point_max.", "purpose"
        )
    if profile.purpose == "charge_point_max" and evse not in {None, 0}:
        raise wrong("The station's own limit belongs to EVSE 0.", "Leave the evse out.", "evse")
    if profile.purpose == "tx" and not evse:
        raise wrong("A tx profile belongs to one EVSE.", "Give the transaction's evse.", "evse")
    if profile.purpose == "tx" and profile.transaction is None:
        raise wrong("A tx profile names its transaction.", "Give profile.transaction.", "transaction")


def written_profile(
    profile: ChargingProfile, numbers: Numbers, purposes: Mapping[str, str], kinds: Mapping[str, str]
) -> dict[str, Json]:
    """Source: K01.FR.38, .40, .41: a start for absolute and recurring schedules, none for relative ones, and
    a station's own limit is never relative.
    """
    if profile.kind == "relative":
        if profile.start is not None:
            raise wrong("A relative schedule has no start.", "Leave start out.", "start")
        if profile.purpose == "charge_point_max":
            raise wrong("The station's own limit is never relative.", "Use absolute.", "kind")
    elif profile.kind in {"absolute", "recurring"} and profile.start is None:
        raise wrong(f"A schedule of kind {profile.kind} needs a start.", "Give start.", "start")
    number = numbers.request if profile.id is None else profile.id
    return told(
        id=number,
        stackLevel=profile.stack_level,
        chargingProfilePurpose=word(profile.purpose, purposes, "purpose"),
        chargingProfileKind=word(profile.kind, kinds, "kind"),
        recurrencyKind=recurrency(profile),
        validFrom=moment(profile.valid_from),
        validTo=moment(profile.valid_to),
        transactionId=profile.transaction,
        chargingSchedule=[{"id": number, **schedule(profile)}],
    )
