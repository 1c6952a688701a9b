"""Addresses of our own pages, as they are given to people."""

SIGN_IN = "/sign-in"
CONSOLE, DRIVER_APP = "/", "/driver/"


def link_address(base: str, text: str) -> str:
    """A one-time link. Its text stands behind `#`: browsers send that to nobody, and no log keeps it."""
    return f"{base.rstrip('/')}{SIGN_IN}#{text}"
