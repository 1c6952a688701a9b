"""What we ask stations, what we promise drivers, and answers kept for a retry."""

from sqlalchemy import Index, text

from wattfleet.stations.orders import Effect, OrderState, ReservationState
from wattfleet.storage.tables.base import kept, link, may, must
from wattfleet.storage.types import BYTES, TEXT, WHOLE, Id, Json, Moment, Word

orders = kept(
    "orders",
    must("id", Id()),
    must("station_id", Id()),
    must("command", TEXT),
    must("request", Json()),
    must("asked_by", TEXT),
    must("asked_at", Moment()),
    must("state", Word(OrderState)),
    must("effect", Word(Effect)),
    may("answer", Json()),
    must("problem", TEXT),
    must("message_id", TEXT),
    may("remote_start", WHOLE),
    may("sent_at", Moment()),
    may("answered_at", Moment()),
    may("deadline", Moment()),
    may("session_id", Id()),
    must("version", WHOLE),
    link("stations", "station_id", cascade=True),
    Index("ix_orders_station", "tenant_id", "station_id", "asked_at", "id"),
    Index(
        "ix_orders_unsettled",
        "tenant_id",
        "station_id",
        sqlite_where=text("state IN ('pending', 'sent') OR effect = 'waiting'"),
        postgresql_where=text("state IN ('pending', 'sent') OR effect = 'waiting'"),
    ),
)
reservations = kept(
    "reservations",
    must("id", Id()),
    must("number", WHOLE),
    must("station_id", Id()),
    must("evse", WHOLE),
    must("connector", WHOLE),
    must("token", TEXT),
    must("expires_at", Moment()),
    must("state", Word(ReservationState)),
    must("version", WHOLE),
    link("stations", "station_id", cascade=True),
    Index("uq_reservations_number", "tenant_id", "station_id", "number", unique=True),
)
profiles = kept(
    "profiles",
    must("id", Id()),
    must("number", WHOLE),
    must("description", TEXT),
    must("profile", Json()),
    must("version", WHOLE),
    Index("uq_profiles_number", "tenant_id", "number", unique=True),
)
idempotency = kept(
    "idempotency",
    must("principal", TEXT),
    must("key", TEXT),
    must("request_hash", BYTES),
    may("status", WHOLE),
    may("response", BYTES),
    must("at", Moment()),
    Index("ix_idempotency_at", "tenant_id", "at"),
    key=("principal", "key"),
)
