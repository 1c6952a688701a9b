"""TLS for stations: real handshakes with certificates made here (security §2, tests 6, 8 and 17)."""

import asyncio
import datetime as dt
import ipaddress
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from tests.doors.house import BEAT, basic, dial, house, raw, request, say, until
from websockets.asyncio.client import ClientConnection

from wattfleet.gateway.listener import Limits
from wattfleet.gateway.tls import Pair, server_context
from wattfleet.kernel.errors import WattfleetError

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def make_pair(folder: Path, name: str, key: Key, days: int = 20_000) -> Pair:
    """A self-signed certificate for 127.0.0.1, which holds for so many days of 2026 on."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    start = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + dt.timedelta(days=days))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    chain, secret = folder / f"{name}.pem", folder / f"{name}.key"
    chain.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return Pair(chain, secret)


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> list[Pair]:
    folder = tmp_path_factory.mktemp("tls")
    return [
        make_pair(folder, "ecdsa", ec.generate_private_key(ec.SECP256R1())),
        make_pair(folder, "rsa", rsa.generate_private_key(65537, 2048)),
    ]


def client_context(
    pairs: list[Pair], *, suites: str = "", version: ssl.TLSVersion | None = None
) -> ssl.SSLContext:
    context = ssl.create_default_context()
    for pair in pairs:
        context.load_verify_locations(pair.certificate)
    if suites:
        context.set_ciphers(suites)
    if version is not None:
        context.minimum_version = version
        context.maximum_version = version
    return context


FOUR = [
    "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-ECDSA-AES256-GCM-SHA384",
    "AES128-GCM-SHA256",
    "AES256-GCM-SHA384",
]


@pytest.mark.parametrize("suite", FOUR)
async def test_the_four_suites_of_the_whitepaper(pairs: list[Pair], suite: str) -> None:
    async with house() as built:
        built.station("CP-1")
        port = await built.listen(tls=server_context(pairs))
        context = client_context(pairs, suites=suite, version=ssl.TLSVersion.TLSv1_2)
        async with dial(port, ssl=context) as client:
            await say(client, BEAT)
            spoken = client.transport.get_extra_info("cipher")
            assert spoken[0] == suite
        assert built.seat.caller.secure


async def test_who_finds_no_place_waits_before_tls_is_spoken_until_there_is_one(pairs: list[Pair]) -> None:
    async with house() as built:
        built.station("CP-1")
        port = await built.listen(tls=server_context(pairs))
        built.admission.places = 0
        coming = asyncio.ensure_future(_dialled(port, client_context(pairs)))
        await until(lambda: built.listeners[0]._waiting)
        assert not built.listeners[0]._half_open
        built.admission.places = 1
        async with await coming as client:
            assert (await say(client, BEAT))[0] == 3


async def _dialled(port: int, context: ssl.SSLContext) -> ClientConnection:
    return await dial(port, ssl=context)


async def test_tls_1_3_is_spoken_where_it_can_be(pairs: list[Pair]) -> None:
    async with house() as built:
        built.station("CP-1", tls_only=True)
        port = await built.listen(tls=server_context(pairs))
        async with dial(port, ssl=client_context(pairs)) as client:
            await say(client, BEAT)
            assert client.transport.get_extra_info("ssl_object").version() == "TLSv1.3"


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1 is deprecated")
@pytest.mark.parametrize(
    ("suites", "version"),
    [
        ("DEFAULT:@SECLEVEL=0", ssl.TLSVersion.TLSv1_1),
        ("AES128-SHA:@SECLEVEL=0", ssl.TLSVersion.TLSv1_2),
        ("ECDHE-RSA-AES128-SHA:@SECLEVEL=0", ssl.TLSVersion.TLSv1_2),
    ],
)
async def test_8_old_versions_and_weak_suites_fail(
    pairs: list[Pair], suites: str, version: ssl.TLSVersion
) -> None:
    async with house() as built:
        built.station("CP-1")
        port = await built.listen(tls=server_context(pairs))
        with pytest.raises((ssl.SSLError, ConnectionError)):
            await raw(port, request(), tls=client_context(pairs, suites=suites, version=version))
        await until(lambda: not built.listeners[0]._half_open)
        async with dial(port, ssl=client_context(pairs)) as client:
            await say(client, BEAT)


async def test_plain_text_to_the_tls_port_ends(pairs: list[Pair]) -> None:
    async with house() as built:
        built.station("CP-1")
        port = await built.listen(tls=server_context(pairs))
        answer = await raw(port, request(Authorization=basic("CP-1")["Authorization"]))
        assert not answer.startswith(b"HTTP/1.1 101")
        await until(lambda: not built.listeners[0]._half_open)


async def test_17_a_tls_handshake_that_never_comes_is_dropped(pairs: list[Pair]) -> None:
    async with house() as built:
        built.station("CP-1")
        limits = Limits(half_open=5, handshake_us=300_000, dawdle_us=200_000)
        port = await built.listen(tls=server_context(pairs), limits=limits)
        idle = [await asyncio.open_connection("127.0.0.1", port) for _ in range(12)]
        async with dial(port, ssl=client_context(pairs)) as client:
            await say(client, BEAT)
        await until(lambda: not built.listeners[0]._half_open)
        for _, writer in idle:
            writer.close()


def test_a_key_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("no certificate")
    with pytest.raises(WattfleetError) as refused:
        server_context([Pair(tmp_path / "a", tmp_path / "a")])
    assert refused.value.code == "tls_certificate"
