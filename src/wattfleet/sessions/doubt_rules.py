"""Every rule of doubt with its plain words, how it heals by itself, and by when: one table, shown to people.

A rule that holds a session out of billing, or an event out of every session, stands here or a test fails.
Nothing of it is ever billed because time has passed: at its deadline a doubt ends unbilled. Source:
field-faults §2-§5.
"""

from typing import Final

import msgspec

from wattfleet.events import Flag
from wattfleet.kernel.timeline import DAY_US


class Rule(msgspec.Struct, frozen=True):
    """`why` it is doubtful, what `heals` it without a person, after how many `days` it ends, and how."""

    flag: Flag
    why: str
    heals: str
    days: int
    end: str

    @property
    def deadline_us(self) -> int:
        return self.days * DAY_US

    @property
    def ends_as(self) -> str:
        """The code of `end`, for whoever says it in another language."""
        return "unbilled" if self.end == UNBILLED else "waits"


UNBILLED: Final = "It ends unbilled, with an act that says so."
WAITS: Final = "It stays in review, unbilled, until a person decides."

RULES: Final = (
    Rule(
        Flag.UNKNOWN_TX,
        "The station ended or measured a transaction that fits none of its sessions, or several.",
        "The session that it belongs to arrives, or becomes the only one that fits.",
        30,
        UNBILLED,
    ),
    Rule(
        Flag.UNAUTHORISED,
        "The car charged although its card was refused.",
        "Nothing: whether it may be billed is a person's decision.",
        30,
        WAITS,
    ),
    Rule(
        Flag.UNKNOWN_TOKEN,
        "Nobody has registered the card that charged.",
        "Nothing: somebody says whose card it is.",
        30,
        WAITS,
    ),
    Rule(
        Flag.CONFLICTING_STOP,
        "The station told two ends with different registers; the earlier, lower one counts.",
        "Nothing: both were said, and only evidence from outside tells which is true.",
        30,
        WAITS,
    ),
    Rule(
        Flag.CLOCK_UNSET,
        "The station had no clock, so that nobody knows when it charged.",
        "Later messages of the transaction tell the time.",
        30,
        WAITS,
    ),
    Rule(
        Flag.END_BEFORE_START,
        "It ended before it began, by the station's own times.",
        "Another end, or the station's clock, is told.",
        30,
        WAITS,
    ),
    Rule(
        Flag.PLACEHOLDER_BEGIN,
        "The register at the begin is zero beside a true one: the energy before the first sample is unknown.",
        "Samples, told later, join the begin register, or the end register of the session before it.",
        30,
        WAITS,
    ),
    Rule(
        Flag.IMPLAUSIBLE_ENERGY,
        "It is more than the station can deliver in that time.",
        "Samples or an end, told later, show another energy.",
        30,
        WAITS,
    ),
    Rule(
        Flag.SOURCES_DISAGREE,
        "The registers of begin and end say another energy than the samples between them.",
        "Samples that were missing arrive from the station's queue.",
        30,
        WAITS,
    ),
    Rule(
        Flag.NEGATIVE_ENERGY,
        "The register at the end is below that at the begin.",
        "Samples, told later, explain where the register began anew.",
        30,
        WAITS,
    ),
    Rule(
        Flag.NO_METER,
        "Fewer than two registers were told: there is nothing to measure by.",
        "Readings of the transaction arrive from the station's queue.",
        30,
        WAITS,
    ),
    Rule(
        Flag.BEFORE_SERVICE,
        "It is older than the station's time with us: another operator's queue.",
        "Nothing; `in_service_from` of the station says what is ours.",
        30,
        WAITS,
    ),
    Rule(
        Flag.ZERO_ENERGY,
        "The end register equals the begin, although the samples rose.",
        "Another end is told.",
        30,
        WAITS,
    ),
    Rule(
        Flag.MISSING_START,
        "Its start never arrived; only later messages of it are known.",
        "The start arrives from the station's queue.",
        30,
        WAITS,
    ),
)

BY_FLAG: Final = {rule.flag: rule for rule in RULES}
