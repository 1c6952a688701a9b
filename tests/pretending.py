"""What tests of pretend stations share: the schemas as an independent authority, and a small day."""

import json
from functools import cache
from pathlib import Path

import jsonschema_rs
import msgspec
import ocpp

from wattfleet.kernel.timeline import HOUR_US, MINUTE_US, Instant
from wattfleet.simulator import car
from wattfleet.simulator.car import FAMILY, LONG_RANGE
from wattfleet.simulator.station import Station

_FOLDER = {"1.6": "v16", "2.0.1": "v201", "2.1": "v21"}


@cache
def SCHEMAS(version: str, action: str) -> jsonschema_rs.Validator:
    """The schema of a request, as the package `ocpp` ships it."""
    name = action if version == "1.6" else f"{action}Request"
    path = Path(ocpp.__file__).parent / _FOLDER[version] / "schemas" / f"{name}.json"
    return jsonschema_rs.validator_for(json.loads(path.read_text(encoding="utf-8-sig")))


def offline_day(one: Station) -> None:
    """A car on alternating current over night, one on direct current for an hour."""
    start = one.now
    one.plug_in(1, car.battery(FAMILY, 200), "CARD-A")
    one.advance(start + HOUR_US)
    one.plug_in(2, car.battery(LONG_RANGE, 100, 800), "CARD-B")
    one.advance(start + HOUR_US + 40 * MINUTE_US)
    one.swipe(2, "CARD-B")
    one.advance(start + 2 * HOUR_US)
    one.unplug(2)
    one.advance(start + 14 * HOUR_US)
    one.unplug(1)


ANSWERS: dict[str, object] = {
    "Authorize": {"idTagInfo": {"status": "Accepted"}},
    "StartTransaction": {"idTagInfo": {"status": "Accepted"}, "transactionId": 77},
    "Heartbeat": {"currentTime": "2026-06-01T12:00:00Z"},
    "BootNotification": {"status": "Accepted", "currentTime": "2026-06-01T12:00:00Z", "interval": 300},
}


def answered(
    one: Station, refuse: frozenset[str] | set[str] = frozenset(), replies: dict[str, object] | None = None
) -> list[tuple[str, object]]:
    """Answer each call that is on the wire now, as a back end would that likes everything."""
    seen: list[tuple[str, object]] = []
    for text in one.post.take():
        if not isinstance(text, str):
            continue
        parts = json.loads(text)
        if parts[0] != 2:
            continue
        seen.append((parts[2], parts[3]))
        answer: object = {**ANSWERS, **(replies or {})}.get(parts[2], {})
        if one.plan.version != "1.6" and parts[2] == "Authorize":
            answer = {"idTokenInfo": {"status": "Accepted"}}
        frame = [4, parts[1], "InternalError", "", {}] if parts[2] in refuse else [3, parts[1], answer]
        one.hear(msgspec.json.encode(frame), one.now)
    return seen


def frames(one: Station, at: Instant) -> list[tuple[str, object]]:
    """Connect and answer until nothing waits: all that the station had to say."""
    seen: list[tuple[str, object]] = []
    one.connected(at)
    while new := answered(one):
        seen += new
    return seen
