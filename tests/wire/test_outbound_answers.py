"""Every action that a station may send is answered with what its official schema demands."""

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.golden import spoken

from wattfleet.kernel.timeline import Instant
from wattfleet.ocpp.codec import validate
from wattfleet.ocpp.replies import (
    BeatReply,
    BootReply,
    DataReply,
    PlainReply,
    Reply,
    StartReply,
    StopReply,
    TokenReply,
    TokenStatus,
    TransactionReply,
)
from wattfleet.ocpp.translate import answer
from wattfleet.ocpp.versions import VERSIONS, Version, from_station

NOW = spoken.RECEIVED_AT
SENDS = {"NotifyPeriodicEventStream"}
ANSWERED = [
    (version, action)
    for version in VERSIONS
    for action in sorted(from_station(version))
    if action not in SENDS
]
ACCEPTED = TokenReply(TokenStatus.ACCEPTED, Instant(1_800_000_000_123_456), "FLEET-7")


@pytest.mark.parametrize(("version", "action"), ANSWERED)
@pytest.mark.parametrize("reply", [None, PlainReply()])
def test_each_action_has_an_answer_without_anybody_s_help(
    version: Version, action: str, reply: Reply | None
) -> None:
    if action == "StartTransaction":
        with pytest.raises(AssertionError, match="number"):
            answer(version, action, reply, b"{}", NOW)
    else:
        assert validate(version, action, answer(version, action, reply, b"{}", NOW), answer=True) == ()


REPLIES: list[tuple[str, str, Reply, object]] = [
    ("1.6", "BootNotification", BootReply("accepted", NOW, 300),
     {"status": "Accepted", "currentTime": "2026-11-20T12:10:00.000Z", "interval": 300}),
    ("1.6", "BootNotification", BootReply("pending", NOW, -1),
     {"status": "Pending", "currentTime": "2026-11-20T12:10:00.000Z", "interval": 0}),
    ("1.6", "Heartbeat", BeatReply(NOW), {"currentTime": "2026-11-20T12:10:00.000Z"}),
    ("1.6", "Authorize", ACCEPTED,
     {"idTagInfo": {"status": "Accepted", "expiryDate": "2027-01-15T08:00:00.123Z",
                    "parentIdTag": "FLEET-7"}}),
    ("1.6", "Authorize", TokenReply(TokenStatus.UNKNOWN), {"idTagInfo": {"status": "Invalid"}}),
    ("1.6", "Authorize", TokenReply(TokenStatus.NO_CREDIT, parent="x" * 21),
     {"idTagInfo": {"status": "Blocked"}}),
    ("1.6", "StartTransaction", StartReply(2**31 - 1, TokenReply(TokenStatus.BLOCKED)),
     {"idTagInfo": {"status": "Blocked"}, "transactionId": 2147483647}),
    ("1.6", "StopTransaction", StopReply(), {}),
    ("1.6", "StopTransaction", StopReply(TokenReply(TokenStatus.EXPIRED)),
     {"idTagInfo": {"status": "Expired"}}),
    ("1.6", "DataTransfer", DataReply("accepted", "ok"), {"status": "Accepted", "data": "ok"}),
    ("1.6", "DataTransfer", DataReply("unknown_message"), {"status": "UnknownMessageId"}),
    ("2.0.1", "Authorize", ACCEPTED,
     {"idTokenInfo": {"status": "Accepted", "cacheExpiryDateTime": "2027-01-15T08:00:00.123Z",
                      "groupIdToken": {"idToken": "FLEET-7", "type": "Central"}}}),
    ("2.0.1", "TransactionEvent", TransactionReply(), {}),
    ("2.0.1", "TransactionEvent", TransactionReply(TokenReply(TokenStatus.NOT_AT_THIS_TIME)),
     {"idTokenInfo": {"status": "NotAtThisTime"}}),
    ("2.1", "TransactionEvent", TransactionReply(total_cost=Decimal("4.90"), message="Thank you"),
     {"totalCost": 4.9, "updatedPersonalMessage": {"format": "UTF8", "content": "Thank you"}}),
    ("2.1", "BootNotification", BootReply("rejected", NOW, 600),
     {"status": "Rejected", "currentTime": "2026-11-20T12:10:00.000Z", "interval": 600}),
    ("2.1", "Heartbeat", BeatReply(NOW), {"currentTime": "2026-11-20T12:10:00.000Z"}),
]  # fmt: skip


@pytest.mark.parametrize(("version", "action", "reply", "expected"), REPLIES)
def test_a_reply_in_its_version_s_words(
    version: Version, action: str, reply: Reply, expected: object
) -> None:
    payload = answer(version, action, reply, b"{}", NOW)
    assert json.loads(payload) == expected
    assert validate(version, action, payload, answer=True) == ()


@pytest.mark.parametrize("status", TokenStatus)
@pytest.mark.parametrize("version", VERSIONS)
def test_every_word_about_a_token_has_its_like_in_every_version(
    version: Version, status: TokenStatus
) -> None:
    payload = answer(version, "Authorize", TokenReply(status), b"{}", NOW)
    assert validate(version, "Authorize", payload, answer=True) == ()


def test_a_reply_to_something_else_is_a_bug() -> None:
    with pytest.raises(AssertionError, match="no answer"):
        answer("1.6", "Heartbeat", ACCEPTED, b"{}", NOW)
    with pytest.raises(AssertionError, match="no answer"):
        answer("2.1", "Heartbeat", ACCEPTED, b"{}", NOW)


def test_a_certificate_that_was_asked_for_is_named_again() -> None:
    asked = {
        "certificateStatusRequests": [
            {"source": "CRL", "urls": ["http://crl"], "certificateHashData": {
                "hashAlgorithm": "SHA384", "issuerNameHash": "a1", "issuerKeyHash": "b2",
                "serialNumber": "c3"}}
        ]
    }  # fmt: skip
    payload = answer("2.1", "GetCertificateChainStatus", None, json.dumps(asked).encode(), NOW)
    assert json.loads(payload) == {
        "certificateStatus": [
            {"certificateHashData": {"hashAlgorithm": "SHA384", "issuerNameHash": "a1", "issuerKeyHash": "b2",
                                     "serialNumber": "c3"},
             "source": "CRL", "status": "Failed", "nextUpdate": "2026-11-21T12:10:00.000Z"}
        ]
    }  # fmt: skip


PLAIN = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=300)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=6),
        st.dictionaries(
            st.sampled_from(
                ["certificateStatusRequests", "certificateHashData", "hashAlgorithm", "serialNumber",
                 "vatNumber", "source", "issuerNameHash"]
            ),
            inner,
            max_size=5,
        ),
    ),
    max_leaves=20,
)  # fmt: skip


@given(request=PLAIN, pick=st.integers(min_value=0, max_value=99))
@settings(max_examples=200, deadline=None)
def test_whatever_was_asked_the_answer_is_valid(request: object, pick: int) -> None:
    actions = sorted(from_station("2.1") - SENDS)
    action = actions[pick % len(actions)]
    payload = answer("2.1", action, None, json.dumps(request).encode(), NOW)
    assert validate("2.1", action, payload, answer=True) == ()
