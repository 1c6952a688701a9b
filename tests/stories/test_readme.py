"""The README's tour does what it says: every console block, in order, in an empty folder, on a real server.

Ids, passwords, moments and ports differ from run to run; each is compared by its kind. An id or a password
that stands in the tour is replaced by the one that this run was given in its place.
`GOLDEN=1 pytest tests/stories/test_readme.py` writes the outputs anew; read the diff.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.ports import free_port

README = Path(__file__).parents[2] / "README.md"
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
END = "──end of command──"
VARIABLE = re.compile(
    r"(?P<id>[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12})"
    r"|(?P<password>\b[0-9a-f]{32}\b)"
    r"|(?P<moment>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)"
    r"|(?P<minute>\b\d\d [A-Z][a-z]{2} \d\d:\d\d\b)"
    r"|(?P<span>\d{4}-\d\d-\d\d \d\d:\d\d(?:–\d\d:\d\d)?)"
    r"|(?P<transaction>(?<=\"transaction\": \")\d+)"
    r"|(?P<key>(?<=key:)[0-9a-f]{12})"
    r"|(?P<port>(?<=\(127\.0\.0\.1:)\d+|(?<=127\.0\.0\.1:)\d{4,5})"
)


class Step:
    """One command of the tour, with what it shows."""

    def __init__(self, command: str, shown: list[str]) -> None:
        self.command = command
        self.shown = shown


def steps(text: str) -> list[Step]:
    found: list[Step] = []
    for block in BLOCK.findall(text):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append(Step(line[2:], []))
            elif line.startswith("> "):
                found[-1].command += "\n" + line[2:]
            else:
                found[-1].shown.append(line)
    return found


class Shell:
    """A bash that runs one command after the other, as a person's terminal does."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            ["bash", "--norc"],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def run(self, command: str, *, until: str = "") -> list[str]:
        """What it shows; a command in the background until the line that it ends with."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(command + "\n" + ("" if until else f"echo {END}\n"))
        self.process.stdin.flush()
        lines: list[str] = []
        while line := self.process.stdout.readline():
            if line.rstrip().endswith(END):
                rest = line.rstrip().removesuffix(END)
                return [*lines, rest] if rest else lines
            lines.append(line.rstrip("\n"))
            if until and until in line:
                return lines
        raise AssertionError(f"the shell ended: {lines}")

    def end(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    programs = Path(sys.executable).parent
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WATTFLEET")}
    opened = Shell(tmp_path, {**kept, "PATH": f"{programs}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"})
    yield opened
    opened.end()


def test_the_tour_is_true(shell: Shell) -> None:
    text = README.read_text(encoding="utf-8")
    http, ocpp = str(free_port()), str(free_port())
    shell.run(f"export WATTFLEET_URL=http://127.0.0.1:{http}")
    given: dict[str, str] = {"8080": http, "9000": ocpp}
    differences: list[str] = []
    for step in steps(text):
        shown = _run(shell, step, given, http, ocpp)
        _learn(step.shown, shown, given)
        if [_plain(line) for line in shown] != [_plain(line) for line in step.shown]:
            differences.append("\n".join(["$ " + step.command, *shown]))
            text = _rewritten(text, step, _as_told(shown, given))
    if differences and os.environ.get("GOLDEN") == "1":
        README.write_text(text, encoding="utf-8")
        return
    assert not differences, "the tour shows something else:\n" + "\n".join(differences)


def _run(shell: Shell, step: Step, given: dict[str, str], http: str, ocpp: str) -> list[str]:
    command = step.command
    for told, real in given.items():
        command = command.replace(told, real)
    if command.startswith("export PATH"):
        return []
    if command.endswith("&"):
        command = command.replace("&", f"--http 127.0.0.1:{http} --ocpp 127.0.0.1:{ocpp} --log-level error &")
        return shell.run(command, until="Stations")
    if command.startswith("wattfleet charge"):
        command += f" --url ws://127.0.0.1:{ocpp}/ocpp"
    if command.startswith("wattfleet session") and "rating" not in command:
        shell.run(_waiting(http))
    return [line for line in shell.run(command) if not line.startswith("[")]


def _waiting(http: str) -> str:
    """Ask until everything that has ended is priced: it takes up to a second."""
    return (
        f'for _ in $(seq 50); do curl -s -H "Authorization: Bearer $WATTFLEET_KEY" '
        f"http://127.0.0.1:{http}/api/v1/sessions | grep -q '\"final\":false' || break; sleep 0.1; done"
    )


def _learn(told: list[str], shown: list[str], given: dict[str, str]) -> None:
    """Ids and passwords of the tour are, from here on, those that this run has shown in their place."""
    for old, new in zip(told, shown, strict=False):
        for one, other in zip(VARIABLE.finditer(old), VARIABLE.finditer(new), strict=False):
            if one.lastgroup == other.lastgroup and one.lastgroup in {"id", "password"}:
                given.setdefault(one.group(), other.group())


def _plain(line: str) -> str:
    return VARIABLE.sub(lambda found: f"<{found.lastgroup}>", line)


def _as_told(shown: list[str], given: dict[str, str]) -> list[str]:
    """With the tour's own ids, passwords and ports, so that one part of it fits the other."""
    whole = "\n".join(shown)
    for told, real in given.items():
        whole = whole.replace(real, told)
    return whole.split("\n")


def _rewritten(text: str, step: Step, shown: list[str]) -> str:
    typed = "$ " + step.command.replace("\n", "\n> ")
    before = "\n".join([typed, *step.shown])
    assert before in text, "the step stands in the README"
    return text.replace(before, "\n".join([typed, *shown]), 1)


def test_bash_and_curl_are_here() -> None:
    assert shutil.which("bash")
    assert shutil.which("curl")
