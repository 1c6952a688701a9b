"""What the rest asks of the making of documents: write one, and say whether the official rules accept it."""

from enum import Enum
from typing import Protocol

import msgspec

from wattfleet.billing.document import Document
from wattfleet.billing.look import Look
from wattfleet.billing.profile import Profile


class Format(Enum):
    """In what form a document is wanted. A Factur-X is a PDF/A-3 with the CII inside."""

    UBL = "ubl"
    CII = "cii"
    FACTUR_X = "factur-x"
    PDF = "pdf"

    @property
    def media_type(self) -> str:
        return "application/xml" if self in {Format.UBL, Format.CII} else "application/pdf"

    @property
    def ending(self) -> str:
        return "xml" if self in {Format.UBL, Format.CII} else "pdf"


class Severity(Enum):
    """FATAL: the document must not be issued. What the rules only advise is a WARNING."""

    FATAL = "fatal"
    WARNING = "warning"


class Finding(msgspec.Struct, frozen=True):
    """A rule that a document breaks: its id, what it says, and where, as a path into the XML."""

    rule: str
    severity: Severity
    text: str
    where: str


class Report(msgspec.Struct, frozen=True):
    """What the rules found; `checked` names them, with their versions."""

    checked: tuple[str, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def accepted(self) -> bool:
        return all(one.severity is not Severity.FATAL for one in self.findings)


class Rendered(msgspec.Struct, frozen=True):
    """The bytes of a document, and the hash by which they are known."""

    content: bytes
    media_type: str
    sha256: str


class Documents(Protocol):
    """Makes and judges documents. `validate` takes many at once, and answers in their order."""

    async def render(
        self,
        document: Document,
        form: Format,
        *,
        profile: Profile = Profile.EN16931,
        look: Look | None = None,
    ) -> Rendered: ...

    async def pictures(self, document: Document, look: Look) -> list[bytes]:
        """Its pages as PNG, for looking."""
        ...

    async def validate(self, xml: list[bytes], form: Format, profile: Profile) -> list[Report]: ...

    async def close(self) -> None: ...
