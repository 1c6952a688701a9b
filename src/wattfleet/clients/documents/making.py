"""Documents made and judged: the pure writers here, typst and the rules in processes of their own."""

import asyncio
import hashlib
import os

from wattfleet.billing.document import Document
from wattfleet.billing.einvoice.cii import cii
from wattfleet.billing.einvoice.ubl import ubl
from wattfleet.billing.look import Look, checked
from wattfleet.billing.profile import Profile
from wattfleet.clients.documents.port import Format, Rendered, Report
from wattfleet.clients.documents.workers import Workers

JUDGE = "wattfleet.clients.documents.judging:judge_all"
PDF = "wattfleet.clients.documents.setting:pdf"
FACTUR_X = "wattfleet.clients.documents.setting:factur_x"
PICTURES = "wattfleet.clients.documents.setting:pictures"
MANY = 50
"""How many documents a worker gets at once: enough that the pipe costs nothing, few enough to share."""


def written(document: Document, form: Format, profile: Profile) -> bytes:
    """The XML of a document; pure and quick.

    Raises: AssertionError for a form that is no XML.
    """
    assert form in {Format.UBL, Format.CII}, "only UBL and CII are XML"
    return ubl(document, profile) if form is Format.UBL else cii(document, profile)


def rendered(content: bytes, form: Format) -> Rendered:
    return Rendered(content, form.media_type, hashlib.sha256(content).hexdigest())


MOST_WORKERS = 2
"""Each holds the compiled rules: some 300 MB. The second is started when there is work for both at once."""


class OwnDocuments:
    """The port `Documents` with `count` worker processes; one for each core if not told, two at most."""

    def __init__(self, count: int | None = None) -> None:
        self._workers = Workers(count or min(os.cpu_count() or 1, MOST_WORKERS))

    async def render(
        self,
        document: Document,
        form: Format,
        *,
        profile: Profile = Profile.EN16931,
        look: Look | None = None,
    ) -> Rendered:
        """Raises: WattfleetError `documents_unavailable`, `colour_invalid`, `logo_invalid`."""
        if form in {Format.UBL, Format.CII}:
            return rendered(written(document, form, profile), form)
        work = PDF if form is Format.PDF else FACTUR_X
        return rendered(await self._workers.run(work, document, checked(look or Look())), form)

    async def pictures(self, document: Document, look: Look) -> list[bytes]:
        """Raises: WattfleetError `documents_unavailable`, `colour_invalid`, `logo_invalid`."""
        made: list[bytes] = await self._workers.run(PICTURES, document, checked(look))
        return made

    async def validate(self, xml: list[bytes], form: Format, profile: Profile) -> list[Report]:
        """Raises: WattfleetError `documents_unavailable`."""
        parts = [xml[at : at + MANY] for at in range(0, len(xml), MANY)]
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self._workers.run(JUDGE, part, form, profile)) for part in parts]
        return [report for task in tasks for report in task.result()]

    async def close(self) -> None:
        await self._workers.close()
