"""Bytes that no library would send: requests without a header that they need, frames with a reserved bit."""

import asyncio
import os
from urllib.parse import urlsplit

from picows import WSTransport


async def without_connection_header(url: str, headers: list[tuple[str, str]]) -> None:
    """Ask for a WebSocket without `Connection: Upgrade` (row 60). Raises: OSError with the refusal."""
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    lines = [
        f"GET {parts.path} HTTP/1.1",
        f"Host: {parts.netloc}",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        *(f"{name}: {value}" for name, value in headers),
    ]
    writer.write("\r\n".join((*lines, "", "")).encode())
    try:
        answer = await reader.readline()
    finally:
        writer.close()
    raise OSError(f"refused: {answer.decode(errors='replace').strip()}")


def send_reserved(transport: WSTransport) -> None:
    """A ping with the bit RSV1, which says “compressed”, although no compression was agreed (row 71)."""
    transport.underlying_transport.write(bytes((0x80 | 0x40 | 0x9, 0x80)) + os.urandom(4))
