"""Writes docs/openapi.json from the table of routes; `--check` only says whether it is fresh."""

import sys
from importlib.metadata import version
from pathlib import Path

from wattfleet.api.openapi import encoded
from wattfleet.api.routes import ROUTES

PATH = Path(__file__).parents[1] / "docs" / "openapi.json"


def main() -> int:
    fresh = encoded(ROUTES, version("wattfleet")) + b"\n"
    if "--check" in sys.argv:
        if PATH.exists() and PATH.read_bytes() == fresh:
            return 0
        sys.stderr.write("docs/openapi.json is stale: run make api\n")
        return 1
    PATH.write_bytes(fresh)
    return 0


if __name__ == "__main__":
    sys.exit(main())
