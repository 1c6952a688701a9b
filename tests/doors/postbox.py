"""A real mail server on a free port of this process; it can refuse, and fall silent."""

import asyncio
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

from aiosmtpd.smtp import SMTP, Envelope, Session

PDF = "application/pdf"


class Postbox:
    """What arrived. `rcpt` and `data` are what it answers instead of taking it; `silent` = it takes a message
    and hangs up without an answer."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.rcpt = ""
        self.data = ""
        self.silent = False
        self.port = 0
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: SMTP(self, loop=loop), "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
            self._server = None

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.rcpt:
            return self.rcpt
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.data:
            return self.data
        content = envelope.content
        assert isinstance(content, bytes), "this server does not decode"
        self.mails.append(message_from_bytes(content, policy=policy.default))
        if self.silent:
            transport: Any = server.transport
            transport.abort()
        return "250 OK"


def text_of(mail: EmailMessage) -> str:
    """What a person reads."""
    body = mail.get_body(("plain",))
    assert body is not None, "every mail has a text"
    return str(body.get_content())


def files_of(mail: EmailMessage) -> dict[str, tuple[str, bytes]]:
    """Names of what is attached, with type and bytes."""
    return {
        str(one.get_filename()): (one.get_content_type(), cast("bytes", one.get_payload(decode=True)))
        for one in mail.iter_attachments()
    }
