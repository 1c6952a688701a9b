"""A frame as the API shows it: verbatim, but for the passwords that some hold."""

from collections.abc import Callable, Iterable, Mapping
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.api.shapes import Id, When
from wattfleet.ocpp.secrets import may_hold_secret, without_secrets
from wattfleet.storage import stations
from wattfleet.storage.database import Reader
from wattfleet.storage.frames import OneFrame, StoredFrame
from wattfleet.storage.recording import Direction

Json = msgspec.Raw
"""A message as it is: verbatim where it holds no secret."""

Show = Callable[[bytes], Json]


class FrameView(msgspec.Struct, frozen=True, kw_only=True):
    """A frame as it travelled; what is not JSON stands as a text.

    Our answer to a station's call has the `id` of the call, and is told from it by its direction: both were
    committed together.
    """

    id: Annotated[int, Meta(description="The number of its record; a call and our answer share it.")]
    station: Annotated[str, Meta(description="The station's identity.")]
    at: When
    direction: Annotated[
        str, Meta(extra_json_schema={"enum": ["in", "out"]}, description="in = from the station.")
    ]
    kind: Annotated[str, Meta(description="call, send, result, error, result_error, broken, note.")]
    action: str
    message_id: str
    connection: Annotated[int, Meta(description="The epoch of the connection that it came over.")]
    frame: Json
    answer: Annotated[Json | None, Meta(description="With view=pairs: the answer to this call, if any.")]
    answered_at: When | None
    error: str | None
    session: Id | None


class Names:
    """Identities of stations by their ids, read once each."""

    def __init__(self, reader: Reader, wanted: Iterable[UUID]) -> None:
        self._names: Mapping[UUID, str] = {
            station_id: "" if found is None else found.identity
            for station_id in set(wanted)
            for found in (stations.get(reader, station_id),)
        }

    def of(self, station_id: UUID) -> str:
        return self._names[station_id]


def shown(raw: bytes) -> Json:
    """A message verbatim, or with its passwords hidden, or, where it is no JSON, as a text."""
    try:
        plain = msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        text = "•••" if may_hold_secret(raw) else raw.decode("utf-8", "backslashreplace")
        return Json(msgspec.json.encode(text))
    return Json(msgspec.json.encode(without_secrets(plain)) if may_hold_secret(raw) else raw)


def frame_view(one: OneFrame, names: Names, show: Show = shown) -> FrameView:
    """One frame, one way."""
    ours = one.is_answer_of_ours
    return _view(one.row, names, one.direction, one.kind, show(one.raw), error="" if ours else one.row.error)


def pair_view(row: StoredFrame, answer: StoredFrame | None, names: Names, show: Show = shown) -> FrameView:
    """A call beside its answer: of ours from its own row, of the station's from `answer`."""
    view = _view(row, names, row.direction, row.kind, show(row.raw), error=row.error)
    if answer is not None:
        return msgspec.structs.replace(view, answer=show(answer.raw), answered_at=answer.at.rfc3339())
    if row.answer:
        return msgspec.structs.replace(view, answer=show(row.answer), answered_at=row.at.rfc3339())
    return view


def _view(
    row: StoredFrame, names: Names, direction: Direction, kind: str, frame: Json, *, error: str
) -> FrameView:
    return FrameView(
        id=row.id,
        station=names.of(row.station_id),
        at=row.at.rfc3339(),
        direction="in" if direction is Direction.IN else "out",
        kind=kind,
        action=row.action,
        message_id=row.message_id,
        connection=row.epoch,
        frame=frame,
        answer=None,
        answered_at=None,
        error=error or None,
        session=None if row.session_id is None else str(row.session_id),
    )
