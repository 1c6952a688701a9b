"""A run: the invoices of a month, proposed, looked at, and issued; and what it held back, with what to do."""

from datetime import date
from enum import Enum
from uuid import UUID

import msgspec

from wattfleet.kernel.timeline import Instant


class RunState(Enum):
    """It is proposed, looked at as a draft, and issued, or thrown away."""

    PROPOSING = "proposing"
    DRAFT = "draft"
    ISSUING = "issuing"
    ISSUED = "issued"
    DISCARDED = "discarded"


OPEN = (RunState.PROPOSING, RunState.DRAFT, RunState.ISSUING)


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """`month` is 2026-11, the local month of the seller whose end is the cut-off; `by` who asked for it.

    `accounts` of `of_accounts` are looked at, `issued` of `invoices` have their number. `nets` are of its
    drafts by currency in minor units, `last_nets` of all invoices of the month before.
    """

    id: UUID
    month: str
    state: RunState
    made_at: Instant
    by: str
    after: UUID | None = None
    accounts: int = 0
    of_accounts: int = 0
    invoices: int = 0
    issued: int = 0
    round_issued: int = 0
    held: int = 0
    issue_on: date | None = None
    nets: dict[str, int] = {}
    last_nets: dict[str, int] = {}
    version: int = 1


class Hold(msgspec.Struct, frozen=True, kw_only=True):
    """What is not invoiced, why, and what to do. `thing` is what must be mended: a token, an account, …"""

    code: str
    thing: str
    text: str
    hint: str
    account_id: UUID | None = None
    sessions: int = 0
    nets: dict[str, int] = {}
