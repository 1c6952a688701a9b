"""Data that others decide: baselines, quirks."""
