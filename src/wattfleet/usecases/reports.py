"""Reports are saved and taken away, made from what stands now, and sent when they are due."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from functools import partial
from typing import Final
from uuid import UUID

import msgspec

from wattfleet.access.principal import Principal
from wattfleet.billing.cost import CostRate
from wattfleet.billing.report import (
    COSTS,
    Fact,
    Form,
    Group,
    Report,
    ReportChange,
    ReportWish,
    Table,
    changed_report,
    checked_report,
    days_of,
    next_day,
    table,
)
from wattfleet.billing.report_files import MEDIA, written
from wattfleet.clients.mail import Attachment, Letter, Outcome, send_letter
from wattfleet.kernel.errors import WattfleetError, invalid
from wattfleet.kernel.timeline import HOUR_US, SECOND_US, Instant, Span, Zone, local_midnight
from wattfleet.stations.site import Site
from wattfleet.storage import cost_rates, reports, sessions, sites, tenants, to_bill
from wattfleet.storage.database import INSTALLATION, Reader, Writer
from wattfleet.storage.reports import Ended
from wattfleet.usecases.acting import act
from wattfleet.usecases.channels import MAIL, MailSettings, read
from wattfleet.usecases.cost_rates import cost_of
from wattfleet.usecases.finding import demand_site
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.selling import books_zone
from wattfleet.usecases.tell_alarms import mail_server
from wattfleet.usecases.then import Then, check_seen, nothing

MOST_SESSIONS: Final = 200_000
MOST_COSTED: Final = 20_000
"""A cost is computed from the course of each session."""
EARLY_US = 6 * HOUR_US
"""A report is sent at six in the morning of the company."""
AGAIN_US = HOUR_US


async def save_report(
    parts: Parts,
    tenant: int,
    wish: ReportWish,
    report_id: UUID,
    then: Then[Report] = nothing,
    *,
    by: Principal,
) -> Report:
    """Raises: WattfleetError `site_unknown`; of `checked_report`."""
    checked = checked_report(wish)

    def add(writer: Writer) -> Report:
        if checked.site_id is not None:
            demand_site(writer, checked.site_id, field="site_id")
        now = parts.clock.now()
        made = Report(id=report_id, wish=checked, next_at=next_at(writer, checked, now))
        reports.add(writer, made)
        act(writer, parts, by, ("create", "report"), made.id, after=checked, name=checked.name)
        then(writer, made)
        return made

    return await parts.database.write(tenant, add)


async def change_report(
    parts: Parts, tenant: int, report_id: UUID, change: ReportChange, *, seen: int | None, by: Principal
) -> Report:
    """Raises: WattfleetError `report_unknown`, `version_stale`, `site_unknown`; of `checked_report`."""

    def put(writer: Writer) -> Report:
        before = reports.demand(writer, report_id)
        check_seen(seen, before.version)
        wish = changed_report(before.wish, change)
        if wish.site_id is not None:
            demand_site(writer, wish.site_id, field="site_id")
        at = before.next_at if wish.every is before.wish.every else next_at(writer, wish, parts.clock.now())
        changed = reports.change(
            writer, msgspec.structs.replace(before, wish=wish, next_at=at), before.version
        )
        act(
            writer, parts, by, ("change", "report"), report_id, before=before.wish, after=wish, name=wish.name
        )
        return changed

    return await parts.database.write(tenant, put)


async def remove_report(
    parts: Parts, tenant: int, report_id: UUID, *, seen: int | None, by: Principal
) -> None:
    """Raises: WattfleetError `report_unknown`, `version_stale`."""

    def drop(writer: Writer) -> None:
        before = reports.demand(writer, report_id)
        check_seen(seen, before.version)
        reports.remove(writer, report_id)
        act(writer, parts, by, ("remove", "report"), report_id, before=before.wish, name=before.wish.name)

    await parts.database.write(tenant, drop)


def next_at(reader: Reader, wish: ReportWish, now: Instant) -> Instant | None:
    """When it is sent next; None where it is not sent."""
    if wish.every is None:
        return None
    zone = books_zone(reader)
    return local_midnight(next_day(wish.every, now.local(zone).date()), zone) + EARLY_US


def report_days(reader: Reader, wish: ReportWish, now: Instant) -> tuple[date, date]:
    """The first day that it tells of if it is made now, and the last one, both inside."""
    return days_of(wish, now.local(books_zone(reader)).date())


def make_report(reader: Reader, wish: ReportWish, now: Instant) -> Table:
    """Raises: WattfleetError `report_too_large`."""
    first, last = report_days(reader, wish, now)
    return table(wish, _facts(reader, wish, first, last, now))


def _facts(reader: Reader, wish: ReportWish, first: date, last: date, now: Instant) -> Iterator[Fact]:
    """The days are those of each site: a day more is read on either side of them."""
    costed = bool(COSTS & set(wish.columns))
    most = MOST_COSTED if costed else MOST_SESSIONS
    utc = Zone("UTC")
    span = Span(local_midnight(first - timedelta(days=1), utc), local_midnight(last + timedelta(days=2), utc))
    places, cards = to_bill.places(reader), to_bill.cards(reader)
    known = {one.id: one for one in sites.all_sites(reader)}
    rates = cost_rates.by_site(reader) if costed else {}
    for count, one in enumerate(reports.ended_in(reader, span, most + 1)):
        if count == most:
            raise _too_large(most)
        place = places.get(one.station_id)
        site = None if place is None else known.get(place.site_id)
        if place is None or site is None or wish.site_id not in {None, site.id}:
            continue
        day = one.ended_at.local(site.zone).date()
        if not first <= day <= last:
            continue
        card = cards.get(one.token)
        cost = _cost(reader, one, site, rates.get(site.id, []), now) if costed else None
        yield Fact(
            site=site.name,
            station=place.identity,
            country=site.country,
            token=one.token,
            token_group="" if card is None else card.group,
            driver=one.driver or ("" if card is None else card.driver),
            vehicle=one.vehicle,
            state=one.state,
            day=day,
            seconds=(one.ended_at - one.started_at) // SECOND_US,
            mwh=one.mwh,
            currency=one.currency or site.currency.code,
            sale=one.sale,
            vat=one.vat,
            cost=cost,
        )


def _cost(reader: Reader, one: Ended, site: Site, rates: list[CostRate], now: Instant) -> int | None:
    """In minor units; None where it is not known, or is in another currency than the sale."""
    session = sessions.get(reader, one.id) if rates else None
    if session is None or (one.currency and one.currency != site.currency.code):
        return None
    money = cost_of(reader, session, site, rates, now).money
    return None if money is None else money.minor


def _too_large(most: int) -> WattfleetError:
    return invalid(
        "report_too_large",
        f"More than {most} sessions ended in these days.",
        hint="Take fewer days, or leave out what it cost.",
        field="period",
    )


# ── sending ───────────────────────────────────────────────────────────────────


async def send_reports(parts: Parts, *, pepper: bytes) -> int:
    """What is due, in all tenants; how many were tried. Each is claimed before it is sent: never twice."""
    tried = 0
    for tenant in await parts.database.read(INSTALLATION, tenants.all_ids):
        now = parts.clock.now()
        for one in await parts.database.read(tenant, partial(reports.due, now=now)):
            tried += await _send(parts, tenant, one, pepper)
    return tried


async def _send(parts: Parts, tenant: int, one: Report, pepper: bytes) -> int:
    now = parts.clock.now()

    def claim(writer: Writer) -> Report | None:
        try:
            return reports.change(
                writer, msgspec.structs.replace(one, next_at=next_at(writer, one.wish, now)), one.version
            )
        except WattfleetError:
            return None  # another process has it, or somebody has taken it away

    claimed = await parts.database.write(tenant, claim)
    if claimed is None:
        return 0
    taken, problem = await _sent(parts, tenant, claimed, pepper)
    told = msgspec.structs.replace(claimed, problem=problem)
    if taken:
        told = msgspec.structs.replace(told, sent_at=now)
    elif problem:
        told = msgspec.structs.replace(told, next_at=now + AGAIN_US)

    def settle(writer: Writer) -> None:
        with suppress(WattfleetError):  # somebody has taken it away meanwhile
            reports.change(writer, told, claimed.version)

    await parts.database.write(tenant, settle)
    return 1


async def _sent(parts: Parts, tenant: int, report: Report, pepper: bytes) -> tuple[int, str]:
    """How many addresses were taken, and why the others were not. It is tried again where none was."""
    now, wish = parts.clock.now(), report.wish
    settings = await parts.database.read(tenant, lambda reader: read(reader, MAIL, MailSettings, pepper))
    if settings is None:
        return 0, "No mail server is set: `wattfleet mail set`."
    try:
        made = await parts.database.read(tenant, lambda reader: make_report(reader, wish, now))
    except WattfleetError as error:
        return 0, f"{error.message} {error.hint}".strip()
    file = Attachment(
        name=file_name(wish, wish.form), media=MEDIA[wish.form], content=written(made, wish.form)
    )
    problems = []
    for to in wish.to:
        letter = Letter(
            to=to,
            subject=wish.name,
            text=f"{wish.name}: {len(made.rows)} rows. The file has all of them.",
            message_id=str(parts.ids.uuid(now)),
            files=(file,),
        )
        posted = await send_letter(mail_server(settings), letter)
        if posted.outcome is not Outcome.TAKEN:
            problems.append(f"{to}: {posted.problem or posted.outcome.value}")
    return len(wish.to) - len(problems), "; ".join(problems)


def file_name(wish: ReportWish, form: Form) -> str:
    plain = "".join(one if one.isalnum() or one in "-_." else "-" for one in wish.name)
    return f"{plain or Group.SITE.value}.{form.value}"
