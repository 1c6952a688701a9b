"""How a seller's documents look on paper: his logo, his colour, his words, the columns that he shows."""

import re
from enum import Enum

import msgspec

from wattfleet.kernel.errors import invalid


class Language(Enum):
    """The languages that a page is written in."""

    ENGLISH = "en"
    SWEDISH = "sv"
    GERMAN = "de"


class PageColumn(Enum):
    """What a table of lines may show beside text and amount; `group` is the heading under which a line stands
    (site, driver, vehicle or cost centre), `sessions` how many are behind it."""

    GROUP = "group"
    PERIOD = "period"
    SESSIONS = "sessions"
    QUANTITY = "quantity"
    PRICE = "price"
    VAT = "vat"


USUAL_COLUMNS = (PageColumn.QUANTITY, PageColumn.PRICE, PageColumn.VAT)
NEEDED_COLUMNS = (PageColumn.QUANTITY, PageColumn.PRICE)
"""Source: Directive 2006/112/EC, Article 226 (6) and (8). The rate of VAT stands under the table too; where
there are several, their column comes by itself."""


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """`logo` is an SVG or PNG; `colour` six hexadecimal digits; `opening` and `closing` frame the table."""

    language: Language = Language.ENGLISH
    colour: str = "0b5d57"
    logo: bytes = b""
    opening: str = ""
    closing: str = ""
    footer: str = ""
    columns: tuple[PageColumn, ...] = USUAL_COLUMNS


def checked(look: Look) -> Look:
    """The same look, once what a page cannot show is refused.

    Raises: WattfleetError `colour_invalid`, `logo_invalid`.
    """
    if re.fullmatch(r"[0-9a-fA-F]{6}", look.colour) is None:
        raise invalid(
            "colour_invalid",
            f"“{look.colour}” is not a colour.",
            hint="Write six hexadecimal digits, such as 0b5d57.",
            field="colour",
        )
    if look.logo and logo_ending(look.logo) is None:
        raise invalid(
            "logo_invalid",
            "The logo is neither PNG, JPEG nor SVG.",
            hint="Save it as SVG, or as PNG of at least 600 pixels width.",
            field="logo",
        )
    return look


def checked_columns(columns: tuple[PageColumn, ...]) -> tuple[PageColumn, ...]:
    """Raises: WattfleetError `columns_invalid`."""
    lacks = [one.value for one in NEEDED_COLUMNS if one not in columns]
    twice = [one.value for one in dict.fromkeys(columns) if columns.count(one) > 1]
    if lacks or twice:
        raise invalid(
            "columns_invalid",
            f"The columns lack: {', '.join(lacks)}." if lacks else f"Twice: {', '.join(twice)}.",
            hint="Name each column once; quantity and price must stand on every invoice by law.",
            field="columns",
        )
    return columns


def logo_ending(logo: bytes) -> str | None:
    """The kind of picture by its first bytes."""
    if logo.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if logo.startswith(b"\xff\xd8\xff"):
        return "jpg"
    return "svg" if b"<svg" in logo[:1000] else None
