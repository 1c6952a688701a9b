"""The command line explains itself: every command has help, and a wrong one is told what is right."""

import argparse
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from wattfleet.cli.main import GROUPS, whole_parser

WATTFLEET = str(Path(sys.executable).parent / "wattfleet")


def commands(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """Every parser, with those that it leads to."""
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for child in action.choices.values():
                yield from commands(child)


ALL = {one.prog.partition(" COMMAND")[0]: one for one in commands(whole_parser())}


@pytest.mark.parametrize("name", ALL)
def test_each_command_has_help_in_words(name: str) -> None:
    text = ALL[name].format_help()
    assert name in text
    for action in ALL[name]._actions:
        if name == "wattfleet" and isinstance(action, argparse._SubParsersAction):
            continue
        assert action.help, f"{name}: {action.option_strings or action.dest} is not told"


def test_the_first_page_groups_all_and_tells_exit_codes() -> None:
    text = whole_parser([]).format_help()
    for title, names in GROUPS:
        assert f"{title}:" in text
        for one in names:
            assert f"\n  {one}" in text
    assert "3 no server" in text
    assert max(len(line) for line in text.splitlines()) <= 110


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ([], 2, "wattfleet stations add --identity"),
        (["fly"], 2, "wattfleet knows no “fly”. `wattfleet --help` shows what there is."),
        (["sesions", "list"], 2, "Did you mean sessions or session?"),
        (["sessions"], 2, "Say what to do:\n  wattfleet sessions list "),
        (["sessions", "lst"], 2, "wattfleet sessions knows no “lst”. Did you mean list?"),
        (["doubt", "0", "mach"], 2, "wattfleet doubt knows no “mach”. Did you mean match or unmatch?"),
        (["doubt"], 2, "  wattfleet doubt ID explain "),
        (["doubt", "0"], 2, "  wattfleet doubt ID reopen "),
        (["stations", "list", "--limt", "3"], 2, "“--limt 3” is not known here. Put --help in its place"),
        (["stations", "list", "--limit"], 2, "argument --limit: expected one argument"),
        (["stations", "list"], 4, "wattfleet key create"),
        (["stations", "list", "--key", "k", "--url", "http://127.0.0.1:1"], 3, "wattfleet serve"),
        (["stations", "add", "--key", "k", "--access", "mine"], 2, "invalid choice"),
        (["version"], 0, "0."),
    ],
)
def test_what_goes_wrong_is_told_with_a_code(
    arguments: list[str], code: int, words: str, tmp_path: Path
) -> None:
    done = subprocess.run(
        [WATTFLEET, *arguments], capture_output=True, text=True, cwd=tmp_path, env={}, check=False
    )
    assert done.returncode == code, done.stderr
    assert words in done.stdout + done.stderr
