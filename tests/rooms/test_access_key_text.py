"""Keys: what is shown and what is kept."""

import pytest

from wattfleet.access import key_text

PEPPER = b"p" * 32


def test_a_key_names_itself_and_its_digest_hides_it() -> None:
    key_id, text = key_text.write_key(b"\1" * 6, b"\2" * 24)
    assert key_text.key_id_of(text) == key_id
    assert text.startswith("wfk_010101010101_")
    assert b"\2" * 24 not in key_text.key_digest(PEPPER, text)
    assert key_text.key_digest(PEPPER, text) != key_text.key_digest(b"q" * 32, text)


@pytest.mark.parametrize(
    "text", ["", "wfk_", "wfk_010101010101_", "Bearer x", "wfk_01_02", "wfk_" + "0" * 61]
)
def test_what_is_no_key_has_no_id(text: str) -> None:
    assert key_text.key_id_of(text) is None
