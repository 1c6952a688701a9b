"""OCPP 1.6: the answer to every CALL that a station may send."""

from wattfleet.kernel.timeline import Instant
from wattfleet.ocpp.asked import Json, told, written
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
)

STATUSES = {
    TokenStatus.ACCEPTED: "Accepted",
    TokenStatus.BLOCKED: "Blocked",
    TokenStatus.EXPIRED: "Expired",
    TokenStatus.INVALID: "Invalid",
    TokenStatus.UNKNOWN: "Invalid",
    TokenStatus.CONCURRENT_TX: "ConcurrentTx",
    TokenStatus.NO_CREDIT: "Blocked",
    TokenStatus.NOT_ALLOWED_TYPE_EVSE: "Blocked",
    TokenStatus.NOT_AT_THIS_LOCATION: "Blocked",
    TokenStatus.NOT_AT_THIS_TIME: "Blocked",
}
"""1.6 has five words: a card that nobody knows is Invalid, one that is known but may not is Blocked."""

BOOT_STATUSES = {"accepted": "Accepted", "pending": "Pending", "rejected": "Rejected"}
DATA_STATUSES = {
    "accepted": "Accepted",
    "rejected": "Rejected",
    "unknown_message": "UnknownMessageId",
    "unknown_vendor": "UnknownVendorId",
}
PARENT_LIMIT = 20
ASK_AGAIN_S = 60


def answer(action: str, reply: Reply | None, payload: bytes, now: Instant) -> bytes:
    """The payload of the answer. Without a reply: what harms nobody; a boot is asked to wait (row 78).

    A StartTransaction needs its reply: only a use case can give the number.
    """
    if reply is None or type(reply) is PlainReply:
        return _default(action, now)
    match action, reply:
        case "StartTransaction", StartReply():
            return written(told(idTagInfo=_info(reply.token), transactionId=reply.transaction))
        case "BootNotification", BootReply():
            return _boot(reply)
        case "Heartbeat", BeatReply():
            return written(told(currentTime=reply.now.wire()))
        case "Authorize" | "StopTransaction", TokenReply():
            return written(told(idTagInfo=_info(reply)))
        case "StopTransaction", StopReply():
            return written(told(idTagInfo=_info(reply.token) if reply.token else None))
        case "DataTransfer", DataReply():
            return written(told(status=DATA_STATUSES[reply.status], data=reply.text))
        case _:
            raise AssertionError(f"a {type(reply).__name__} is no answer to {action}")


def _default(action: str, now: Instant) -> bytes:
    assert action != "StartTransaction", "a start is answered with the number that a use case gave it"
    match action:
        case "BootNotification":
            return _boot(BootReply("pending", now, ASK_AGAIN_S))
        case "Heartbeat":
            return written(told(currentTime=now.wire()))
        case "Authorize":
            return written(told(idTagInfo=_info(TokenReply(TokenStatus.INVALID))))
        case "DataTransfer":
            return b'{"status":"UnknownVendorId"}'
        case "SignCertificate":
            return b'{"status":"Rejected"}'
        case _:
            return b"{}"


def _boot(reply: BootReply) -> bytes:
    return written(
        told(
            status=BOOT_STATUSES[reply.status],
            currentTime=reply.now.wire(),
            interval=max(0, reply.interval_s),
        )
    )


def _info(reply: TokenReply) -> dict[str, Json]:
    """A parent that is too long for 1.6 could match nothing there, and is left out."""
    expires = None if reply.expires_at is None else reply.expires_at.wire()
    parent = reply.parent if 0 < len(reply.parent) <= PARENT_LIMIT else None
    return told(status=STATUSES[reply.status], expiryDate=expires, parentIdTag=parent)
