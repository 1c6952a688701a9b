"""Whether an account can be invoiced: what it lacks, in a sentence that says what to do."""

from wattfleet.billing.run import Hold
from wattfleet.fleet.account import Account, Syntax

_ELECTRONIC = frozenset({Syntax.PEPPOL, Syntax.XRECHNUNG})
_NOUNS = {"street": "street", "town": "town", "country": "country"}


def holds_of(account: Account) -> list[Hold]:
    """Empty where it can be invoiced."""
    out = []
    if account.on_hold:
        out.append(
            _hold(
                account,
                "account_on_hold",
                f"The account is on hold: {account.on_hold}",
                f"Take it off: wattfleet accounts change {account.id} --on-hold ''",
            )
        )
    if account.address.lacks:
        words = " and ".join(_NOUNS[one] for one in account.address.lacks)
        out.append(
            _hold(
                account,
                "address_missing",
                f"Its address has no {words}.",
                f"Give it: wattfleet accounts change {account.id} --address …",
            )
        )
    if account.syntax in _ELECTRONIC and not account.routing:
        out.append(
            _hold(
                account,
                "routing_missing",
                f"It gets {account.syntax.value}, and has no electronic address.",
                "Give its `routing`, such as 0007:5567037485, or another `syntax`.",
            )
        )
    if account.syntax is Syntax.XRECHNUNG and not account.buyer_reference:
        out.append(
            _hold(
                account,
                "buyer_reference_missing",
                "XRechnung asks for a buyer reference (the Leitweg-ID), and it has none.",
                "Give its `buyer_reference`.",
            )
        )
    return out


def _hold(account: Account, code: str, text: str, hint: str) -> Hold:
    return Hold(
        code=code, thing=f"{account.number} {account.name}", text=text, hint=hint, account_id=account.id
    )
