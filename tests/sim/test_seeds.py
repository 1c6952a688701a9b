"""Worlds from seeds: some that always run, and every one that has ever found something."""

from pathlib import Path

import pytest
from tests.sim.running import run
from tests.sim.world import Failed

HOURS = 2
USUAL = range(1, 201)
KEPT = [
    (int(seed), int(hours))
    for seed, hours, *_ in (
        line.split()
        for line in (Path(__file__).parent / "seeds.txt").read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    )
]


@pytest.mark.parametrize("seed", USUAL)
def test_every_invariant_holds(seed: int) -> None:
    world = run(seed, HOURS)
    assert world.answered > 0, "somebody has said something"


@pytest.mark.parametrize(("seed", "hours"), KEPT)
def test_what_was_once_found_stays_mended(seed: int, hours: int) -> None:
    run(seed, hours)


def test_a_seed_gives_the_same_world_twice() -> None:
    first, second = run(7, 1), run(7, 1)
    assert list(first.trace) == list(second.trace)


def test_a_failure_tells_its_seed_and_what_came_before() -> None:
    with pytest.raises(Failed, match=r"seed 3:(.|\n)*nothing is right(.|\n)*the server starts"):
        run(3, 1, doubt="nothing is right")
