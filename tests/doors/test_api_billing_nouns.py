"""What billing lists, makes, shows, changes and removes by an id: each by the version that was read."""

from typing import Any

import pytest
from tests.doors.api import Api
from tests.selling import BUYER

REPORT = {"name": "Sites", "groups": ["site"], "columns": ["sessions"], "period": "last_month"}
FEES = [{"kind": "monthly", "text": "Base fee", "price": "49.00"}]


async def ids_of(api: Api) -> dict[str, str]:
    account = await api.post("/accounts", BUYER)
    site = (await api.get("/sites"))["items"][0]["id"]
    return {"account": account["id"], "site": site}


def wishes(ids: dict[str, str]) -> dict[str, Any]:
    return {
        "accounts": BUYER | {"number": "777", "name": "Another AB"},
        "payers": {"account_id": ids["account"], "by": "token", "value": "04A2"},
        "contracts": {"account_id": ids["account"], "name": "c", "valid_from": "2026-11-01", "fees": FEES},
        "cost-rates": {"site_id": ids["site"], "valid_from": "2026-11-01", "price": "0.85"},
        "reports": REPORT,
    }


@pytest.mark.parametrize("noun", ["accounts", "payers", "contracts", "cost-rates", "reports"])
async def test_a_thing_is_made_found_and_removed_by_its_version(api: Api, noun: str) -> None:
    made = await api.ask("POST", f"/{noun}", wishes(await ids_of(api))[noun])
    assert (made.status_code, made.headers["etag"]) == (201, 'W/"1"'), made.text
    one = made.headers["location"].removeprefix("/api/v1")
    assert (await api.get(one)) == made.json()
    assert made.json() in (await api.get(f"/{noun}"))["items"]
    late = await api.ask("DELETE", one, **{"if-match": 'W/"7"'})
    assert (late.status_code, late.json()["code"]) == (412, "version_stale")
    assert (await api.get(one)) == made.json()
    assert (await api.ask("DELETE", one, **{"if-match": 'W/"1"'})).status_code == 204
    assert (await api.ask("GET", one)).status_code == 404
    assert (await api.ask("GET", f"/{noun}/no-id")).status_code == 404
