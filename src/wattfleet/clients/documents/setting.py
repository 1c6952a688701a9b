"""Sets pages with typst as PDF/A-3, and puts the CII into them; runs in a process of its own.

The template and the fonts come with us, and the PDF bears the day of the document: the same document makes
the same page.
"""

import hashlib
import io
import logging
import shutil
import tempfile
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import facturx
import msgspec
import segno
import typst

from wattfleet.billing.document import Document
from wattfleet.billing.einvoice.cii import cii
from wattfleet.billing.look import Look, logo_ending
from wattfleet.billing.page import Page, page_of
from wattfleet.clients.documents.titles import titles

HERE = Path(__file__).parent
PICTURE_PPI = 120


def pdf(document: Document, look: Look) -> bytes:
    """The page as PDF/A-3b, tagged for screen readers."""
    return _set(page_of(document, look, titles()), look.logo, _noon(document))


def factur_x(document: Document, look: Look) -> bytes:
    """The page with the CII inside. Source: Factur-X 1.09 (ZUGFeRD 2.5), profile EN 16931."""
    page = page_of(document, look, titles())
    logging.getLogger("factur-x").setLevel(logging.ERROR)
    told: bytes = facturx.generate_from_binary(
        _set(page, look.logo, _noon(document)),
        cii(document),
        flavor="factur-x",
        level="en16931",
        check_xsd=False,
        check_schematron=False,
        lang=look.language.value,
        afrelationship="alternative",
        pdf_metadata={
            "author": page.seller,
            "title": f"{page.title} {page.number}",
            "subject": f"{page.title} {page.number}, {page.seller}",
            "keywords": "Factur-X",
        },
    )
    return told


def pictures(document: Document, look: Look) -> list[bytes]:
    """The pages as PNG, sharp enough to be read on a screen."""
    page = page_of(document, look, titles())
    told = _compiled(page, look.logo, _noon(document), format="png", ppi=PICTURE_PPI)
    return [bytes(one) for one in told] if isinstance(told, list) else [bytes(told)]


def _noon(document: Document) -> datetime:
    return datetime.combine(document.issued, time(12), UTC)


@cache
def _desk() -> tuple[Path, typst.Compiler]:
    """A folder that holds the template and the logos, and the compiler that knows our fonts only."""
    folder = Path(tempfile.mkdtemp(prefix="wattfleet-pages-"))
    shutil.copy(HERE / "page.typ", folder)
    compiler = typst.Compiler(root=str(folder), font_paths=[str(HERE / "fonts")], ignore_system_fonts=True)
    return folder, compiler


@cache
def _logo_name(logo: bytes) -> str:
    """The file of a logo, written once per process."""
    ending = logo_ending(logo)
    assert ending is not None, "a logo was looked at before it was kept"
    name = f"{hashlib.sha256(logo).hexdigest()[:16]}.{ending}"
    (_desk()[0] / name).write_bytes(logo)
    return name


def _set(page: Page, logo: bytes, at: datetime) -> bytes:
    told = _compiled(page, logo, at, format="pdf", pdf_standards="a-3b")
    assert isinstance(told, bytes), "one PDF is one file"
    return told


def _compiled(page: Page, logo: bytes, at: datetime, **how: Any) -> Any:
    folder, compiler = _desk()
    return compiler.compile(
        str(folder / "page.typ"),
        **how,
        timestamp=int(at.timestamp()),
        sys_inputs={
            "page": msgspec.json.encode(page).decode(),
            "logo": _logo_name(logo) if logo else "",
            "qr": _square(page.pay.qr),
        },
    )


def _square(text: str) -> str:
    """Source: EPC 069-12 §2.1: error correction M, at most version 13."""
    if not text:
        return ""
    out = io.BytesIO()
    segno.make_qr(text, error="m", version=None, boost_error=False).save(
        out, kind="svg", border=0, xmldecl=False
    )
    return out.getvalue().decode()
