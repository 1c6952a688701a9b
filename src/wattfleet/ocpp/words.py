"""The stations' own words for resets and triggers, per version: a word belongs to its version alone."""

from wattfleet.kernel.errors import invalid
from wattfleet.ocpp.asked import Json

RESETS_16 = ("Hard", "Soft")
RESETS_201 = ("Immediate", "OnIdle")
RESETS_21 = (*RESETS_201, "ImmediateAndResume")

TRIGGERS_16 = (
    "BootNotification",
    "DiagnosticsStatusNotification",
    "FirmwareStatusNotification",
    "Heartbeat",
    "MeterValues",
    "StatusNotification",
)
EXTENDED_TRIGGERS_16 = ("LogStatusNotification", "SignChargePointCertificate")
"""What only ExtendedTriggerMessage of the security whitepaper asks for."""

TRIGGERS_201 = (
    "BootNotification",
    "LogStatusNotification",
    "FirmwareStatusNotification",
    "Heartbeat",
    "MeterValues",
    "SignChargingStationCertificate",
    "SignV2GCertificate",
    "StatusNotification",
    "TransactionEvent",
    "SignCombinedCertificate",
    "PublishFirmwareStatusNotification",
)
TRIGGERS_21 = (*TRIGGERS_201, "SignV2G20Certificate")

LIST_STATUSES = {"accepted": "Accepted", "blocked": "Blocked", "expired": "Expired", "invalid": "Invalid"}

_ALL = frozenset((*RESETS_16, *RESETS_21, *TRIGGERS_16, *EXTENDED_TRIGGERS_16, *TRIGGERS_21))


def own_word(told: str, own: tuple[str, ...], version: str, field: str) -> str:
    """The word, if this version has it. Raises: WattfleetError `word_of_another_version`, `word_unknown`."""
    if told in own:
        return told
    other = told in _ALL
    raise invalid(
        "word_of_another_version" if other else "word_unknown",
        f"OCPP {version} does not know “{told}” here.",
        hint=f"This station takes: {', '.join(own)}.",
        field=field,
    )


def list_status(told: str | None) -> Json:
    """The status of a local list's entry. Raises: WattfleetError `word_unknown`."""
    if told is None:
        return None
    if told not in LIST_STATUSES:
        raise invalid(
            "word_unknown",
            f"A local list does not know the status “{told}”.",
            hint=f"Use one of: {', '.join(LIST_STATUSES)}.",
            field="entries.status",
        )
    return LIST_STATUSES[told]
