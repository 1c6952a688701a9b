"""How long silence lasts before an end is inferred is a tenant's choice."""

import pytest
from tests.doors.api import Api, problem
from tests.doors.test_api_doubts import orphaned

from wattfleet.kernel.clock import ManualClock
from wattfleet.kernel.timeline import MINUTE_US
from wattfleet.usecases.infer_ends import infer_ends

FREE = {"connectorId": 1, "errorCode": "NoError", "status": "Available", "timestamp": "2026-11-20T13:00:00Z"}
USUAL = {"grace_s": 900, "offline_grace_s": 86400}


async def free_for(api: Api, minutes: int) -> int:
    """A session whose plug has been free for so long; how many ends are inferred then."""
    line, _, _ = await orphaned(api)
    await line.call("StatusNotification", FREE)
    assert isinstance(api.clock, ManualClock)
    api.clock.advance(minutes * MINUTE_US)
    return await infer_ends(api.parts)


@pytest.mark.parametrize(
    ("grace_s", "minutes", "ended"), [(None, 40, 1), (9000, 40, 0), (9000, 130, 1)], ids=str
)
async def test_the_grace_is_what_was_chosen(api: Api, grace_s: int | None, minutes: int, ended: int) -> None:
    assert await api.get("/inference") == USUAL
    if grace_s is not None:
        told = await api.ask("PUT", "/inference", {**USUAL, "grace_s": grace_s})
        assert told.json() == {**USUAL, "grace_s": grace_s}
    assert await free_for(api, minutes) == ended


@pytest.mark.parametrize("wish", [{"grace_s": 0}, {"offline_grace_s": 60}, {"grace": 3600}], ids=str)
async def test_a_choice_out_of_bounds_is_refused_with_its_field(api: Api, wish: dict[str, int]) -> None:
    answer = await api.ask("PUT", "/inference", wish)
    assert answer.status_code == 422
    assert next(iter(wish)) in answer.text
    assert await api.get("/inference") == USUAL


async def test_a_station_that_is_away_is_given_no_less_than_one_that_is_there(api: Api) -> None:
    answer = await api.ask("PUT", "/inference", {"grace_s": 3600, "offline_grace_s": 1800})
    assert problem(answer) == (422, "offline_grace_too_short")
    assert "at least the value of grace_s" in answer.json()["hint"]
    assert await api.get("/inference") == USUAL


async def test_whoever_changed_it_is_named(api: Api) -> None:
    await api.ask("PUT", "/inference", {**USUAL, "grace_s": 1800})
    newest = (await api.get("/acts"))["items"][0]
    assert (newest["verb"], newest["noun"]) == ("change", "inference")
    assert newest["after"]["grace_s"] == 1800
