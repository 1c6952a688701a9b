"""Stations as they are: identity, status, clock, baseline."""
