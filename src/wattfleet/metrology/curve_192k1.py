"""ECDSA over secp192k1, which OCMF names and no library of ours has: verification only, so nothing is secret.

Source: SEC 2 v2, §2.2.1 (parameters); FIPS 186-5 §6.4.2 (verification).
"""

P = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFEE37
N = 0xFFFFFFFFFFFFFFFFFFFFFFFE26F2FC170F69466A74DEFD8D
G = (
    0xDB4FF10EC057E9AE26B07D0280B7F4341DA5D1B1EAE06C7D,
    0x9B2F2F6D9C5628A7844163D015BE86344082AA88D95E2F9D,
)
OID = bytes.fromhex("06052b8104001f")
"""1.3.132.0.31 in DER."""
_B = 3
Point = tuple[int, int]


def on_curve(point: Point) -> bool:
    x, y = point
    return 0 <= x < P and 0 <= y < P and (y * y - x * x * x - _B) % P == 0


def is_signed(digest: bytes, r: int, s: int, key: Point) -> bool:
    """Whether `r`, `s` is the signature of a 256-bit digest by the owner of `key`."""
    if not (0 < r < N and 0 < s < N and on_curve(key)):
        return False
    e = int.from_bytes(digest) >> (8 * len(digest) - N.bit_length())
    w = pow(s, -1, N)
    found = _add(_times(G, e * w % N), _times(key, r * w % N))
    return found is not None and found[0] % N == r


def _add(a: Point | None, b: Point | None) -> Point | None:
    if a is None:
        return b
    if b is None:
        return a
    (ax, ay), (bx, by) = a, b
    if ax == bx and (ay + by) % P == 0:
        return None
    slope = 3 * ax * ax * pow(2 * ay, -1, P) if a == b else (by - ay) * pow(bx - ax, -1, P)
    x = (slope * slope - ax - bx) % P
    return x, (slope * (ax - x) - ay) % P


def _times(point: Point, factor: int) -> Point | None:
    out: Point | None = None
    doubled: Point | None = point
    while factor:
        if factor & 1:
            out = _add(out, doubled)
        doubled = _add(doubled, doubled)
        factor >>= 1
    return out
