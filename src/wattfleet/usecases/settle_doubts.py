"""Doubts heal or end by themselves: what has found its session goes in, what nobody decided ends unbilled."""

from functools import partial
from uuid import UUID

import msgspec

from wattfleet.access.principal import ITSELF
from wattfleet.sessions.doubt_rules import BY_FLAG
from wattfleet.sessions.revision import Cause
from wattfleet.sessions.session import Session
from wattfleet.storage import doubts, tenants
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.doubts import DISMISSED, OPEN, Doubt
from wattfleet.storage.lists import PageQuery
from wattfleet.usecases.acting import act
from wattfleet.usecases.deciding import demand_session, identity_of, place_again, put_in, shown, told_of
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.revising import Reason

AT_ONCE = 200


async def settle_doubts(parts: Parts) -> int:
    """Look at the open doubts of all tenants once, page by page; how many were healed or ended."""
    done = 0
    for tenant in await parts.database.read(0, tenants.all_ids):
        cursor: str | None = None
        while True:
            query = PageQuery(limit=AT_ONCE, cursor=cursor, filters={"state": OPEN})
            page = await parts.database.read(tenant, partial(doubts.page, query=query))
            for one in page.items:
                done += await _settle(parts, tenant, one.id)
            cursor = page.next
            if cursor is None:
                break
    return done


async def _settle(parts: Parts, tenant: int, doubt_id: UUID) -> int:
    now = parts.clock.now()

    def what(reader: Reader) -> tuple[UUID | None, bool]:
        doubt = doubts.get(reader, doubt_id)
        if doubt is None or doubt.state != OPEN:
            return None, False
        rule = BY_FLAG[doubt.rule]
        return place_again(reader, doubt), now - doubt.at >= rule.deadline_us

    session_id, late = await parts.database.read(tenant, what)
    if session_id is None and not late:
        return 0

    def put(writer: Writer) -> Session | None:
        doubt = doubts.get(writer, doubt_id)
        if doubt is None or doubt.state != OPEN:
            return None
        if session_id is None:
            _end(writer, parts, doubt)
            return None
        session = demand_session(writer, session_id)
        after, _ = put_in(writer, parts, doubt, session, Reason(Cause.EVIDENCE))
        act(
            writer,
            parts,
            ITSELF,
            ("heal", "doubt"),
            doubt.id,
            before=shown(session),
            after=shown(after),
            name=identity_of(writer, doubt),
            reason="It fits this session alone by what is known now.",
        )
        return after

    after = await parts.database.write(tenant, put)
    if after is not None:
        told_of(parts, tenant, after)
    return 1


def _end(writer: Writer, parts: Parts, doubt: Doubt) -> None:
    """Nobody decided in time: unbilled, and written down."""
    doubts.change(writer, msgspec.structs.replace(doubt, state=DISMISSED), doubt.version)
    act(
        writer,
        parts,
        ITSELF,
        ("expire", "doubt"),
        doubt.id,
        before={"state": doubt.state},
        after={"state": DISMISSED},
        name=identity_of(writer, doubt),
        reason=BY_FLAG[doubt.rule].end,
    )
