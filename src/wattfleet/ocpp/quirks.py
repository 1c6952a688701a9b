"""How to read the frames of one station. Applied where frames are understood, and nowhere else."""

import msgspec


class Quirks(msgspec.Struct, frozen=True):
    """Everything off: the station means what it says.

    `energy_in_kwh`: energy samples are kWh although they say Wh or nothing (row 36).
    `naive_is_local`: times without a zone are the site's local time, else UTC (row 49); the caller then
    gives the offset of the moment as `naive_offset_us`.
    `no_cards`: texts that this make puts where a card belongs (row 93).
    """

    energy_in_kwh: bool = False
    naive_is_local: bool = False
    naive_offset_us: int = 0
    no_cards: tuple[str, ...] = ()

    def with_offset(self, offset_us: int) -> "Quirks":
        """The same with the offset of the site (or the one learned from live messages)."""
        return msgspec.structs.replace(self, naive_offset_us=offset_us if self.naive_is_local else 0)


NO_QUIRKS = Quirks()
