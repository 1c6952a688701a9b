"""What is hidden: every name that the rules have, however deep it stands, and never what is beside it."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wattfleet.access.redaction import HIDDEN, parse, redact, redact_text
from wattfleet.api.redactor import marks, redacted_frame

RULES = parse((Path(__file__).parents[2] / "src/wattfleet/facts/redaction.toml").read_text(encoding="utf-8"))
MARK = marks(b"pepper")
UID = "04A2B3C4D5E680"
SECRET = "correct-horse-battery"

FRAMES = [
    '[2,"1","Authorize",{"idTag":"%UID"}]',
    '[2,"1","Authorize",{"idToken":{"idToken":"%UID","type":"ISO14443","additionalInfo":[{"additionalIdToken":"%UID"}]}}]',
    '[3,"1",{"idTagInfo":{"status":"Accepted","parentIdTag":"%UID"}}]',
    '[3,"1",{"idTokenInfo":{"status":"Accepted","groupIdToken":{"idToken":"%UID","type":"Central"}}}]',
    '[2,"1","SendLocalList",{"localAuthorizationList":[{"idTag":"%UID"}]}]',
    '[2,"1","ChangeConfiguration",{"key":"AuthorizationKey","value":"%SECRET"}]',
    '[2,"1","SetVariables",{"setVariableData":[{"variable":{"name":"BasicAuthPassword"},"attributeValue":"%SECRET"}]}]',
    '[2,"1","GetDiagnostics",{"location":"ftp://user:%SECRET@files.example/in"}]',
    '[2,"1","DataTransfer",{"data":"{\\"idTag\\":\\"%UID\\",\\"password\\":\\"%SECRET\\"}"}]',
    '[2,"1","Authorize",{"idTag":"%UID"',
]


@pytest.mark.parametrize("frame", FRAMES)
def test_neither_token_nor_secret_leaves_in_a_frame(frame: str) -> None:
    raw = frame.replace("%UID", UID).replace("%SECRET", SECRET).encode()
    shown = msgspec.json.encode(redacted_frame(raw, MARK))
    assert UID.encode() not in shown
    assert SECRET.encode() not in shown


def test_the_same_token_has_the_same_mark_and_the_rest_stays() -> None:
    one = redacted_frame(b'[2,"1","Authorize",{"idTag":"04a2"}]', MARK)
    other = redacted_frame(b'[2,"1","StartTransaction",{"idTag":" 04A2 ","meterStart":5}]', MARK)
    assert isinstance(one, list)
    assert isinstance(other, list)
    assert one[3]["idTag"] == other[3]["idTag"] == MARK("04A2")
    assert other[3]["meterStart"] == 5
    assert marks(b"another")("04A2") != MARK("04A2")


@given(
    st.recursive(
        st.dictionaries(st.sampled_from(["a", "idTag", "password", "list"]), st.just(UID), max_size=3),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("xyz"), inner, max_size=3)
        ),
    )
)
def test_a_named_value_never_stays_however_deep_it_stands(value: object) -> None:
    shown = redact(RULES, value)
    left = str(value).count("'a': ") + str(value).count("'list': ")
    assert str(shown).count(UID) == left


def test_parts_of_texts() -> None:
    assert redact_text(RULES, "Bearer abcdefghijk") == f"Bearer {HIDDEN}"
