"""The jobs of an installation: those of the schedule, and those that need what only it has."""

from collections.abc import Iterator
from functools import partial

from wattfleet.billing.vat import parse_vat
from wattfleet.jobs.schedule import JOBS, Job
from wattfleet.kernel.timeline import MINUTE_US, SECOND_US
from wattfleet.operations import retention
from wattfleet.operations.retention import Ages
from wattfleet.server.house import House, fact
from wattfleet.settings import Settings
from wattfleet.stations.templates import parse as parse_baselines
from wattfleet.usecases.keep_baselines import keep_baselines
from wattfleet.usecases.move_to_cold import move_to_cold
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.redact_old import redact_old
from wattfleet.usecases.remove_old import remove_old
from wattfleet.usecases.reports import send_reports
from wattfleet.usecases.send_mailings import send_mailings
from wattfleet.usecases.tell_alarms import tell_alarms
from wattfleet.usecases.work_invoice_runs import work_invoice_runs

BASELINE_US = 60_000_000
MOVE_US = 20_000_000
"""How often a file of old days is written, while there are any, and how long the lease of it holds: a turn
may outlive it, for two movers at once copy some rows twice and lose none."""


def jobs(house: House) -> tuple[Job, ...]:
    """All of them. Raises: WattfleetError of `ages`."""
    own = (
        _baseline_job(house),
        _telling_job(house),
        _invoice_job(),
        _mailing_job(house),
        _report_job(house),
        *_archive_jobs(house),
    )
    return (*JOBS, *own)


def ages(settings: Settings) -> Ages:
    """Raises: WattfleetError `retention_below_floor`, `cold_too_young`."""
    ages = Ages(
        cold_after=settings.cold_after_days,
        frames=settings.keep_frames_days,
        events=settings.keep_events_days,
        readings=settings.keep_readings_days,
        letters=settings.keep_letters_days,
        bank=settings.keep_bank_days,
    )
    return retention.checked(ages, retention.parse(fact("retention.toml")))


def _baseline_job(house: House) -> Job:
    """It needs the facts and the pepper, which only this module has."""
    baselines = parse_baselines(fact("baselines.toml"))
    keep = partial(keep_baselines, baselines=baselines, pepper=house.pepper)
    return Job("keep_baselines", BASELINE_US, keep, lease_us=10 * BASELINE_US)


def _archive_jobs(house: House) -> Iterator[Job]:
    """One file, and one round of retention, at a time: between them the lease is looked at again."""
    told = ages(house.settings)

    async def move(parts: Parts) -> int:
        await move_to_cold(parts, after_days=told.cold_after)
        return 0

    async def remove(parts: Parts) -> int:
        await remove_old(parts, ages=told)
        await redact_old(parts, ages=told)
        return 0

    yield Job("move_to_cold", MOVE_US, move, lease_us=MOVE_US)
    yield Job("remove_old", 60 * MINUTE_US, remove, lease_us=10 * MINUTE_US)


def _telling_job(house: House) -> Job:
    """Alarms are told; it needs the pepper, which opens the channels' seal."""
    tell = partial(tell_alarms, pepper=house.pepper, url=house.settings.public_url)
    return Job("tell_alarms", 5 * SECOND_US, tell, lease_us=10 * MINUTE_US)


def _mailing_job(house: House) -> Job:
    """What goes to customers; it needs the pepper too."""
    return Job(
        "send_mailings",
        2 * SECOND_US,
        partial(send_mailings, pepper=house.pepper),
        lease_us=10 * MINUTE_US,
    )


def _report_job(house: House) -> Job:
    """Reports that are sent; it needs the pepper too."""
    return Job("send_reports", MINUTE_US, partial(send_reports, pepper=house.pepper), lease_us=10 * MINUTE_US)


def _invoice_job() -> Job:
    """Runs of invoices; it needs the facts about VAT."""
    work = partial(work_invoice_runs, vat=parse_vat(fact("vat.toml")))
    return Job("invoice_runs", SECOND_US, work, lease_us=MINUTE_US)
