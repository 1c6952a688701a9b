"""list, show, add, change and remove for every noun, from its one description."""

import argparse
import json
from pathlib import Path
from typing import Any

from wattfleet.cli import show
from wattfleet.cli.nouns import NOUNS, Field, Noun
from wattfleet.cli.remote import USAGE, Remote, fail


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add every noun's verbs to the command line."""
    for noun in NOUNS:
        parser = commands.add_parser(noun.name, help=noun.help, description=noun.help.capitalize() + ".")
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        _add_list(verbs, noun)
        _add_show(verbs, noun)
        if noun.fields:
            _add_make(verbs, noun)
        if noun.fields and noun.changeable:
            _add_change(verbs, noun)
        if noun.removable:
            _add_remove(verbs, noun)


def _add_list(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", noun: Noun) -> None:
    example = f"example: wattfleet {noun.name} list --limit 20"
    parser = verbs.add_parser("list", help=f"list {noun.name}", epilog=example)
    parser.add_argument("--limit", type=int, default=50, help="how many at most; 0 = all (default 50)")
    parser.add_argument("--sort", help="a column, - in front for downwards")
    for name in noun.filters:
        parser.add_argument(f"--{name}", dest=f"filter_{name}", help=f"only with this {name}")

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
            show.table(items, noun.columns, empty=noun.empty)

    parser.set_defaults(run=run)


def _add_show(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", noun: Noun) -> None:
    parser = verbs.add_parser("show", help=f"show one, by its {noun.key}")
    parser.add_argument("name", metavar=noun.key.upper())

    def run(remote: Remote, given: argparse.Namespace) -> None:
        item = remote.call("GET", f"{noun.path}/{given.name}")
        if given.json:
            show.as_json(item)
        else:
            show.record(item)

    parser.set_defaults(run=run)


def _add_make(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", noun: Noun) -> None:
    parser = verbs.add_parser("add", help="make a new one")
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


def _add_change(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", noun: Noun) -> None:
    parser = verbs.add_parser("change", help="change what is given, leave the rest")
    parser.add_argument("name", metavar=noun.key.upper())
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


def _add_remove(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", noun: Noun) -> None:
    parser = verbs.add_parser("remove", help="remove one")
    parser.add_argument("name", metavar=noun.key.upper())

    def run(remote: Remote, given: argparse.Namespace) -> None:
        remote.call("DELETE", f"{noun.path}/{given.name}")
        if not given.json:
            print(f"{given.name} is removed.")

    parser.set_defaults(run=run)


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
