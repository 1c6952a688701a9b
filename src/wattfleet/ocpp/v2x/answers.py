"""OCPP 2.0.1 and 2.1: the answer to every CALL that a station may send."""

from wattfleet.kernel.timeline import DAY_US, Instant
from wattfleet.ocpp import plain
from wattfleet.ocpp.asked import Json, told, written
from wattfleet.ocpp.plain import Piece
from wattfleet.ocpp.replies import (
    BeatReply,
    BootReply,
    DataReply,
    PlainReply,
    Reply,
    TokenReply,
    TokenStatus,
    TransactionReply,
)

STATUSES = {
    TokenStatus.ACCEPTED: "Accepted",
    TokenStatus.BLOCKED: "Blocked",
    TokenStatus.EXPIRED: "Expired",
    TokenStatus.INVALID: "Invalid",
    TokenStatus.UNKNOWN: "Unknown",
    TokenStatus.CONCURRENT_TX: "ConcurrentTx",
    TokenStatus.NO_CREDIT: "NoCredit",
    TokenStatus.NOT_ALLOWED_TYPE_EVSE: "NotAllowedTypeEVSE",
    TokenStatus.NOT_AT_THIS_LOCATION: "NotAtThisLocation",
    TokenStatus.NOT_AT_THIS_TIME: "NotAtThisTime",
}
BOOT_STATUSES = {"accepted": "Accepted", "pending": "Pending", "rejected": "Rejected"}
DATA_STATUSES = {
    "accepted": "Accepted",
    "rejected": "Rejected",
    "unknown_message": "UnknownMessageId",
    "unknown_vendor": "UnknownVendorId",
}
PARENT_LIMIT = 36
MESSAGE_LIMIT = 512
ASK_AGAIN_S = 60

REFUSALS = {
    "DataTransfer": b'{"status":"UnknownVendorId"}',
    "Get15118EVCertificate": b'{"status":"Failed","exiResponse":""}',
    "GetCertificateStatus": b'{"status":"Failed"}',
    "NotifyEVChargingNeeds": b'{"status":"Rejected"}',
    "NotifyEVChargingSchedule": b'{"status":"Rejected"}',
    "OpenPeriodicEventStream": b'{"status":"Rejected"}',
    "PullDynamicScheduleUpdate": b'{"status":"Rejected"}',
    "SignCertificate": b'{"status":"Rejected"}',
}
"""What we say to what we cannot do yet. An action that is not here is answered with an empty object."""


def answer(action: str, reply: Reply | None, payload: bytes, now: Instant) -> bytes:
    """The payload of the answer. Without a reply: what harms nobody; a boot is asked to wait (row 78).

    `payload` is the request's: two answers of 2.1 repeat a part of it.
    """
    if reply is None or type(reply) is PlainReply:
        return _default(action, payload, now)
    match action, reply:
        case "TransactionEvent", TransactionReply():
            return _transaction(reply)
        case "TransactionEvent", TokenReply():
            return _transaction(TransactionReply(reply))
        case "Authorize", TokenReply():
            return written(told(idTokenInfo=_info(reply)))
        case "BootNotification", BootReply():
            return _boot(reply)
        case "Heartbeat", BeatReply():
            return written(told(currentTime=reply.now.wire()))
        case "DataTransfer", DataReply():
            return written(told(status=DATA_STATUSES[reply.status], data=reply.text))
        case _:
            raise AssertionError(f"a {type(reply).__name__} is no answer to {action}")


def _default(action: str, payload: bytes, now: Instant) -> bytes:
    match action:
        case "BootNotification":
            return _boot(BootReply("pending", now, ASK_AGAIN_S))
        case "Heartbeat":
            return written(told(currentTime=now.wire()))
        case "Authorize":
            return written(told(idTokenInfo=_info(TokenReply(TokenStatus.UNKNOWN))))
        case "GetCertificateChainStatus":
            return _chain_status(plain.parse(payload) or plain.NOTHING, now)
        case "VatNumberValidation":
            number = plain.text(plain.parse(payload) or plain.NOTHING, "vatNumber", 20)
            return written(told(vatNumber=number, status="Rejected"))
        case _:
            return REFUSALS.get(action, b"{}")


def _boot(reply: BootReply) -> bytes:
    return written(
        told(
            status=BOOT_STATUSES[reply.status],
            currentTime=reply.now.wire(),
            interval=max(0, reply.interval_s),
        )
    )


def _transaction(reply: TransactionReply) -> bytes:
    token = None if reply.token is None else _info(reply.token)
    message = told(format="UTF8", content=reply.message[:MESSAGE_LIMIT]) if reply.message else None
    return written(told(totalCost=reply.total_cost, idTokenInfo=token, updatedPersonalMessage=message))


def _info(reply: TokenReply) -> dict[str, Json]:
    expires = None if reply.expires_at is None else reply.expires_at.wire()
    group = told(idToken=reply.parent, type="Central") if 0 < len(reply.parent) <= PARENT_LIMIT else None
    return told(status=STATUSES[reply.status], cacheExpiryDateTime=expires, groupIdToken=group)


_HASHES = frozenset({"SHA256", "SHA384", "SHA512"})


def _chain_status(request: Piece, now: Instant) -> bytes:
    """GetCertificateChainStatus of 2.1: each certificate asked for is named again, as Failed."""
    tomorrow = Instant(now.us + DAY_US).wire()
    asked = plain.pieces(request, "certificateStatusRequests")[:4] or [plain.NOTHING]
    return written(
        told(
            certificateStatus=[
                told(
                    certificateHashData=_hash(plain.within(one, "certificateHashData")),
                    source="CRL" if one.get("source") == "CRL" else "OCSP",
                    status="Failed",
                    nextUpdate=tomorrow,
                )
                for one in asked
            ]
        )
    )


def _hash(asked: Piece) -> dict[str, Json]:
    algorithm = plain.text(asked, "hashAlgorithm", 8)
    return told(
        hashAlgorithm=algorithm if algorithm in _HASHES else "SHA256",
        issuerNameHash=plain.text(asked, "issuerNameHash", 128),
        issuerKeyHash=plain.text(asked, "issuerKeyHash", 128),
        serialNumber=plain.text(asked, "serialNumber", 40),
    )
