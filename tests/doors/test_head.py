"""The head of a request, and what is agreed on compression, as tables and properties."""

import contextlib
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wattfleet.gateway.deflate import TooLong, deflate, inflate, negotiate
from wattfleet.gateway.head import Head, NoHead, mute, read_head, refusal
from wattfleet.gateway.port import Deflate


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reading(raw: bytes) -> None:
    assert isinstance(read_head(raw), Head | NoHead)
    assert isinstance(read_head(b"GET /ocpp/CP HTTP/1.1\r\n" + raw), Head | NoHead)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 426, 429, 431, 503, 505])
def test_a_refusal_is_a_whole_answer(status: int) -> None:
    head, _, body = refusal(status).partition(b"\r\n\r\n")
    assert f"Content-Length: {len(body)}".encode() in head
    assert b"Connection: close" in head


def test_the_handshake_that_says_goodbye_is_that_of_the_standard() -> None:
    head = Head(b"/", {"sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ=="})  # Source: RFC 6455 §1.3
    answer, _, frame = mute(head).partition(b"\r\n\r\n")
    assert b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" in answer
    assert b"protocol:" not in answer.lower().replace(b"switching protocols", b"")
    assert frame[0] == 0x88
    assert frame[1] == len(frame) - 2
    assert frame[2:4] == (1002).to_bytes(2, "big")


@pytest.mark.parametrize(
    ("offer", "agreed"),
    [
        ("permessage-deflate", Deflate()),
        ("permessage-deflate; client_max_window_bits", Deflate()),
        ("permessage-deflate; server_no_context_takeover; client_no_context_takeover", Deflate()),
        ("permessage-deflate; server_max_window_bits=10", Deflate(10)),
        ("permessage-deflate; server_max_window_bits=8", None),  # zlib has no such window
        ("permessage-deflate; server_max_window_bits=99", None),
        ("permessage-deflate; surprise=1", None),
        ("x-webkit-deflate-frame", None),
        ("", None),
    ],
)
def test_what_is_agreed_on_compression(offer: str, agreed: Deflate | None) -> None:
    assert negotiate([offer]) == agreed


def test_a_lesser_offer_is_taken_where_the_first_cannot_be_met() -> None:
    assert negotiate(["permessage-deflate; server_max_window_bits=8", "permessage-deflate"]) == Deflate()


@given(st.binary(max_size=2_000), st.integers(9, 15))
def test_what_is_deflated_inflates_to_the_same(text: bytes, bits: int) -> None:
    assert inflate(deflate(text, Deflate(bits)), 2_000) == text


@given(st.integers(1, 5_000))
def test_nothing_inflates_beyond_the_limit(limit: int) -> None:
    packed = deflate(b"0" * (limit + 1), Deflate())
    with pytest.raises(TooLong):
        inflate(packed, limit)


@given(st.binary(max_size=200))
def test_what_is_no_deflate_is_told(packed: bytes) -> None:
    with contextlib.suppress(TooLong, zlib.error):
        assert len(inflate(packed, 1_000)) <= 1_000
