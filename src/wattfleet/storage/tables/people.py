"""People of the house, their one-time links, and the browsers that are signed in."""

from sqlalchemy import Index

from wattfleet.access.keys import Role
from wattfleet.storage.tables.base import kept, link, may, must
from wattfleet.storage.types import BYTES, TEXT, WHOLE, Id, Moment, Word

people = kept(
    "people",
    must("id", Id()),
    must("name", TEXT),
    must("role", Word(Role)),
    must("email", TEXT),
    must("language", TEXT),
    must("created_at", Moment()),
    may("blocked_at", Moment()),
    must("version", WHOLE),
    Index("ix_people_name", "tenant_id", "name", "id"),
)
links = kept(
    "links",
    must("id", Id()),
    must("link_id", TEXT, unique=True),
    must("digest", BYTES),
    may("person_id", Id()),
    may("token_id", Id()),
    must("made_by", TEXT),
    must("created_at", Moment()),
    must("expires_at", Moment()),
    may("used_at", Moment()),
    link("people", "person_id", cascade=True),
    link("tokens", "token_id", cascade=True),
    Index("ix_links_person", "tenant_id", "person_id"),
    Index("ix_links_token", "tenant_id", "token_id"),
)
sign_ins = kept(
    "sign_ins",
    must("id", Id()),
    must("cookie_id", TEXT, unique=True),
    must("digest", BYTES),
    may("person_id", Id()),
    may("token_id", Id()),
    must("created_at", Moment()),
    must("expires_at", Moment()),
    must("seen_at", Moment()),
    may("ended_at", Moment()),
    must("address", TEXT),
    must("user_agent", TEXT),
    link("people", "person_id", cascade=True),
    link("tokens", "token_id", cascade=True),
    Index("ix_sign_ins_person", "tenant_id", "person_id"),
    Index("ix_sign_ins_token", "tenant_id", "token_id"),
)
