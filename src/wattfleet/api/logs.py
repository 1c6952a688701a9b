"""Structured logs: one JSON object a line, UTC, without secrets and without tokens.

Redaction stands at the source: whatever is logged passes through it, also the texts of libraries.
"""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import TextIO

import msgspec
import structlog

HIDDEN = "•••"

_SECRET_NAMES = re.compile(
    r"(?i)(password|passwd|secret|pepper|authorization|authorizationkey|basicauthpassword|api_?key|cookie|dsn)"
)
_TOKEN_NAMES = re.compile(r"(?i)^(id_?tag|id_?token|uid|token|parent_?id_?tag|card|emaid)$")
_IN_TEXT = re.compile(
    r"(wfk_[0-9a-f]{12})_[0-9a-f]+"
    r"|((?:Bearer|Basic)\s+)[A-Za-z0-9+/=._~-]{8,}"
    r"|(://[^/\s:@]*:)[^/\s@]+(?=@)"
)


def redact(value: object, name: str = "") -> object:
    """The value as it may stand in a log."""
    if name and (_SECRET_NAMES.search(name) or _TOKEN_NAMES.match(name)):
        return HIDDEN if value not in (None, "") else value
    match value:
        case str():
            return redact_text(value)
        case Mapping():
            return {str(key): redact(item, str(key)) for key, item in value.items()}
        case list() | tuple():
            return [redact(item) for item in value]
        case _:
            return value


def redact_text(text: str) -> str:
    """Keys, credentials of headers and passwords of addresses are hidden inside a text."""
    return _IN_TEXT.sub(lambda found: f"{found.group(1) or found.group(2) or found.group(3)}{HIDDEN}", text)


def _redact_event(
    _logger: object, _method: str, event: MutableMapping[str, object]
) -> MutableMapping[str, object]:
    return {key: redact(value, key) for key, value in event.items()}


def _encode(value: object, **_options: object) -> str:
    return msgspec.json.encode(value, enc_hook=repr).decode()


def set_up_logs(level: str = "info", stream: TextIO = sys.stderr) -> None:
    """From now on everything that is logged in this process is one redacted JSON line."""
    number = logging.getLevelNamesMapping()[level.upper()]
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="ts"),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
        _redact_event,
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(serializer=_encode),
        ],
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(number)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "litestar"):
        library = logging.getLogger(name)
        library.handlers.clear()
        library.propagate = True
    logging.getLogger("uvicorn.access").disabled = True
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared[:2], *shared[3:], structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(number),
        cache_logger_on_first_use=False,
    )
