"""A meter that signs: its key, and values in OCMF as a station sends them."""

import json

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

METER, OTHER_METER = (ec.derive_private_key(number, ec.SECP256R1()) for number in (7, 8))

Told = dict[str, object]


def public(key: ec.EllipticCurvePrivateKey = METER) -> str:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo).hex()


def told(moment: str, tx: str, kwh: str, *, clock: str = "S") -> Told:
    """A reading at `2026-11-20T12:00:00`, in UTC: B begin, C between, E end."""
    return {
        "TM": f"{moment},000+0000 {clock}",
        "TX": tx,
        "RV": float(kwh),
        "RI": "1-b:1.8.0",
        "RU": "kWh",
        "ST": "G",
    }


def signed(
    *readings: Told, key: ec.EllipticCurvePrivateKey = METER, user: str = "04A2", page: str = "T1"
) -> str:
    """One data set of the meter M1."""
    fields = {"FV": "1.4", "MS": "M1", "PG": page, "IS": True, "IT": "ISO14443", "ID": user}
    text = json.dumps(fields | {"RD": list(readings)})
    signature = key.sign(text.encode(), ec.ECDSA(SHA256())).hex()
    return f"OCMF|{text}|{json.dumps({'SD': signature})}"
