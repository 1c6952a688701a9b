"""Databases: SQLite embedded, PostgreSQL when it grows."""
