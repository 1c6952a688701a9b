"""`wattfleet simulate`: pretend stations over the real wire, against any server that speaks OCPP."""

import argparse

from wattfleet.ocpp.versions import VERSIONS


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "simulate",
        help="run pretend stations over the real wire",
        description=__doc__,
        epilog="example: wattfleet simulate --stations 20 --key KEY --faults 1,6,32 --past 7",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    arguments(parser)
    parser.set_defaults(alone=run)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--url", default="ws://127.0.0.1:9000/ocpp", help="where stations connect")
    parser.add_argument(
        "--stations", default="10", help="how many, or a CSV file with the columns identity, password, ocpp"
    )
    parser.add_argument("--password", default="", help="one password for all, where no file gives them")
    parser.add_argument("--api", default="http://127.0.0.1:8080", help="where to register them, with --key")
    parser.add_argument("--key", default="", help="an API key: the stations and cards are registered with it")
    parser.add_argument(
        "--ocpp", choices=VERSIONS, help="one version for all; a mixture where it is not given"
    )
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same fleet (default 1)")
    parser.add_argument(
        "--faults", default="", help="numbers of field faults, comma between; see --list-faults"
    )
    parser.add_argument("--list-faults", action="store_true", help="say which faults there are, and end")
    parser.add_argument(
        "--past", type=int, default=0, help="days lived before, as offline queues (default 0)"
    )
    parser.add_argument(
        "--speed",
        type=int,
        default=1,
        help="with --past: live these days fast and on line, until the clock has caught up",
    )
    parser.add_argument("--sample", type=int, default=60, help="seconds between readings (default 60)")
    parser.add_argument(
        "--zone", default="Europe/Stockholm", help="where they stand (default Europe/Stockholm)"
    )
    parser.add_argument("--prefix", default="SIM-", help="how their identities begin (default SIM-)")
    parser.add_argument("--once", action="store_true", help="end when all that waited has been said")
    parser.add_argument("--seconds", type=int, default=0, help="end after this long; 0 = until Ctrl-C")


def run(given: argparse.Namespace) -> int:
    from wattfleet.cli.simulate_fleet import run as live  # late: the other commands start quicker without it

    return live(given)
