"""The command `wattfleet`: finds the verb, runs it, and turns a refusal into a sentence and an exit code."""

import argparse
import sys
from collections.abc import Sequence

from wattfleet.cli import demo, key, serve, simulate
from wattfleet.kernel.errors import WattfleetError


def run(arguments: Sequence[str]) -> int:
    """0 = done, 1 = refused, 2 = not understood."""
    parser = argparse.ArgumentParser(
        prog="wattfleet",
        description="The open charge point management system for operators who serve fleets.",
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="COMMAND")
    serve.add_to(verbs)
    key.add_to(verbs)
    simulate.add_to(verbs)
    demo.add_to(verbs)
    options = parser.parse_args(list(arguments))
    try:
        code: int = options.run(options)
    except WattfleetError as error:
        print(f"wattfleet: {error.message}", file=sys.stderr)
        if error.hint:
            print(f"  {error.hint}", file=sys.stderr)
        return 1
    return code
