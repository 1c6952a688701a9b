"""Pages: PDF/A-3 with our fonts and the words of the document, and the CII inside a Factur-X."""

import hashlib
import io

import pytest
from pypdf import PdfReader
from tests.paper import a_document, a_line, examples

from wattfleet.billing.document import Document
from wattfleet.billing.einvoice.cii import cii
from wattfleet.billing.look import Language, Look
from wattfleet.clients.documents.making import OwnDocuments
from wattfleet.clients.documents.port import Format
from wattfleet.clients.documents.setting import factur_x, pdf
from wattfleet.kernel.errors import WattfleetError

EXAMPLES = examples()
LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'


def read(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def text_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in read(content).pages).split())


def said_of_itself(content: bytes) -> str:
    xmp = read(content).trailer["/Root"]["/Metadata"]  # type: ignore[index]
    told: bytes = xmp.get_object().get_data()
    return told.decode()


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("language", Language)
def test_every_document_has_a_page_in_every_language(name: str, language: Language) -> None:
    document: Document = EXAMPLES[name]
    content = pdf(document, Look(language=language, logo=LOGO))
    text = text_of(content)
    assert document.number in text
    assert document.buyer.name in text
    assert all(line.name in text for line in document.lines)


def test_a_page_is_pdf_a_3_tagged_and_with_our_fonts_alone() -> None:
    content = pdf(EXAMPLES["german"], Look(language=Language.GERMAN))
    told = said_of_itself(content)
    assert "<pdfaid:part>3</pdfaid:part>" in told
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in told
    root = read(content).trailer["/Root"]
    assert "/StructTreeRoot" in root  # type: ignore[operator]
    fonts = {
        str(font.get_object()["/BaseFont"]).split("+")[-1]
        for page in read(content).pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    }
    assert {font.split("-")[0] for font in fonts} == {"SourceSansPro"}


def test_the_same_document_makes_the_same_page() -> None:
    assert pdf(EXAMPLES["full"], Look()) == pdf(EXAMPLES["full"], Look())


def test_a_factur_x_holds_the_cii_and_is_still_pdf_a_3() -> None:
    document = EXAMPLES["german"]
    content = factur_x(document, Look(language=Language.GERMAN))
    reader = read(content)
    assert reader.attachments["factur-x.xml"] == [cii(document)]
    told = said_of_itself(content)
    assert "<pdfaid:part>3</pdfaid:part>" in told
    assert "<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>" in told
    assert "572,96 EUR" in text_of(content)
    named = reader.trailer["/Root"]["/AF"][0].get_object()  # type: ignore[index]
    assert named["/AFRelationship"] == "/Alternative"
    assert "/OutputIntents" in reader.trailer["/Root"]  # type: ignore[operator]


def test_a_long_document_goes_over_pages_and_says_so() -> None:
    lines = tuple(a_line(str(at + 1), name=f"Vehicle {at + 1}") for at in range(60))
    content = pdf(a_document(lines=lines), Look())
    pages = [page.extract_text() for page in read(content).pages]
    assert len(pages) > 1
    assert all(f"Page {at + 1} of {len(pages)}" in text for at, text in enumerate(pages))
    assert all("Unit price" in text for text in pages[:-1])


async def test_all_forms_are_rendered_with_their_hash() -> None:
    documents = OwnDocuments(1)
    try:
        for form in Format:
            made = await documents.render(EXAMPLES["german"], form, look=Look(logo=LOGO))
            assert made.media_type == form.media_type
            assert made.sha256 == hashlib.sha256(made.content).hexdigest()
            assert made.content.startswith(b"<?xml" if form.ending == "xml" else b"%PDF-1.7")
        with pytest.raises(WattfleetError, match="is not a colour"):
            await documents.render(EXAMPLES["german"], Format.PDF, look=Look(colour="teal"))
    finally:
        await documents.close()
