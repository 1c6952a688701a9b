"""Files over HTTP: sites, stations or tokens from CSV or XLSX, with a report for each line."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from wattfleet.access.roles import Area, Deed, refusal
from wattfleet.api.door import Door
from wattfleet.api.once import once_after
from wattfleet.api.route import About, Answer, Asked, Nothing, Q, Route, json_answer, route
from wattfleet.kernel.errors import invalid
from wattfleet.stations.station import Access
from wattfleet.usecases.import_file import Report, import_file

AREAS = {"sites": Area.SITES, "stations": Area.STATIONS, "tokens": Area.TOKENS}

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ImportQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the file holds, and whether it is only tried."""

    kind: Literal["sites", "stations", "tokens"]
    dry_run: Annotated[bool, Meta(description="Say what would happen and change nothing.")] = False


class AdoptQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What holds for stations whose line does not say it."""

    access: Access = Access.PRIVATE
    dry_run: Annotated[bool, Meta(description="Say what would happen and change nothing.")] = False


async def bring(door: Door, asked: Asked[Nothing, ImportQuery]) -> Answer:
    kind = asked.query.kind
    refused = refusal(asked.caller.role, asked.caller.scopes, Deed(AREAS[kind], write=True))
    if refused is not None:
        raise refused
    return await _bring(door, asked, kind, dry_run=asked.query.dry_run, defaults={})


async def adopt(door: Door, asked: Asked[Nothing, AdoptQuery]) -> Answer:
    defaults = {"access": asked.query.access.value}
    return await _bring(door, asked, "stations", dry_run=asked.query.dry_run, defaults=defaults)


async def _bring(
    door: Door, asked: Asked[Nothing, Q], kind: str, *, dry_run: bool, defaults: dict[str, str]
) -> Answer:
    if not asked.raw:
        raise invalid("file_empty", "There is no file.", hint="Send it as the body: CSV or XLSX.")

    async def do() -> Report:
        return await import_file(
            door.parts,
            asked.caller.tenant,
            kind,
            asked.raw,
            pepper=door.pepper,
            by=asked.by,
            dry_run=dry_run,
            defaults=defaults,
        )

    return await once_after(door, asked, do, json_answer, replayed=_without_passwords)


def _without_passwords(report: Report) -> Answer:
    lines = [msgspec.structs.replace(line, ocpp_password="") for line in report.lines]
    return json_answer(msgspec.structs.replace(report, lines=lines))


_HOW = (
    "The body is the file: CSV (UTF-8; comma, semicolon or tab) or XLSX (first sheet). The first line names "
    "the columns, which are called as the fields of POST. What is there already is changed where the file "
    "says otherwise; empty cells say nothing; a second time changes nothing. A generated password stands in "
    "this answer only."
)

ROUTES: tuple[Route, ...] = (
    route(
        "POST",
        "/api/v1/import",
        bring,
        deed=Deed(Area.STATIONS, write=True),
        body=Nothing,
        query=ImportQuery,
        about=About(
            summary="Bring in a file of sites, stations or tokens",
            description=_HOW,
            answer=Report,
            accepts=("text/csv", SHEET),
        ),
    ),
    route(
        "POST",
        "/api/v1/inbox/accept",
        adopt,
        deed=Deed(Area.INBOX, write=True),
        body=Nothing,
        query=AdoptQuery,
        about=About(
            summary="Adopt stations by a file of identities and passwords",
            description=f"Columns identity and ocpp_password, and whatever else POST /stations takes. {_HOW}",
            answer=Report,
            accepts=("text/csv", SHEET),
        ),
    ),
)
