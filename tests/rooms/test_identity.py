"""Paths, identities and passwords as stations really send them."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wattfleet.kernel.timeline import Instant
from wattfleet.stations.commissioning import (
    HOUR_US,
    SECOND_US,
    Attempt,
    Refusal,
    Takeover,
    contended,
    knocked,
    network,
    sent_credential,
    silence_limit_s,
    spread,
)
from wattfleet.stations.credentials import (
    Basic,
    acceptable,
    canonical,
    digest,
    generated,
    matches,
    read_basic,
    weak,
)
from wattfleet.stations.identity import Address, NoAddress, clean, folded, read_alias, read_path

ALIASES = {read_alias("/steve/websocket/CentralSystemService/"): "", read_alias("old"): "north"}
BAD, NONE = NoAddress(malformed=True), NoAddress(malformed=False)


@pytest.mark.parametrize(
    ("target", "read"),
    [
        ("/ocpp/CP-1", Address("CP-1")),
        ("/ocpp/north/CP-1", Address("CP-1", "north")),
        ("/ocpp/CP-1/", Address("CP-1")),  # row 62
        ("/ocpp//CP-1", Address("CP-1")),
        ("///ocpp///CP-1///", Address("CP-1")),
        ("/ocpp/CP-1?x=/ocpp/CP-2", Address("CP-1")),
        ("/ocpp/RDAM%7C123", Address("RDAM|123")),
        ("/ocpp/RDAM|123", Address("RDAM|123")),
        ("/ocpp/CP%201", Address("CP 1")),
        ("/ocpp/K%C3%B6ln", Address("Köln")),
        ("/ocpp/Ko%CC%88ln", Address("Köln")),  # NFC
        ("/steve/websocket/CentralSystemService/CP-1", Address("CP-1")),
        ("/old/CP-1", Address("CP-1", "north")),
        ("/ocpp/" + "x" * 48, Address("x" * 48)),
        ("/ocpp/" + "x" * 49, BAD),
        ("/ocpp/" + "x" * 4096, BAD),
        ("/ocpp", NONE),
        ("/", NONE),
        ("/other/CP-1", NONE),
        ("/a/b/c/d", NONE),
        ("/ocpp/..%2fadmin", BAD),
        ("/ocpp/../CP-1", BAD),
        ("/ocpp/..", BAD),
        ("/ocpp/CP%00", BAD),
        ("/ocpp/%2541", BAD),
        ("/ocpp/%4", BAD),
        ("/ocpp/%zz", BAD),
        ("/ocpp/%c0%af", BAD),  # overlong UTF-8
        ("/ocpp/%ff", BAD),
        ("/ocpp/%20", BAD),
        ("/ocpp/CP%0d%0aSet-Cookie", BAD),
        ("/ocpp/%E2%80%AEPC", BAD),  # right-to-left override
        ("/ocpp/<script>", BAD),
        ("http://host/ocpp/CP-1", BAD),
        ("", BAD),
    ],
)
def test_a_path_names_a_station_or_nobody(target: str, read: Address | NoAddress) -> None:
    assert read_path(target.encode(), ALIASES) == read


@given(st.binary(max_size=200))
def test_no_path_breaks_the_door(target: bytes) -> None:
    read = read_path(b"/ocpp/" + target, ALIASES)
    if isinstance(read, Address):
        assert clean(read.identity) == read.identity
        assert read.identity.isprintable()


def test_case_never_tells_stations_apart() -> None:
    assert folded("cp-ÄB") == folded("CP-äb")
    assert folded("STRASSE") == folded("straße")


def basic(pair: bytes) -> str:
    return "Basic " + base64.b64encode(pair).decode()


@pytest.mark.parametrize(
    ("header", "identity", "read"),
    [
        (basic(b"CP-1:secret"), "CP-1", Basic(b"secret", True)),
        (basic(b"cp-1:secret"), "CP-1", Basic(b"secret", True)),
        (basic(b"CP-1:a:b"), "CP-1", Basic(b"a:b", True)),
        (basic(b"C:1:a"), "C:1", Basic(b"a", True)),
        (basic(b"CP-2:secret"), "CP-1", Basic(b"secret", False)),
        (basic(b"\xff:secret"), "CP-1", Basic(b"secret", False)),
        (basic(b"CP-1:\x00\xff\x10"), "CP-1", Basic(b"\x00\xff\x10", True)),
        (basic(b"CP-1:"), "CP-1", Basic(b"", True)),
        ("basic " + base64.b64encode(b"CP-1:x").decode(), "CP-1", Basic(b"x", True)),
        (basic(b"CP-1"), "CP-1", None),
        ("Bearer abc", "CP-1", None),
        ("Basic %%%", "CP-1", None),
        ("Basic", "CP-1", None),
        ("", "CP-1", None),
        (basic(b"CP-1:" + b"x" * 129), "CP-1", None),
        (basic(b"CP-1:" + b"x" * 2000), "CP-1", None),
    ],
)
def test_the_credential_that_a_station_presents(header: str, identity: str, read: Basic | None) -> None:
    assert read_basic(header, identity) == read


PEPPER = b"p" * 32


@pytest.mark.parametrize(
    ("kept", "sent", "same"),
    [
        ("00112233445566778899aabbccddeeff", b"00112233445566778899aabbccddeeff", True),
        ("00112233445566778899aabbccddeeff", bytes.fromhex("00112233445566778899aabbccddeeff"), True),
        ("00112233445566778899AABBCCDDEEFF", b"00112233445566778899aabbccddeeff", True),
        ("correct horse battery", b"correct horse battery", True),
        ("correct horse battery", b"Correct horse battery", False),
        ("12345678", b"12345678", True),
        ("12345678", bytes.fromhex("12345678"), False),  # too short to be taken for hex
        ("00112233445566778899aabbccddeeff", b"00112233445566778899aabbccddeef0", False),
        ("00112233445566778899aabbccddeeff", b"", False),
    ],
)
def test_a_password_matches_as_text_and_as_the_bytes_it_spells(kept: str, sent: bytes, same: bool) -> None:
    stored = (digest(PEPPER, "CP-1", kept.encode()),)
    assert matches(digest(PEPPER, "cp-1", sent), stored) is same
    assert not matches(digest(PEPPER, "CP-2", sent), stored)
    assert not matches(digest(PEPPER, "CP-1", sent), ())


@given(st.binary(max_size=64), st.binary(max_size=64))
def test_two_passwords_are_one_only_where_their_bytes_are(one: bytes, two: bytes) -> None:
    same = matches(digest(PEPPER, "A", one), (digest(PEPPER, "A", two),))
    assert same is (canonical(one) == canonical(two))


@pytest.mark.parametrize(
    ("password", "is_weak", "code"),
    [
        ("1234567", True, "password_length"),
        ("12345678", True, None),
        ("fifteen letters", True, None),
        ("sixteen letters!", False, None),
        ("aaaaaaaaaaaaaaaa", True, None),
        ("x" * 129, True, "password_length"),
        ("charger-0000001", True, "password_is_identity"),
    ],
)
def test_what_is_weak_and_what_cannot_be_taken(password: str, is_weak: bool, code: str | None) -> None:
    refused = acceptable(password, "CHARGER-0000001")
    assert (refused.code if refused else None) == code
    assert weak(password.encode()) is is_weak


def test_a_generated_password_is_32_hex_digits() -> None:
    password = generated(bytes(range(16)))
    assert len(password) == 32
    assert canonical(password.encode()) == bytes(range(16))
    assert not weak(password.encode())


def attempt(credential: bytes, at: int = 1) -> Attempt:
    return Attempt(
        identity="CP-1",
        tenant_name="",
        address="10.0.0.1",
        subprotocols="ocpp1.6",
        user_agent="",
        reason=Refusal.UNKNOWN,
        at=Instant(at),
        credential=credential,
    )


@pytest.mark.parametrize(
    ("sent", "outcome"),
    [
        ([b""], "no_credential_sent"),
        ([b"a"], b"a"),
        ([b"a", b"", b"a"], b"a"),
        ([b"a", b"b"], "credentials_differ"),
        ([b"a", b"b", b"c", b"a"], "credentials_differ"),
    ],
)
def test_only_a_credential_that_was_always_the_same_is_adopted(
    sent: list[bytes], outcome: bytes | str
) -> None:
    entry = None
    for number, credential in enumerate(sent):
        entry = knocked(entry, attempt(credential, number))
    assert entry is not None
    found = sent_credential(entry)
    assert (found if isinstance(found, bytes) else found.code) == outcome
    assert (entry.attempts, entry.first_seen.us, entry.last_seen.us) == (len(sent), 0, len(sent) - 1)
    assert len(entry.credentials) <= 2


def test_silence_may_last_three_times_the_longest_interval() -> None:
    assert silence_limit_s(300, 60, 7) == 907
    assert silence_limit_s(30, 60, 0) == 180


@given(st.integers(1, 100_000), st.integers(0, 999))
def test_boot_intervals_spread_but_stay_near(interval_s: int, chance: int) -> None:
    assert interval_s * 9 // 10 <= spread(interval_s, chance) <= interval_s


def over(seconds: int, *, other: bool = False) -> Takeover:
    return Takeover(at=Instant(seconds * SECOND_US), other_network=other)


@pytest.mark.parametrize(
    ("takeovers", "alive_s", "fought"),
    [
        ((), 0, False),
        ((over(0),), 5, False),  # a station that redials
        ((over(0, other=True),), 5, True),
        ((over(0, other=True),), 3600, False),  # roamed from cable to mobile
        (tuple(over(n * 60) for n in range(6)), 60, False),
        (tuple(over(n * 60) for n in range(7)), 60, True),
        (tuple(over(n * HOUR_US // SECOND_US) for n in range(7)), 3600, False),
    ],
)
def test_two_parties_under_one_identity(takeovers: tuple[Takeover, ...], alive_s: int, fought: bool) -> None:
    assert contended(takeovers, alive_s * SECOND_US) is fought


@pytest.mark.parametrize(
    ("address", "of"),
    [
        ("192.0.2.17", "192.0.2"),
        ("::ffff:192.0.2.17", "192.0.2"),
        ("2001:db8:1:2::1", "2001:db8:1"),
    ],
)
def test_a_network_is_a_24_or_a_48(address: str, of: str) -> None:
    assert network(address) == of
