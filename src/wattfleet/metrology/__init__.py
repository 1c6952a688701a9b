"""Signed meter values: what a meter swears to, whether it did, and whether that may be billed."""
