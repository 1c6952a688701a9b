"""Keys and passwords: what is shown, what is kept, what is taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wattfleet.access import secrets
from wattfleet.kernel.errors import WattfleetError

PEPPER = b"p" * 32


def test_a_key_names_itself_and_its_digest_hides_it() -> None:
    key_id, text = secrets.write_key(b"\1" * 6, b"\2" * 24)
    assert secrets.key_id_of(text) == key_id
    assert text.startswith("wfk_010101010101_")
    assert b"\2" * 24 not in secrets.key_digest(PEPPER, text)
    assert secrets.key_digest(PEPPER, text) != secrets.key_digest(b"q" * 32, text)


@pytest.mark.parametrize(
    "text", ["", "wfk_", "wfk_010101010101_", "Bearer x", "wfk_01_02", "wfk_" + "0" * 61]
)
def test_what_is_no_key_has_no_id(text: str) -> None:
    assert secrets.key_id_of(text) is None


SAME = [
    # kept as                            shown as
    ("00112233445566778899aabbccddeeff", b"00112233445566778899aabbccddeeff"),
    ("00112233445566778899aabbccddeeff", b"00112233445566778899AABBCCDDEEFF"),
    ("00112233445566778899aabbccddeeff", bytes.fromhex("00112233445566778899aabbccddeeff")),
    ("open sesame, please", b"open sesame, please"),
    ("Übergröße", "Übergröße".encode()),
]


@pytest.mark.parametrize(("kept", "shown"), SAME)
def test_a_password_is_taken_as_text_and_as_bytes(kept: str, shown: bytes) -> None:
    digest = secrets.password_digest(PEPPER, kept.encode())
    assert secrets.password_matches(PEPPER, digest, shown)


@given(st.binary(max_size=40), st.binary(max_size=40))
def test_another_password_never_matches(kept: bytes, shown: bytes) -> None:
    digest = secrets.password_digest(PEPPER, kept)
    same = kept == shown or kept.lower() in {shown.lower(), shown.hex().encode()}
    assert secrets.password_matches(PEPPER, digest, shown) <= same


@pytest.mark.parametrize(("password", "weak"), [("12345678", True), ("x" * 15, True), ("x" * 16, False)])
def test_short_passwords_are_weak(password: str, weak: bool) -> None:
    assert secrets.checked_password(password) is weak


@pytest.mark.parametrize("password", ["1234567", "x" * 129, "line\nbreak", ""])
def test_unusable_passwords_are_refused(password: str) -> None:
    with pytest.raises(WattfleetError, match="8 to 128"):
        secrets.checked_password(password)
