"""Telling people of alarms: whom, when, in how many messages, and how often it is tried again. Pure.

A recipient's quiet hours are local times of her own zone; over midnight they go on to the next morning. What
comes in them waits for their end, and goes in one message. Many alarms at once are one digest.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta

from wattfleet.kernel.errors import invalid
from wattfleet.kernel.sentences import LANGUAGES, Language
from wattfleet.kernel.timeline import HOUR_US, MINUTE_US, SECOND_US, Instant, Zone
from wattfleet.operations.told import TEST_MAIL, digest, rest

BACK_OFF_US = (5 * SECOND_US, 5 * MINUTE_US, 30 * MINUTE_US, 2 * HOUR_US, 5 * HOUR_US, 10 * HOUR_US)
"""How long is waited before each further try. Source: Standard Webhooks, “Deliverability and reliability”."""
MOST_WORDS = 50
"""How many alarms a digest names; the rest is a number."""

Clock24 = Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", examples=["22:00"])]


class Recipient(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who is told by mail. Without quiet hours: always. `problems_only` leaves warnings out.

    `zone` and `language` are also those of what she reads."""

    email: Annotated[str, Meta(min_length=3, max_length=254)]
    zone: str = "UTC"
    quiet_from: Clock24 | None = None
    quiet_to: Clock24 | None = None
    problems_only: bool = False
    language: Language = "en"


def checked_recipient(one: Recipient) -> Recipient:
    """Raises: WattfleetError `zone_unknown`, `quiet_hours_invalid`."""
    Zone.named(one.zone)
    if (one.quiet_from is None) != (one.quiet_to is None) or (
        one.quiet_from is not None and one.quiet_from == one.quiet_to
    ):
        raise invalid(
            "quiet_hours_invalid",
            "Quiet hours have a beginning and another end.",
            hint="Give quiet_from and quiet_to such as 22:00 and 06:00, or neither.",
            field="recipients",
        )
    return one


def next_moment(one: Recipient, now: Instant) -> Instant:
    """When she may be told: now, or when her quiet hours end."""
    if one.quiet_from is None or one.quiet_to is None:
        return now
    zone = ZoneInfo(one.zone)
    local = now.moment.astimezone(zone)
    start, end = time.fromisoformat(one.quiet_from), time.fromisoformat(one.quiet_to)
    clock = local.time()
    quiet = start <= clock < end if start < end else clock >= start or clock < end
    if not quiet:
        return now
    day = local.date() + timedelta(days=1 if clock >= end else 0)
    return Instant.of(datetime.combine(day, end, tzinfo=zone))


def next_try(tries: int, now: Instant) -> Instant | None:
    """When to try again after so many failures; None = it is given up."""
    return now + BACK_OFF_US[tries - 1] if tries <= len(BACK_OFF_US) else None


def subject_of(words: Sequence[str], language: Language = "en") -> str:
    """The subject of a message: the alarm itself, or how many there are."""
    return f"Wattfleet: {words[0] if len(words) == 1 else digest(len(words), LANGUAGES.index(language))}"


def text_of(words: Sequence[str], url: str, language: Language = "en") -> str:
    """The text of a message."""
    lines = [f"• {one}" for one in words[:MOST_WORDS]]
    if len(words) > MOST_WORDS:
        lines.append(rest(len(words) - MOST_WORDS, LANGUAGES.index(language)))
    return "\n".join([*lines, "", url, ""]) if url else "\n".join([*lines, ""])


def trial(to: str, recipients: Sequence[Recipient], wished: Language | None = None) -> tuple[str, str]:
    """Subject and text of a test, in the language that the recipient reads; else as wished."""
    known = next((one.language for one in recipients if one.email.casefold() == to.casefold()), None)
    place = LANGUAGES.index(known or wished or "en")
    subject, text = TEST_MAIL
    return subject[place], f"{text[place]}\n"
