"""A growing tuple is a value: whatever grows from it, in however many ways, it stays as it was."""

from hypothesis import given
from hypothesis import strategies as st

from wattfleet.sessions.growing import Growing


@given(
    st.lists(st.integers(), max_size=4), st.lists(st.tuples(st.integers(0, 99), st.integers()), max_size=30)
)
def test_it_is_a_tuple_however_it_branches(first: list[int], steps: list[tuple[int, int]]) -> None:
    made = [(Growing(first), tuple(first))]
    for place, item in steps:
        grown, plain = made[place % len(made)]
        made.append((grown.then(item), (*plain, item)))
    for grown, plain in made:
        assert tuple(grown) == plain
        assert list(reversed(grown)) == list(reversed(plain))
        assert (len(grown), bool(grown)) == (len(plain), bool(plain))
        assert grown[-3:] == plain[-3:]
        assert all(grown[place] == plain[place] for place in range(-len(plain), len(plain)))
    assert all((a == b) == (x == y) for a, x in made for b, y in made)
    assert all(hash(a) == hash(b) for a, _ in made for b, _ in made if a == b)
