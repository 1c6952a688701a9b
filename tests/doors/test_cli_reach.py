"""The command line reaches all of the API, and asks for nothing that the API does not know."""

import msgspec
import pytest

from wattfleet.api.route import Route
from wattfleet.api.routes import ROUTES
from wattfleet.cli import billing, one_session, one_station
from wattfleet.cli.noun import Noun
from wattfleet.cli.nouns import NOUNS

API = "/api/v1"
BY_PATH = {(one.method, one.path): one for one in ROUTES}
BESIDES = {
    ("GET", "/me"),
    ("PATCH", "/me"),
    ("GET", "/me/sign-ins"),
    ("DELETE", "/me/sign-ins/{id}"),
    ("POST", "/sign-in"),
    ("POST", "/sign-out"),
    ("POST", "/my/sign-out"),
    ("GET", "/my"),
    ("GET", "/my/sessions"),
    ("GET", "/my/sessions/{id}"),
    ("GET", "/my/live"),
    ("GET", "/my/sessions/{id}/transparency"),
    ("POST", "/my/sessions/{id}/stop"),
    ("GET", "/my/commands/{id}"),
    ("GET", "/my/disputes"),
    ("POST", "/my/disputes"),
    ("GET", "/my/disputes/{id}"),
    ("GET", "/my/disputes/{id}/evidence"),
    *(("POST", f"/my/disputes/{{id}}/{verb}") for verb in ("messages", "withdraw")),
    ("GET", "/people/{id}/sign-ins"),
    ("DELETE", "/people/{id}/sign-ins"),
    ("POST", "/people/{id}/link"),
    ("POST", "/tokens/{id}/link"),
    ("DELETE", "/tokens/{id}/sign-ins"),
    ("GET", "/version"),
    ("GET", "/audit"),
    ("GET", "/inbox/{identity}"),
    ("GET", "/tariffs/{id}/versions"),
    ("POST", "/tariffs/price"),
    ("GET", "/tariffs/{id}/stations"),
    ("GET", "/tariff-groups/{id}/stations"),
    ("GET", "/stations/{identity}/commands/{id}"),
    ("PATCH", "/reservations/{id}"),
    ("GET", "/invoices/{id}/judged"),
    ("GET", "/invoices/{id}/picture"),
    ("POST", "/seller/picture"),
    ("GET", "/views"),
    ("POST", "/views"),
    ("DELETE", "/views/{id}"),
}
"""What programs need and people do not ask for by name."""
DEEDS = {
    *(("GET", f"/stations/{{identity}}/{verb}") for verb, _, _ in one_station.LISTS),
    *(
        (method, f"/stations/{{identity}}/{verb}")
        for method in ("GET", "PUT")
        for verb in ("groups", "tariff")
    ),
    ("POST", "/stations/{identity}/password"),
    ("POST", "/stations/{identity}/commands"),
    ("POST", "/stations/{identity}/ocpp"),
    ("GET", "/sessions/{id}/rating"),
    ("GET", "/sessions/{id}/tariff"),
    ("POST", "/sessions/{id}/price"),
    ("POST", "/tariffs/compare"),
    ("GET", "/stations/{identity}/tariff/why"),
    ("GET", "/sessions/{id}/readings"),
    ("GET", "/sessions/{id}/evidence"),
    ("GET", "/sessions/{id}/revisions"),
    ("POST", "/sessions/{id}/amend"),
    ("POST", "/sessions/{id}/write-off"),
    ("POST", "/sessions/{id}/reinstate"),
    ("POST", "/doubts/{id}/unmatch"),
    ("GET", "/unallocated"),
    ("GET", "/unallocated/{id}"),
    ("POST", "/unallocated/{id}/accept"),
    ("POST", "/unallocated/{id}/reopen"),
    ("GET", "/inbox"),
    ("POST", "/inbox/{identity}/accept"),
    ("POST", "/inbox/accept"),
    ("DELETE", "/inbox/{identity}"),
    ("POST", "/import"),
    ("GET", "/series/{name}/points"),
    ("PUT", "/series/{name}/points"),
    ("GET", "/live"),
    ("GET", "/alarms"),
    ("GET", "/alarms/{id}"),
    ("PATCH", "/alarms/{id}"),
    ("GET", "/alarms/{id}/history"),
    *((method, path) for method in ("GET", "PUT", "DELETE") for path in ("/mail", "/webhook")),
    ("POST", "/mail/test"),
    ("POST", "/webhook/test"),
    ("GET", "/setup"),
    ("PUT", "/setup"),
    ("GET", "/search"),
    ("GET", "/board"),
    *(("GET", f"/export/{kind}") for kind in ("sessions", "readings", "frames")),
    ("GET", "/health"),
    ("GET", "/acts-chain"),
    ("GET", "/doubt-rules"),
    ("GET", "/doubts/{id}/explanation"),
    *(("POST", f"/doubts/{{id}}/{verb}") for verb in ("match", "write-off", "reopen")),
    ("GET", "/sessions/{id}/review"),
    *(("POST", f"/sessions/{{id}}/{verb}") for verb in ("accept", "unaccept")),
    *((method, path) for method in ("GET", "PUT") for path in ("/seller", "/ledger/lock", "/ledger/chart")),
    ("GET", "/disputes/{id}/evidence"),
    *(
        ("POST", f"/disputes/{{id}}/{verb}")
        for verb in ("messages", "explain", "rerate", "credit", "withdraw")
    ),
    ("GET", "/sessions/{id}/signed-values"),
    ("GET", "/sessions/{id}/transparency"),
    ("GET", "/invoices/{id}/transparency"),
    ("PATCH", "/meter-keys/{id}"),
    ("GET", "/metrology"),
    ("PUT", "/metrology"),
    ("GET", "/sites/{id}/metrology"),
    ("GET", "/sessions/{id}/margin"),
    *(("GET", f"/reports/{{id}}/{what}") for what in ("rows", "file")),
    *((method, path) for method in ("GET", "PUT") for path in ("/dispute-clock", "/inference")),
    ("GET", "/ledger/export"),
    ("GET", "/invoices/{id}/document"),
    ("POST", "/payments/bank-file"),
    ("POST", "/payments/{id}/undo"),
    ("GET", "/open-items"),
    *(("GET", f"/ledger/{what}") for what in ("balances", "postings", "entries/{id}")),
    *(("POST", f"/invoice-runs/{{id}}/{verb}") for verb in ("issue", "discard")),
    ("GET", "/invoice-runs/{id}/holds"),
    ("GET", "/invoices/{id}/items"),
    ("GET", "/invoices/{id}/lines/{line}/sessions"),
    ("GET", "/sessions/{id}/invoice-lines"),
    ("GET", "/invoices/{id}/proof"),
    *(("POST", f"/invoices/{{id}}/{verb}") for verb in ("credit", "payments", "send")),
    ("POST", "/mailings/{id}/retry"),
    ("POST", "/mandates/{id}/end"),
    ("POST", "/collections"),
    ("POST", "/collections/{id}/cancel"),
    *(("GET", f"/collections/{{id}}/{what}") for what in ("debits", "file")),
    ("POST", "/reminders"),
    ("POST", "/reminders/{id}/waive"),
    *((method, "/dunning") for method in ("GET", "PUT")),
    ("GET", "/dunning/limits"),
    *(("GET", f"/movements{rest}") for rest in ("", "/{id}", "/{id}/fitting")),
    *(("POST", f"/movements/{{id}}/{verb}") for verb in ("match", "aside", "reopen")),
}


def names(shape: type) -> set[str]:
    return {one.encode_name for one in msgspec.structs.fields(shape)}


def one_of(noun: Noun) -> str:
    return f"{API}{noun.path}/{{{noun.key if noun.key in {'identity', 'name'} else 'id'}}}"


def of_noun(noun: Noun) -> set[tuple[str, str]]:
    """The routes that the noun's verbs ask."""
    asked = {("GET", API + noun.path)}
    asked |= {("GET", one_of(noun))} if noun.showable else set()
    asked |= {("POST", API + noun.path)} if noun.fields else set()
    asked |= {("PATCH", one_of(noun))} if noun.fields and noun.changeable else set()
    return asked | ({("DELETE", one_of(noun))} if noun.removable else set())


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.name)
def test_each_noun_is_one_of_the_api(noun: Noun) -> None:
    assert of_noun(noun) <= set(BY_PATH)
    listed = BY_PATH["GET", API + noun.path]
    assert set(noun.filters) <= names(listed.query) - {"limit", "cursor", "sort"}
    assert {column.partition(".")[0] for column in noun.columns} <= names(listed.about.answer)
    assert noun.sort.removeprefix("-") in _sorts(listed)
    if noun.fields:
        made = BY_PATH["POST", API + noun.path].body
        assert {one.name for one in noun.fields} == names(made), "every field can be given"
        needed = {one.encode_name for one in msgspec.structs.fields(made) if one.required}
        assert {one.name for one in noun.fields if one.needed} == needed


def _sorts(route: Route) -> str:
    """What the query says that it can be sorted by."""
    told = next(one for one in msgspec.structs.fields(route.query) if one.name == "sort")
    return str(told.type)


def test_all_of_the_api_can_be_reached() -> None:
    reached = {asked for noun in NOUNS for asked in of_noun(noun)}
    reached |= {(method, API + path) for method, path in DEEDS | BESIDES}
    missing = {one for one in BY_PATH if one[1].startswith(API)} - reached
    assert not missing, "give it a verb on the command line"


def test_what_belongs_to_a_station_or_a_session_is_shown_by_its_fields() -> None:
    for verb, _, columns in one_station.LISTS:
        route = BY_PATH["GET", f"{API}/stations/{{identity}}/{verb}"]
        assert set(columns) <= names(route.about.answer), verb
        assert "limit" in names(route.query), verb
    assert set(one_session.READINGS) <= names(BY_PATH["GET", f"{API}/sessions/{{id}}/readings"].about.answer)
    assert set(one_session.FRAMES) <= names(BY_PATH["GET", f"{API}/sessions/{{id}}/evidence"].about.answer)


def test_what_billing_shows_is_shown_by_its_fields() -> None:
    for path, columns in (
        ("/invoice-runs/{id}/holds", billing.HOLDS),
        ("/invoices/{id}/items", billing.ITEMS),
        ("/ledger/balances", billing.BALANCES),
        ("/open-items", billing.AGED),
        ("/ledger/postings", billing.POSTINGS),
    ):
        route = BY_PATH["GET", API + path]
        assert set(columns) <= names(route.about.answer), path
        assert "limit" in names(route.query), path
