"""The page of commands says what the commands are."""

from typing import get_args

from tools.generate_commands import EXAMPLES, PAGE, render

from wattfleet.commands import StationCommand


def test_the_page_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == render(), "run tools/generate_commands.py"


def test_the_page_tells_every_command() -> None:
    assert {type(example) for example in EXAMPLES} == set(get_args(StationCommand))
