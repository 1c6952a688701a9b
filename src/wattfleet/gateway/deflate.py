"""permessage-deflate for 2.x stations, without context takeover: nothing is kept between messages.

Source: RFC 7692 §7; OCPP 2.0.1 part 4 §3.2 (the CSMS supports RFC 7692); field-faults row 71.
"""

import zlib

from wattfleet.gateway.port import Deflate

_TAIL = b"\x00\x00\xff\xff"
SMALL = 256
"""Messages shorter than this are sent as they are: an answer does not get shorter."""


class TooLong(Exception):
    """The inflated message is longer than a message may be."""


def negotiate(offers: list[str]) -> Deflate | None:
    """Read Sec-WebSocket-Extensions: the first offer that can be met."""
    for offer in offers:
        name, *parameters = (part.strip() for part in offer.split(";"))
        if name.lower() == "permessage-deflate":
            bits = _window(parameters)
            if bits is not None:
                return Deflate(bits)
    return None


def inflate(message: bytes, limit: int) -> bytes:
    """Raises: TooLong before more than `limit` bytes are written; zlib.error for what is no deflate."""
    inflater = zlib.decompressobj(-15)
    text = inflater.decompress(message + _TAIL, limit + 1)
    if len(text) > limit:
        raise TooLong
    return text


def deflate(text: bytes, agreed: Deflate) -> bytes:
    """A whole message, ready to be sent with RSV1."""
    deflater = zlib.compressobj(6, zlib.DEFLATED, -agreed.window_bits, 8)
    return (deflater.compress(text) + deflater.flush(zlib.Z_SYNC_FLUSH))[:-4]


def _window(parameters: list[str]) -> int | None:
    """The window that the station asks of us; None where the offer cannot be met."""
    bits = 15
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        match name.strip().lower():
            case "server_max_window_bits":
                digits = value.strip().strip('"')
                if digits not in {"9", "10", "11", "12", "13", "14", "15"}:
                    return None  # zlib cannot make a window of 8
                bits = int(digits)
            case "client_max_window_bits" | "server_no_context_takeover" | "client_no_context_takeover":
                pass
            case _:
                return None
    return bits
