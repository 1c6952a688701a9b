"""Which role may do what, and how scopes narrow it."""

import pytest

from wattfleet.access.keys import Role
from wattfleet.access.roles import Area, Deed, checked_scopes, refusal
from wattfleet.kernel.errors import WattfleetError

TABLE = """
deed               viewer operator finance admin auditor
sites:read         yes    yes      yes     yes   yes
sites:write        no     yes      no      yes   no
stations:read      yes    yes      yes     yes   yes
stations:write     no     yes      no      yes   no
tokens:read        yes    yes      yes     yes   yes
tokens:write       no     yes      no      yes   no
tariffs:read       yes    yes      yes     yes   yes
tariffs:write      no     no       yes     yes   no
sessions:read      yes    yes      yes     yes   yes
sessions:write     no     no       no      yes   no
inbox:write        no     yes      no      yes   no
commands:read      yes    yes      yes     yes   yes
commands:write     no     yes      no      yes   no
keys:read          no     no       no      yes   yes
keys:write         no     no       no      yes   no
reads:read         no     no       no      yes   no
reads:write        no     no       no      yes   no
health:read        yes    yes      yes     yes   yes
health:write       no     no       no      yes   no
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
