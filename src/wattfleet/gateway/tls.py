"""TLS for stations and for people: version, suites and certificates, as the security whitepaper asks.

The four suites that a CSMS shall offer are two with ECDSA and forward secrecy, and two with plain RSA,
which Python leaves out unless it is told.
Source: OCPP security whitepaper edition 3, A00.FR.318, .319; security §2.
"""

import ssl
from collections.abc import Sequence
from pathlib import Path

import msgspec

from wattfleet.kernel.errors import invalid

SUITES = (
    "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-ECDSA-AES256-GCM-SHA384",
    "ECDHE-RSA-AES128-GCM-SHA256",  # beyond the four: forward secrecy for stations that trust only RSA
    "ECDHE-RSA-AES256-GCM-SHA384",
    "AES128-GCM-SHA256",
    "AES256-GCM-SHA384",
)


PEOPLE_SUITES = tuple(suite for suite in SUITES if suite.startswith("ECDHE"))
"""Browsers and programs have forward secrecy."""


class Pair(msgspec.Struct, frozen=True):
    """A certificate chain and its key, PEM."""

    certificate: Path
    key: Path


class Certificates:
    """The certificates of an installation, and the contexts that show them, which can read them anew."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        self._pairs = tuple(pairs)
        self._contexts: list[ssl.SSLContext] = []

    def context(self, suites: Sequence[str] = SUITES) -> ssl.SSLContext:
        """For one listener. Raises: WattfleetError `tls_certificate`."""
        made = server_context(self._pairs, suites)
        self._contexts.append(made)
        return made

    def reread(self) -> int:
        """New connections see the files as they are now; how many listeners that is.

        They are tried first, so that a pair that does not belong together changes nothing.
        Raises: WattfleetError `tls_certificate`.
        """
        server_context(self._pairs)
        for context in self._contexts:
            for pair in self._pairs:
                context.load_cert_chain(pair.certificate, pair.key)
        return len(self._contexts)


def server_context(pairs: Sequence[Pair], suites: Sequence[str] = SUITES) -> ssl.SSLContext:
    """A context with one certificate for each kind of key. Raises: WattfleetError `tls_certificate`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.options |= ssl.OP_NO_COMPRESSION | ssl.OP_NO_RENEGOTIATION | ssl.OP_CIPHER_SERVER_PREFERENCE
    # Resumption by ticket spares a returning fleet the full handshake; the keys live as long as the process.
    # One is enough for whoever has one connection, and OpenSSL gives two (1.3: 15 of 265 µs).
    context.num_tickets = 1
    context.set_ciphers(":".join(suites))
    for pair in pairs:
        try:
            context.load_cert_chain(pair.certificate, pair.key)
        except (OSError, ssl.SSLError) as failed:
            raise invalid(
                "tls_certificate",
                f"{pair.certificate} and {pair.key} cannot be used: {failed}",
                hint="Give the full chain and its unencrypted key in PEM: --tls-cert FILE --tls-key FILE.",
            ) from failed
    return context
