"""Which Python `make setup` builds from: programs stand in folders and answer as interpreters do."""

import platform
import sys
from pathlib import Path

import pytest
from tools import quickest_python

OLD = "exit 1"


def interpreter(folder: Path, answer: str) -> Path:
    folder.mkdir()
    python = folder / "python3"
    python.write_text(f"#!/bin/sh\n{answer}\n")
    python.chmod(0o755)
    return python


def needs(seconds: str, folder: Path) -> str:
    return f"echo {seconds} {folder / 'python3'} 3.12.4"


@pytest.mark.parametrize(
    ("first", "second", "taken"),
    [
        ("0.010", "0.006", "second"),
        ("0.010", "0.0089", "second"),
        ("0.010", "0.0095", "first"),  # not clearly quicker: who has set a PATH has meant something by it
        ("0.010", "0.020", "first"),
        (OLD, "0.020", "second"),
        ("0.010", OLD, "first"),
        (OLD, OLD, None),
    ],
)
def test_another_than_the_first_is_taken_where_it_is_clearly_quicker(
    tmp_path: Path, first: str, second: str, taken: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, answer in (("first", first), ("second", second)):
        interpreter(tmp_path / name, OLD if answer == OLD else needs(answer, tmp_path / name))

    chosen = quickest_python.chosen(
        [str(tmp_path / "first"), str(tmp_path / "nothing here"), str(tmp_path / "second")]
    )

    assert chosen == (None if taken is None else tmp_path / taken / "python3")
    said = capsys.readouterr().err
    preferred = taken == "second" and first != OLD
    assert (f"make setup PY={tmp_path / 'first' / 'python3'}" in said) == preferred


def test_a_real_interpreter_is_timed_and_one_that_dies_is_left(tmp_path: Path) -> None:
    assert quickest_python.timed(interpreter(tmp_path / "dies", "kill -9 $$")) is None

    timed = quickest_python.timed(Path(sys.executable))
    assert timed is not None
    seconds, behind, version = timed
    assert seconds > 0
    assert behind == Path(sys.executable).resolve()
    assert version == platform.python_version()


def test_names_that_lead_to_one_interpreter_are_asked_as_one(tmp_path: Path) -> None:
    python = interpreter(tmp_path / "first", needs("0.010", tmp_path / "first"))
    (tmp_path / "second").mkdir()
    (tmp_path / "second" / "python3").symlink_to(python)

    assert quickest_python.chosen([str(tmp_path / "first"), str(tmp_path / "second")]) == python
