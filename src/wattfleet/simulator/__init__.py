"""Pretend stations, over the wire only."""
