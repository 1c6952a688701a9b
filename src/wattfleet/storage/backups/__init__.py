"""Backups: sealed copies of a whole installation, and how they are brought back."""
