"""Verbs: one file, one public coroutine, one transaction."""
