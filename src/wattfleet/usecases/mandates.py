"""A mandate is kept with its account, ends after one collection more, or is revoked."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.access.principal import Principal
from wattfleet.billing.mandate import Mandate, MandateState, checked_mandate
from wattfleet.billing.pay_box import hidden
from wattfleet.kernel.errors import conflict
from wattfleet.storage import accounts, mandates
from wattfleet.storage.database import Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.selling import today
from wattfleet.usecases.then import Then, check_seen, nothing


class MandateWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A signed mandate. `holder` is the account's name, if empty; `once` = for one collection only."""

    account_id: UUID
    reference: Annotated[str, Meta(min_length=1, max_length=35)]
    iban: Annotated[str, Meta(min_length=1, max_length=42)]
    signed_on: date
    bic: Annotated[str, Meta(max_length=11)] = ""
    holder: Annotated[str, Meta(max_length=70)] = ""
    once: bool = False


class EndWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why. `after_next` = one collection more, which tells the bank that it is the last."""

    reason: Annotated[str, Meta(min_length=1, max_length=500)]
    after_next: bool = False


async def create_mandate(
    parts: Parts,
    tenant: int,
    wish: MandateWish,
    mandate_id: UUID,
    then: Then[Mandate] = nothing,
    *,
    by: Principal,
) -> Mandate:
    """Raises: WattfleetError `account_unknown`, `mandate_taken`; of `checked_mandate`."""
    now = parts.clock.now()

    def add(writer: Writer) -> Mandate:
        account = accounts.demand(writer, wish.account_id)
        facts = {name: getattr(wish, name) for name in wish.__struct_fields__}
        facts |= {"id": mandate_id, "holder": wish.holder.strip() or account.name}
        made = checked_mandate(Mandate(**facts), today(writer, now))
        mandates.add(writer, made)
        # Acts are for ever, and a mandate's holder and account are not: they go after their time.
        told = msgspec.structs.replace(made, holder="", iban=hidden(made.iban), bic="")
        act(writer, parts, by, ("create", "mandate"), made.id, after=told, name=made.reference)
        then(writer, made)
        return made

    return await parts.database.write(tenant, add)


async def end_mandate(
    parts: Parts,
    tenant: int,
    mandate_id: UUID,
    wish: EndWish,
    then: Then[Mandate] = nothing,
    *,
    seen: int | None = None,
    by: Principal,
) -> Mandate:
    """Raises: WattfleetError `mandate_unknown`, `mandate_over`, `version_stale`."""
    now = parts.clock.now()

    def end(writer: Writer) -> Mandate:
        before = mandates.demand(writer, mandate_id)
        check_seen(seen, before.version)
        if not before.is_usable or (wish.after_next and before.state is MandateState.ENDING):
            raise conflict("mandate_over", f"It is {before.state.value} already.")
        state = MandateState.ENDING if wish.after_next else MandateState.REVOKED
        ended = msgspec.structs.replace(before, state=state, reason=wish.reason, ended_on=today(writer, now))
        changed = mandates.change(writer, ended)
        verb = "finish" if wish.after_next else "revoke"
        act(writer, parts, by, (verb, "mandate"), mandate_id, name=before.reference, reason=wish.reason)
        then(writer, changed)
        return changed

    return await parts.database.write(tenant, end)
