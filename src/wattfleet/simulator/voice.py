"""How a station of one version puts facts into words; each version brings its own voice."""

from typing import Literal, Protocol

import msgspec

from wattfleet.kernel.energy import Energy, from_milli
from wattfleet.simulator.charges import Charge, Reading
from wattfleet.simulator.said import Payload, Said

Status = Literal[
    "Available",
    "Preparing",
    "Charging",
    "SuspendedEV",
    "SuspendedEVSE",
    "Finishing",
    "Reserved",
    "Unavailable",
    "Faulted",
]
Context = Literal["Transaction.Begin", "Transaction.End", "Sample.Periodic", "Sample.Clock", "Trigger"]


class Make(msgspec.Struct, frozen=True):
    """Who built the station."""

    vendor: str = "Wattfleet"
    model: str = "Pretender"
    serial: str = ""
    firmware: str = "1.0.0"


class Sample(msgspec.Struct, frozen=True):
    """One reading to be told: why, when (as it stands on the wire), and which measurands."""

    reading: Reading
    context: Context
    at: str
    measurands: tuple[str, ...]


class Voice(Protocol):
    """The facts of a station, as messages of one version."""

    def boot(self, make: Make, reason: str) -> Said: ...

    def status(self, evse_id: int, connector: int, status: Status, at: str) -> Said: ...

    def authorise(self, token: str) -> Said: ...

    def started(self, charge: Charge, sample: Sample) -> Said: ...

    def sampled(self, charge: Charge | None, evse_id: int, connector: int, sample: Sample) -> Said: ...

    def changed(self, charge: Charge, sample: Sample) -> Said | None: ...

    def ended(self, charge: Charge, samples: tuple[Sample, ...]) -> Said: ...

    def complete(self, said: Said) -> Payload:
        """The payload as it goes out, with what is only known now."""
        ...

    def heard_start(self, charge: Charge, answer: Payload) -> str:
        """Learn what the answer to a transaction's message says; the token's status, or ""."""
        ...


def in_wh(energy: Energy) -> str:
    return f"{from_milli(energy.mwh):f}"


ENERGY = "Energy.Active.Import.Register"


def quantities(sample: Sample) -> list[tuple[str, str, str, str]]:
    """(measurand, value, unit, phase) for each measurand that this reading can tell."""
    reading = sample.reading
    out: list[tuple[str, str, str, str]] = []
    for measurand in sample.measurands:
        match measurand:
            case "Energy.Active.Import.Register":
                out.append((measurand, in_wh(reading.register), "Wh", ""))
            case "Power.Active.Import":
                out.append((measurand, f"{from_milli(reading.power.mw):f}", "W", ""))
            case "Power.Offered":
                out.append((measurand, f"{from_milli(reading.offered.mw):f}", "W", ""))
            case "Current.Import" if reading.dc:
                out.append((measurand, f"{from_milli(reading.current_ma):f}", "A", ""))
            case "Current.Import":
                flowing = f"{from_milli(reading.current_ma):f}"
                out += [(measurand, flowing, "A", f"L{one}") for one in range(1, reading.phases + 1)]
            case "Voltage" if reading.dc:
                out.append((measurand, str(reading.volts), "V", ""))
            case "Voltage":
                out += [
                    (measurand, str(reading.volts), "V", f"L{one}-N") for one in range(1, reading.phases + 1)
                ]
            case "SoC" if reading.soc_milli is not None:
                out.append((measurand, str(reading.soc_milli // 10), "Percent", ""))
            case _:
                pass
    return out
