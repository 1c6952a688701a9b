"""The XML of the transparency software: what a driver loads to check a receipt by himself.

Source: S.A.F.E. e.V., Transparenzsoftware, `values`; reference/ocpp-interop.md §9.1.
"""

from collections.abc import Iterable

import msgspec
from lxml import etree

from wattfleet.kernel.errors import invalid


class SignedText(msgspec.Struct, frozen=True):
    """A signed value as text, the key that came with it (may be empty), and its transaction."""

    text: str
    key: str = ""
    transaction: str = ""


def read_values(source: bytes) -> list[SignedText]:
    """Signed values from a transparency file, or from plain text with one value a line or over many.

    Raises: WattfleetError `signed_values_invalid`.
    """
    if source.lstrip().startswith(b"<"):
        return _from_xml(source)
    text = source.decode("utf-8-sig", errors="replace").strip()
    lines = [one.strip() for one in text.splitlines() if one.strip()]
    if not lines:
        raise _refused("is empty")
    if len(lines) > 1 and sum(one.startswith(("OCMF|", "T0NNRnx")) for one in lines) == len(lines):
        return [SignedText(one) for one in lines]
    return [SignedText(text)]


def write_values(values: Iterable[SignedText]) -> bytes:
    """A transparency file of values in order; each exactly as it was signed."""
    root = etree.Element("values")
    for one in values:
        value = etree.SubElement(root, "value")
        if one.transaction:
            value.set("transactionId", one.transaction)
        data = etree.SubElement(value, "signedData", format="OCMF", encoding="plain")
        data.text = one.text
        if one.key:
            key = etree.SubElement(value, "publicKey", encoding="plain")
            key.text = one.key
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _from_xml(source: bytes) -> list[SignedText]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(source, parser)
    except etree.XMLSyntaxError as error:
        raise _refused(f"is not XML: {error}") from error
    found = [
        SignedText(_text(value, "signedData"), _text(value, "publicKey"), str(value.get("transactionId", "")))
        for value in root.iter("value")
    ]
    kept = [one for one in found if one.text]
    if not kept:
        raise _refused("has no signedData")
    return kept


def _text(value: "etree._Element", name: str) -> str:
    found = value.find(name)
    return "" if found is None or found.text is None else str(found.text).strip()


def _refused(why: str) -> Exception:
    return invalid(
        "signed_values_invalid",
        f"The file {why}.",
        hint="Give the station's OCMF text, its base64, or a transparency file (XML).",
    )
