"""Wattfleet: the open charge point management system for operators who serve fleets."""

__version__ = "0.1.0"
