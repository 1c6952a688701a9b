"""What the clockwork counts."""

from prometheus_client import Counter

VIOLATIONS = Counter(
    "wattfleet_invariant_violations", "What audits of this process found broken.", ["invariant"]
)
