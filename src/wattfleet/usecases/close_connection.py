"""A station's connection has ended; if a newer one owns the station, nothing of that is touched (row 68)."""

from wattfleet.bus.port import News
from wattfleet.storage import stations
from wattfleet.usecases.desk import Desk
from wattfleet.usecases.parts import Parts


async def close_connection(parts: Parts, desk: Desk, why: str) -> None:
    """Write the end of this epoch. Raises: WattfleetError `storage_unavailable`."""
    now = parts.clock.now()
    station_id, epoch = desk.station.id, desk.epoch
    await parts.database.write(
        desk.tenant, lambda writer: stations.disconnect(writer, station_id, epoch, at=now, why=why)
    )
    parts.bus.publish(News(desk.tenant, "station", desk.station.identity, now.us, now))
