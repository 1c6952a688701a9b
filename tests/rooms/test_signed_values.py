"""Signed meter values: who signed, whether it is whole, and whether it is a charging process.

Source: OCMF 1.4.1; reference/ocpp-interop.md §9.
"""

import base64
import json
from collections.abc import Callable
from contextlib import suppress

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from wattfleet.kernel.errors import WattfleetError
from wattfleet.metrology.check import Checked, Result, check_values
from wattfleet.metrology.keys import read_key
from wattfleet.metrology.ocmf import read_ocmf
from wattfleet.metrology.process import read_process
from wattfleet.metrology.signature import Signed, verify
from wattfleet.metrology.transparency import SignedText, read_values, write_values

STATION = (
    'OCMF|{"FV":"1.0","GI":"GATE-1","GS":"17","GV":"2.8.5","PG":"T32","IS":false,"IL":"NONE","IF":["RFI'
    'D_NONE","OCPP_NONE"],"IT":"NONE","ID":"","RD":[{"TM":"2026-08-13T10:03:15,000+0000 I","TX":"B","EF'
    '":"","ST":"G","RV":0.2596,"RI":"1-b:1.8.0","RU":"kWh"},{"TM":"2026-08-13T10:03:36,000+0000 R","TX"'
    ':"E","EF":"","ST":"G","RV":0.2597,"RI":"1-b:1.8.0","RU":"kWh"}]}|{"SD":"3046022100D77AF6F219647FE0'
    "DEA4ED71FF78429115E15C7B9E817B7DA5E093729302336F022100D92C942D9EDE3D36A7C8BA3DB3E2F879D58B6070842C"
    'AE8CA06F8071C06FE39C"}'
)
STATION_KEY = (
    "3059301306072A8648CE3D020106082A8648CE3D030107034200043A1405AE9FE64C2D66055EDD2F657711EC6F9ED0443E"
    "B7D058D2906A645AD1253465742468697621C9933C09CDC02ECF2D18CB9C24D60517E0D5BA49A7F3FCB9"
)
SMALL = (
    '{"FV":"1.0","GS":"1","PG":"T7","IS":true,"IT":"ISO14443","ID":"04AA","RD":[{"TM":"2026-11-20T12:00'
    ':00,000+0100 S","TX":"B","RV":1.5,"RI":"1-b:1.8.0","RU":"kWh","ST":"G"},{"TM":"2026-11-20T13:00:00'
    ',000+0100 S","TX":"E","RV":3.25}]}'
)
SMALL_KEY = (
    "3046301006072a8648ce3d020106052b8104001f0332000436611c831b773f8ebb4c97463445a36d24ba6f1faa48847804"
    "1aea1c55ae378f03c6c998a03e76a8de398e7e9bb879b1"
)
SMALL_SIGNATURE = (
    "3035021820887f5af9069360a661c1b4dd62a986e9174d689ef433a1021900eda9b315e86b08598e458c27cf1f55d0af01"
    "533a574c510c"
)
"""Signed by OpenSSL 3.0, as another program; secp192k1 is a curve that `cryptography` does not have."""

CURVES: dict[str, Callable[[], ec.EllipticCurve]] = {
    "secp192r1": ec.SECP192R1,
    "secp256k1": ec.SECP256K1,
    "secp256r1": ec.SECP256R1,
    "secp384r1": ec.SECP384R1,
    "brainpool256r1": ec.BrainpoolP256R1,
    "brainpool384r1": ec.BrainpoolP384R1,
}


def reading(time: str = "12:00:00", /, **fields: object) -> dict[str, object]:
    return {"TM": f"2026-11-20T{time},000+0100 S"} | fields


BEGIN = reading(TX="B", RV=1.5, RI="1-b:1.8.0", RU="kWh", ST="G")
END = reading("13:00:00", TX="E", RV=3.25)


def payload(*readings: dict[str, object], **fields: object) -> str:
    whole: dict[str, object] = {
        "FV": "1.4",
        "MS": "M1",
        "PG": "T7",
        "IS": True,
        "IT": "ISO14443",
        "ID": "04AA",
    }
    return json.dumps(whole | fields | {"RD": list(readings)})


def unsigned(text: str) -> str:
    return f'OCMF|{text}|{{"SD":"00"}}'


def codes(*payloads: str) -> list[str]:
    return [one.code for one in read_process([read_ocmf(unsigned(one)) for one in payloads]).findings]


def checked(text: str, key: str | None) -> Checked:
    return check_values([SignedText(text)], key)[0]


def der(key: ec.EllipticCurvePublicKey | rsa.RSAPublicKey) -> str:
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo).hex()


def test_a_value_is_verified_to_the_watt_hour() -> None:
    found = checked(STATION, STATION_KEY)
    assert (found.result, found.values[0].key_from) == (Result.VALID, "given")
    assert [(str(one.begin), str(one.end), str(one.wh)) for one in found.process.registers] == [
        ("0.2596", "0.2597", "0.1000")
    ]
    assert not found.process.time_billable  # its first clock is only informative


@given(st.integers(0, 410), st.characters(min_codepoint=33, max_codepoint=126))
@settings(max_examples=150, deadline=None)
def test_a_change_of_one_character_is_never_valid(at: int, letter: str) -> None:
    start = len("OCMF|")
    changed = STATION[: start + at] + letter + STATION[start + at + 1 :]
    if changed == STATION:
        return
    with suppress(WattfleetError):
        assert checked(changed, STATION_KEY).result is not Result.VALID


@pytest.mark.parametrize("name", CURVES)
@pytest.mark.parametrize("encoding", ["hex", "base64"])
def test_every_curve_of_the_text(name: str, encoding: str) -> None:
    key = ec.generate_private_key(CURVES[name]())
    text = payload(BEGIN, END)
    raw = key.sign(text.encode(), ec.ECDSA(SHA256()))
    told = raw.hex() if encoding == "hex" else base64.b64encode(raw).decode()
    section = json.dumps({"SA": f"ECDSA-{name}-SHA256", "SE": encoding, "SD": told})
    value = read_ocmf(f"OCMF|{text}|{section}")
    assert verify(value, read_key(der(key.public_key()))).signed is Signed.VALID
    other = ec.generate_private_key(CURVES[name]()).public_key()
    assert verify(value, read_key(der(other))).signed is Signed.INVALID


def test_secp192k1_by_a_value_that_another_program_signed() -> None:
    section = json.dumps({"SA": "ECDSA-secp192k1-SHA256", "SD": SMALL_SIGNATURE})
    assert checked(f"OCMF|{SMALL}|{section}", SMALL_KEY).result is Result.VALID
    assert checked(f"OCMF|{SMALL.replace('3.25', '3.26')}|{section}", SMALL_KEY).result is Result.INVALID
    broken = SMALL_KEY[:-1] + "2"
    with pytest.raises(WattfleetError, match="cannot be read"):
        read_key(broken)


def test_values_that_are_signed_with_rsa() -> None:
    key = rsa.generate_private_key(65537, 2048)
    text = payload(BEGIN, END)
    signature = key.sign(text.encode(), padding.PKCS1v15(), SHA256()).hex()
    section = json.dumps({"SA": "RSASSA-PKCS1-v1_5-SHA256", "SD": signature})
    assert checked(f"OCMF|{text}|{section}", der(key.public_key())).result is Result.VALID


@pytest.mark.parametrize(
    ("text", "key", "result", "words"),
    [
        (STATION, None, Result.NOT_VERIFIABLE, "no public key"),
        (
            STATION.replace('"SD"', '"SA":"ECDSA-secp521r1-SHA512","SD"'),
            STATION_KEY,
            Result.NOT_VERIFIABLE,
            "not one of",
        ),
        (STATION.replace('"SD"', '"SM":"text/plain","SD"'), STATION_KEY, Result.NOT_VERIFIABLE, "text/plain"),
        (
            STATION.replace('"SD"', '"SA":"ECDSA-secp256k1-SHA256","SD"'),
            STATION_KEY,
            Result.INVALID,
            "key is of",
        ),
        (STATION.replace('"SD":"30', '"SD":"xy'), STATION_KEY, Result.INVALID, "not hex"),
        (STATION, SMALL_KEY, Result.INVALID, "key is of secp192k1"),
    ],
)
def test_no_and_not_to_be_told_are_two_answers(
    text: str, key: str | None, result: Result, words: str
) -> None:
    found = checked(text, key)
    assert found.result is result
    assert words in found.values[0].verdict.why


@pytest.mark.parametrize("form", ["hex", "blanks", "base64", "pem"])
def test_a_key_in_any_of_its_forms(form: str) -> None:
    raw = bytes.fromhex(STATION_KEY)
    pem = "-----BEGIN PUBLIC KEY-----\n" + base64.encodebytes(raw).decode() + "-----END PUBLIC KEY-----\n"
    forms = {
        "hex": STATION_KEY.lower(),
        "blanks": " ".join(STATION_KEY[at : at + 4] for at in range(0, len(STATION_KEY), 4)),
        "base64": base64.b64encode(raw).decode(),
        "pem": pem,
    }
    assert read_key(forms[form]).der == raw


def test_a_key_that_came_with_the_value_is_said_to_have() -> None:
    values = read_values(write_values([SignedText(STATION, STATION_KEY, "29")]))
    found = check_values(values, None)[0]
    assert (found.result, found.values[0].key_from, found.transaction) == (Result.VALID, "value", "29")


@pytest.mark.parametrize(
    "wrap", [str, lambda text: base64.b64encode(text.encode()).decode(), lambda text: f"\n{text}\n"]
)
def test_a_value_as_it_travels(wrap: Callable[[str], str]) -> None:
    assert check_values(read_values(wrap(STATION).encode()), STATION_KEY)[0].result is Result.VALID


def test_what_a_reading_leaves_out_is_as_in_the_one_before() -> None:
    first, middle, last = read_ocmf(unsigned(payload(BEGIN, reading("12:30:00", TX="C", RV=2), END))).readings
    assert (middle.register, middle.unit, middle.status) == ("1-b:1.8.0", "kWh", "G")
    assert (last.transaction, str(last.value), first.clock) == ("E", "3.25", "S")


TWO = [reading(TX="B", RV=9, RI="1-b:2.8.0", RU="kWh"), reading("13:00:00", TX="E", RV=9)]


@pytest.mark.parametrize(
    ("payloads", "expected"),
    [
        ([payload(BEGIN, END)], []),
        ([payload(BEGIN), payload(END | {"RI": "1-b:1.8.0", "RU": "kWh", "ST": "G"}, PG="T8")], []),
        ([payload(BEGIN, END, *TWO)], []),
        ([payload(BEGIN, END, MS="", GS="G1")], []),
        ([payload(BEGIN, END, MS="", CT="EVSEID", CI="SE*WAT*E1")], []),
        ([payload(BEGIN, reading("12:30:00", TX="T", RV=2), END)], []),
        ([payload(BEGIN, END, MS="")], ["source_missing"]),
        ([payload(BEGIN), payload(END | BEGIN | END, PG="T8", MS="M2")], ["source_differs"]),
        ([payload(BEGIN), payload(END | BEGIN | END, PG="T9")], ["page_gap"]),
        ([payload(BEGIN), payload(END | BEGIN | END, PG="T7")], ["page_gap"]),
        ([payload(BEGIN, END, PG="T07")], ["page_invalid"]),
        ([payload(BEGIN, END, PG="F7")], ["not_a_transaction"]),
        ([payload(BEGIN)], ["end_missing"]),
        ([payload(BEGIN | {"TX": "E"})], ["begin_missing"]),
        ([payload(BEGIN, reading("12:30:00", TX="E", RV=2), END)], ["order_wrong"]),
        ([payload(BEGIN | {"ST": "M"}, END | {"ST": "G"})], ["meter_state"]),
        ([payload(BEGIN, END | {"EF": "E"})], ["energy_unusable"]),
        ([payload(BEGIN, END | {"EF": "t"})], ["time_unusable"]),
        ([payload(BEGIN, reading("12:30:00", TX="X", RV=2), END)], ["unusable_from"]),
        ([payload(BEGIN, END | {"RV": 1.4})], ["register_falls"]),
        ([payload(BEGIN | {"RU": "kWs"}, END)], ["unit_wrong"]),
        ([payload(BEGIN, END | {"RU": "Wh"})], ["unit_changes"]),
        ([payload(BEGIN, reading("11:00:00", TX="E", RV=3))], ["time_backwards"]),
        ([payload(BEGIN, END | {"TM": "tomorrow S"})], ["time_invalid"]),
        ([payload(BEGIN, END | {"TM": "2026-11-20T13:00:00,000+0100"})], ["clock_unknown"]),
        ([payload(BEGIN, END, IL="MISMATCH")], ["user_error"]),
        ([payload(BEGIN, END, IT="")], ["user_missing"]),
        ([payload(BEGIN), payload(END | BEGIN | END, PG="T8", ID="05BB")], ["user_differs"]),
        ([payload(BEGIN | {"CL": 0}, END | {"CL": 0.5})], []),
        ([payload(BEGIN | {"CL": 0.2}, END | {"CL": 0.1})], ["loss_wrong"]),
        ([payload()], ["no_readings"]),
    ],
)
def test_a_process_that_may_be_billed_and_what_is_none(payloads: list[str], expected: list[str]) -> None:
    assert codes(*payloads) == expected


def test_a_single_measurement_is_signed_and_still_no_process() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    text = payload(BEGIN)
    section = json.dumps({"SD": key.sign(text.encode(), ec.ECDSA(SHA256())).hex()})
    assert checked(f"OCMF|{text}|{section}", der(key.public_key())).result is Result.STRUCTURALLY_WRONG


@pytest.mark.parametrize(
    "text",
    ["", "OCMF", "OCMF|{}", "OCMF|{|{}", "OCMF|{}|[]", "OCMF|{}|{}|{}", 'OCMF|{"RD":[1]}|{}', "T0NNRg=="],
)
def test_what_is_no_ocmf_is_refused_in_words(text: str) -> None:
    with pytest.raises(WattfleetError) as caught:
        read_ocmf(text)
    assert caught.value.code == "ocmf_invalid"


@pytest.mark.parametrize(
    "source", [b"", b"<values/>", b"<values>", b'<!DOCTYPE a [<!ENTITY b "c">]><values>&b;</values>']
)
def test_a_file_without_values_is_refused_in_words(source: bytes) -> None:
    with pytest.raises(WattfleetError) as caught:
        read_values(source)
    assert caught.value.code == "signed_values_invalid"
