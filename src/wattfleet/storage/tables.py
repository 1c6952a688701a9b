"""Every table, once, for both databases."""
