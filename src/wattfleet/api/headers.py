"""What every answer says about itself to a browser, and what pages may load: only what is ours.

Source: OWASP Secure Headers; RFC 6797 for TLS.
"""

SECURITY_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cross-origin-resource-policy": "same-origin",
}

TLS_ONLY = ("strict-transport-security", "max-age=31536000")
"""Said only where the request came over TLS: a browser then never tries without it."""

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

PAGE_HEADERS: tuple[tuple[str, str], ...] = (
    ("content-security-policy", PAGE_POLICY),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(self), microphone=(), payment=(), usb=()"),
)
"""For what a person looks at; scripts and styles come from files of ours, never from the page's text."""


def page_headers(map_tiles: str) -> tuple[tuple[str, str], ...]:
    """The same where a tile server is configured: pictures, and nothing else, may come from there."""
    if not map_tiles:
        return PAGE_HEADERS
    host = "/".join(map_tiles.split("/")[:3])
    policy = PAGE_POLICY.replace("img-src 'self'", f"img-src 'self' {host}")
    return (("content-security-policy", policy), *PAGE_HEADERS[1:])
