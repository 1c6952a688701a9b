"""Which role may do what, and how scopes narrow it."""

import pytest

from wattfleet.access.keys import Role
from wattfleet.access.roles import TABLE as TABLE_OF_ROLES
from wattfleet.access.roles import Area, Deed, allowed, checked_scopes, refusal
from wattfleet.kernel.errors import WattfleetError

TABLE = """
deed               viewer operator finance admin auditor driver
sites:read         yes    yes      yes     yes   yes     no
sites:write        no     yes      no      yes   no      no
stations:read      yes    yes      yes     yes   yes     no
stations:write     no     yes      no      yes   no      no
tokens:read        yes    yes      yes     yes   yes     no
tokens:write       no     yes      no      yes   no      no
tariffs:read       yes    yes      yes     yes   yes     no
tariffs:write      no     no       yes     yes   no      no
sessions:read      yes    yes      yes     yes   yes     no
sessions:write     no     yes      no      yes   no      no
inbox:read         yes    yes      yes     yes   yes     no
inbox:write        no     yes      no      yes   no      no
commands:read      yes    yes      yes     yes   yes     no
commands:write     no     yes      no      yes   no      no
keys:read          no     no       no      yes   yes     no
keys:write         no     no       no      yes   no      no
reads:read         no     no       no      yes   no      no
reads:write        no     no       no      yes   no      no
health:read        yes    yes      yes     yes   yes     no
health:write       no     no       no      yes   no      no
people:read        no     no       no      yes   yes     no
people:write       no     no       no      yes   no      no
alarms:read        yes    yes      yes     yes   yes     no
alarms:write       no     yes      no      yes   no      no
setup:read         yes    yes      yes     yes   yes     no
setup:write        no     no       no      yes   no      no
doubts:read        yes    yes      yes     yes   yes     no
doubts:write       no     yes      yes     yes   no      no
acts:read          no     yes      yes     yes   yes     no
acts:write         no     no       no      no    no      no
billing:read       no     yes      yes     yes   yes     no
billing:write      no     no       yes     yes   no      no
disputes:read      no     yes      yes     yes   yes     no
disputes:write     no     yes      yes     yes   no      no
views:read         yes    yes      yes     yes   yes     no
views:write        no     yes      yes     yes   no      no
own:read           no     no       no      no    no      yes
own:write          no     no       no      no    no      yes
"""


def _cells() -> list[tuple[str, str, bool]]:
    head, *rows = [line.split() for line in TABLE.strip().splitlines()]
    return [
        (row[0], role, cell == "yes") for row in rows for role, cell in zip(head[1:], row[1:], strict=True)
    ]


def _deed(scope: str) -> Deed:
    area, verb = scope.split(":")
    return Deed(Area(area), verb == "write")


@pytest.mark.parametrize(("deed", "role", "may"), _cells())
def test_a_role_does_what_the_table_says(deed: str, role: str, may: bool) -> None:
    assert (refusal(Role(role), (), _deed(deed)) is None) == may


@pytest.mark.parametrize(
    ("scopes", "deed", "code"),
    [
        (("stations:read",), "stations:read", None),
        (("stations:write",), "stations:read", None),
        (("stations:read",), "stations:write", "scope_insufficient"),
        (("tokens:write",), "stations:read", "scope_insufficient"),
    ],
)
def test_scopes_narrow(scopes: tuple[str, ...], deed: str, code: str | None) -> None:
    refused = refusal(Role.ADMIN, scopes, _deed(deed))
    assert (refused.code if refused else None) == code


def test_scopes_never_widen() -> None:
    refused = refusal(Role.VIEWER, ("stations:write",), _deed("stations:write"))
    assert refused is not None
    assert refused.code == "role_insufficient"


def test_everybody_may_ask_who_they_are() -> None:
    assert refusal(Role.VIEWER, ("tokens:read",), Deed(None)) is None


def test_an_unknown_scope_is_refused() -> None:
    with pytest.raises(WattfleetError, match="not a scope"):
        checked_scopes(("everything",))


def test_every_area_has_its_line() -> None:
    assert {deed for deed, _, _ in _cells()} == {
        f"{one.value}:{verb}" for one in Area for verb in ("read", "write")
    }
    assert set(TABLE_OF_ROLES) == set(Area)
    assert {role for _, role, _ in _cells()} == {one.value for one in Role}


def test_a_driver_is_let_in_only_where_it_is_said() -> None:
    assert refusal(Role.DRIVER, (), Deed(None)) is not None
    assert refusal(Role.DRIVER, (), Deed(None, drivers=True)) is None


@pytest.mark.parametrize("role", list(Role))
def test_what_a_screen_is_told_is_what_the_server_does(role: Role) -> None:
    told = set(allowed(role, ()))
    assert told == {deed for deed, who, may in _cells() if who == role.value and may}
