"""`wattfleet demo`: a town that charges, on the real server, to look at and to break.

The first run makes everything and replays a past month as the offline queues of its stations, so that history
arrives the way it does in the field; later runs go on where the last one ended.
"""

import argparse


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "demo",
        help="a town that charges, to look at and to break",
        description=__doc__,
        epilog="example: wattfleet demo --seconds 60 --press k,l",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    arguments(parser)
    parser.set_defaults(alone=run)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--folder", default="wattfleet-demo", help="where it keeps all (default wattfleet-demo)"
    )
    parser.add_argument("--seed", type=int, default=1, help="another seed, another town (default 1)")
    parser.add_argument("--days", type=int, default=31, help="of history at first (default %(default)s)")
    parser.add_argument("--seconds", type=int, default=0, help="end after this long; 0 = until q or Ctrl-C")
    parser.add_argument("--press", default="", help="keys to press by itself, comma between, such as k,o,l,s")
    parser.add_argument("--once", action="store_true", help="end when the past has come and --press is done")
    parser.add_argument("--plain", action="store_true", help="lines instead of a table")
    parser.add_argument("--local", action="store_true", help="no real station from outside may connect")


def run(given: argparse.Namespace) -> int:
    from wattfleet.cli.demo_life import run as live  # late: the other commands start quicker without it

    return live(given)
