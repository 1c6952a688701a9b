"""`wattfleet search` and `wattfleet board`: find anything, and the state of the network at a glance."""

import argparse

from wattfleet.cli import show
from wattfleet.cli.noun_verbs import Commands
from wattfleet.cli.remote import Remote


def register(commands: Commands) -> None:
    finder = commands.add_parser(
        "search", help="find stations, sessions, tokens, sites, tariffs, people, accounts, invoices"
    )
    finder.add_argument("text", metavar="TEXT", help="a part of a name, or a whole id or transaction")
    finder.set_defaults(run=_search)
    board = commands.add_parser("board", help="plugs by state, by kind of station and by site")
    board.set_defaults(run=_board)


def _search(remote: Remote, given: argparse.Namespace) -> None:
    found = remote.call("GET", "/search", query={"q": given.text})
    if given.json:
        show.as_json(found)
    else:
        show.table(found["hits"], ("kind", "title", "about", "name"), empty="Nothing is called so.")


def _board(remote: Remote, given: argparse.Namespace) -> None:
    found = remote.call("GET", "/board")
    if given.json:
        show.as_json(found)
        return
    rows = [
        {
            "site": site["name"],
            "access": kind["access"],
            "stations": kind["stations"],
            "offline": kind["offline"],
            "plugs": ", ".join(f"{number} {state}" for state, number in kind["plugs"].items()),
        }
        for site in found["sites"]
        for kind in site["kinds"]
    ]
    show.table(rows, ("site", "access", "stations", "offline", "plugs"), empty="No stations yet.")
