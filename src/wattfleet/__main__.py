"""`python -m wattfleet`."""
