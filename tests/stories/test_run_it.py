"""Run it as its users do: from a wheel, as a unit, in a container, behind nginx and Caddy, with its own TLS.

What this machine cannot do is checked as far as it goes: a container is not built here, but what it installs
is, by the same commands, and it looks after its health as it would there; systemd does not run here, but
judges its unit.
"""

import asyncio
import json
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import websockets
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from tests.doors.house import basic
from tests.doors.test_tls import client_context, make_pair
from tests.ports import free_port
from tests.stories.blackbox import Installation, until

from wattfleet.gateway.tls import Pair

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
BOOT = json.dumps([2, "b1", "BootNotification", {"chargePointVendor": "Acme", "chargePointModel": "One"}])


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    return make_pair(tmp_path, "localhost", ec.generate_private_key(ec.SECP256R1()))


# ── from a wheel ──────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `make wheel` makes, in a folder of its own."""
    into = tmp_path_factory.mktemp("wheel")
    uv = str(Path(sys.executable).parent / "uv")
    command = [uv, "build", "--quiet", "--wheel", "--out-dir", str(into)]
    subprocess.run(command, cwd=ROOT, check=True)
    (built,) = into.glob("*.whl")
    return built


def test_the_wheel_has_all_that_a_server_needs(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {"wattfleet/api/assets/console/index.html", "wattfleet/api/assets/driver/index.html"} <= names
    ours = {
        str(one.relative_to(ROOT / "src"))
        for one in (ROOT / "src" / "wattfleet").rglob("*.*")
        if one.is_file()
    }
    missing = {name for name in ours - names if "__pycache__" not in name}
    assert not missing


def test_a_server_runs_from_the_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    """In a place of its own: no file of the repository is in reach."""
    shop = tmp_path / "site"
    with zipfile.ZipFile(wheel) as opened:
        opened.extractall(shop)
    runner = tmp_path / "run.py"
    runner.write_text(
        f"import sys\nsys.path = [{str(shop)!r}] + [one for one in sys.path if 'src' not in one.split('/')]\n"
        "import wattfleet\n"
        f"assert wattfleet.__path__[0].startswith({str(shop)!r}), wattfleet.__path__\n"
        "from wattfleet.__main__ import main\nsys.exit(main())\n"
    )

    class FromWheel(Installation):
        @property
        def program(self) -> list[str]:
            return [sys.executable, str(runner)]

    server = FromWheel(tmp_path / "data")
    server.start()
    try:
        page = httpx.get(server.http + "/")
        assert page.status_code == 200
        script = re.search(r'src="(/assets/[^"]+\.js)"', page.text)
        assert script is not None
        assert httpx.get(server.http + script[1]).status_code == 200
        assert httpx.get(server.http + "/driver/").status_code == 200
        with server.client() as api:
            assert [one["name"] for one in api.get("/sites").json()["items"]]
    finally:
        assert server.stop() == 0


# ── as a container, under systemd ─────────────────────────────────────────────


def test_the_container_runs_as_nobody_with_one_volume() -> None:
    text = (ROOT / "Containerfile").read_text().replace("\\\n", " ")
    last = [line.split(None, 1) for line in text.split("\nFROM ")[-1].splitlines()[1:] if line.strip()]
    words = [(word, rest) for word, rest in last if word.isupper()]
    assert [rest for word, rest in words if word == "USER"] == ["10001:10001"]
    assert [rest for word, rest in words if word == "VOLUME"] == ["/data"]
    verbs = [word for word, _ in words]
    assert verbs.index("USER") < verbs.index("ENTRYPOINT")
    assert "RUN make wheel" in text, "the wheel of the tests above is what it installs"
    assert "--require-hashes" in text
    entry, arguments = (json.loads(dict(words)[verb]) for verb in ("ENTRYPOINT", "CMD"))
    help_text = subprocess.run(
        [sys.executable, "-m", "wattfleet", "serve", "--help"], capture_output=True, text=True, check=True
    ).stdout
    assert entry == ["wattfleet"]
    assert arguments[0] == "serve"
    assert all(flag in help_text for flag in arguments if flag.startswith("--"))


def test_the_container_knows_by_itself_whether_it_is_well(tmp_path: Path) -> None:
    """Its health check is run as it stands, but for the port."""
    text = (ROOT / "Containerfile").read_text().replace("\\\n", " ")
    check = re.search(r"^HEALTHCHECK .*?CMD (\[.*\])$", text, re.MULTILINE)
    assert check is not None
    program, *arguments = json.loads(check[1])
    assert program == "python"
    server = Installation(tmp_path / "data")
    told = [one.replace(":8080/", f":{server.http_port}/") for one in arguments]
    assert told != arguments, "it asks the port on which the server listens inside"
    look = [sys.executable, *told]
    server.start()
    try:
        assert subprocess.run(look, check=False).returncode == 0
    finally:
        assert server.stop() == 0
    assert subprocess.run(look, check=False, stderr=subprocess.DEVNULL).returncode != 0


def test_a_container_is_made_of_what_is_here() -> None:
    """Each stage takes what stands in the repository or what the stage before it has made."""
    text = (ROOT / "Containerfile").read_text().replace("\\\n", " ")
    stages = re.findall(r"^FROM (\S+)(?: AS (\w+))?$", text, re.MULTILINE)
    assert [one for one, _ in stages if ":" not in one or one.endswith(":latest")] == []
    takes = re.findall(r"^COPY --from=(\w+) (\S+) ", text, re.MULTILINE)
    assert [stage for stage, _ in takes] == [name for _, name in stages if name]
    ignored = (ROOT / ".containerignore").read_text().split()
    assert {".venv", "node_modules"} <= {one.strip("/").removeprefix("**/") for one in ignored}


def test_the_unit_is_sound_and_tight(tmp_path: Path) -> None:
    """As systemd reads it; the program is put where there is one."""
    analyze = shutil.which("systemd-analyze")
    text = (DEPLOY / "wattfleet.service").read_text()
    command = re.search(r"^ExecStart=(\S+) (.*)$", text, re.MULTILINE)
    assert command is not None
    assert command[2] == "serve --data /var/lib/wattfleet"
    assert "StateDirectory=wattfleet" in text
    assert analyze is not None, "apt-get install systemd"
    unit = tmp_path / "wattfleet.service"
    unit.write_text(text.replace(command[1], sys.executable))
    said = subprocess.run([analyze, "verify", str(unit)], capture_output=True, text=True, check=False)
    ours = [line for line in said.stderr.splitlines() if "wattfleet" in line]
    assert (said.returncode, ours) == (0, [])
    judged = subprocess.run(
        [analyze, "security", "--offline=true", "--threshold=20", str(unit)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert judged.returncode == 0, judged.stdout[-400:]


# ── behind a proxy ────────────────────────────────────────────────────────────


@contextmanager
def nginx(server: Installation, pair: Pair, folder: Path) -> Iterator[int]:
    port = free_port()
    ours = (DEPLOY / "nginx.conf").read_text()
    ours = _replaced(ours, {
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "/etc/ssl/csms.example.org.pem": str(pair.certificate),
        "/etc/ssl/csms.example.org.key": str(pair.key),
        "127.0.0.1:9000": f"127.0.0.1:{server.ocpp_port}",
        "127.0.0.1:8080": f"127.0.0.1:{server.http_port}",
    })  # fmt: skip
    (folder / "wattfleet.conf").write_text(ours)
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = f"daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}}\n"
    whole += f"http {{ access_log off;\n{temporary}include {folder}/wattfleet.conf;\n}}\n"
    (folder / "nginx.conf").write_text(whole)
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    with _running([program, "-p", str(folder), "-c", str(folder / "nginx.conf")], port, folder / "error.log"):
        yield port


@contextmanager
def caddy(server: Installation, pair: Pair, folder: Path) -> Iterator[int]:
    port = free_port()
    site = f"https://127.0.0.1:{port}"
    ours = (DEPLOY / "Caddyfile").read_text()
    ours = _replaced(ours, {
        "csms.example.org {": f"{site} {{\n\ttls {pair.certificate} {pair.key}",
        "127.0.0.1:9000": f"127.0.0.1:{server.ocpp_port}",
        "127.0.0.1:8080": f"127.0.0.1:{server.http_port}",
    })  # fmt: skip
    head = f"{{\n\tadmin off\n\tauto_https disable_redirects\n\tstorage file_system {folder}\n}}\n"
    (folder / "Caddyfile").write_text(head + ours)
    program = shutil.which("caddy")
    assert program is not None
    command = [program, "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]
    with _running(command, port, folder / "log"):
        yield port


def _replaced(text: str, changes: dict[str, str]) -> str:
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


@contextmanager
def _running(command: list[str], port: int, log: Path) -> Iterator[None]:
    with log.open("ab") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out)
    try:
        until(lambda: _listens(process, port, log))
        yield
    finally:
        process.kill()  # in peace it would wait for sockets that are open
        process.wait()


def _listens(process: subprocess.Popen[bytes], port: int, log: Path) -> bool:
    assert process.poll() is None, log.read_text()[-2000:]
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.parametrize("proxy", [nginx, caddy])
def test_behind_a_proxy_all_is_as_without(proxy: Any, pair: Pair, tmp_path: Path) -> None:
    port = free_port()
    server = Installation(tmp_path / "data", more=["--trusted-proxy", "127.0.0.1/32"])
    server.more += ["--public-url", f"https://127.0.0.1:{port}"]
    server.start()
    folder = tmp_path / "proxy"
    folder.mkdir()
    trust = client_context([pair])
    try:
        with proxy(server, pair, folder) as outside:
            _people_and_programs(server, outside, trust)
            asyncio.run(_a_station(server, outside, trust))
    finally:
        assert server.stop() == 0


def _people_and_programs(server: Installation, port: int, trust: ssl.SSLContext) -> None:
    with httpx.Client(base_url=f"https://127.0.0.1:{port}", verify=trust, timeout=20) as client:
        page = client.get("/")
        assert page.status_code == 200
        assert "strict-transport-security" in client.get("/api/v1/version").headers
        headers = {"Authorization": f"Bearer {server.key}"}
        assert client.get("/api/v1/sites", headers=headers).status_code == 200
        made = client.post(
            "/api/v1/stations",
            headers=headers,
            json={"identity": "CP 1", "access": "public", "ocpp_password": "secret-password-1"},
        )
        assert made.status_code == 201, made.text
        with client.stream("GET", "/api/v1/live", headers=headers) as stream:
            first = next(stream.iter_text())  # it does not wait for a buffer to fill
            assert first


async def _a_station(server: Installation, port: int, trust: ssl.SSLContext) -> None:
    """A blank in its identity and a password arrive through the proxy, and what is answered comes back."""
    url = f"wss://127.0.0.1:{port}/ocpp/CP%201"
    headers = basic("CP 1", "secret-password-1")
    async with websockets.connect(
        url, ssl=trust, additional_headers=headers, subprotocols=[websockets.Subprotocol("ocpp1.6")]
    ) as station:
        await station.send(BOOT)
        answer = json.loads(await asyncio.wait_for(station.recv(), 20))
        assert answer[:2] == [3, "b1"]
        with server.client() as api:
            (shown,) = api.get("/stations").json()["items"]
            assert shown["connected"] is True


# ── with TLS of its own ───────────────────────────────────────────────────────


def test_people_reach_it_over_tls_and_a_renewed_certificate_needs_no_restart(tmp_path: Path) -> None:
    port = free_port()
    pair = make_pair(tmp_path, "own", ec.generate_private_key(ec.SECP256R1()))
    server = Installation(tmp_path / "data", more=["--https", f"127.0.0.1:{port}"])
    server.more += ["--tls-cert", str(pair.certificate), "--tls-key", str(pair.key)]
    server.start()
    try:
        assert server.process is not None
        answer = httpx.get(f"https://127.0.0.1:{port}/api/v1/version", verify=client_context([pair]))
        assert (answer.status_code, "strict-transport-security" in answer.headers) == (200, True)
        before = _shown(port)
        kept = pair.key.read_bytes()
        pair.key.write_text("no key at all")
        server.process.send_signal(signal.SIGHUP)
        until(lambda: "certificates_not_reread" in server.log())
        assert _shown(port) == before, "a pair that cannot be used changes nothing"
        pair.key.write_bytes(kept)
        renewed = make_pair(tmp_path, "own", rsa.generate_private_key(65537, 2048))
        server.process.send_signal(signal.SIGHUP)
        until(lambda: "certificates_reread" in server.log())
        context = client_context([renewed])
        context.set_ciphers("ECDHE-RSA-AES128-GCM-SHA256")
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        assert httpx.get(f"https://127.0.0.1:{port}/readyz", verify=context).status_code == 200
    finally:
        assert server.stop() == 0


def _shown(port: int) -> int:
    text = ssl.get_server_certificate(("127.0.0.1", port))
    return x509.load_pem_x509_certificate(text.encode()).serial_number


def test_tls_without_a_certificate_says_what_to_give(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "wattfleet", "serve", "--data", str(tmp_path), "--https", "127.0.0.1:0"]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    assert said.returncode != 0
    assert "--tls-cert" in said.stderr
