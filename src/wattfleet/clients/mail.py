"""Mail over SMTP: one message to one address, with TLS as the server was told to use it."""

import contextlib
import smtplib
from email.message import EmailMessage
from email.policy import SMTP as CRLF
from email.utils import formataddr, formatdate, make_msgid
from enum import Enum

import aiosmtplib
import msgspec

TIMEOUT_S = 20.0
_POLICY = CRLF.clone(cte_type="7bit")
"""Every server takes seven bits."""
_FAILURES = (aiosmtplib.SMTPException, smtplib.SMTPException, OSError, ValueError)


class MailServer(msgspec.Struct, frozen=True, kw_only=True):
    """How to reach a mail server. `security`: starttls, tls or none."""

    host: str
    port: int
    security: str
    user: str
    password: str
    sender: str


class Attachment(msgspec.Struct, frozen=True, kw_only=True):
    """A file that goes with a letter; `media` is its type, such as application/pdf."""

    name: str
    media: str
    content: bytes


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """A message to a customer. `name` is who it says it is from, `reply_to` where answers go."""

    to: str
    subject: str
    text: str
    message_id: str
    name: str = ""
    reply_to: str = ""
    files: tuple[Attachment, ...] = ()


class Outcome(Enum):
    """What became of a letter."""

    TAKEN = "taken"
    LATER = "later"  # nothing went out: it may be tried again
    REFUSED = "refused"  # the server will never take it
    UNSURE = "unsure"  # it was handed over, and the answer is missing
    AWAY = "away"  # no server answered, or it let us not in: others would fare alike


class Posted(msgspec.Struct, frozen=True):
    """The outcome, and why it is not better."""

    outcome: Outcome
    problem: str = ""


async def send_mail(server: MailServer, to: str, subject: str, text: str) -> str:
    """ "" when the server took it; else why not, in words."""
    message = _message(server, to, subject, text)
    message["Message-ID"] = make_msgid(domain=_domain(server))
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
    except _FAILURES as error:
        return _words(error)
    return ""


async def send_letter(server: MailServer, letter: Letter) -> Posted:
    """One try. What was handed over without an answer is told apart from what was not handed over."""
    message = _letter(server, letter)
    client = aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        username=server.user or None,
        password=server.password or None,
        use_tls=server.security == "tls",
        start_tls=server.security == "starttls",
        timeout=TIMEOUT_S,
    )
    try:
        try:
            await client.connect()
            await client.mail(server.sender)
        except _FAILURES as error:
            return Posted(Outcome.AWAY, _words(error))
        posted = await _hand_over(client, letter.to, message.as_bytes())
        if posted.outcome is Outcome.TAKEN:
            with contextlib.suppress(*_FAILURES):
                await client.quit()
        return posted
    finally:
        client.close()


async def _hand_over(client: aiosmtplib.SMTP, to: str, content: bytes) -> Posted:
    try:
        await client.rcpt(to)
    except _FAILURES as error:
        return Posted(_by_code(error, Outcome.LATER), _words(error))
    try:
        await client.data(content)
    except _FAILURES as error:
        return Posted(_by_code(error, Outcome.UNSURE), _words(error))
    return Posted(Outcome.TAKEN)


def _by_code(error: Exception, without: Outcome) -> Outcome:
    """By the server's answer; `without` one, what the silence means. Source: RFC 5321 §4.2.1."""
    code = getattr(error, "code", None)
    if not isinstance(error, aiosmtplib.SMTPResponseException) or not isinstance(code, int) or code <= 0:
        return without
    return Outcome.REFUSED if code >= 500 else Outcome.LATER


def _letter(server: MailServer, letter: Letter) -> EmailMessage:
    message = _message(server, letter.to, letter.subject, letter.text)
    message["Message-ID"] = f"<{letter.message_id}@{_domain(server)}>"
    if letter.name:
        message.replace_header("From", formataddr((" ".join(letter.name.split()), server.sender)))
    if letter.reply_to:
        message["Reply-To"] = letter.reply_to
    for one in letter.files:
        main, _, sub = one.media.partition("/")
        message.add_attachment(one.content, maintype=main, subtype=sub or "octet-stream", filename=one.name)
    return message


def _message(server: MailServer, to: str, subject: str, text: str) -> EmailMessage:
    message = EmailMessage(policy=_POLICY)
    message["From"] = server.sender
    message["To"] = to
    message["Subject"] = " ".join(subject.split())[:200]
    message["Date"] = formatdate(usegmt=True)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    return message


def _domain(server: MailServer) -> str:
    return server.sender.rpartition("@")[2] or "localhost"


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:500]
