"""Alarms are told: each once to each recipient and to the webhook, tried again until it is taken.

Making a message and marking its alarms as told is one transaction, so that a crash tells nothing twice and
forgets nothing; what was made is sent afterwards, and a message that was sent just before a crash may come
twice (its `webhook-id` is then the same).
"""

import msgspec

from wattfleet.clients.mail import MailServer, send_mail
from wattfleet.clients.webhook import Called, Hook, call_hook
from wattfleet.kernel.sentences import Language
from wattfleet.kernel.timeline import SECOND_US, Instant
from wattfleet.operations import telling
from wattfleet.operations.notices import Recipient, next_moment, next_try, subject_of, text_of
from wattfleet.storage import alarms, deliveries, tenants
from wattfleet.storage.alarms import Alarm
from wattfleet.storage.database import INSTALLATION, Reader, Writer
from wattfleet.storage.deliveries import FAILED, SENT, Delivery
from wattfleet.usecases.channels import MAIL, WEBHOOK, MailSettings, WebhookSettings, read
from wattfleet.usecases.parts import Parts

AT_ONCE = 20
"""How many messages one turn sends."""
MOST_TOLD = 200
"""How many alarms one webhook call names: it stays small."""


class Channels(msgspec.Struct, frozen=True):
    """The ways that are set."""

    mail: MailSettings | None
    webhook: WebhookSettings | None


async def tell_alarms(parts: Parts, *, pepper: bytes, url: str = "") -> int:
    """In all tenants: make what is to be told, and send what is due. How much was sent."""
    sent = 0
    for tenant in await parts.database.read(INSTALLATION, tenants.all_ids):
        ways = await parts.database.read(tenant, lambda reader: _ways(reader, pepper))
        await _make(parts, tenant, ways, url)
        sent += await _send(parts, tenant, ways)
    return sent


def _ways(reader: Reader, pepper: bytes) -> Channels:
    return Channels(read(reader, MAIL, MailSettings, pepper), read(reader, WEBHOOK, WebhookSettings, pepper))


async def _make(parts: Parts, tenant: int, ways: Channels, url: str) -> None:
    now = parts.clock.now()
    if ways.mail is None and ways.webhook is None:
        return
    if not await parts.database.read(tenant, lambda reader: alarms.untold(reader, now)):
        return

    def make(writer: Writer) -> None:
        fresh = sorted(alarms.untold(writer, now), key=lambda one: (one.opened_at, one.id))
        for recipient in ways.mail.recipients if ways.mail else ():
            _to_recipient(parts, writer, recipient, fresh, url, now)
        if ways.webhook is not None:
            for start in range(0, len(fresh), MOST_TOLD):
                part = fresh[start : start + MOST_TOLD]
                said = [said_of(one, ways.webhook.language) for one in part]
                body = _as_json(part, said, ways.webhook.language)
                fresh_one = _delivery(parts, WEBHOOK, ways.webhook.url, now, now)
                subject = subject_of(said, ways.webhook.language)
                deliveries.add(writer, msgspec.structs.replace(fresh_one, subject=subject, body=body))
        for alarm in fresh:
            alarms.change(writer, msgspec.structs.replace(alarm, told_at=now), alarm.version)

    await parts.database.write(tenant, make)


def _to_recipient(
    parts: Parts, writer: Writer, one: Recipient, fresh: list[Alarm], url: str, now: Instant
) -> None:
    """One message for all of them; what waits for the end of her quiet hours already is joined with it."""
    mine = [alarm for alarm in fresh if alarm.severity == "problem" or not one.problems_only]
    if not mine:
        return
    at = next_moment(one, now)
    words = [said_of(alarm, one.language, one.zone) for alarm in mine]
    waiting = deliveries.waiting_for(writer, MAIL, one.email) if at > now else None
    if waiting is not None:
        told = waiting.body.splitlines()
        words = [line.removeprefix("• ") for line in told if line.startswith("• ")] + words
    message = waiting or _delivery(parts, MAIL, one.email, at, now)
    whole = msgspec.structs.replace(
        message, subject=subject_of(words, one.language), body=text_of(words, url, one.language)
    )
    if waiting is None:
        deliveries.add(writer, whole)
    else:
        deliveries.settle(writer, whole)


def said_of(alarm: Alarm, language: Language, zone: str = "") -> str:
    """What an alarm says. One of an older program has no values: its words are all there is."""
    if not telling.can_say(alarm.code, alarm.values):
        return alarm.words
    return telling.words(alarm.code, alarm.values, language, zone)


def _delivery(parts: Parts, channel: str, target: str, at: Instant, now: Instant) -> Delivery:
    return Delivery(
        id=parts.ids.uuid(now),
        channel=channel,
        target=target,
        subject="",
        body="",
        made_at=now,
        next_at=at,
    )


def _as_json(alarms_told: list[Alarm], said: list[str], language: Language) -> str:
    items = [
        {
            "id": str(one.id),
            "code": one.code,
            "severity": one.severity,
            "subject": one.subject,
            "words": words,
            "values": one.values,
            "since": one.since.rfc3339(),
            "opened_at": one.opened_at.rfc3339(),
        }
        for one, words in zip(alarms_told, said, strict=True)
    ]
    return msgspec.json.encode({"type": "alarms.opened", "language": language, "alarms": items}).decode()


async def _send(parts: Parts, tenant: int, ways: Channels) -> int:
    now = parts.clock.now()
    due = await parts.database.read(tenant, lambda reader: deliveries.due(reader, now, AT_ONCE))
    for delivery in due:
        settled = after(delivery, await send(delivery, ways, parts.clock.now()), parts.clock.now())

        def settle(writer: Writer, settled: Delivery = settled) -> None:
            deliveries.settle(writer, settled)

        await parts.database.write(tenant, settle)
    return len(due)


async def send(delivery: Delivery, ways: Channels, now: Instant) -> Called:
    """One try of one message."""
    if delivery.channel == MAIL:
        if ways.mail is None:
            return Called("Mail is not set up any more.", gone=True)
        server = mail_server(ways.mail)
        return Called(await send_mail(server, delivery.target, delivery.subject, delivery.body))
    if ways.webhook is None:
        return Called("The webhook is not set up any more.", gone=True)
    return await call_hook(
        hook_of(ways.webhook), str(delivery.id), now.us // SECOND_US, delivery.body.encode()
    )


def mail_server(settings: MailSettings) -> MailServer:
    return MailServer(
        host=settings.host,
        port=settings.port,
        security=settings.security,
        user=settings.user,
        password=settings.password or "",
        sender=settings.sender,
    )


def hook_of(settings: WebhookSettings) -> Hook:
    return Hook(url=settings.url, secret=settings.secret or "", allow_private=settings.allow_private)


def after(delivery: Delivery, called: Called, now: Instant) -> Delivery:
    """The delivery as it stands after a try."""
    tries = delivery.tries + 1
    if not called.problem:
        return msgspec.structs.replace(
            delivery, state=SENT, tries=tries, problem="", next_at=None, done_at=now
        )
    following = None if called.gone else next_try(tries, now)
    if following is None:
        return msgspec.structs.replace(
            delivery, state=FAILED, tries=tries, problem=called.problem, next_at=None, done_at=now
        )
    return msgspec.structs.replace(delivery, tries=tries, problem=called.problem, next_at=following)
