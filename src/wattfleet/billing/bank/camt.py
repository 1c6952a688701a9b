"""What a bank says came in and went out: camt.053 (statement) and camt.054 (advice), of any version.

Each movement has a key that is the same whenever the file is read, so that it is booked once. A statement
whose movements do not lead from its first to its last balance is refused as a whole: something is missing.
Source: ISO 20022 camt.053.001.02 to .08 and camt.054.001.02 to .08.
"""

import hashlib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation

import msgspec
from lxml import etree

from wattfleet.kernel.errors import WattfleetError, invalid
from wattfleet.kernel.money import Currency, Money

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
MOST = 20_000_000
"""Bytes of a file."""


class Movement(msgspec.Struct, frozen=True, kw_only=True):
    """Money that came in (positive) or went out. `reference` is structured (OCR, RF), `text` is free.

    `returned` is the bank's code of why a debit came back, such as AC04 (account closed) or MD06; `batch` is
    our own name of a block of debits (PmtInfId) that the bank books as one sum.
    """

    key: str
    account: str
    money: Money
    booked_on: date
    reference: str = ""
    text: str = ""
    end_to_end: str = ""
    party: str = ""
    party_account: str = ""
    returned: str = ""
    batch: str = ""


def read_camt(content: bytes) -> tuple[Movement, ...]:
    """All booked movements of a file; what is only pending is left out.

    Raises: WattfleetError `bank_file_invalid`, `bank_file_gap`.
    """
    if len(content) > MOST:
        raise _wrong("It has more than 20 MB.")
    try:
        root = etree.fromstring(content, _PARSER)
    except etree.XMLSyntaxError as error:
        raise _wrong(f"It is not XML: {error}.") from error
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]  # the stubs lack it
        raise _wrong("It has a DOCTYPE, which no bank writes.")
    statements = root.findall("{*}BkToCstmrStmt/{*}Stmt") + root.findall("{*}BkToCstmrDbtCdtNtfctn/{*}Ntfctn")
    if not statements:
        raise _wrong("It holds neither a statement (camt.053) nor an advice (camt.054).")
    try:
        return tuple(one for statement in statements for one in _movements(statement))
    except (InvalidOperation, ValueError) as error:
        raise _wrong(f"A number or a day in it cannot be read: {error}.") from error


def _wrong(text: str) -> WattfleetError:
    return invalid(
        "bank_file_invalid",
        f"This is no file of a bank that can be read. {text}",
        hint="Ask the bank for camt.053 or camt.054.",
    )


def _movements(statement: etree._Element) -> Iterator[Movement]:
    account = _text(statement, "{*}Acct/{*}Id/{*}IBAN") or _text(statement, "{*}Acct/{*}Id/{*}Othr/{*}Id")
    name = _text(statement, "{*}Id")
    booked = [one for one in statement.findall("{*}Ntry") if _is_booked(one)]
    _check_balances(statement, booked)
    for at, one in enumerate(booked):
        whole = _money(one)
        day = _day(one)
        parts = one.findall("{*}NtryDtls/{*}TxDtls")
        sums = [_part_money(part, whole) for part in parts]
        if not parts or None in sums or sum(money.minor for money in sums if money) != whole.minor:
            yield _movement(
                one, whole, f"{account}|{name}|{at}", account, day, parts[0] if len(parts) == 1 else one
            )
            continue
        for number, (part, money) in enumerate(zip(parts, sums, strict=True)):
            assert money is not None, "parts without an amount were looked at before"
            yield _movement(one, money, f"{account}|{name}|{at}|{number}", account, day, part)


def _is_booked(one: etree._Element) -> bool:
    return (_text(one, "{*}Sts/{*}Cd") or _text(one, "{*}Sts")) in {"BOOK", ""}


def _movement(
    entry: etree._Element, money: Money, place: str, account: str, day: date, part: etree._Element
) -> Movement:
    served = _text(part, "{*}Refs/{*}AcctSvcrRef") or _text(entry, "{*}AcctSvcrRef")
    side = "Dbtr" if money.minor >= 0 else "Cdtr"
    party = _text(part, f"{{*}}RltdPties/{{*}}{side}/{{*}}Nm") or _text(
        part, f"{{*}}RltdPties/{{*}}{side}/{{*}}Pty/{{*}}Nm"
    )
    where = f"{{*}}RltdPties/{{*}}{side}Acct/{{*}}Id"
    end_to_end = _text(part, "{*}Refs/{*}EndToEndId")
    said = f"{account}|{served or place}|{place.rpartition('|')[2]}|{money.minor}|{day}|{end_to_end}"
    return Movement(
        key=hashlib.sha256(said.encode()).hexdigest()[:32],
        account=account,
        money=money,
        booked_on=day,
        reference=_text(part, "{*}RmtInf/{*}Strd/{*}CdtrRefInf/{*}Ref"),
        text=" ".join(
            filter(None, (" ".join((one.text or "").split()) for one in part.findall("{*}RmtInf/{*}Ustrd")))
        ),
        end_to_end="" if end_to_end == "NOTPROVIDED" else end_to_end,
        party=party,
        party_account=_text(part, f"{where}/{{*}}IBAN") or _text(part, f"{where}/{{*}}Othr/{{*}}Id"),
        returned=_text(part, "{*}RtrInf/{*}Rsn/{*}Cd"),
        batch=_text(part, "{*}Refs/{*}PmtInfId") or _text(entry, "{*}NtryDtls/{*}Btch/{*}PmtInfId"),
    )


def _text(element: etree._Element, path: str) -> str:
    return (element.findtext(path) or "").strip()


def _money(element: etree._Element) -> Money:
    amount = element.find("{*}Amt")
    if amount is None:
        raise _wrong("A movement has no amount.")
    return _signed(amount, _text(element, "{*}CdtDbtInd"))


def _part_money(part: etree._Element, whole: Money) -> Money | None:
    amount = part.find("{*}Amt")
    if amount is None:
        amount = part.find("{*}AmtDtls/{*}TxAmt/{*}Amt")
    if amount is None or amount.get("Ccy") != whole.currency.code:
        return None
    side = _text(part, "{*}CdtDbtInd") or ("DBIT" if whole.minor < 0 else "CRDT")
    return _signed(amount, side)


def _signed(amount: etree._Element, side: str) -> Money:
    currency = Currency.named(amount.get("Ccy") or "")
    minor = Decimal((amount.text or "").strip()).scaleb(currency.exponent)
    if minor != int(minor):
        raise ValueError(f"{amount.text} has more decimals than {currency.code}")
    return Money(-int(minor) if side == "DBIT" else int(minor), currency)


def _day(entry: etree._Element) -> date:
    told = _text(entry, "{*}BookgDt/{*}Dt") or _text(entry, "{*}BookgDt/{*}DtTm")[:10]
    return date.fromisoformat(told or _text(entry, "{*}ValDt/{*}Dt"))


def _check_balances(statement: etree._Element, booked: list[etree._Element]) -> None:
    found = {_text(one, "{*}Tp/{*}CdOrPrtry/{*}Cd"): one for one in statement.findall("{*}Bal")}
    first, last = found.get("OPBD", found.get("PRCD")), found.get("CLBD")
    if first is None or last is None:
        return
    opening, closing = _money(first), _money(last)
    moved = sum(_money(one).minor for one in booked)
    if opening.minor + moved != closing.minor:
        raise invalid(
            "bank_file_gap",
            f"The movements do not lead from {opening} to {closing} {closing.currency.code}.",
            hint="Fetch the statement from the bank again; a part of it is missing.",
        )
