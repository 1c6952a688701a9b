"""XML as text, quick and well-formed: what is empty is left out, what is not a character of XML too."""

import re
from collections.abc import Callable, Hashable
from functools import lru_cache
from types import TracebackType
from xml.sax.saxutils import escape, quoteattr

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Source: XML 1.0 §2.2. No escape brings these into a document."""
_SPECIAL = re.compile("[&<>]")


def clean(text: str) -> str:
    """A text as XML can hold it, without blanks around it."""
    return (text if text.isprintable() else _NOT_XML.sub("", text)).strip()


class Writer:
    """Elements in the order in which they are said; what turns out to be empty is not said."""

    __slots__ = ("_open", "_parts", "_told")

    def __init__(self, root: str, namespaces: dict[str, str]) -> None:
        spaces = "".join(
            f" xmlns{':' if prefix else ''}{prefix}={quoteattr(uri)}" for prefix, uri in namespaces.items()
        )
        self._parts = [f'<?xml version="1.0" encoding="UTF-8"?>\n<{root}{spaces}>']
        self._open: list[tuple[str, int]] = [(root, 0)]
        self._told: dict[Hashable, str] = {}

    def leaf(self, tag: str, text: str, **attributes: str) -> None:
        told = clean(text) if text else ""
        if not told:
            return
        if _SPECIAL.search(told):
            told = escape(told)
        self._parts.append(
            f"<{tag}{_attributes(attributes)}>{told}</{tag}>" if attributes else f"<{tag}>{told}</{tag}>"
        )

    def number(self, tag: str, digits: str, name: str = "", value: str = "") -> None:
        """What we have written ourselves of digits, signs and dots, with an attribute."""
        self._parts.append(f"<{tag}{_attribute(name, value) if name else ''}>{digits}</{tag}>")

    def again(self, key: Hashable, say: Callable[[], None]) -> None:
        """What many lines of a document say in the same words: it is put into words once."""
        told = self._told.get(key)
        if told is None:
            at = len(self._parts)
            say()
            self._told[key] = "".join(self._parts[at:])
        elif told:
            self._parts.append(told)

    def verbatim(self, tag: str, text: str, **attributes: str) -> None:
        """A text that is clean but for blanks which the reader counts on."""
        if text:
            told = escape(text) if _SPECIAL.search(text) else text
            self._parts.append(f"<{tag}{_attributes(attributes)}>{told}</{tag}>")

    def inside(self, tag: str) -> "Writer":
        """For `with`: what is said inside it stands in that element; if nothing is, the element does not."""
        self._open.append((tag, len(self._parts)))
        self._parts.append(f"<{tag}>")
        return self

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        tag, at = self._open.pop()
        if len(self._parts) == at + 1:
            self._parts.pop()
        else:
            self._parts.append(f"</{tag}>")

    def nested(self, path: str, text: str, **attributes: str) -> None:
        """`a/b` is a leaf b inside an a."""
        if text and clean(text):
            before, tag, behind = _steps(path)
            self._parts.append(before)
            self.leaf(tag, text, **attributes)
            self._parts.append(behind)

    def empty(self, tag: str) -> None:
        """An element that the schema demands and nothing is to be said in."""
        self._parts.append(f"<{tag}/>")

    def bytes(self) -> bytes:
        assert len(self._open) == 1, "every element that was opened is closed"
        return ("".join(self._parts) + f"</{self._open[0][0]}>\n").encode()


@lru_cache(maxsize=256)
def _steps(path: str) -> tuple[str, str, str]:
    """What opens the outer elements of a path, its leaf, and what closes them again."""
    *outer, tag = path.split("/")
    return "".join(f"<{one}>" for one in outer), tag, "".join(f"</{one}>" for one in reversed(outer))


def _attributes(attributes: dict[str, str]) -> str:
    return "".join([_attribute(name, value) for name, value in attributes.items()])


@lru_cache(maxsize=1024)
def _attribute(name: str, value: str) -> str:
    """Units, currencies and schemes: the same few in every line."""
    cleaned = clean(value)
    return f" {name}={quoteattr(cleaned)}" if cleaned else ""
