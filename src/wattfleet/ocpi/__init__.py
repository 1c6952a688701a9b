"""The wire of roaming: OCPI objects as partners send them, and what they mean to us."""
