"""What the demo shows: a live table in a terminal, plain lines anywhere else."""

import io
import sys
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

import segno
from rich import box
from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from wattfleet.kernel.timeline import Instant
from wattfleet.simulator.evse import Evse
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
        self._told: dict[tuple[str, int], Any] = {}

    def say(self, text: str) -> None:
        """A line that stays."""
        self.console.print(text, markup=False, highlight=False, soft_wrap=True)

    def note(self, text: str) -> None:
        """Something happened."""
        if self._live is None:
            self.say(text)
        else:
            self._notes.append(text)

    def hear(self, active: Iterable[Any]) -> None:
        """The running sessions as the server tells them; of two at one plug the one that began last."""
        self._told = {
            (one["station"], one["evse"]): one
            for one in sorted(active, key=lambda one: one["started_at"] or "")
        }

    def open(self, draw: Callable[[], Group]) -> None:
        if not self.plain:
            self._live = Live(console=self.console, get_renderable=draw, refresh_per_second=2, screen=False)
            self._live.start()

    def close(self) -> None:
        if self._live is not None:
            self._live.stop()
            self._live = None

    def picture(self, fleet: Fleet, now: Instant, state: str) -> Group:
        """A row for each plug, those that give most first; the newest events, and the keys."""
        rows = max(5, self.console.size.height - 12 - len(self._notes) * 2)
        plugs = [(life, evse) for life in fleet.lives for evse in life.station.evses]
        busy = sorted(plugs, key=lambda plug: -plug[1].draws().mw)[:rows]
        table = Table(
            box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold", title=_title(fleet, now, state)
        )
        for name in ("station", "ocpp", "line", "state", "kW", "car", "kWh", "the server says", "cost"):
            table.add_column(name, justify="right" if name in {"kW", "kWh", "cost"} else "left")
        for life, evse in busy:
            table.add_row(*self._row(life, evse))
        notes = [Text(note, style="" if " · " in note else "dim") for note in self._notes]
        return Group(table, *notes, Text(KEYS, style="bold"))

    def _row(self, life: Life, evse: Evse) -> tuple[str, ...]:
        station, member, number = life.station, life.member, evse.plan.evse_id
        one = evse.running
        told = self._told.get((member.identity, number))
        server = f"{told['state']} {_kwh(told['energy_wh'])}" if told else ""
        cost = told.get("cost") if told else None
        return (
            member.identity if len(station.evses) == 1 else f"{member.identity} plug {number}",
            member.version,
            "on" if station.post.booted else "[red]off[/red]",
            evse.status,
            f"{evse.draws().mw / 1_000_000:.1f}" if evse.draws().mw else "",
            f"{evse.battery.car.name} {evse.battery.soc_milli // 10} %" if evse.battery else "",
            f"{one.delivered.mwh / 1_000_000:.3f}" if one else "",
            server,
            f"{cost['amount']} {cost['currency']}" if cost else "",
        )


def _kwh(wh: str) -> str:
    return f"{float(wh) / 1000:.3f} kWh"


def _title(fleet: Fleet, now: Instant, state: str) -> str:
    power = sum(evse.draws().mw for life in fleet.lives for evse in life.station.evses) / 1_000_000
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
