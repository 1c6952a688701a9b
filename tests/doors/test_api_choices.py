"""What is chosen as a whole has a version: nobody overwrites what he has not read; on both databases."""

from typing import Any

import pytest
from tests.doors.api import Api
from tests.selling import SELLER

CHART = {"title": "Own", "source": "our adviser", "accounts": {"bank": {"number": "1930", "name": "Bank"}}}
COMPANY = {"name": "Ladda AB", "country": "SE", "zone": "Europe/Stockholm", "currency": "SEK"}
CHOICES: list[tuple[str, Any, int]] = [
    ("/seller", SELLER, 404),
    ("/dunning", {"policies": [{"levels": [{"after_days": 10}]}]}, 200),
    ("/metrology", {"sites": []}, 200),
    ("/inference", {"grace_s": 900, "offline_grace_s": 86_400}, 200),
    ("/dispute-clock", {"answer_days": 14, "open_days": 90}, 200),
    ("/ledger/chart", CHART, 404),
    ("/setup", COMPANY, 200),
    ("/mail", {"host": "mail.example.org", "sender": "bills@example.org"}, 404),
    ("/webhook", {"url": "https://hooks.example.org/wattfleet"}, 404),
]


@pytest.mark.parametrize(("path", "body", "status"), CHOICES, ids=[one[0] for one in CHOICES])
async def test_a_choice_is_written_by_the_version_that_was_read(
    api: Api, path: str, body: Any, status: int
) -> None:
    unset = await api.ask("GET", path)
    assert unset.status_code == status
    if status == 200:
        assert unset.headers["etag"] == 'W/"0"'
    first = await api.ask("PUT", path, body, **{"if-match": 'W/"0"'})
    assert (first.status_code, first.headers["etag"]) == (200, 'W/"1"'), first.text
    assert (await api.ask("GET", path)).headers["etag"] == 'W/"1"'
    late = await api.ask("PUT", path, body, **{"if-match": 'W/"0"'})
    assert (late.status_code, late.json()["code"]) == (412, "version_stale")
    assert late.json()["hint"]
    assert (await api.ask("PUT", path, body)).headers["etag"] == 'W/"2"'
