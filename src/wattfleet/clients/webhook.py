"""One webhook call, signed after Standard Webhooks: `v1,` HMAC-SHA-256 over `id.timestamp.body`.

Redirects are not followed, and private addresses are refused unless they were allowed: an address that
somebody typed must not make this server knock at its neighbours. Source: Standard Webhooks; security §6.
"""

import asyncio
import base64
import hashlib
import hmac
import ipaddress
import socket
from importlib import import_module
from urllib.parse import urlsplit

import msgspec

TIMEOUT_S = 10.0


class Hook(msgspec.Struct, frozen=True, kw_only=True):
    """Where to, and with which secret (`whsec_` and base64)."""

    url: str
    secret: str
    allow_private: bool = False


class Called(msgspec.Struct, frozen=True):
    """How it went: `problem` "" = taken. `gone`: the receiver wants no more (410)."""

    problem: str
    gone: bool = False


def sign(secret: str, message_id: str, timestamp_s: int, body: bytes) -> str:
    """The header `webhook-signature`."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    told = f"{message_id}.{timestamp_s}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, told, hashlib.sha256)).decode()


async def call_hook(hook: Hook, message_id: str, timestamp_s: int, body: bytes) -> Called:
    """One try."""
    await asyncio.to_thread(import_module, "httpx")  # large, and most servers never call anybody
    import httpx

    refused = "" if hook.allow_private else await _private(hook.url)
    if refused:
        return Called(refused)
    headers = {
        "content-type": "application/json",
        "user-agent": "Wattfleet",
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp_s),
        "webhook-signature": sign(hook.secret, message_id, timestamp_s, body),
    }
    try:
        async with httpx.AsyncClient(timeout=TIMEOUT_S, follow_redirects=False, trust_env=False) as client:
            answer = await client.post(hook.url, content=body, headers=headers)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return Called(f"{type(error).__name__}: {error}"[:500])
    if answer.is_success:
        return Called("")
    return Called(f"It answered {answer.status_code}.", gone=answer.status_code == 410)


async def _private(url: str) -> str:
    """Why an address may not be called; "" where it may."""
    host = urlsplit(url).hostname or ""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError as error:
        return f"The name {host} leads nowhere: {error.strerror}."
    for one in found:
        if not ipaddress.ip_address(one[4][0]).is_global:
            return f"{host} is an address of a private network; allow_private lets it be called."
    return ""
