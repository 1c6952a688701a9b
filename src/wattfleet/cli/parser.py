"""An argument parser that says what could have been meant, instead of only that it was not understood."""

import argparse
import difflib
import sys
from typing import NoReturn

NOT_UNDERSTOOD = 2


class Parser(argparse.ArgumentParser):
    """Says the verbs of a command that came without one, and the names that are near to a wrong one."""

    def error(self, message: str) -> NoReturn:
        """`message` on standard error, with what would be right, and exit code 2."""
        told = self._without_verb(message) or self._near(message) or _unknown(message)
        told = told or f"{self.format_usage()}{message}"
        print(told.rstrip(), file=sys.stderr)
        sys.exit(NOT_UNDERSTOOD)

    def _leading(self) -> "argparse._SubParsersAction[argparse.ArgumentParser] | None":
        """What leads to the commands below this one, where there are any."""
        kinds = (one for one in self._actions if isinstance(one, argparse._SubParsersAction))  # noqa: SLF001
        return next(kinds, None)

    def _without_verb(self, message: str) -> str:
        leading = self._leading()
        if leading is None or not _is_required(message, str(leading.metavar)):
            return ""
        if leading.metavar == "COMMAND":
            return self.format_help()
        words = {one.dest: one.help or "" for one in leading._choices_actions}  # noqa: SLF001
        width = max(len(name) for name in words)
        verbs = "\n".join(f"  {leading._prog_prefix} {name:{width}}  {text}" for name, text in words.items())  # noqa: SLF001
        return f"Say what to do:\n{verbs}"

    def _near(self, message: str) -> str:
        """For “invalid choice: 'sesions' (choose from …)” the one or two that are spelt alike."""
        leading = self._leading()
        if leading is None or f"argument {leading.metavar}: invalid choice: " not in message:
            return ""
        wrong = message.partition("invalid choice: '")[2].partition("' (choose from")[0]
        near = difflib.get_close_matches(wrong, leading.choices, n=2)
        meant = f" Did you mean {' or '.join(near)}?" if near else ""
        return f"{self.prog} knows no “{wrong}”.{meant} `{self.prog} --help` shows what there is."


def _is_required(message: str, metavar: str) -> bool:
    """Whether the verb is among what “the following arguments are required: id, VERB” misses."""
    return metavar in message.partition("arguments are required: ")[2].split(", ")


def _unknown(message: str) -> str:
    words = message.partition("unrecognized arguments: ")[2]
    return f"“{words}” is not known here. Put --help in its place to see what is." if words else ""
