"""What the door counts. No label names a station, a card or a transaction. Source: operations §10.1."""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate

from prometheus_client import REGISTRY, Counter, Gauge, Histogram
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

CONNECTIONS = Gauge(
    "wattfleet_ocpp_connections", "Stations that are connected", ["protocol", "security_profile"]
)
CONNECTS = Counter("wattfleet_ocpp_connects", "Handshakes", ["result"])
ACCEPTED = CONNECTS.labels("accepted")
DISCONNECTS = Counter("wattfleet_ocpp_disconnects", "Ended connections", ["reason"])
HANDSHAKE_FAILURES = Counter("wattfleet_ocpp_handshake_failures", "Refused or failed handshakes", ["reason"])
CONTENTION = Counter("wattfleet_ocpp_identity_contention", "Two parties under one identity")
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


class Frames(Collector):
    """Every frame comes by here, on the one thread that counts, so that plain numbers do (measured: 0.2 µs a
    frame; a counter and a histogram of prometheus_client, which take locks, 1.0)."""

    LIMITS_US = (
        1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000,
        1_000_000, 2_500_000, 5_000_000, 10_000_000, 30_000_000,
    )  # fmt: skip

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str, str, str], int] = {}
        self._took: dict[str, _Took] = {}

    def count(self, direction: str, action: str, kind: str, outcome: str) -> None:
        key = (direction, action, kind, outcome)
        self._counts[key] = self._counts.get(key, 0) + 1

    def handled(self, action: str, outcome: str, took_us: int) -> None:
        """A call of a station has been answered."""
        self.count("in", action, "call", outcome)
        took = self._took.get(action)
        if took is None:
            took = self._took[action] = _Took(len(self.LIMITS_US) + 1)
        took.calls[bisect_left(self.LIMITS_US, took_us)] += 1
        took.total_us += took_us

    def collect(self) -> Iterator[Metric]:
        labels = ["direction", "action", "type", "outcome"]
        messages = CounterMetricFamily("wattfleet_ocpp_messages", "Frames", labels=labels)
        for key, number in tuple(self._counts.items()):
            messages.add_metric(key, number)
        yield messages
        name, what = "wattfleet_ocpp_handle_duration_seconds", "From a call's arrival to its answer"
        seconds = HistogramMetricFamily(name, what, labels=["action"])
        bounds = [*(str(limit / 1_000_000) for limit in self.LIMITS_US), "+Inf"]
        for action, took in tuple(self._took.items()):
            buckets = list(zip(bounds, accumulate(took.calls), strict=True))
            seconds.add_metric([action], buckets, took.total_us / 1_000_000)
        yield seconds


class _Took:
    """How many calls of an action took how long: up to each limit, and longer than all."""

    __slots__ = ("calls", "total_us")

    def __init__(self, buckets: int) -> None:
        self.calls = [0] * buckets
        self.total_us = 0


FRAMES = Frames()
REGISTRY.register(FRAMES)


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
