"""The composition root: the one place that wires doors, use cases and keeping together."""
