"""What a run holds back, put together by what must be mended: one sentence for many sessions."""

import msgspec

from wattfleet.billing.run import Hold
from wattfleet.billing.unmeasured import Problem
from wattfleet.billing.vat import Unknown
from wattfleet.fleet.account import Account
from wattfleet.fleet.payer import Payer
from wattfleet.storage import to_bill
from wattfleet.storage.to_bill import Unbilled, Where

DISPUTED = "disputed"

_WAITS = {
    DISPUTED: (
        "Somebody disputes sessions of the account.",
        "Answer them: `wattfleet disputes list --state open`. They come with the next run after that.",
    ),
    "in_review": (
        "Sessions of the account wait for a person.",
        "Decide them: `wattfleet sessions list --state review`, `wattfleet review ID show`.",
    ),
    to_bill.NOT_FINAL: (
        "Sessions of the account may still change by themselves: by a late stop, or a new price.",
        "Wait: an inferred end is final after 72 hours. They come with the next run.",
    ),
}


class Held:
    """What is not invoiced, put together by what must be mended."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], Hold] = {}

    @property
    def all(self) -> tuple[Hold, ...]:
        return tuple(self._found.values())

    def unpaid(self, one: Unbilled, place: Where | None) -> None:
        station = "an unknown station" if place is None else place.identity
        thing = f"token {one.token}" if one.token else f"station {station}"
        self._add(
            one,
            Hold(
                code="no_payer",
                thing=thing,
                text=f"No account pays for the sessions of the {thing}.",
                hint="Say who pays: `wattfleet payers add --account-id ID --by token --value UID`, or by "
                "group, station or site.",
            ),
        )

    def waits_for(self, one: Unbilled, rule: Payer, code: str) -> None:
        text, hint = _WAITS.get(code, ("Sessions of the account have no price yet.", "Wait for it."))
        self._add(
            one,
            Hold(
                code=code,
                thing=f"account {rule.account_id}",
                text=text,
                hint=hint,
                account_id=rule.account_id,
            ),
        )

    def waits(self, sessions: int) -> None:
        if sessions:
            self._found["price_missing", ""] = Hold(
                code="price_missing",
                thing="sessions without a price",
                text="Their tariff follows a series that has no value for a part of them.",
                hint="Tell the series: `wattfleet series-points NAME put FILE`.",
                sessions=sessions,
            )

    def _add(self, one: Unbilled, hold: Hold) -> None:
        known = self._found.get((hold.code, hold.thing), hold)
        nets = known.nets | {one.currency: known.nets.get(one.currency, 0) + one.minor}
        self._found[hold.code, hold.thing] = msgspec.structs.replace(
            known, sessions=known.sessions + 1, nets=nets
        )


def hold_unmeasured(
    found: dict[str, Hold], account: Account, why: Problem, session: Unbilled, station: str
) -> None:
    key = f"{station} {why.text}"
    hold = found.get(key) or Hold(
        code=why.code, thing=f"station {station}", text=why.text, hint=why.hint, account_id=account.id
    )
    nets = hold.nets | {session.currency: hold.nets.get(session.currency, 0) + session.minor}
    found[key] = msgspec.structs.replace(hold, sessions=hold.sessions + 1, nets=nets)


def hold_vat(unknown: dict[str, Hold], account: Account, why: Unknown, session: Unbilled) -> None:
    hold = unknown.get(why.text) or Hold(
        code="vat_unknown",
        thing=f"{account.number} {account.name}",
        text=why.text,
        hint=why.hint,
        account_id=account.id,
    )
    nets = hold.nets | {session.currency: hold.nets.get(session.currency, 0) + session.minor}
    unknown[why.text] = msgspec.structs.replace(hold, sessions=hold.sessions + 1, nets=nets)
