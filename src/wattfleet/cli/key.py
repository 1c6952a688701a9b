"""`wattfleet key create`: an API key, printed alone on stdout. Works beside a running server."""

import argparse
import asyncio
import sys
from datetime import datetime

from wattfleet.access.keys import Role
from wattfleet.access.wishes import KeyWish
from wattfleet.cli.serve import add_place
from wattfleet.kernel.errors import missing
from wattfleet.kernel.timeline import parse_instant, read_instant
from wattfleet.server import House, open_house
from wattfleet.settings import Settings
from wattfleet.storage import directory
from wattfleet.storage.database import INSTALLATION
from wattfleet.usecases.create_key import create_key

EXAMPLES = """examples:
  wattfleet key create --data ./wattfleet-data --role admin --name me
  export WATTFLEET_KEY=$(wattfleet key create --role operator --name night-shift --expires 2027-01-01)
"""


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "key", help="make an API key, beside a running server or before the first start"
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION", help="what to do")
    create = actions.add_parser(
        "create",
        help="make a key and print it alone",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_place(create)
    create.add_argument("--tenant", default="default", help="whose key it is (%(default)s)")
    create.add_argument("--role", required=True, choices=[one.value for one in Role], help="what it may do")
    create.add_argument("--name", required=True, help="who or what will use it")
    create.add_argument(
        "--scope", action="append", default=[], help="narrows the role, such as sessions:read"
    )
    create.add_argument("--expires", metavar="DATE", help="a date or a moment; one year from now if absent")
    create.set_defaults(alone=run)


def run(options: argparse.Namespace) -> int:
    text = asyncio.run(_create(options))
    sys.stdout.write(text + "\n")
    return 0


async def _create(options: argparse.Namespace) -> str:
    async with open_house(Settings(data=options.data, database=options.database)) as house:
        tenant = await _tenant(house, options.tenant)
        expires = None if options.expires is None else _moment(options.expires)
        wish = KeyWish(
            name=options.name, role=Role(options.role), scopes=tuple(options.scope), expires_at=expires
        )
        now = house.parts.clock.now()
        made = await create_key(house.parts, tenant, wish, house.parts.ids.uuid(now), pepper=house.pepper)
        return made.text


async def _tenant(house: House, name: str) -> int:
    names = await house.database.read(INSTALLATION, directory.tenant_names)
    if name not in names:
        raise missing(
            "tenant_unknown",
            f"There is no tenant “{name}”.",
            hint=f"There are: {', '.join(sorted(names))}.",
            field="--tenant",
        )
    return names[name]


def _moment(text: str) -> datetime:
    """A moment, or the first one of a day in UTC."""
    day = read_instant(f"{text}T00:00:00Z")
    return (day or parse_instant(text, field="--expires")).moment
