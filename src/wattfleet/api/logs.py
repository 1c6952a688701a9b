"""Structured logs: one JSON object a line, UTC, without secrets and without tokens.

Redaction stands at the source: whatever is logged passes through it, also the texts of libraries.
"""

import logging
import sys
from collections.abc import MutableMapping
from typing import TextIO

import msgspec
import structlog

from wattfleet.access import redaction
from wattfleet.api.redactor import RULES


def redact(value: object, name: str = "") -> object:
    """The value as it may stand in a log."""
    return redaction.redact(RULES, value, name)


def redact_text(text: str) -> str:
    """The text as it may stand in a log."""
    return redaction.redact_text(RULES, text)


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
