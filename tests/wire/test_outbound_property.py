"""Whatever is asked, in whatever version: a valid CALL, a reason, or a refusal. Never anything else."""

import types
from datetime import UTC, datetime, timedelta, timezone
from typing import Annotated, Union, get_args, get_origin

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wattfleet.commands import StationCommand
from wattfleet.kernel.errors import WattfleetError
from wattfleet.ocpp.asked import Call, Numbers, Unsupported
from wattfleet.ocpp.codec import validate
from wattfleet.ocpp.translate import call
from wattfleet.ocpp.versions import VERSIONS, Version

WORDS = """tx tx_default charge_point_max priority absolute recurring relative dynamic daily weekly A W Full
    Differential accepted blocked Hard Soft OnIdle Immediate Heartbeat StatusNotification Operative rfid
    app none diagnostics security 16.0 6 -1 1e9 0.05 4711 FullInventory https://x/y""".split()
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))])
MOMENTS = st.one_of(
    st.datetimes(timezones=ZONES),
    st.sampled_from(
        [
            datetime.min.replace(tzinfo=timezone(timedelta(hours=14))),
            datetime.max.replace(tzinfo=timezone(timedelta(hours=-12))),
        ]
    ),
)


def values(kind: object) -> st.SearchStrategy[object]:
    """Anything that the API's decoder lets into a field of this type."""
    if get_origin(kind) is Annotated:
        return MOMENTS
    if get_origin(kind) in {Union, types.UnionType}:
        return st.one_of([values(one) for one in get_args(kind)])
    if get_origin(kind) is tuple:
        return st.lists(values(get_args(kind)[0]), max_size=3).map(tuple)
    if kind is type(None):
        return st.none()
    if kind is int:
        return st.one_of(st.integers(min_value=-1, max_value=3), st.integers())
    if kind is str:
        return st.one_of(st.sampled_from(WORDS), st.text(max_size=60))
    assert isinstance(kind, type), f"{kind} is a type"
    assert issubclass(kind, msgspec.Struct), f"{kind} is one of ours"
    fields = {field.name: values(field.type) for field in msgspec.structs.fields(kind)}
    return st.builds(kind, **fields)


COMMANDS = {kind.__name__: values(kind) for kind in get_args(StationCommand)}


@pytest.mark.parametrize("name", COMMANDS)
@given(data=st.data(), version=st.sampled_from(VERSIONS))
@settings(max_examples=60, deadline=None)
def test_a_command_is_sent_explained_or_refused(name: str, data: st.DataObject, version: Version) -> None:
    command = data.draw(COMMANDS[name])
    assert isinstance(command, StationCommand)
    if getattr(command, "profile", 0) is None and name == "SetChargingProfile":
        return  # the use case fetches the stored profile first
    try:
        found = call(version, command, Numbers(remote_start=1, request=2))
    except WattfleetError:
        return
    assert isinstance(found, Call | Unsupported)
    if isinstance(found, Call):
        assert validate(version, found.action, found.payload) == ()
