"""What honest stations know: what they sent, what was acknowledged, and which cars really charged."""

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from hashlib import blake2b

PRICE_KWH, FLAT, VAT = Decimal("2.50"), Decimal("1.00"), Decimal("0.25")
CENT = Decimal("0.01")

TARIFF = {
    "name": "Crash",
    "currency": "SEK",
    "elements": [
        {"price_components": [{"type": "ENERGY", "price": str(PRICE_KWH), "step_size": 1, "vat": "25.0"}]},
        {"price_components": [{"type": "FLAT", "price": str(FLAT), "vat": "25.0"}]},
    ],
}


def mark(text: bytes) -> bytes:
    """Enough of a frame to know it again."""
    return blake2b(text, digest_size=12).digest()


@dataclass(frozen=True, slots=True)
class Acked:
    """A call that got its CALLRESULT, and both as they travelled."""

    message_id: str
    action: str
    raw: bytes
    answer: bytes


@dataclass(slots=True)
class Charge:
    """A car that really charged; registers in Wh, exact. `tx` is the number that the bill must carry."""

    connector: int
    began: str
    begin_wh: int
    tx: str = ""
    ended: str = ""
    end_wh: int = 0
    samples: list[tuple[str, str]] = field(default_factory=list)  # when, register in Wh as it was written

    @property
    def wh(self) -> int:
        return self.end_wh - self.begin_wh

    @property
    def cost(self) -> tuple[Decimal, Decimal]:
        """Net and VAT, in the tariff's currency: the net is rounded once, the VAT from it."""
        net = (PRICE_KWH * self.wh / 1000 + FLAT).quantize(CENT, ROUND_HALF_UP)
        return net, (net * VAT).quantize(CENT, ROUND_HALF_UP)


@dataclass
class Books:
    """One station's own record."""

    identity: str
    version: str
    sent: int = 0
    dials: int = 0
    acked: dict[str, tuple[bytes, bytes]] = field(default_factory=dict)  # message id → marks of call, answer
    charges: list[Charge] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def acknowledge(self, one: Acked) -> None:
        known = self.acked.setdefault(one.message_id, (mark(one.raw), mark(one.answer)))
        if known[0] != mark(one.raw):
            self.wrong.append(f"{one.message_id} was used twice")
