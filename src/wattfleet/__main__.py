"""`python -m wattfleet`, and the command `wattfleet`."""

import sys


def main() -> None:
    from wattfleet.cli.main import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
