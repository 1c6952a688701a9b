"""A station is brought to the baseline of its model, key by key, with time between the calls.

Nothing is probed in bulk, nothing is written that is as it should be, what is written is read back, and what
was refused stays on record. A station that does not answer is left alone for an hour.
Source: field-faults rows 70, 84, 85.
"""

from functools import partial
from uuid import UUID

from wattfleet.access.principal import ITSELF
from wattfleet.bus.port import Ask, StationKey
from wattfleet.commands import StationCommand
from wattfleet.events import VariableTold
from wattfleet.kernel.clock import pause
from wattfleet.kernel.timeline import SECOND_US, Instant
from wattfleet.ocpp import outcomes, translate
from wattfleet.ocpp.asked import Call, Numbers
from wattfleet.ocpp.secrets import HIDDEN, is_secret
from wattfleet.stations import templates
from wattfleet.stations.answers import told_of
from wattfleet.stations.station import Station
from wattfleet.stations.templates import Baseline, Deviation, Template, variable
from wattfleet.stations.variables import Told
from wattfleet.storage import configuration, stations
from wattfleet.storage.configuration import Name
from wattfleet.storage.database import Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.send_command import version_of

SPACING_US = 2 * SECOND_US
TIMEOUT_US = 30 * SECOND_US
MARK = Name(component="Wattfleet", variable="Baseline")
"""Our own mark among a station's settings: the firmware for which its baseline was last applied."""
UNFINISHED = "(unfinished)"


class NoAnswer(Exception):
    """The station did not answer: leave it alone for a while."""


async def apply_baseline(
    parts: Parts, tenant: int, station_id: UUID, baselines: tuple[Baseline, ...], spacing_us: int = SPACING_US
) -> tuple[Deviation, ...]:
    """Read, compare, write, read back; what still deviates. Raises: WattfleetError `station_unknown`."""
    station = await parts.database.read(tenant, partial(stations.demand, station_id=station_id))
    version = version_of(station)
    assert version is not None, "a station that is connected has a version"
    template = templates.template_for(baselines, version, station.vendor, station.model)
    talk = _Talk(parts, tenant, station, template, spacing_us)
    left: tuple[Deviation, ...] = ()
    try:
        told = await talk.read_all()
        left = templates.compare(template, told)
        left = tuple([one for one in left if not await talk.mend(one)])
        mark = station.firmware
    except NoAnswer:
        mark = UNFINISHED
    await talk.keep(partial(_mark, station_id=station.id, value=mark, at=parts.clock.now()))
    if talk.written:
        await talk.keep(partial(_note, parts=parts, station=station, written=dict(talk.written)))
    return left


class _Talk:
    """One station's questions and answers."""

    def __init__(
        self, parts: Parts, tenant: int, station: Station, template: Template, spacing_us: int
    ) -> None:
        self._parts = parts
        self._tenant = tenant
        self._station = station
        self._template = template
        self._spacing_us = spacing_us
        self.written: dict[str, str] = {}

    async def read_all(self) -> dict[str, Told]:
        told: dict[str, Told] = {}
        for command in templates.readings(self._template):
            told |= await self._read(command)
        return told

    async def mend(self, deviation: Deviation) -> bool:
        """Write the wished value, or a lesser one; True when it then reads as it should."""
        if not deviation.writable:
            return False
        wishes = tuple(wish for wish in self._template.wishes if wish.name == deviation.name)
        alone = Template(self._template.version, wishes)
        for value in deviation.values:
            state, answer = await self._ask(templates.writing(self._template, deviation.name, value))
            refused = "" if state == "accepted" else _status(answer) or state
            self.written[deviation.name] = HIDDEN if is_secret(deviation.name) else value
            if not refused:
                told: dict[str, Told] = {}
                for command in templates.readings(alone):
                    told |= await self._read(command)
                kept = not templates.compare(alone, told)
                refused = "" if kept else "accepted, but not kept"
            now = self._parts.clock.now()
            await self.keep(
                partial(
                    configuration.wrote,
                    station_id=self._station.id,
                    name=_stored(deviation.name, self._template.version),
                    value=value,
                    at=now,
                    refused=refused,
                )
            )
            if not refused:
                return True
        return False

    async def keep(self, change: "partial[None]") -> None:
        await self._parts.database.write(self._tenant, change)

    async def _read(self, command: StationCommand) -> dict[str, Told]:
        _, answer = await self._ask(command)
        told = told_of(answer)
        await self.keep(
            partial(
                _tell,
                station_id=self._station.id,
                told=told,
                version=self._template.version,
                at=self._parts.clock.now(),
            )
        )
        return told

    async def _ask(self, command: StationCommand) -> tuple[str, dict[str, object]]:
        """The state and the answer. Raises: NoAnswer."""
        version = version_of(self._station)
        assert version is not None, "a station that is connected has a version"
        call = translate.call(version, command, Numbers(1, 1))
        assert isinstance(call, Call), "a version can read and write its own keys"
        now = self._parts.clock.now()
        question = Ask(self._parts.ids.uuid(now), call.action, call.payload, TIMEOUT_US, quiet=True)
        told = await self._parts.bus.ask(StationKey(self._tenant, self._station.id), question)
        await pause(self._parts.clock, self._spacing_us)
        match told.how:
            case "answered":
                outcome = outcomes.outcome(command, told.payload)
                return outcome.state, outcome.answer
            case "refused":
                return outcomes.refused(told.code), {"status": told.code}
            case _:
                raise NoAnswer


def _note(writer: Writer, parts: Parts, station: Station, written: dict[str, str]) -> None:
    """What was written into a station by its baseline stands in the chain of acts."""
    act(writer, parts, ITSELF, ("baseline", "station"), station.id, after=written, name=station.identity)


def _stored(name: str, version: str) -> Name:
    """Under which name a setting is kept."""
    if version == "1.6":
        return Name(variable=name)
    named = variable(name)
    return Name(component=named.component, variable=named.variable, instance=named.variable_instance or "")


def _tell(writer: Writer, station_id: UUID, told: dict[str, Told], version: str, at: Instant) -> None:
    for name, one in told.items():
        stored = _stored(name, version)
        line = VariableTold(
            component=stored.component,
            variable=stored.variable,
            value=one.value or "",
            instance=stored.instance,
            mutability="ReadOnly" if one.readonly else "",
        )
        configuration.tell(writer, station_id, line, at)


def _mark(writer: Writer, station_id: UUID, value: str, at: Instant) -> None:
    line = VariableTold(component=MARK.component, variable=MARK.variable, value=value)
    configuration.tell(writer, station_id, line, at)


def _status(answer: dict[str, object]) -> str:
    found = answer.get("status")
    return found if isinstance(found, str) else ""
