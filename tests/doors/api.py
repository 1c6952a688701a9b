"""What tests of the API work with: a listening server, an HTTP client, keys, and what is behind them."""

from typing import Any

import httpx
import msgspec
from sqlalchemy import text
from tests.places import PLAIN, AnyDatabase

from wattfleet.access.keys import STAFF, Role
from wattfleet.access.principal import ITSELF
from wattfleet.access.wishes import KeyWish
from wattfleet.api.auth import KeyRing
from wattfleet.api.door import Door
from wattfleet.api.listener import Listener
from wattfleet.api.openapi import encoded
from wattfleet.api.pages import Cursors
from wattfleet.api.reception import Reception
from wattfleet.api.routes import ROUTES
from wattfleet.api.sign_ins import SignIns
from wattfleet.bus.memory import MemoryBus
from wattfleet.kernel.clock import ManualClock
from wattfleet.kernel.ids import SystemIds
from wattfleet.kernel.money import Currency
from wattfleet.kernel.timeline import Instant, Zone
from wattfleet.stations.site import Site
from wattfleet.storage import keys, sites
from wattfleet.storage.database import DEFAULT_TENANT, INSTALLATION, Writer
from wattfleet.storage.journal import Journal
from wattfleet.usecases.create_key import create_key
from wattfleet.usecases.looking import Looking
from wattfleet.usecases.parts import Parts

NOON = Instant(1_795_176_000_000_000)  # 2026-11-20T12:00:00Z
OTHER_TENANT = 2
PEPPER = b"test pepper " * 4


class Api:
    """One server under test. Requests are made as `who`: a role, or `other` for the second tenant's admin."""

    def __init__(self, door: Door, listener: Listener, keys_by_name: dict[str, str]) -> None:
        self.door = door
        self.parts = door.parts
        self.listener = listener
        self.keys = keys_by_name
        self.clock = door.parts.clock
        self.client = httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{listener.port}", timeout=60, verify=PLAIN
        )

    async def ask(
        self, method: str, path: str, body: object = None, *, who: str = "admin", **headers: str
    ) -> httpx.Response:
        """A request to /api/v1 as somebody; header names have underscores for dashes."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if who:
            sent.setdefault("authorization", f"Bearer {self.keys[who]}")
        content = None if body is None else msgspec.json.encode(body)
        if content is not None:
            sent.setdefault("content-type", "application/json")
        url = (
            path
            if path.startswith(("/healthz", "/openapi", "/docs", "/metrics", "/api"))
            else f"/api/v1{path}"
        )
        return await self.client.request(method, url, content=content, headers=sent)

    async def get(self, path: str, *, who: str = "admin", **headers: str) -> Any:
        """The JSON of a GET that must succeed."""
        answer = await self.ask("GET", path, who=who, **headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def post(self, path: str, body: object, *, who: str = "admin", **headers: str) -> Any:
        """The JSON of a POST that must make something."""
        answer = await self.ask("POST", path, body, who=who, **headers)
        assert answer.status_code in {200, 201}, answer.text
        return answer.json()

    async def refused(
        self, method: str, path: str, body: object = None, *, who: str = "admin"
    ) -> tuple[int, str]:
        """Status and code of a refusal, which must be a whole problem."""
        answer = await self.ask(method, path, body, who=who)
        return problem(answer)


def problem(answer: httpx.Response) -> tuple[int, str]:
    """Status and code; the rest of the problem's shape is checked here for every refusal."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    told = answer.json()
    assert {"type", "title", "status", "code", "detail", "instance"} <= set(told)
    assert told["status"] == answer.status_code
    assert told["type"].endswith(told["code"])
    assert "Traceback" not in answer.text
    return answer.status_code, told["code"]


async def open_api(database: AnyDatabase) -> Api:
    """A door on a fresh database, with tenants `default` and `other`, a site each, and keys."""
    clock = ManualClock(NOON)
    parts = Parts(
        database=database,
        journal=Journal(database),
        bus=MemoryBus(),
        clock=clock,
        ids=SystemIds(),
        looking=Looking(database),
    )
    await database.write(DEFAULT_TENANT, _second_tenant)
    made = {}
    for tenant in (DEFAULT_TENANT, OTHER_TENANT):
        await _site(parts, tenant)
    for role in STAFF:
        made[role.value] = await _key(parts, DEFAULT_TENANT, role)
    made["other"] = await _key(parts, OTHER_TENANT, Role.ADMIN)
    ring = KeyRing(lambda: database.read(INSTALLATION, keys.everyone), clock, PEPPER)
    door = Door(
        parts=parts,
        reception=Reception(ring, SignIns(database, clock, PEPPER), clock),
        cursors=Cursors(b"cursor secret"),
        pepper=PEPPER,
        version="0",
        ocpp_url="ws://stations.example",
        openapi=lambda: encoded(ROUTES, "0"),
    )
    return Api(door, Listener(door, "127.0.0.1", 0), made)


def _second_tenant(writer: Writer) -> None:
    writer.connection.execute(
        text("INSERT INTO tenants (id, name) VALUES (:id, :name)"), {"id": OTHER_TENANT, "name": "other"}
    )


async def _site(parts: Parts, tenant: int) -> None:
    site = Site(
        id=parts.ids.uuid(parts.clock.now()),
        name="Depot",
        country="SE",
        zone=Zone("Europe/Stockholm"),
        currency=Currency("SEK"),
    )
    await parts.database.write(tenant, lambda writer: sites.add(writer, site))


async def _key(parts: Parts, tenant: int, role: Role) -> str:
    wish = KeyWish(name=f"{role.value} key", role=role)
    made = await create_key(parts, tenant, wish, parts.ids.uuid(parts.clock.now()), pepper=PEPPER, by=ITSELF)
    return made.text
