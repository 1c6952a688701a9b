"""Alembic migrations, one history for both databases."""
