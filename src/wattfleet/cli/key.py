"""`wattfleet key`: an API key or a driver's link, printed alone on stdout. Works beside a running server."""

import argparse
import asyncio
import sys
from datetime import datetime

from wattfleet.access.keys import STAFF, Role
from wattfleet.access.principal import AT_THE_MACHINE
from wattfleet.access.wishes import KeyWish
from wattfleet.cli.place import add_place
from wattfleet.kernel.errors import missing
from wattfleet.kernel.timeline import parse_instant, read_instant
from wattfleet.server.house import House, open_house
from wattfleet.settings import Settings
from wattfleet.storage import directory, tokens
from wattfleet.storage.database import INSTALLATION
from wattfleet.usecases.create_key import create_key
from wattfleet.usecases.make_link import For

EXAMPLES = """examples:
  wattfleet key create --data ./wattfleet-data --role admin --name me
  export WATTFLEET_KEY=$(wattfleet key create --role operator --name night-shift --expires 2027-01-01)
"""


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("key", help="make an API key or a driver's link, beside a running server")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION", help="what to do")
    create = actions.add_parser(
        "create",
        help="make a key and print it alone",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_place(create)
    create.add_argument("--tenant", default="default", help="whose key it is (%(default)s)")
    create.add_argument("--role", required=True, choices=[one.value for one in STAFF], help="what it may do")
    create.add_argument("--name", required=True, help="who or what will use it")
    create.add_argument(
        "--scope", action="append", default=[], help="narrows the role, such as sessions:read"
    )
    create.add_argument("--expires", metavar="DATE", help="a date or a moment; one year from now if absent")
    create.set_defaults(alone=run)
    link = actions.add_parser("link", help="print a link that opens the driver's app for one card, once")
    add_place(link)
    link.add_argument("--tenant", default="default", help="whose card it is (%(default)s)")
    link.add_argument("--token", required=True, metavar="UID", help="the card, in any case of letters")
    link.add_argument("--hours", type=int, default=24, help="how long it lives if it is not used (24)")
    link.add_argument("--url", default="", help="how drivers reach the server; else as it was last started")
    link.set_defaults(alone=run_link)


def run(options: argparse.Namespace) -> int:
    text = asyncio.run(_create(options))
    sys.stdout.write(text + "\n")
    return 0


def run_link(options: argparse.Namespace) -> int:
    asyncio.run(_link(options))
    return 0


async def _link(options: argparse.Namespace) -> None:
    from wattfleet.cli.person import print_link

    async with open_house(Settings(data=options.data, database=options.database)) as house:
        tenant = await tenant_of(house, options.tenant)
        token = await house.database.read(tenant, lambda reader: tokens.find(reader, options.token))
        if token is None:
            raise missing(
                "token_unknown",
                f"There is no token “{options.token}”.",
                hint="`wattfleet tokens list` shows all.",
                field="--token",
            )
        await print_link(house, tenant, For(token_id=token.id), options)


async def _create(options: argparse.Namespace) -> str:
    async with open_house(Settings(data=options.data, database=options.database)) as house:
        tenant = await tenant_of(house, options.tenant)
        expires = None if options.expires is None else _moment(options.expires)
        wish = KeyWish(
            name=options.name, role=Role(options.role), scopes=tuple(options.scope), expires_at=expires
        )
        now = house.parts.clock.now()
        made = await create_key(
            house.parts, tenant, wish, house.parts.ids.uuid(now), pepper=house.pepper, by=AT_THE_MACHINE
        )
        return made.text


async def tenant_of(house: House, name: str) -> int:
    """Raises: WattfleetError `tenant_unknown`."""
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
