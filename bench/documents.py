"""How quickly documents are written, judged by the official rules, and set as pages.

An invoice has 30 lines. Written is the XML alone; judged is by schema, EN 16931 and Peppol BIS 3, in two
processes.
"""

import asyncio
import time
from datetime import date

from bench.table import Row, times
from wattfleet.billing.document import (
    Address,
    Bankgiro,
    Category,
    Document,
    Id,
    Kind,
    Line,
    Party,
    Payment,
    Period,
    Price,
    Quantity,
    References,
    Vat,
)
from wattfleet.billing.einvoice.ubl import ubl
from wattfleet.billing.profile import Profile
from wattfleet.clients.documents.making import JUDGE, OwnDocuments
from wattfleet.clients.documents.port import Format
from wattfleet.clients.documents.workers import Workers
from wattfleet.kernel.money import Currency

LINES = 30
ALL = 10_000


def invoice(number: int) -> Document:
    """A Swedish invoice of one month with 30 lines."""
    address = Address(country="SE", street="Kajgatan 4", city="Göteborg", post_code="411 09")
    seller = Party(
        name="Elladan AB",
        address=address,
        legal_id=Id("5560360793", "0007"),
        vat_id="SE556036079301",
        tax_number="Godkänd för F-skatt",
        endpoint=Id("5560360793", "0007"),
    )
    buyer = Party(
        name="Åkeriet i Mölndal AB",
        address=address,
        legal_id=Id("5567037485", "0007"),
        vat_id="SE556703748501",
        endpoint=Id("5567037485", "0007"),
    )
    vat = Vat(Category.STANDARD, 250_000)
    lines = tuple(
        Line(
            str(at + 1),
            f"Charging, vehicle {at + 1}",
            Quantity(123_456_000 + 7_919_000 * at + number, "KWH"),
            Price(3_250_000 - 10_000 * (at % 7)),
            vat,
            period=Period(date(2026, 11, 1), date(2026, 11, 30)),
            object_id=f"SE*ELL*E{at:05d}",
        )
        for at in range(LINES)
    )
    return Document(
        kind=Kind.INVOICE,
        number=f"2026-{number:06d}",
        issued=date(2026, 12, 1),
        currency=Currency("SEK"),
        seller=seller,
        buyer=buyer,
        lines=lines,
        period=Period(date(2026, 11, 1), date(2026, 11, 30)),
        payment=Payment(
            means=(Bankgiro(number="58056201"),), reference="20260001178", due=date(2026, 12, 31)
        ),
        references=References(buyer="Fordon 14"),
    )


def rows(written: int = 1000, judged: int = 1000, pages: int = 300) -> list[Row]:
    """The table's lines."""
    invoices = [invoice(at) for at in range(written)]
    start = time.process_time()
    xml = [ubl(one, Profile.PEPPOL) for one in invoices]
    writing = written / (time.process_time() - start)
    judging, core_ms = asyncio.run(_judged(xml[:judged]))
    setting = asyncio.run(_set(invoice(1), pages))
    for_all = f"{ALL / judging:,.0f} s for 10,000 (target 180); {core_ms:.0f} ms of a core each"
    return [
        _row("invoices of 30 lines as UBL, one core", writing, None, f"{ALL / writing:,.0f} s for 10,000"),
        _row("judged by schema, EN 16931 and Peppol BIS 3, two processes", judging, ALL / 180, for_all),
        _row("their pages as PDF/A-3, two processes", setting, 30.0, "two pages each"),
    ]


async def _judged(xml: list[bytes]) -> tuple[float, float]:
    """How many in a second by two processes, and how many milliseconds of a core each one takes."""
    documents, one = OwnDocuments(2), Workers(1)
    try:
        await documents.validate(xml[:200], Format.UBL, Profile.PEPPOL)
        start = time.perf_counter()
        reports = await documents.validate(xml, Format.UBL, Profile.PEPPOL)
        taken = time.perf_counter() - start
        assert all(one.accepted for one in reports), reports[0]
        await one.run(JUDGE, xml[:100], Format.UBL, Profile.PEPPOL)
        before = await one.run("time:process_time")
        await one.run(JUDGE, xml[:200], Format.UBL, Profile.PEPPOL)
        core_s = await one.run("time:process_time") - before
    finally:
        await documents.close()
        await one.close()
    return len(xml) / taken, core_s * 1000 / len(xml[:200])


async def _set(document: Document, count: int) -> float:
    documents = OwnDocuments(2)
    try:
        await asyncio.gather(*(documents.render(document, Format.PDF) for _ in range(4)))
        start = time.perf_counter()
        await asyncio.gather(*(documents.render(document, Format.PDF) for _ in range(count)))
        return count / (time.perf_counter() - start)
    finally:
        await documents.close()


def _row(name: str, per_s: float, target: float | None, note: str) -> Row:
    if target is None:
        return (name, f"{per_s:,.0f}/s", "", "", note)
    return (name, f"{per_s:,.0f}/s", f"{target:,.0f}/s", times(per_s / target), note)
