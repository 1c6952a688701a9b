"""A noun of the API on the command line: how it is listed, made and changed."""

import msgspec


class Field(msgspec.Struct, frozen=True):
    """A field that can be given; `kind` text, whole, list (comma) or json (text or @FILE)."""

    name: str
    help: str
    kind: str = "text"
    needed: bool = False
    choices: tuple[str, ...] = ()


class Noun(msgspec.Struct, frozen=True):
    """A list of the API: `path` below /api/v1, `key` the field that names one."""

    name: str
    path: str
    key: str
    help: str
    columns: tuple[str, ...]
    empty: str
    fields: tuple[Field, ...] = ()
    filters: tuple[str, ...] = ()
    changeable: bool = True
    removable: bool = True
    showable: bool = True
    sort: str = "name"
    example: str = ""
