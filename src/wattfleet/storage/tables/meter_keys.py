"""Public keys of meters, by station."""

from sqlalchemy import Index

from wattfleet.metrology.meter_key import KeyFrom, KeyState
from wattfleet.storage.tables.base import kept, link, may, must
from wattfleet.storage.types import TEXT, WHOLE, Id, Moment, Word

meter_keys = kept(
    "meter_keys",
    must("id", Id()),
    must("station_id", Id()),
    must("evse", WHOLE),
    must("text", TEXT),
    must("fingerprint", TEXT),
    must("curve", TEXT),
    must("meter", TEXT),
    must("valid_from", Moment()),
    may("valid_until", Moment()),
    must("state", Word(KeyState)),
    must("came", Word(KeyFrom)),
    must("note", TEXT),
    must("version", WHOLE),
    link("stations", "station_id"),
    Index("uq_meter_keys_fingerprint", "tenant_id", "station_id", "evse", "fingerprint", unique=True),
)
