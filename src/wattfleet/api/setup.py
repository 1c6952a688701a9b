"""The set-up over HTTP: the company, mail, the webhook, and what went out by them."""

from typing import Annotated, Literal, TypeVar

import msgspec
from msgspec import Meta

from wattfleet.access.roles import Area, Deed
from wattfleet.api.app import versioned
from wattfleet.api.door import Door
from wattfleet.api.pages import Cursor, Limit
from wattfleet.api.route import NO_CONTENT, About, Answer, Asked, Nothing, Route, json_answer, route
from wattfleet.api.shapes import Id, When, list_answer, seen_version, wanted, when
from wattfleet.clients.mail import send_mail
from wattfleet.clients.webhook import call_hook
from wattfleet.kernel.errors import WattfleetError, missing
from wattfleet.kernel.sentences import Language
from wattfleet.kernel.timeline import SECOND_US
from wattfleet.operations.notices import Recipient, trial
from wattfleet.storage import deliveries
from wattfleet.storage.database import Reader
from wattfleet.storage.deliveries import Delivery
from wattfleet.usecases.channels import (
    MAIL,
    WEBHOOK,
    MailSettings,
    WebhookSettings,
    drop_channel,
    read,
    set_mail,
    set_webhook,
)
from wattfleet.usecases.choose import Choice, chosen
from wattfleet.usecases.set_up import Company, SetUp, look, set_up
from wattfleet.usecases.tell_alarms import hook_of, mail_server

S = TypeVar("S", bound=msgspec.Struct)


class SetUpView(msgspec.Struct, frozen=True, kw_only=True):
    """How far the set-up has come; `missing` names what is still to be done, in the order of the wizard."""

    company: Company | None
    country: str
    zone: str
    currency: str
    complete: bool
    missing: tuple[str, ...]


class MailView(msgspec.Struct, frozen=True, kw_only=True):
    """How mail is sent, without its password."""

    host: str
    port: int
    security: str
    user: str
    has_password: bool
    sender: str
    recipients: tuple[Recipient, ...]


class WebhookView(msgspec.Struct, frozen=True, kw_only=True):
    """The webhook. `secret` checks the signature of what it is sent: only admins see it."""

    url: str
    secret: str
    allow_private: bool
    language: Language


class MailTest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a test goes. A recipient gets it in her own language, another address in `language`."""

    to: Annotated[str, Meta(min_length=3, max_length=254)]
    language: Language | None = None


class DeliveredView(msgspec.Struct, frozen=True):
    """Whether it was taken, and why not."""

    taken: bool
    problem: str


class DeliveryView(msgspec.Struct, frozen=True, kw_only=True):
    """One message about alarms."""

    id: Id
    channel: str
    target: str
    subject: str
    state: Annotated[str, Meta(extra_json_schema={"enum": ["waiting", "sent", "failed"]})]
    tries: int
    problem: str
    made_at: When
    next_at: When | None
    done_at: When | None


class DeliveryQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which deliveries; newest first."""

    state: Literal["waiting", "sent", "failed"] | None = None
    channel: Literal["mail", "webhook"] | None = None
    sort: Annotated[str, Meta(description="made_at; - for downwards.")] = "-made_at"
    limit: Limit = 50
    cursor: Cursor | None = None


async def show(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    return _answer(await door.parts.database.read(asked.caller.tenant, look))


async def put(door: Door, asked: Asked[Company, Nothing]) -> Answer:
    return _answer(await set_up(door.parts, asked.caller.tenant, asked.body, seen=seen_version(asked)))


def _answer(found: SetUp) -> Answer:
    return json_answer(_view(found), headers=(versioned(found.version),))


def _view(found: SetUp) -> SetUpView:
    site = found.site
    lacking = [
        name
        for name, there in (("company", found.company), ("people", found.people), ("mail", found.mail))
        if not there
    ]
    return SetUpView(
        company=found.company,
        country="" if site is None else site.country,
        zone="" if site is None else site.zone.name,
        currency="" if site is None else site.currency.code,
        complete=found.company is not None,
        missing=tuple(lacking),
    )


async def show_mail(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    return _mail_answer(await _mail(door, asked.caller.tenant))


async def put_mail(door: Door, asked: Asked[MailSettings, Nothing]) -> Answer:
    kept = await set_mail(
        door.parts, asked.caller.tenant, asked.body, pepper=door.pepper, seen=seen_version(asked)
    )
    return _mail_answer(kept)


async def drop_mail(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    await drop_channel(door.parts, asked.caller.tenant, MAIL, seen=seen_version(asked))
    return NO_CONTENT


async def test_mail(door: Door, asked: Asked[MailTest, Nothing]) -> Answer:
    settings = (await _mail(door, asked.caller.tenant)).value
    subject, text = trial(asked.body.to, settings.recipients, asked.body.language)
    problem = await send_mail(mail_server(settings), asked.body.to, subject, text)
    return json_answer(DeliveredView(not problem, problem))


async def show_webhook(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    return _webhook_answer(await _webhook(door, asked.caller.tenant))


async def put_webhook(door: Door, asked: Asked[WebhookSettings, Nothing]) -> Answer:
    kept = await set_webhook(
        door.parts, asked.caller.tenant, asked.body, pepper=door.pepper, seen=seen_version(asked)
    )
    return _webhook_answer(kept)


async def drop_webhook(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    await drop_channel(door.parts, asked.caller.tenant, WEBHOOK, seen=seen_version(asked))
    return NO_CONTENT


async def test_webhook(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    settings = (await _webhook(door, asked.caller.tenant)).value
    now = door.parts.clock.now()
    called = await call_hook(
        hook_of(settings), str(door.parts.ids.uuid(now)), now.us // SECOND_US, b'{"type":"test","alarms":[]}'
    )
    return json_answer(DeliveredView(not called.problem, called.problem))


async def list_deliveries(door: Door, asked: Asked[Nothing, DeliveryQuery]) -> Answer:
    query = asked.query
    page = wanted(
        door,
        asked,
        limit=query.limit,
        cursor=query.cursor,
        sort=query.sort,
        filters={"state": query.state, "channel": query.channel},
    )
    found = await door.parts.database.read(asked.caller.tenant, lambda reader: deliveries.page(reader, page))
    return list_answer(door, asked, found, _delivery_view)


async def _mail(door: Door, tenant: int) -> Choice[MailSettings]:
    return await _channel(door, tenant, MAIL, MailSettings)


async def _webhook(door: Door, tenant: int) -> Choice[WebhookSettings]:
    return await _channel(door, tenant, WEBHOOK, WebhookSettings)


async def _channel(door: Door, tenant: int, name: str, kind: type[S]) -> Choice[S]:
    """Raises: WattfleetError `mail_not_set`, `webhook_not_set`."""

    def look(reader: Reader) -> Choice[S | None]:
        return chosen(reader, name, lambda reader: read(reader, name, kind, door.pepper))

    found = await door.parts.database.read(tenant, look)
    if found.value is None:
        raise _not_set(name)
    return Choice(found.value, found.version)


def _not_set(name: str) -> WattfleetError:
    return missing(f"{name}_not_set", f"No {name} is set up.", hint=f"PUT /api/v1/{name} sets it up.")


def _mail_answer(found: Choice[MailSettings]) -> Answer:
    return json_answer(_mail_view(found.value), headers=(versioned(found.version),))


def _webhook_answer(found: Choice[WebhookSettings]) -> Answer:
    return json_answer(_webhook_view(found.value), headers=(versioned(found.version),))


def _mail_view(one: MailSettings) -> MailView:
    return MailView(
        host=one.host,
        port=one.port,
        security=one.security,
        user=one.user,
        has_password=bool(one.password),
        sender=one.sender,
        recipients=one.recipients,
    )


def _webhook_view(one: WebhookSettings) -> WebhookView:
    return WebhookView(
        url=one.url, secret=one.secret or "", allow_private=one.allow_private, language=one.language
    )


def _delivery_view(one: Delivery) -> DeliveryView:
    return DeliveryView(
        id=str(one.id),
        channel=one.channel,
        target=one.target,
        subject=one.subject,
        state=one.state,
        tries=one.tries,
        problem=one.problem,
        made_at=one.made_at.rfc3339(),
        next_at=when(one.next_at),
        done_at=when(one.done_at),
    )


READ, WRITE = Deed(Area.SETUP), Deed(Area.SETUP, write=True)
_MAIL = """{"host": "mail.example.org", "port": 587, "security": "starttls", "user": "wattfleet",
 "password": "secret", "sender": "alarms@example.org", "recipients": [{"email": "night@example.org",
 "zone": "Europe/Stockholm", "quiet_from": "22:00", "quiet_to": "06:00", "problems_only": true}]}"""
_COMPANY = """{"name": "Northern Charging AB", "country": "SE", "zone": "Europe/Stockholm", "currency": "SEK",
 "vat_number": "SE556703748501"}"""

ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/setup",
        show,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(summary="How far the first set-up has come", answer=SetUpView, versioned=True),
    ),
    route(
        "PUT",
        "/api/v1/setup",
        put,
        deed=WRITE,
        body=Company,
        query=Nothing,
        about=About(
            summary="Say who runs this, where, and in which money",
            description="Country, zone and currency also hold for the default site from now on.",
            answer=SetUpView,
            example=_COMPANY,
            versioned=True,
        ),
    ),
    route(
        "GET",
        "/api/v1/mail",
        show_mail,
        deed=WRITE,
        body=Nothing,
        query=Nothing,
        about=About(
            summary="How mail is sent, and who is told", answer=MailView, refuses=(404,), versioned=True
        ),
    ),
    route(
        "PUT",
        "/api/v1/mail",
        put_mail,
        deed=WRITE,
        body=MailSettings,
        query=Nothing,
        about=About(
            summary="Set up mail",
            description="Kept sealed. Without `password` the one that is kept stays. Quiet hours are local.",
            answer=MailView,
            example=_MAIL,
            versioned=True,
        ),
    ),
    route(
        "DELETE",
        "/api/v1/mail",
        drop_mail,
        deed=WRITE,
        body=Nothing,
        query=Nothing,
        about=About(summary="Send no more mail", status=204, versioned=True),
    ),
    route(
        "POST",
        "/api/v1/mail/test",
        test_mail,
        deed=WRITE,
        body=MailTest,
        query=Nothing,
        about=About(
            summary="Send a test mail now",
            answer=DeliveredView,
            example='{"to": "me@example.org"}',
            refuses=(404,),
        ),
    ),
    route(
        "GET",
        "/api/v1/webhook",
        show_webhook,
        deed=WRITE,
        body=Nothing,
        query=Nothing,
        about=About(
            summary="The webhook that is told of alarms", answer=WebhookView, refuses=(404,), versioned=True
        ),
    ),
    route(
        "PUT",
        "/api/v1/webhook",
        put_webhook,
        deed=WRITE,
        body=WebhookSettings,
        query=Nothing,
        about=About(
            summary="Set up the webhook",
            description="Signed after Standard Webhooks; a secret is made where none is given or kept.",
            answer=WebhookView,
            versioned=True,
            example='{"url": "https://hooks.example.org/wattfleet"}',
        ),
    ),
    route(
        "DELETE",
        "/api/v1/webhook",
        drop_webhook,
        deed=WRITE,
        body=Nothing,
        query=Nothing,
        about=About(summary="Call the webhook no more", status=204, versioned=True),
    ),
    route(
        "POST",
        "/api/v1/webhook/test",
        test_webhook,
        deed=WRITE,
        body=Nothing,
        query=Nothing,
        about=About(summary="Call the webhook now", answer=DeliveredView, refuses=(404,)),
    ),
    route(
        "GET",
        "/api/v1/deliveries",
        list_deliveries,
        deed=Deed(Area.ALARMS),
        body=Nothing,
        query=DeliveryQuery,
        about=About(summary="Every message about alarms, newest first", answer=DeliveryView, paged=True),
    ),
)
