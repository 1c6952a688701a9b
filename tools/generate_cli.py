"""Write docs/spec/cli.md from the command line itself: every command with its help.

`python tools/generate_cli.py` writes it, `--check` says whether it is fresh.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from wattfleet.cli.main import EXIT_CODES, GROUPS, whole_parser

PAGE = Path(__file__).parents[1] / "docs" / "spec" / "cli.md"
HEAD = f"""\
# The command line

`wattfleet COMMAND --help` says the same. Commands that ask a server take `--url` (or `WATTFLEET_URL`,
`http://127.0.0.1:8080` where neither is), `--key` (or `WATTFLEET_KEY`) and `--json`.

Exit codes: {EXIT_CODES}.
"""


SHARED = {"url", "key", "json", "help"}
"""What every command that asks a server takes: told once, at the head of the page."""


def render() -> str:
    top = _children(whole_parser())
    parts = [HEAD]
    for title, names in GROUPS:
        parts.append(f"## {title}\n")
        for name in names:
            parts.append(_told(top[name], "###"))
            parts += [_told(child, "####") for child in _below(top[name])]
    return "\n".join(parts)


def _told(parser: argparse.ArgumentParser, level: str) -> str:
    """One command: how it is called, what it takes, and examples. argparse's own words differ by Python."""
    lines = [f"{level} {parser.prog.removeprefix('wattfleet ')}", ""]
    if parser.description:
        lines += [" ".join(parser.description.split()), ""]
    remote = parser.get_default("alone") is None
    for action in parser._actions:  # noqa: SLF001
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            lines += [f"- `{one.dest}`: {one.help}" for one in action._choices_actions]  # noqa: SLF001
        elif action.dest != "help" and not (remote and action.dest in SHARED):
            lines.append(_argument(action))
    if parser.epilog:
        lines += ["", "```", parser.epilog.strip(), "```"]
    return "\n".join(lines) + "\n"


def _argument(action: argparse.Action) -> str:
    value = (
        "|".join(str(one) for one in action.choices)
        if action.choices
        else action.metavar or action.dest.upper()
    )
    name = " ".join([*action.option_strings, *([] if action.nargs == 0 else [str(value)])])
    words = (action.help or "").replace("%(default)s", str(action.default))
    return f"- `{name}`: {words}{' (needed)' if action.required and action.option_strings else ''}"


def _children(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    found: dict[str, argparse.ArgumentParser] = {}
    for action in parser._actions:  # noqa: SLF001
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            found |= action.choices
    return found


def _below(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    for child in _children(parser).values():
        yield child
        yield from _below(child)


def main() -> int:
    text = render()
    if "--check" not in sys.argv:
        PAGE.write_text(text, encoding="utf-8")
        return 0
    if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == text:
        return 0
    print(f"{PAGE.name} is stale: run tools/generate_cli.py")
    return 1


if __name__ == "__main__":
    sys.exit(main())
