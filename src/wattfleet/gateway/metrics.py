"""What the door counts. No label names a station, a card or a transaction. Source: operations §10.1."""

from functools import lru_cache

from prometheus_client import Counter, Gauge, Histogram

CONNECTIONS = Gauge(
    "wattfleet_ocpp_connections", "Stations that are connected", ["protocol", "security_profile"]
)
CONNECTS = Counter("wattfleet_ocpp_connects", "Handshakes", ["result"])
ACCEPTED = CONNECTS.labels("accepted")
DISCONNECTS = Counter("wattfleet_ocpp_disconnects", "Ended connections", ["reason"])
HANDSHAKE_FAILURES = Counter("wattfleet_ocpp_handshake_failures", "Refused or failed handshakes", ["reason"])
CONTENTION = Counter("wattfleet_ocpp_identity_contention", "Two parties under one identity")
MESSAGES = Counter("wattfleet_ocpp_messages", "Frames", ["direction", "action", "type", "outcome"])
HANDLE_SECONDS = Histogram(
    "wattfleet_ocpp_handle_duration_seconds",
    "From a call's arrival to its answer",
    ["action"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
CALL_SECONDS = Histogram(
    "wattfleet_ocpp_call_duration_seconds",
    "From our call to the station's answer",
    ["action"],
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60),
)
CALL_TIMEOUTS = Counter("wattfleet_ocpp_call_timeouts", "Calls that no station answered", ["action"])
OLDEST_WAITING = Gauge(
    "wattfleet_ocpp_oldest_unprocessed_seconds", "Age of the oldest frame that waits", ["queue"]
)


def handled(action: str, outcome: str, took_us: int) -> None:
    """A call of a station has been answered."""
    seconds, messages = _of_calls(action, outcome)
    seconds.observe(took_us / 1_000_000)
    messages.inc()


@lru_cache(maxsize=512)
def _of_calls(action: str, outcome: str) -> tuple[Histogram, Counter]:
    """Labels are looked up once: every frame comes by here."""
    return HANDLE_SECONDS.labels(action), MESSAGES.labels("in", action, "call", outcome)


def closing(code: int) -> str:
    """A close code as a label: few values, whatever a station sends."""
    match code:
        case 1000 | 1001:
            return "normal"
        case 1005 | 1006:
            return "lost"
        case 1002 | 1003 | 1007 | 1009:
            return "protocol"
        case 1008:
            return "policy"
        case 1011 | 1012 | 1013:
            return "server"
        case _:
            return "other"
