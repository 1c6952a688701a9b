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
