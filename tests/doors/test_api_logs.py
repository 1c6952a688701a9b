"""What stands in logs: one JSON object a line, in UTC, and neither a secret nor a token."""

import io
import logging
from collections.abc import Iterator

import msgspec
import pytest
import structlog

from wattfleet.access.redaction import HIDDEN
from wattfleet.api.logs import redact, redact_text, set_up_logs

KEY = "wfk_0123456789ab_" + "c" * 48


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    set_up_logs("info", stream)
    yield stream
    root.handlers[:] = before
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"Authorization: Bearer {KEY}", "Authorization: Bearer " + HIDDEN),
        (f"?key={KEY}&x", f"?key=wfk_0123456789ab{HIDDEN}&x"),
        ("Basic Q1AxOnNlY3JldHNlY3JldA==", f"Basic {HIDDEN}"),
        ("postgresql://me:secret@db/x", f"postgresql://me:{HIDDEN}@db/x"),
        ("nothing secret", "nothing secret"),
    ],
)
def test_secrets_inside_a_text_are_hidden(text: str, shown: str) -> None:
    assert redact_text(text) == shown


@pytest.mark.parametrize(
    "name",
    [
        "password",
        "ocpp_password",
        "AuthorizationKey",
        "idTag",
        "id_token",
        "uid",
        "token",
        "pepper",
        "api_key",
    ],
)
def test_what_is_named_as_a_secret_or_a_token_is_hidden(name: str) -> None:
    assert redact({"deep": [{name: "04A2B3"}]}) == {"deep": [{name: HIDDEN}]}


def test_a_line_is_json_with_moment_level_and_event(written: io.StringIO) -> None:
    structlog.get_logger().info("station_known", station="CP1", idTag="04A2", note=f"it is {KEY}")
    logging.getLogger("some.library").warning("connecting to postgresql://me:secret@db/x\nand on")
    lines = [msgspec.json.decode(line) for line in written.getvalue().splitlines()]
    assert len(lines) == 2
    assert lines[0]["event"] == "station_known"
    assert (lines[0]["level"], lines[0]["station"], lines[0]["idTag"]) == ("info", "CP1", HIDDEN)
    assert lines[0]["ts"].endswith("Z")
    assert "secret" not in written.getvalue()
    assert "c" * 48 not in written.getvalue()


def test_an_error_keeps_its_trace_in_one_line(written: io.StringIO) -> None:
    try:
        raise ValueError("no\nway")
    except ValueError as error:
        structlog.get_logger().error("failed", exc_info=error)
    (line,) = written.getvalue().splitlines()
    assert "ValueError" in msgspec.json.decode(line)["exception"]
