"""What the demo shows: a live table in a terminal, plain lines anywhere else."""

import io
import sys
from collections import deque
from collections.abc import Callable
from typing import Any

import segno
from rich import box
from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from wattfleet.kernel.timeline import Instant
from wattfleet.simulator.fleet import Fleet
from wattfleet.simulator.life import Life

KEYS_WORDS = {
    "k": "kill -9 the server",
    "o": "the depot goes off line",
    "l": "a charger lies",
    "s": "all return at once",
}
KEYS = " · ".join([*(f"{key} {words}" for key, words in KEYS_WORDS.items()), "q end"])


class Screen:
    """A table that follows the fleet; `note` adds a line below it. Without a terminal, lines only."""

    def __init__(self, *, plain: bool) -> None:
        self.console = Console()
        self.plain = plain or not sys.stdout.isatty()
        self._notes: deque[str] = deque(maxlen=6)
        self._live: Live | None = None
        self.costs: dict[str, Any] = {}

    def say(self, text: str) -> None:
        """A line that stays."""
        self.console.print(text, markup=False, highlight=False, soft_wrap=True)

    def note(self, text: str) -> None:
        """Something happened."""
        if self._live is None:
            self.say(text)
        else:
            self._notes.append(text)

    def open(self, draw: Callable[[], Group]) -> None:
        if not self.plain:
            self._live = Live(console=self.console, get_renderable=draw, refresh_per_second=2, screen=False)
            self._live.start()

    def close(self) -> None:
        if self._live is not None:
            self._live.stop()
            self._live = None

    def picture(self, fleet: Fleet, now: Instant, state: str) -> Group:
        """The table, the newest events, and the keys."""
        rows = max(5, self.console.size.height - 12 - len(self._notes) * 2)
        busy = sorted(fleet.lives, key=lambda life: -_power_mw(life))[:rows]
        table = Table(
            box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold", title=_title(fleet, now, state)
        )
        for name in ("station", "ocpp", "line", "state", "kW", "car", "kWh", "the server says", "cost"):
            table.add_column(name, justify="right" if name in {"kW", "kWh", "cost"} else "left")
        for life in busy:
            table.add_row(*self._row(life))
        notes = [Text(note, style="" if " · " in note else "dim") for note in self._notes]
        return Group(table, *notes, Text(KEYS, style="bold"))

    def _row(self, life: Life) -> tuple[str, ...]:
        station, member = life.station, life.member
        evse = max(station.evses, key=lambda one: one.draws().mw)
        one = evse.running
        told = self.costs.get(member.identity)
        server = f"{told['state']} {_kwh(told['energy_wh'])}" if told else ""
        cost = told.get("cost") if told else None
        return (
            member.identity,
            member.version,
            "on" if station.post.booted else "[red]off[/red]",
            evse.status,
            f"{evse.draws().mw / 1_000_000:.1f}" if evse.draws().mw else "",
            f"{evse.battery.car.name} {evse.battery.soc_milli // 10} %" if evse.battery else "",
            f"{one.delivered.mwh / 1_000_000:.3f}" if one else "",
            server,
            f"{cost['amount']} {cost['currency']}" if cost else "",
        )


def _power_mw(life: Life) -> int:
    return sum(evse.draws().mw for evse in life.station.evses)


def _kwh(wh: str) -> str:
    return f"{float(wh) / 1000:.3f} kWh"


def _title(fleet: Fleet, now: Instant, state: str) -> str:
    power = sum(_power_mw(life) for life in fleet.lives) / 1_000_000
    return (
        f"{now.rfc3339()[:19]}Z · server {state} · {fleet.online()}/{len(fleet.lives)} stations on line · "
        f"{power:.0f} kW · {fleet.waiting()} wait · {fleet.acknowledged():,} acknowledged"
    )


def welcome(http: str, stations: str, key: str, folder: str) -> str:
    """Where to look, and how a real station finds here."""
    return f"""
  Look     {http}/docs                       the API, to try in the browser
           curl -H 'Authorization: Bearer {key}' '{http}/api/v1/sessions?limit=3'
  Ask      export WATTFLEET_URL={http} WATTFLEET_KEY={key}
           wattfleet sessions list --limit 5
           wattfleet stations list
           wattfleet command PUBLIC-01 trigger_message requested_message=StatusNotification
  Your own station: {stations}NAME      (it then stands in `wattfleet inbox list`)
  Everything is in {folder}; the server's words in {folder}/server.log
"""


def doors(console: str, driver: str) -> str:
    """Links that open the screens, signed in."""
    return f"""
  Open     {console}
           the console, as an operator
           {driver}
           the app of a driver whose car has just come
           each link opens once, within a week; the next run prints new ones
"""


def code(text: str) -> str:
    """A QR code for a terminal."""
    out = io.StringIO()
    segno.make(text, error="m").terminal(out=out, compact=True)
    return out.getvalue()
