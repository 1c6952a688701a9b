"""Counters and gauges of a process for Prometheus. Names: one prefix, base units, no label per station.

Sums over the fleet only: a station's identity, a token or a transaction id is never a label.
"""

from prometheus_client import REGISTRY, Counter, Gauge, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

MEDIA_TYPE = CONTENT_TYPE_LATEST

HTTP_REQUESTS = Counter("wattfleet_http_requests", "Requests answered.", ["method", "route", "status"])
HTTP_SECONDS = Histogram(
    "wattfleet_http_request_duration_seconds",
    "From the request to its answer.",
    ["route"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60),
)
LISTENERS = Gauge("wattfleet_live_listeners", "Open live streams.")


def exposition() -> bytes:
    """Everything, as Prometheus reads it."""
    return generate_latest(REGISTRY)
