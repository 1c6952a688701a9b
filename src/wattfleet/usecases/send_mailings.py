"""The queue of mailings is worked off: each is claimed before it is handed over, and settled after.

So a message goes out at most once for each request, whatever dies in between: what was claimed and has no end
fails, with a sentence that says that it may have arrived. A server that is away costs each message that meets
it one try; the others wait.
"""

from uuid import UUID

import msgspec

from wattfleet.billing.mailing import (
    INTERRUPTED,
    NO_MAIL,
    Mailing,
    MailingKind,
    MailingState,
    again_later,
    failed,
    sent,
)
from wattfleet.clients.documents.port import Format
from wattfleet.clients.mail import Attachment, Letter, MailServer, Outcome, Posted, send_letter
from wattfleet.kernel.errors import WattfleetError
from wattfleet.operations.notices import next_try
from wattfleet.storage import mailings, tenants
from wattfleet.storage.database import INSTALLATION, Reader, Writer
from wattfleet.usecases.channels import MAIL, MailSettings, read
from wattfleet.usecases.make_document import make_document
from wattfleet.usecases.measured_sessions import transparency_file
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.selling import seller
from wattfleet.usecases.tell_alarms import mail_server

AT_ONCE = 20
"""How many messages one turn of a tenant sends."""


class _From(msgspec.Struct, frozen=True):
    """Which server sends, in whose name, and where answers go."""

    server: MailServer
    name: str
    reply_to: str


async def send_mailings(parts: Parts, *, pepper: bytes) -> int:
    """In all tenants, what is due. How many were tried."""
    tried = 0
    for tenant in await parts.database.read(INSTALLATION, tenants.all_ids):
        tried += await _of_tenant(parts, tenant, pepper)
    return tried


async def _of_tenant(parts: Parts, tenant: int, pepper: bytes) -> int:
    now = parts.clock.now()

    def look(reader: Reader) -> tuple[list[Mailing], list[Mailing], _From | None]:
        due = mailings.due(reader, now, AT_ONCE)
        return due, mailings.stuck(reader, now, AT_ONCE), _sender(reader, pepper) if due else None

    due, stuck, sender = await parts.database.read(tenant, look)
    for one in stuck:
        await _settle(parts, tenant, failed(one, INTERRUPTED, now), MailingState.SENDING)
    if due and sender is None:
        if any(one.problem != NO_MAIL for one in due):
            await parts.database.write(tenant, lambda writer: mailings.blame(writer, NO_MAIL))
        return 0
    for one in due:
        assert sender is not None, "what is due is sent by somebody"
        if await _try(parts, tenant, one, sender) is Outcome.AWAY:
            return 0
    return len(due)


def _sender(reader: Reader, pepper: bytes) -> _From | None:
    settings = read(reader, MAIL, MailSettings, pepper)
    if settings is None:
        return None
    who = seller(reader)
    if who is None:
        return _From(mail_server(settings), "", "")
    return _From(mail_server(settings), who.name, who.email)


async def _try(parts: Parts, tenant: int, one: Mailing, sender: _From) -> Outcome | None:
    """One message, once. None = nothing was handed over."""
    try:
        file = await _file(parts, tenant, one.invoice_id)
        signed = await _signed(parts, tenant, one)
    except WattfleetError as error:
        await _settle(parts, tenant, _without_document(one, error, parts), MailingState.QUEUED)
        return None
    one = msgspec.structs.replace(
        one, file="" if file is None else file[0].name, sha256="" if file is None else file[1]
    )

    def claim(writer: Writer) -> bool:
        return mailings.claim(writer, one, parts.clock.now())

    if not await parts.database.write(tenant, claim):
        return None
    letter = Letter(
        to=one.target,
        subject=one.subject,
        text=one.body,
        message_id=str(one.id),
        name=sender.name,
        reply_to=sender.reply_to,
        files=(() if file is None else (file[0],)) + signed,
    )
    posted = await send_letter(sender.server, letter)
    await _settle(parts, tenant, _after(one, posted, parts), MailingState.SENDING)
    return posted.outcome


async def _file(parts: Parts, tenant: int, invoice_id: UUID | None) -> tuple[Attachment, str] | None:
    """The document in the one form that its customer gets, and its hash."""
    if invoice_id is None:
        return None
    invoice, made = await make_document(parts, tenant, invoice_id)
    number = "".join(one if one.isalnum() or one in "-_." else "-" for one in invoice.number)
    name = f"{number}.{Format(made.form).ending}"
    return Attachment(name=name, media=made.media_type, content=made.content), made.sha256


async def _signed(parts: Parts, tenant: int, one: Mailing) -> tuple[Attachment, ...]:
    """The signed values of what an invoice bills, where a law or a site asks for them: beside it, since
    EN 16931 takes no XML file inside it (BR-CL-24)."""
    invoice_id = one.invoice_id
    if invoice_id is None or one.kind is not MailingKind.INVOICE:
        return ()
    content = await parts.database.read(
        tenant, lambda reader: transparency_file(reader, parts.measuring, invoice_id)
    )
    if content is None:
        return ()
    return (Attachment(name="transparency.xml", media="application/xml", content=content),)


def _without_document(one: Mailing, error: WattfleetError, parts: Parts) -> Mailing:
    now = parts.clock.now()
    told = f"{error.message} {error.hint}".strip()
    following = next_try(one.tries + 1, now) if error.kind == "unavailable" else None
    return failed(one, told, now) if following is None else again_later(one, told, following)


def _after(one: Mailing, posted: Posted, parts: Parts) -> Mailing:
    now = parts.clock.now()
    match posted.outcome:
        case Outcome.TAKEN:
            return sent(one, now)
        case Outcome.REFUSED:
            return failed(one, posted.problem, now)
        case Outcome.UNSURE:
            return failed(one, f"{INTERRUPTED} ({posted.problem})", now)
        case Outcome.LATER | Outcome.AWAY:
            following = next_try(one.tries + 1, now)
            if following is None:
                return failed(one, posted.problem, now)
            return again_later(one, posted.problem, following)


async def _settle(parts: Parts, tenant: int, one: Mailing, expected: MailingState) -> None:
    await parts.database.write(tenant, lambda writer: mailings.settle(writer, one, expected))
