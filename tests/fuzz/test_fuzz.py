"""Almost-right frames never hurt: nothing raises, the whole gateway answers rightly and stays.

`make fuzz T=1200` goes on for that many seconds, with atheris beneath.
"""

import asyncio
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.crash.books import Books
from tests.crash.place import a_house
from tests.crash.seed import drawn
from tests.fuzz.assault import assault, identity, lost, resident_kb
from tests.fuzz.grammar import Grammar
from tests.fuzz.guided import converse
from tests.fuzz.hearing import Hearing

from wattfleet.ocpp.versions import VERSIONS, Version

FRAMES = 1_200
GROWTH_KB = 80_000
"""What its caches may take: SQLite keeps up to 64 MB of pages."""


@pytest.mark.parametrize("version", VERSIONS)
@given(chance=st.randoms(use_true_random=False), count=st.integers(1, 6))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_frame_makes_decode_or_dialogue_raise(version: Version, chance: Random, count: int) -> None:
    grammar, hearing = Grammar(version, chance), Hearing(version)
    frames = [grammar.frame() for _ in range(count)]
    for frame in frames:
        hearing.says(frame)
    for said in converse(version, frames):
        hearing.hears(said.decode())
    assert hearing.wrong == []


@pytest.mark.parametrize("version", VERSIONS)
def test_the_grammar_makes_right_frames_too(version: Version) -> None:
    """A grammar that makes only rubbish would never come past the first check."""
    grammar = Grammar(version, Random(1))
    told = b"".join(b"".join(converse(version, [grammar.frame()])) for _ in range(300))
    assert told.count(b"[3,") > 150
    assert told.count(b"[4,") > 5


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_the_gateway_survives_and_answers_rightly(tmp_path: Path, kind: str) -> None:
    seed, _ = drawn()
    with a_house(tmp_path, kind) as house:
        house.start()
        house.furnish([Books(identity(version), version) for version in VERSIONS])
        before = resident_kb(house)
        told = asyncio.run(assault(house, seed, lambda frames: frames < FRAMES // len(VERSIONS)))
        assert house.process is not None
        assert house.process.poll() is None, "it lives"
        grown = resident_kb(house) - before
        missing = lost(house, told)
        assert "Traceback" not in house.log(), f"CRASH_SEED={seed}"
    assert told.wrong == [], f"CRASH_SEED={seed}"
    assert missing == [], f"CRASH_SEED={seed}"
    assert len(told.acknowledged) > FRAMES // 4
    assert grown < GROWTH_KB


def test_a_bug_of_ours_would_be_heard() -> None:
    """The judge of answers is judged: wrong id, wrong shape, unknown code, a call of no kind."""
    for said in ('[3,"b",{}]', '[3,"a",{"x":1}]', '[4,"a","Odd","",{}]', '[2,"c","NoSuch",{}]', "[3]"):
        hearing = Hearing("1.6")
        hearing.says(b'[2,"a","Heartbeat",{}]')
        hearing.hears(said)
        assert len(hearing.wrong) == 1, said
