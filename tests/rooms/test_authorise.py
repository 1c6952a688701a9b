"""Who may charge where, and what a refusal says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wattfleet.access.authorise import Door, decide
from wattfleet.access.tokens import RegisteredToken, TokenState
from wattfleet.kernel.ids import CountedIds
from wattfleet.kernel.timeline import Instant

NOW = Instant(1_000_000)
ID = CountedIds(3).uuid(NOW)


def token(
    group: str = "", state: TokenState = TokenState.VALID, expires: Instant | None = None
) -> RegisteredToken:
    return RegisteredToken(id=ID, uid="A", group=group, state=state, expires_at=expires)


HOME = Door("home")
PRIVATE = Door("private")
PUBLIC = Door("public")

CASES = {
    "a home without a list takes nobody": (token(), HOME, "invalid", "no allow-list"),
    "a home with a list takes its group": (token("kim"), Door("home", ("kim",)), "accepted", "group kim"),
    "a home with a list takes nobody else": (token("alex"), Door("home", ("kim",)), "invalid", "only kim"),
    "a private station takes every valid token": (token(), PRIVATE, "accepted", "every valid token"),
    "a public station takes every valid token": (token(), PUBLIC, "accepted", "every valid token"),
    "the station's list counts": (
        token("b"),
        Door("public", ("a",), ("b",)),
        "invalid",
        "The station allows",
    ),
    "else the site's": (token("b"), Door("private", (), ("a",)), "invalid", "The site allows only a"),
    "else the site's, and it lets in": (token("a"), Door("home", (), ("a",)), "accepted", "group a"),
    "* is all valid tokens": (token(), Door("home", ("*",)), "accepted", "all tokens"),
    "no group is no member": (token(), Door("private", ("a",)), "invalid", "in no group"),
    "nobody knows it": (None, PUBLIC, "unknown", "Nobody has registered"),
    "blocked": (token(state=TokenState.BLOCKED), PUBLIC, "blocked", "blocked"),
    "expired": (token(expires=NOW), PUBLIC, "expired", "expired at 1970-01-01T00:00:01Z"),
    "not yet expired": (token(expires=NOW + 1), PUBLIC, "accepted", ""),
}


@pytest.mark.parametrize(("shown", "door", "status", "why"), CASES.values(), ids=CASES.keys())
def test_decide(shown: RegisteredToken | None, door: Door, status: str, why: str) -> None:
    verdict = decide(shown, door, now=NOW)
    assert verdict.status.value == status
    assert why in verdict.why


GROUPS = st.lists(st.sampled_from(["a", "b", "*"]), max_size=2).map(tuple)


@given(
    st.sampled_from(["", "a", "b"]),
    st.sampled_from(list(TokenState)),
    st.sampled_from([None, NOW, NOW + 1]),
    st.sampled_from(["home", "private", "public"]),
    GROUPS,
    GROUPS,
)
def test_only_a_valid_token_is_ever_accepted_and_a_home_never_by_default(
    group: str,
    state: TokenState,
    expires: Instant | None,
    access: str,
    station: tuple[str, ...],
    site: tuple[str, ...],
) -> None:
    verdict = decide(token(group, state, expires), Door(access, station, site), now=NOW)
    assert verdict.why
    if verdict.accepted:
        assert state is TokenState.VALID
        assert expires is None or expires > NOW
        assert access != "home" or station or site
