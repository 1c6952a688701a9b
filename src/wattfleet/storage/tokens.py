"""Registered tokens as they are kept, unique by their folded uid."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import RowMapping, bindparam, select

from wattfleet.access.tokens import RegisteredToken, TokenState, fold_uid
from wattfleet.events import Token
from wattfleet.kernel.errors import conflict, missing
from wattfleet.storage import writing
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.lists import Listing, Page, PageQuery
from wattfleet.storage.lists import page as list_page
from wattfleet.storage.raw import Prepared
from wattfleet.storage.tables.tokens import tokens
from wattfleet.storage.writing import loaded, values_of

_TAKEN = conflict(
    "token_exists",
    "A token with this uid is already there.",
    hint="Upper and lower case mean the same.",
    field="uid",
)
_FIND = Prepared(
    select(tokens).where(tokens.c.tenant_id == bindparam("tenant"), tokens.c.uid_key == bindparam("uid"))
)
_LISTING = Listing(
    select=select(tokens),
    tenant=tokens.c.tenant_id,
    id=tokens.c.id,
    sorts={"id": tokens.c.id, "uid": tokens.c.uid_key, "group": tokens.c.group, "driver": tokens.c.driver},
    sort="uid",
    filters={
        "kind": lambda value: tokens.c.kind == value,
        "group": lambda value: tokens.c.group == value,
        "state": lambda value: tokens.c.state == value,
        "driver": lambda value: tokens.c.driver == value,
        "seen_unknown": lambda value: tokens.c.seen_unknown == value,
        "search": lambda value: tokens.c.uid_key.contains(fold_uid(value), autoescape=True),
    },
)


def add(writer: Writer, token: RegisteredToken) -> None:
    """Raises: WattfleetError `token_exists`."""
    writing.insert(writer, tokens, _values(token), taken=_TAKEN)


def get(reader: Reader, token_id: UUID) -> RegisteredToken | None:
    return writing.get(reader, tokens, RegisteredToken, token_id)


def demand(reader: Reader, token_id: UUID) -> RegisteredToken:
    """Raises: WattfleetError `token_unknown`."""
    found = get(reader, token_id)
    if found is None:
        raise missing("token_unknown", "There is no such token.")
    return found


def find(reader: Reader, uid: str) -> RegisteredToken | None:
    row = _FIND.first(reader, uid=fold_uid(uid))
    return None if row is None else loaded(RegisteredToken, row)


def find_each(reader: Reader, uids: Sequence[str]) -> list[RegisteredToken | None]:
    """The token of each uid, where it is registered."""
    found = _FIND.each(reader, [{"uid": fold_uid(uid)} for uid in uids])
    return [loaded(RegisteredToken, rows[0]) if rows else None for rows in found]


def find_all(reader: Reader, uids: Iterable[str]) -> dict[str, RegisteredToken]:
    """Those of the uids that are registered, by their folded spelling."""
    keys = sorted({fold_uid(uid) for uid in uids})
    rows = reader.connection.execute(
        select(tokens).where(tokens.c.tenant_id == reader.tenant, tokens.c.uid_key.in_(keys))
    )
    return {row["uid_key"]: _token(row) for row in rows.mappings()}


def remember_unknown(writer: Writer, token_id: UUID, shown: Token) -> None:
    """Keep a card that charged without our leave: blocked, marked, and only where we do not know it.

    Two stations may show one such card at the same moment; whoever comes second finds it kept.
    """
    token = RegisteredToken(
        id=token_id,
        uid=shown.uid,
        kind=shown.kind,
        state=TokenState.BLOCKED,
        parent=shown.parent,
        seen_unknown=True,
    )
    writing.insert_if_new(writer, tokens, _values(token))


def page(reader: Reader, query: PageQuery) -> Page[RegisteredToken]:
    return list_page(reader, _LISTING, query, _token)


def change(writer: Writer, token: RegisteredToken, expected_version: int) -> RegisteredToken:
    """The token as it now stands. Raises: WattfleetError `version_conflict`, `token_exists`."""
    writing.change(writer, tokens, _values(token), expected_version, taken=_TAKEN)
    return get(writer, token.id) or token


def remove(writer: Writer, token_id: UUID) -> bool:
    """False where there is none."""
    return writing.remove(writer, tokens, token_id, used=_TAKEN)


def _values(token: RegisteredToken) -> dict[str, object]:
    return values_of(token) | {"uid_key": fold_uid(token.uid)}


def _token(row: RowMapping) -> RegisteredToken:
    return loaded(RegisteredToken, row)
