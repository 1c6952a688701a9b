"""What the door counts of frames, as a scrape reads it: as prometheus_client would have counted."""

from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

from wattfleet.gateway.metrics import Frames

CALLS = st.lists(
    st.tuples(
        st.sampled_from(["MeterValues", "Heartbeat", "unknown"]),
        st.sampled_from(["ok", "soft"]),
        st.sampled_from([*Frames.LIMITS_US, 0, 1_001, 60_000_000]) | st.integers(0, 40_000_000),
    )
)


@given(CALLS)
def test_a_scrape_reads_what_the_usual_counters_would_say(calls: list[tuple[str, str, int]]) -> None:
    ours, theirs = CollectorRegistry(), CollectorRegistry()
    frames = Frames()
    ours.register(frames)
    labels = ["direction", "action", "type", "outcome"]
    messages = Counter("wattfleet_ocpp_messages", "Frames", labels, registry=theirs)
    seconds = Histogram(
        "wattfleet_ocpp_handle_duration_seconds",
        "From a call's arrival to its answer",
        ["action"],
        buckets=[limit / 1_000_000 for limit in Frames.LIMITS_US],
        registry=theirs,
    )
    frames.count("out", "Reset", "call", "ok")
    messages.labels("out", "Reset", "call", "ok").inc()
    for action, outcome, took_us in calls:
        frames.handled(action, outcome, took_us)
        messages.labels("in", action, "call", outcome).inc()
        seconds.labels(action).observe(took_us / 1_000_000)
    assert _read(ours) == _read(theirs)


def _read(registry: CollectorRegistry) -> dict[str, float]:
    """Each series with its value. When a series was created is left out: we do not tell it."""
    lines = generate_latest(registry).decode().splitlines()
    series = (line.rpartition(" ") for line in lines if not line.startswith("#") and "_created" not in line)
    return {name: round(float(value), 6) for name, _, value in series}
