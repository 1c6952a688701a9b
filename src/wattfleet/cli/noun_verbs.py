"""list, show, add, change and remove for every noun, from its one description."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from wattfleet.cli import show
from wattfleet.cli.noun import Field, Noun
from wattfleet.cli.nouns import NOUNS
from wattfleet.cli.remote import USAGE, Remote, fail

if TYPE_CHECKING:
    Commands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001
else:
    Commands = argparse._SubParsersAction  # noqa: SLF001

FILTERS = {
    "from": "at this moment or later, RFC 3339",
    "to": "before this moment",
    "failed": "true or false: whether something was wrong with it",
    "error": "a part of what was wrong with it",
    "text": "a part of the frame or its answer, letter for letter",
    "view": "items (every frame by itself) or pairs (calls beside their answers)",
    "search": "a part of its name",
    "description": "a part of it",
    "ended_from": "ended at this moment or later",
    "ended_to": "ended before this moment",
    "connected": "true or false",
    "flag": "with this flag",
    "noun": "done to such things: station, site, token …",
    "verb": "create, change, remove, command …",
    "id": "done to the thing with this id or name",
    "who": "done by this key or person, by id or name",
    "site": "at the site with this id",
    "account": "of the account with this id",
    "run": "of the run with this id",
    "open": "true or false: whether something is not settled",
    "due_before": "due before this day",
    "invoice": "of the invoice with this id",
    "about": "of the reminder or collection with this id",
    "month": "such as 2026-11",
    "by": "token, group, evse, station or site",
}


def register(commands: Commands) -> None:
    """Add every noun's verbs to the command line."""
    for noun in NOUNS:
        parser = commands.add_parser(noun.name, help=noun.help, description=_sentence(noun.help))
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB", help="what to do")
        _add_list(verbs, noun)
        if noun.showable:
            _add_show(verbs, noun)
        if noun.fields:
            _add_make(verbs, noun)
        if noun.fields and noun.changeable:
            _add_change(verbs, noun)
        if noun.removable:
            _add_remove(verbs, noun)


def _add_list(verbs: Commands, noun: Noun) -> None:
    example = f"example: wattfleet {noun.name} list --limit 20 --sort {noun.sort}"
    parser = verbs.add_parser("list", help=f"list {noun.name}", epilog=example)
    limit_option(parser)
    parser.add_argument("--sort", help="a field, - in front for downwards")
    for name in noun.filters:
        parser.add_argument(
            f"--{name.replace('_', '-')}", dest=f"filter_{name}", help=FILTERS.get(name, f"only this {name}")
        )

    def run(remote: Remote, given: argparse.Namespace) -> None:
        query = {
            name: value for name in noun.filters if (value := getattr(given, f"filter_{name}")) is not None
        }
        if given.sort:
            query["sort"] = given.sort
        items = list(remote.everything(noun.path, query, given.limit))
        if given.json:
            show.as_json(items)
        else:
            show.table(items, noun.columns, empty="None of these." if query else noun.empty)
            if given.limit and len(items) == given.limit:
                told = "There may be more" if len(items) > 1 else "There may be others"
                print(f"{told}: --limit 0 shows all.", file=sys.stderr)

    parser.set_defaults(run=run)


def limit_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--limit", type=int, default=50, metavar="N", help="how many at most; 0 = all (default 50)"
    )


def list_verb(
    verbs: Commands, verb: str, words: str, path: str, columns: tuple[str, ...]
) -> argparse.ArgumentParser:
    """A verb that lists something of the one thing that was named before it; what else the path names is
    added to the parser."""
    parser = verbs.add_parser(verb, help=words)
    limit_option(parser)

    def run(remote: Remote, given: argparse.Namespace) -> None:
        named = path.format_map(vars(given))
        items = list(remote.everything(named, {}, given.limit))
        if given.json:
            show.as_json(items)
        else:
            show.table(items, columns, empty="Nothing yet.")

    parser.set_defaults(run=run)
    return parser


def _add_show(verbs: Commands, noun: Noun) -> None:
    parser = verbs.add_parser("show", help=f"show one, by its {noun.key}")
    parser.add_argument("name", metavar=noun.key.upper(), help=f"its {noun.key}, as `list` shows it")

    def run(remote: Remote, given: argparse.Namespace) -> None:
        item = remote.call("GET", f"{noun.path}/{given.name}")
        if given.json:
            show.as_json(item)
        else:
            show.record(item)

    parser.set_defaults(run=run)


def _add_make(verbs: Commands, noun: Noun) -> None:
    parser = verbs.add_parser("add", help="make a new one", epilog=f"example: {noun.example}")
    for field in noun.fields:
        parser.add_argument(
            _flag(field),
            dest=f"field_{field.name}",
            required=field.needed,
            help=field.help,
            **_choices(field),
        )

    def run(remote: Remote, given: argparse.Namespace) -> None:
        made = remote.call("POST", noun.path, body=_body(noun, given))
        if given.json:
            show.as_json(made)
        else:
            show.record(made)

    parser.set_defaults(run=run)


def _add_change(verbs: Commands, noun: Noun) -> None:
    parser = verbs.add_parser("change", help="change what is given, leave the rest")
    parser.add_argument("name", metavar=noun.key.upper(), help=f"its {noun.key}, as `list` shows it")
    for field in noun.fields:
        if field.name != noun.key:
            parser.add_argument(_flag(field), dest=f"field_{field.name}", help=field.help, **_choices(field))

    def run(remote: Remote, given: argparse.Namespace) -> None:
        body = _body(noun, given)
        if not body:
            fail("Nothing to change was given.", hint="See --help for the fields.", code=USAGE)
        changed = remote.call("PATCH", f"{noun.path}/{given.name}", body=body)
        if given.json:
            show.as_json(changed)
        else:
            show.record(changed)

    parser.set_defaults(run=run)


def _add_remove(verbs: Commands, noun: Noun) -> None:
    parser = verbs.add_parser("remove", help="remove one")
    parser.add_argument("name", metavar=noun.key.upper(), help=f"its {noun.key}, as `list` shows it")

    def run(remote: Remote, given: argparse.Namespace) -> None:
        remote.call("DELETE", f"{noun.path}/{given.name}")
        if not given.json:
            print(f"{given.name} is removed.")

    parser.set_defaults(run=run)


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:] + "."


def _flag(field: Field) -> str:
    return "--" + field.name.replace("_", "-")


def _choices(field: Field) -> dict[str, Any]:
    return {"choices": field.choices} if field.choices else {"metavar": "TEXT"}


def _body(noun: Noun, given: argparse.Namespace) -> dict[str, Any]:
    return {
        field.name: _value(field, text)
        for field in noun.fields
        if (text := getattr(given, f"field_{field.name}", None)) is not None
    }


def _value(field: Field, text: str) -> Any:
    match field.kind:
        case "whole":
            if not text.lstrip("-").isdigit():
                fail(f"{_flag(field)} takes a whole number, not “{text}”.", code=USAGE)
            return int(text)
        case "list":
            return [one.strip() for one in text.split(",") if one.strip()]
        case "json":
            return json_or_file(text, _flag(field))
        case _:
            return text


def json_or_file(text: str, what: str) -> Any:
    """JSON as it stands, or from a file when it begins with @."""
    if text.startswith("@"):
        path = Path(text[1:])
        if not path.is_file():
            fail(f"There is no file {path}.", code=USAGE)
        text = path.read_text(encoding="utf-8")
    try:
        return json.loads(text)
    except ValueError as error:
        fail(f"{what} is not JSON: {error}.", code=USAGE)
