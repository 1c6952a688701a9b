"""Whoever brings a one-time link is signed in: the link is used up, and a cookie takes its place."""

import hmac

import msgspec

from wattfleet.access.link_text import cookie_digest, link_digest, link_id_of, write_cookie
from wattfleet.access.people import SIGN_IN_LIFE_US, Signed, SignIn
from wattfleet.kernel.errors import WattfleetError, forbidden
from wattfleet.storage import people, sign_ins, tokens
from wattfleet.storage.database import INSTALLATION, Reader, Writer
from wattfleet.usecases.parts import Parts


class Opened(msgspec.Struct, frozen=True):
    """A sign-in and the text of its cookie, which is kept nowhere."""

    signed: Signed
    cookie: str


async def sign_in(parts: Parts, text: str, *, pepper: bytes, address: str, user_agent: str) -> Opened:
    """Raises: WattfleetError `link_invalid`: unknown, used and expired links are told the same."""
    link_id = link_id_of(text.strip())
    if link_id is None:
        raise _refused()
    link = await parts.database.read(INSTALLATION, lambda reader: sign_ins.find_link(reader, link_id))
    if link is None or not hmac.compare_digest(link.digest, link_digest(pepper, text.strip())):
        raise _refused()
    now = parts.clock.now()
    cookie_id, cookie = write_cookie(parts.ids.secret(12), parts.ids.secret(32))
    made = SignIn(
        id=parts.ids.uuid(now),
        cookie_id=cookie_id,
        digest=cookie_digest(pepper, cookie),
        tenant=link.tenant,
        person_id=link.person_id,
        token_id=link.token_id,
        created_at=now,
        expires_at=now + SIGN_IN_LIFE_US,
        seen_at=now,
        address=address,
        user_agent=user_agent[:300],
    )

    def open_up(writer: Writer) -> Signed:
        signed = whose(writer, made)
        if signed is None or not sign_ins.use_link(writer, link.id, now):
            raise _refused()
        sign_ins.add(writer, made)
        return signed

    return Opened(await parts.database.write(link.tenant, open_up), cookie)


def whose(reader: Reader, sign_in: SignIn) -> Signed | None:
    """Whom a sign-in lets in: nobody where the person is blocked or gone."""
    if sign_in.person_id is not None:
        person = people.get(reader, sign_in.person_id)
        return None if person is None or person.blocked_at is not None else Signed(sign_in, person)
    assert sign_in.token_id is not None, "a sign-in is somebody's"
    token = tokens.get(reader, sign_in.token_id)
    return None if token is None else Signed(sign_in, None, token.uid)


def _refused() -> WattfleetError:
    return forbidden(
        "link_invalid",
        "This link is unknown, was used already, or is too old.",
        hint="Ask for a new one: `wattfleet person link NAME` prints it.",
    )
