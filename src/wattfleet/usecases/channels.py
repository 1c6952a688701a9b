"""How alarms are told: mail and one webhook. Their settings hold passwords, so they are kept sealed.

The seal is AES-GCM under a key of the installation's secret, bound to the tenant and the channel: a row that
was moved to another tenant opens nothing.
"""

import base64
import hashlib
import hmac
from typing import Annotated, Literal, TypeVar
from urllib.parse import urlsplit

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from msgspec import Meta

from wattfleet.access.people import checked_email
from wattfleet.kernel.errors import invalid
from wattfleet.kernel.sentences import Language
from wattfleet.operations.notices import Recipient, checked_recipient
from wattfleet.storage import choices
from wattfleet.storage.database import Reader, Writer
from wattfleet.usecases.choose import Choice
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import check_seen

S = TypeVar("S", bound=msgspec.Struct)
MAIL, WEBHOOK = "mail", "webhook"


class MailSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A mail server and who is told. Without `password` the one that is kept stays."""

    host: Annotated[str, Meta(min_length=1, max_length=253)]
    port: Annotated[int, Meta(ge=1, le=65535)] = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: Annotated[str, Meta(max_length=254)] = ""
    password: Annotated[str, Meta(max_length=500)] | None = None
    sender: Annotated[str, Meta(max_length=254)]
    recipients: Annotated[tuple[Recipient, ...], Meta(max_length=50)] = ()


class WebhookSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One address that is told of every alarm. `secret` is made where none is given or kept."""

    url: Annotated[str, Meta(min_length=8, max_length=1000)]
    secret: Annotated[str, Meta(max_length=200)] | None = None
    allow_private: bool = False
    language: Language = "en"


async def set_mail(
    parts: Parts, tenant: int, wish: MailSettings, *, pepper: bytes, seen: int | None = None
) -> Choice[MailSettings]:
    """Raises: WattfleetError `email_invalid`, `zone_unknown`, `quiet_hours_invalid`, `version_stale`."""
    for one in (wish.sender, *(recipient.email for recipient in wish.recipients)):
        if not checked_email(one):
            hint = "Write one as billing@example.org, for the sender and for whoever is told."
            raise invalid("email_invalid", "An address is empty.", hint=hint, field="sender")
    for recipient in wish.recipients:
        checked_recipient(recipient)

    def put(writer: Writer) -> Choice[MailSettings]:
        check_seen(seen, choices.version(writer, MAIL))
        known = read(writer, MAIL, MailSettings, pepper)
        kept = wish.password if wish.password is not None else ("" if known is None else known.password)
        whole = msgspec.structs.replace(wish, password=kept)
        return Choice(whole, _keep(parts, writer, MAIL, whole, pepper))

    return await parts.database.write(tenant, put)


async def set_webhook(
    parts: Parts, tenant: int, wish: WebhookSettings, *, pepper: bytes, seen: int | None = None
) -> Choice[WebhookSettings]:
    """Raises: WattfleetError `url_invalid`, `secret_invalid`, `version_stale`."""
    split = urlsplit(wish.url)
    if split.scheme not in {"http", "https"} or not split.hostname or split.username:
        raise invalid(
            "url_invalid",
            "A webhook is an http(s) address without a password in it.",
            hint="Write it as https://hooks.example.org/wattfleet.",
            field="url",
        )
    fresh = "whsec_" + base64.b64encode(parts.ids.secret(32)).decode()

    def put(writer: Writer) -> Choice[WebhookSettings]:
        check_seen(seen, choices.version(writer, WEBHOOK))
        known = read(writer, WEBHOOK, WebhookSettings, pepper)
        whole = msgspec.structs.replace(
            wish, secret=_secret(wish.secret or (fresh if known is None else known.secret or fresh))
        )
        return Choice(whole, _keep(parts, writer, WEBHOOK, whole, pepper))

    return await parts.database.write(tenant, put)


async def drop_channel(parts: Parts, tenant: int, name: str, *, seen: int | None = None) -> None:
    """From now on nobody is told this way. Raises: WattfleetError `version_stale`."""

    def drop(writer: Writer) -> None:
        check_seen(seen, choices.version(writer, name))
        choices.drop(writer, name)

    await parts.database.write(tenant, drop)


def read(reader: Reader, name: str, kind: type[S], pepper: bytes) -> S | None:
    """A channel's settings; None where it is not set, or was sealed with another secret."""
    body = choices.get(reader, name)
    if body is None:
        return None
    try:
        plain = _seal(pepper).decrypt(body[:12], body[12:], _bound(reader.tenant, name))
    except InvalidTag:
        return None
    return msgspec.json.decode(plain, type=kind)


def _keep(parts: Parts, writer: Writer, name: str, settings: msgspec.Struct, pepper: bytes) -> int:
    nonce = parts.ids.secret(12)
    sealed = _seal(pepper).encrypt(nonce, msgspec.json.encode(settings), _bound(writer.tenant, name))
    return choices.put(writer, name, nonce + sealed, parts.clock.now())


def _seal(pepper: bytes) -> AESGCM:
    return AESGCM(hmac.digest(pepper, b"channels", hashlib.sha256))


def _bound(tenant: int, name: str) -> bytes:
    return f"{tenant}:{name}".encode()


def _secret(text: str) -> str:
    try:
        if len(base64.b64decode(text.removeprefix("whsec_"), validate=True)) >= 24:
            return text
    except ValueError:
        pass
    raise invalid(
        "secret_invalid",
        "A webhook's secret is whsec_ and at least 24 bytes in base64.",
        hint="Leave it out, and one is made.",
        field="secret",
    )
