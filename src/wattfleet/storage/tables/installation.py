"""The installation itself: its tenants, settings, keys and who runs which job."""

from sqlalchemy import Column

from wattfleet.access.keys import Role
from wattfleet.storage.tables.base import kept, may, must, plain
from wattfleet.storage.types import BYTES, SMALL, TEXT, Id, Moment, Word, Words

tenants = plain(
    "tenants",
    Column("id", SMALL, primary_key=True, autoincrement=False),
    must("name", TEXT, unique=True),
)
settings_kv = plain("settings_kv", Column("name", TEXT, primary_key=True), must("value", TEXT))
leases = plain("leases", Column("job", TEXT, primary_key=True), must("owner", TEXT), must("until", Moment()))
api_keys = kept(
    "api_keys",
    must("id", Id()),
    must("key_id", TEXT, unique=True),
    must("digest", BYTES),
    must("name", TEXT),
    must("role", Word(Role)),
    must("scopes", Words()),
    must("created_at", Moment()),
    must("expires_at", Moment()),
    may("revoked_at", Moment()),
    may("used_at", Moment()),
)
