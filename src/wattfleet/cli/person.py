"""`wattfleet person`: people of the house and their one-time links. Works beside a running server."""

import argparse
import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any
from uuid import UUID

from wattfleet.access.keys import STAFF, Role
from wattfleet.access.people import LINK_HOURS, Person, PersonChange, PersonWish
from wattfleet.access.principal import AT_THE_MACHINE
from wattfleet.api.app_links import link_address
from wattfleet.cli import show
from wattfleet.cli.key import tenant_of
from wattfleet.cli.place import add_place
from wattfleet.kernel.errors import conflict, missing
from wattfleet.server.house import House, open_house
from wattfleet.settings import Settings, read_started
from wattfleet.storage import people
from wattfleet.storage.lists import PageQuery
from wattfleet.usecases.change_person import change_person
from wattfleet.usecases.create_person import create_person
from wattfleet.usecases.make_link import For, make_link
from wattfleet.usecases.remove_person import remove_person

DEFAULT_URL = "http://127.0.0.1:8080"
EXAMPLES = """examples:
  wattfleet person add "Anna Lind" --role operator --language sv
  wattfleet person link "Anna Lind"
  wattfleet person block "Anna Lind"
"""

Verb = Callable[[House, int, argparse.Namespace], Awaitable[None]]


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "person",
        help="people of the house: add, link, block, beside a running server",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION", help="what to do")
    add = _action(actions, "add", "add a person and print the link that signs her in, once", _add)
    add.add_argument("name", metavar="NAME", help="what people call her")
    add.add_argument("--role", required=True, choices=[one.value for one in STAFF], help="what she may do")
    add.add_argument("--email", default="", help="where alarms reach her")
    add.add_argument("--language", default="en", choices=("en", "sv", "de"), help="(%(default)s)")
    _link_options(add)
    listing = _action(actions, "list", "who is there", _list)
    listing.add_argument("--json", action="store_true", help="for programs, with everything in it")
    link = _action(actions, "link", "print a new link that signs her in, once", _link)
    _named(link)
    _link_options(link)
    for name, words, run in (
        ("block", "end her sign-ins and links; she comes in no more", _block),
        ("unblock", "let her in again; she needs a new link", _unblock),
        ("remove", "remove her; what she did keeps her name", _remove),
    ):
        _named(_action(actions, name, words, run))


def _action(
    actions: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, words: str, verb: Verb
) -> argparse.ArgumentParser:
    parser = actions.add_parser(name, help=words)
    add_place(parser)
    parser.add_argument("--tenant", default="default", help="whose people (%(default)s)")

    def run(given: argparse.Namespace) -> int:
        asyncio.run(_beside(given, verb))
        return 0

    parser.set_defaults(alone=run)
    return parser


def _named(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="her name, or her id where two have the same name")


def _link_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--hours",
        type=int,
        default=LINK_HOURS,
        help="how long the link lives if it is not used (24)",
    )
    parser.add_argument("--url", default="", help="how she reaches the server; else as it was last started")


async def _beside(given: argparse.Namespace, verb: Verb) -> None:
    async with open_house(Settings(data=given.data, database=given.database)) as house:
        await verb(house, await tenant_of(house, given.tenant), given)


async def _add(house: House, tenant: int, given: argparse.Namespace) -> None:
    wish = PersonWish(name=given.name, role=Role(given.role), email=given.email, language=given.language)
    person_id = house.parts.ids.uuid(house.parts.clock.now())
    person = await create_person(house.parts, tenant, wish, person_id, by=AT_THE_MACHINE)
    await print_link(house, tenant, For(person_id=person.id), given)


async def _link(house: House, tenant: int, given: argparse.Namespace) -> None:
    person = await _person(house, tenant, given.name)
    await print_link(house, tenant, For(person_id=person.id), given)


async def print_link(house: House, tenant: int, whose: For, given: argparse.Namespace) -> None:
    """The link alone on stdout; how long it lives on stderr."""
    made = await make_link(
        house.parts, tenant, whose, by=AT_THE_MACHINE, pepper=house.pepper, hours=given.hours
    )
    base = given.url or read_started(house.settings.data).http or DEFAULT_URL
    sys.stdout.write(link_address(base, made.text) + "\n")
    sys.stderr.write(f"It signs in {made.name}, once, until {made.link.expires_at.rfc3339()}.\n")


async def _list(house: House, tenant: int, given: argparse.Namespace) -> None:
    found = await _everyone(house, tenant)
    items: list[dict[str, Any]] = [
        {
            "id": str(one.id),
            "name": one.name,
            "role": one.role.value,
            "email": one.email,
            "language": one.language,
            "blocked": one.blocked_at is not None,
        }
        for one in found
    ]
    if given.json:
        sys.stdout.write(json.dumps(items, ensure_ascii=False, indent=2) + "\n")
    else:
        show.table(
            items,
            ("id", "name", "role", "language", "email", "blocked"),
            empty="Nobody yet. `wattfleet person add NAME --role admin` adds the first.",
        )


async def _block(house: House, tenant: int, given: argparse.Namespace) -> None:
    await _set_blocked(house, tenant, given, blocked=True)


async def _unblock(house: House, tenant: int, given: argparse.Namespace) -> None:
    await _set_blocked(house, tenant, given, blocked=False)


async def _set_blocked(house: House, tenant: int, given: argparse.Namespace, *, blocked: bool) -> None:
    person = await _person(house, tenant, given.name)
    change = PersonChange(blocked=blocked)
    await change_person(house.parts, tenant, person.id, change, by=AT_THE_MACHINE, seen=None)
    sys.stdout.write(f"{person.name} is {'blocked' if blocked else 'let in again'}.\n")


async def _remove(house: House, tenant: int, given: argparse.Namespace) -> None:
    person = await _person(house, tenant, given.name)
    await remove_person(house.parts, tenant, person.id, by=AT_THE_MACHINE, seen=None)
    sys.stdout.write(f"{person.name} is removed.\n")


async def _everyone(house: House, tenant: int) -> list[Person]:
    found: list[Person] = []
    cursor: str | None = None
    while True:
        query = PageQuery(limit=1000, cursor=cursor)
        page = await house.database.read(tenant, partial(people.page, query=query))
        found += page.items
        cursor = page.next
        if cursor is None:
            return found


async def _person(house: House, tenant: int, text: str) -> Person:
    """By name or id. Raises: WattfleetError `person_unknown`, `person_ambiguous`."""
    try:
        wanted = UUID(text)
    except ValueError:
        found = await house.database.read(tenant, lambda reader: people.named(reader, text))
    else:
        found = [await house.database.read(tenant, lambda reader: people.demand(reader, wanted))]
    if not found:
        raise missing(
            "person_unknown", f"There is nobody called “{text}”.", hint="`wattfleet person list` shows all."
        )
    if len(found) > 1:
        raise conflict(
            "person_ambiguous",
            f"{len(found)} people are called “{text}”.",
            hint=f"Name one by its id: {', '.join(str(one.id) for one in found)}.",
        )
    return found[0]
