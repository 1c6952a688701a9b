"""Mail over SMTP: one message to one address, with TLS as the server was told to use it."""

import smtplib
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

import aiosmtplib
import msgspec

TIMEOUT_S = 20.0


class MailServer(msgspec.Struct, frozen=True, kw_only=True):
    """How to reach a mail server. `security`: starttls, tls or none."""

    host: str
    port: int
    security: str
    user: str
    password: str
    sender: str


async def send_mail(server: MailServer, to: str, subject: str, text: str) -> str:
    """ "" when the server took it; else why not, in words."""
    message = EmailMessage()
    message["From"] = server.sender
    message["To"] = to
    message["Subject"] = " ".join(subject.split())[:200]
    message["Date"] = formatdate(usegmt=True)
    message["Message-ID"] = make_msgid(domain=server.sender.rpartition("@")[2] or "localhost")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    try:
        await aiosmtplib.send(
            message,
            hostname=server.host,
            port=server.port,
            username=server.user or None,
            password=server.password or None,
            use_tls=server.security == "tls",
            start_tls=server.security == "starttls",
            timeout=TIMEOUT_S,
        )
    except (aiosmtplib.SMTPException, smtplib.SMTPException, OSError, ValueError) as error:
        return f"{type(error).__name__}: {error}"[:500]
    return ""
