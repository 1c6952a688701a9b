"""Every golden frame says what it said when a person read it."""

import pytest
from tests.golden import spoken

from wattfleet.ocpp.quirks import Quirks
from wattfleet.ocpp.translate import read
from wattfleet.ocpp.versions import Version, from_station

QUIRKS = Quirks(no_cards=("HardReset",))
FILES: dict[str, Version] = {"v16": "1.6", "v201": "2.0.1", "v21": "2.1"}


@pytest.mark.parametrize("name", FILES)
def test_each_frame_says_what_stands_there(name: str) -> None:
    cases = spoken.cases(name)
    found = [read(FILES[name], one.action, bytes(one.payload), QUIRKS, spoken.RECEIVED_AT) for one in cases]
    for one, heard in zip(cases, found, strict=True):
        meaning, flags = spoken.said(heard), [flag.value for flag in heard.flags]
        if spoken.writing():
            one.says, one.flags = meaning, flags
        assert (meaning, flags) == (one.says, one.flags), one.why
        assert heard.known
    if spoken.writing():
        spoken.keep(name, cases)


@pytest.mark.parametrize("name", FILES)
def test_each_message_with_a_meaning_has_a_frame(name: str) -> None:
    told = {one.action for one in spoken.cases(name)}
    silent = {
        action
        for action in from_station(FILES[name])
        if "Kept" not in str(read(FILES[name], action, b"{}", QUIRKS, spoken.RECEIVED_AT).events)
    }
    assert silent <= told
