"""One line of an imported file is brought in: made, changed where it differs, or left as it is."""

from collections.abc import Callable, Mapping
from uuid import UUID

import msgspec

from wattfleet.access.tokens import fold_uid
from wattfleet.access.wishes import TokenChange, TokenWish, changed_token, new_token
from wattfleet.kernel.errors import invalid
from wattfleet.kernel.ids import Ids
from wattfleet.kernel.rows import wish_of
from wattfleet.kernel.timeline import Instant
from wattfleet.stations.identity import folded
from wattfleet.stations.site import Site
from wattfleet.stations.station import Station
from wattfleet.stations.wishes import (
    SiteChange,
    SiteWish,
    StationChange,
    StationWish,
    changed_site,
    changed_station,
    checked_identity,
    new_site,
)
from wattfleet.storage import directory, sites, stations, tokens
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.lists import PageQuery
from wattfleet.usecases.create_station import add_station, secret_of

Cells = Mapping[str, str]
"""What a line says, by the names of its columns; empty cells are not there."""

CREATED, CHANGED, UNCHANGED = "created", "changed", "unchanged"

_GROUPS = frozenset({"groups"})
_SERVICE = frozenset({"in_service_from"})
_EXPIRY = frozenset({"expires_at"})
_NONE: frozenset[str] = frozenset()


class Tools(msgspec.Struct, frozen=True):
    """Time, chance and the pepper for a whole file; `sites` are those that its transaction has met so far."""

    ids: Ids
    now: Instant
    pepper: bytes
    sites: dict[str, Site] = {}

    def anew(self) -> "Tools":
        """For the next transaction, in which sites may have other names."""
        return msgspec.structs.replace(self, sites={})

    def id(self) -> UUID:
        return self.ids.uuid(self.now)


class Deed(msgspec.Struct, frozen=True):
    """What a line did, for the chain of acts."""

    thing: UUID
    before: object | None
    after: object


class Brought(msgspec.Struct, frozen=True):
    """What became of a line, with a password that was generated for it."""

    outcome: str
    password: str = ""
    deed: Deed | None = None


class RowKind(msgspec.Struct, frozen=True, kw_only=True):
    """How a kind of file is read: its columns, which of them names a thing, and how a line is brought in."""

    shape: type
    noun: str
    key: str
    fold: Callable[[str], str]
    aliases: Mapping[str, str]
    bring: Callable[[Writer, Cells, Tools], Brought]


def bring_site(writer: Writer, cells: Cells, tools: Tools) -> Brought:
    """A site is known by its name."""
    known = _site_named(writer, cells["name"])
    if known is None:
        site = new_site(wish_of(cells, SiteWish, _GROUPS, _NONE), tools.id())
        sites.add(writer, site)
        return Brought(CREATED, deed=Deed(site.id, None, site))
    changed = changed_site(known, wish_of(cells, SiteChange, _GROUPS, _NONE))
    if _same(known, msgspec.structs.replace(changed, version=known.version, assumed=known.assumed)):
        return Brought(UNCHANGED)
    sites.change(writer, changed, known.version)
    return Brought(CHANGED, deed=Deed(known.id, known, changed))


def bring_station(writer: Writer, cells: Cells, tools: Tools) -> Brought:
    """A station is known by its identity; its site by id or name."""
    told = dict(cells)
    if "site" in told:
        told["site"] = str(_site_of(writer, told["site"], tools.sites).id)
    known = stations.find(writer, checked_identity(told["identity"]))
    if known is None:
        wish = wish_of(told, StationWish, _GROUPS, _SERVICE)
        secret = secret_of(tools.pepper, tools.ids, checked_identity(wish.identity), wish.ocpp_password)
        made = add_station(writer, wish, tools.id(), secret)
        shown = "" if wish.ocpp_password else made.password or ""
        return Brought(CREATED, shown, Deed(made.station.id, None, made.station))
    changed = _update_station(writer, known, told, tools)
    if changed is None:
        return Brought(UNCHANGED)
    return Brought(CHANGED, deed=Deed(known.id, known, changed))


def bring_token(writer: Writer, cells: Cells, tools: Tools) -> Brought:
    """A token is known by its uid, in any case of letters."""
    known = tokens.find(writer, cells["uid"])
    if known is None:
        token = new_token(wish_of(cells, TokenWish, _NONE, _EXPIRY), tools.id())
        tokens.add(writer, token)
        return Brought(CREATED, deed=Deed(token.id, None, token))
    rest = {name: text for name, text in cells.items() if name != "uid"}
    changed = changed_token(known, wish_of(rest, TokenChange, _NONE, _EXPIRY))
    if _same(known, msgspec.structs.replace(changed, version=known.version)):
        return Brought(UNCHANGED)
    tokens.change(writer, changed, known.version)
    return Brought(CHANGED, deed=Deed(known.id, known, changed))


def _update_station(writer: Writer, known: Station, told: dict[str, str], tools: Tools) -> Station | None:
    """The station as it now is; None where nothing differs."""
    password = told.pop("ocpp_password", None)
    del told["identity"]
    changed = changed_station(known, wish_of(told, StationChange, _GROUPS, _SERVICE))
    differs = not _same(known, msgspec.structs.replace(changed, version=known.version))
    entry = directory.get(writer, known.id)
    if password is not None and entry is not None:
        secret = secret_of(tools.pepper, tools.ids, known.identity, password)
        if secret.digest not in entry.digests:
            entry = msgspec.structs.replace(entry, digests=(secret.digest,))
            changed = msgspec.structs.replace(changed, weak_password=secret.weak)
            directory.put(writer, msgspec.structs.replace(entry, passwordless=changed.passwordless))
            differs = True
    return stations.change(writer, changed, known.version) if differs else None


def _site_of(reader: Reader, text: str, met: dict[str, Site]) -> Site:
    """Raises: WattfleetError `site_unknown`."""
    found: Site | None = met.get(text)
    if found is not None:
        return found
    try:
        found = sites.get(reader, UUID(text))
    except ValueError:
        found = _site_named(reader, text)
    if found is None:
        raise invalid(
            "site_unknown", f"There is no site “{text[:60]}”.", hint="Import the sites first.", field="site"
        )
    met[text] = found
    return found


def _site_named(reader: Reader, name: str) -> Site | None:
    found = sites.page(reader, PageQuery(limit=1, filters={"name": name.strip()})).items
    return found[0] if found else None


def _same(one: msgspec.Struct, other: msgspec.Struct) -> bool:
    return one == other


KINDS = {
    "sites": RowKind(
        shape=SiteWish,
        noun="site",
        key="name",
        fold=str.strip,
        aliases={
            "site": "name",
            "time_zone": "zone",
            "timezone": "zone",
            "lat": "latitude",
            "lon": "longitude",
        },
        bring=bring_site,
    ),
    "stations": RowKind(
        shape=StationWish,
        noun="station",
        key="identity",
        fold=folded,
        aliases=dict.fromkeys(
            (
                "charge_point_id",
                "chargepointid",
                "charge_box_id",
                "chargeboxid",
                "station",
                "station_id",
                "id",
            ),
            "identity",
        )
        | dict.fromkeys(
            ("password", "authorization_key", "authorizationkey", "basic_auth_password"), "ocpp_password"
        )
        | {"max_power": "max_power_w", "location": "site"},
        bring=bring_station,
    ),
    "tokens": RowKind(
        shape=TokenWish,
        noun="token",
        key="uid",
        fold=fold_uid,
        aliases=dict.fromkeys(("id_tag", "idtag", "rfid", "card", "token", "token_uid"), "uid")
        | dict.fromkeys(("expires", "expiry", "expiry_date", "valid_until"), "expires_at")
        | {"type": "kind", "status": "state", "parent_id_tag": "parent", "name": "driver"},
        bring=bring_token,
    ),
}
