"""SEPA direct debits as pain.008.001.08: one file, a block for each kind of collection and day.

The same debits make the same file but for its id and time; the id of each comes back in camt when it is
returned. Letters that SEPA does not carry are written as their nearest.
Source: EPC 130-08 (SDD Core customer-to-bank implementation guidelines), ISO 20022 pain.008.001.08.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

import msgspec

from wattfleet.billing.einvoice.xml import Writer
from wattfleet.kernel.errors import invalid
from wattfleet.kernel.money import Money

Kind = Literal["FRST", "RCUR", "OOFF", "FNAL"]
"""First, recurrent, once, last collection of a mandate."""
_OTHER = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")
SIGNS = str.maketrans({"ß": "ss", "Æ": "AE", "æ": "ae", "Ø": "O", "ø": "o", "Ł": "L", "ł": "l", "&": "+"})


class Creditor(msgspec.Struct, frozen=True, kw_only=True):
    """Who collects: `id` is the creditor identifier of his bank's country."""

    name: str
    id: str
    iban: str
    bic: str = ""


class Debit(msgspec.Struct, frozen=True, kw_only=True):
    """One collection. `end_to_end` is ours and unique, `text` is what the payer reads."""

    end_to_end: str
    money: Money
    kind: Kind
    mandate: str
    signed_on: date
    name: str
    iban: str
    bic: str = ""
    text: str = ""


def pain_008(
    debits: Sequence[Debit], creditor: Creditor, *, message_id: str, made_at: datetime, due: date
) -> bytes:
    """The file. Raises: WattfleetError `debits_empty`, `debit_invalid`."""
    _check(debits)
    x = Writer("Document", {"": "urn:iso:std:iso:20022:tech:xsd:pain.008.001.08"})
    with x.inside("CstmrDrctDbtInitn"):
        with x.inside("GrpHdr"):
            x.leaf("MsgId", message_id[:35])
            x.leaf("CreDtTm", f"{made_at:%Y-%m-%dT%H:%M:%S}")
            x.leaf("NbOfTxs", str(len(debits)))
            x.leaf("CtrlSum", _sum(debits))
            x.nested("InitgPty/Nm", sepa(creditor.name, 70))
        for kind in sorted({one.kind for one in debits}):
            some = [one for one in debits if one.kind == kind]
            with x.inside("PmtInf"):
                _block(x, some, creditor, f"{message_id[:30]}-{kind}", due)
    return x.bytes()


def _check(debits: Sequence[Debit]) -> None:
    if not debits:
        raise invalid(
            "debits_empty", "There is nothing to collect.", hint="Choose open items with a mandate."
        )
    for one in debits:
        if one.money.currency.code != "EUR" or not 1 <= one.money.minor <= 99_999_999_999:
            raise invalid(
                "debit_invalid",
                f"{one.money} {one.money.currency.code} cannot be collected by SEPA.",
                hint="Debits are in euro and above zero.",
                field="amount",
            )
    if len({one.end_to_end for one in debits}) < len(debits):
        raise invalid("debit_invalid", "Two debits have one id.", hint="Collect each invoice once.")


def _block(x: Writer, debits: Sequence[Debit], creditor: Creditor, block_id: str, due: date) -> None:
    x.leaf("PmtInfId", block_id)
    x.leaf("PmtMtd", "DD")
    x.leaf("BtchBookg", "true")
    x.leaf("NbOfTxs", str(len(debits)))
    x.leaf("CtrlSum", _sum(debits))
    with x.inside("PmtTpInf"):
        x.nested("SvcLvl/Cd", "SEPA")
        x.nested("LclInstrm/Cd", "CORE")
        x.leaf("SeqTp", debits[0].kind)
    x.leaf("ReqdColltnDt", due.isoformat())
    x.nested("Cdtr/Nm", sepa(creditor.name, 70))
    x.nested("CdtrAcct/Id/IBAN", creditor.iban)
    _agent(x, "CdtrAgt", creditor.bic)
    x.leaf("ChrgBr", "SLEV")
    with x.inside("CdtrSchmeId"), x.inside("Id"), x.inside("PrvtId"), x.inside("Othr"):
        x.leaf("Id", creditor.id)
        x.nested("SchmeNm/Prtry", "SEPA")
    for one in debits:
        with x.inside("DrctDbtTxInf"):
            _debit(x, one)


def _debit(x: Writer, one: Debit) -> None:
    x.nested("PmtId/EndToEndId", one.end_to_end[:35])
    x.leaf("InstdAmt", str(one.money), Ccy="EUR")
    with x.inside("DrctDbtTx"), x.inside("MndtRltdInf"):
        x.leaf("MndtId", one.mandate[:35])
        x.leaf("DtOfSgntr", one.signed_on.isoformat())
    _agent(x, "DbtrAgt", one.bic)
    x.nested("Dbtr/Nm", sepa(one.name, 70))
    x.nested("DbtrAcct/Id/IBAN", one.iban)
    x.nested("RmtInf/Ustrd", sepa(one.text, 140))


def _agent(x: Writer, tag: str, bic: str) -> None:
    with x.inside(tag), x.inside("FinInstnId"):
        if bic:
            x.leaf("BICFI", bic)
        else:
            x.nested("Othr/Id", "NOTPROVIDED")


def _sum(debits: Sequence[Debit]) -> str:
    first, *rest = (one.money for one in debits)
    return str(sum(rest, first))


def sepa(text: str, most: int) -> str:
    """A text in the letters that SEPA carries. Source: EPC 217-08."""
    plain = unicodedata.normalize("NFKD", text.translate(SIGNS))
    plain = "".join(one for one in plain if not unicodedata.combining(one))
    return " ".join(_OTHER.sub(" ", plain).split())[:most]
