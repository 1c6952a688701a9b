"""The books of a month as files over HTTP, on both databases."""

from typing import Any

from tests.doors.api import Api
from tests.doors.api_billing import a_buyer, a_seller, charge, issued, later, sold

DAYS = "from=2026-11-01&to=2026-12-31&currency=SEK"


async def a_month(api: Api) -> None:
    await sold(api)
    await a_buyer(api, "04A2")
    await a_seller(api)
    await charge(api, "04A2", 5005)
    later(api)
    assert (await issued(api))["issued"] == 1


async def exported(api: Api, form: str, more: str = DAYS) -> Any:
    answer = await api.ask("GET", f"/ledger/export?format={form}&{more}")
    assert answer.status_code == 200, answer.text
    return answer


async def test_a_month_is_exported_in_every_form(api: Api) -> None:
    await a_month(api)
    told = (await exported(api, "sie")).content.decode("cp437")
    assert "#KONTO 1510" in told
    assert told.count("#VER ") == 2  # what was charged, and the invoice
    assert "#TRANS 1510 {} 20.84" in told
    assert "#TRANS 2611 {} -4.17" in told
    assert (await exported(api, "xlsx")).content[:2] == b"PK"
    assert (await exported(api, "parquet")).content[:4] == b"PAR1"
    table = (await exported(api, "csv")).content.decode("utf-8-sig").splitlines()
    assert len(table) == 1 + 2 + 3
    datev = await exported(api, "datev", f"{DAYS}&adviser=1001&client=1")
    assert datev.content.startswith(b'"EXTF";700;21;')
    assert "ledger-2026-11-01-2026-12-31.csv" in datev.headers["content-disposition"]


async def test_days_without_entries_are_a_file_without_vouchers(api: Api) -> None:
    await a_seller(api)
    told = (await exported(api, "sie", "from=2020-01-01&to=2020-01-31&currency=SEK")).content.decode("cp437")
    assert "#VER" not in told
    assert "#SIETYP 4" in told


async def test_an_own_chart_is_used_and_must_know_every_account(api: Api) -> None:
    await a_month(api)
    assert await api.refused("GET", "/ledger/chart") == (404, "chart_not_set")
    account = {"number": "1400", "name": "Forderungen"}
    chart = {"title": "SKR03", "source": "our adviser", "accounts": {"receivable": account}}
    assert (await api.ask("PUT", "/ledger/chart", chart)).status_code == 200
    assert (await api.get("/ledger/chart")) == chart
    status, code = await api.refused("GET", f"/ledger/export?format=csv&{DAYS}")
    assert (status, code) == (409, "chart_incomplete")
    assert (await exported(api, "csv", f"{DAYS}&chart=BAS")).content


async def test_a_chart_that_cannot_be_written_is_refused_beside_its_field(api: Api) -> None:
    for number, name, field in (
        ("", "Forderungen", "accounts.receivable.number"),
        ("14 00", "Forderungen", "accounts.receivable.number"),
        ("1400\n#VER", "Forderungen", "accounts.receivable.number"),
        ("1400", " ", "accounts.receivable.name"),
        ("1400", "Forde\nrungen", "accounts.receivable.name"),
    ):
        account = {"number": number, "name": name}
        chart = {"title": "SKR03", "source": "our adviser", "accounts": {"receivable": account}}
        answer = await api.ask("PUT", "/ledger/chart", chart)
        assert (answer.status_code, answer.json()["code"]) == (422, "chart_invalid")
        assert answer.json()["field"] == field
    assert await api.refused("GET", "/ledger/chart") == (404, "chart_not_set")


async def test_the_shipped_chart_is_a_beginning_and_letters_are_no_numbers_for_sie_and_datev(
    api: Api,
) -> None:
    await a_month(api)
    shipped = await api.get("/ledger/chart?shipped=BAS")
    assert shipped["accounts"]["receivable"]["number"] == "1510"
    assert await api.refused("GET", "/ledger/chart?shipped=SKR99") == (404, "chart_unknown")
    shipped["accounts"]["receivable"]["number"] = "AR-1510"
    assert (await api.ask("PUT", "/ledger/chart", shipped)).status_code == 200
    for form in ("sie", "datev"):
        refused = await api.refused("GET", f"/ledger/export?format={form}&{DAYS}&adviser=1001&client=1")
        assert refused == (409, "chart_not_in_digits"), form
    assert "AR-1510" in (await exported(api, "csv")).content.decode("utf-8-sig")


async def test_what_cannot_be_exported_is_said(api: Api) -> None:
    await a_seller(api)
    for query, told in (
        ("format=csv&from=2026-12-31&to=2026-11-01&currency=SEK", (422, "days_invalid")),
        (f"format=datev&{DAYS}", (422, "datev_batch_invalid")),
        (f"format=csv&{DAYS}&chart=SKR99", (404, "chart_unknown")),
        ("format=csv&from=2026-11-01&to=2026-11-30&currency=kr", (422, "currency_invalid")),
    ):
        assert await api.refused("GET", f"/ledger/export?{query}") == told
