"""The nouns of the API on the command line: what each is called, and how it is listed, made and changed."""

import msgspec


class Field(msgspec.Struct, frozen=True):
    """A field that can be given; `kind` text, whole, list (comma) or json (text or @FILE)."""

    name: str
    help: str
    kind: str = "text"
    needed: bool = False
    choices: tuple[str, ...] = ()


class Noun(msgspec.Struct, frozen=True):
    """A list of the API: `path` below /api/v1, `key` the field that names one."""

    name: str
    path: str
    key: str
    help: str
    columns: tuple[str, ...]
    empty: str
    fields: tuple[Field, ...] = ()
    filters: tuple[str, ...] = ()
    changeable: bool = True
    removable: bool = True
    showable: bool = True
    sort: str = "name"
    example: str = ""


STAFF = ("admin", "operator", "finance", "viewer", "auditor")
ACCESS = ("public", "private", "home")

NOUNS = (
    Noun(
        "sites",
        "/sites",
        "id",
        "where stations stand: zone, currency and country",
        ("id", "name", "country", "zone", "currency", "assumed"),
        "No sites yet. The first start makes one.",
        (
            Field("name", "what people call it", needed=True),
            Field("country", "two letters, such as SE", needed=True),
            Field("zone", "such as Europe/Stockholm", needed=True),
            Field("currency", "three letters, such as SEK", needed=True),
            Field("address", "street and town"),
            Field("latitude", "decimal degrees"),
            Field("longitude", "decimal degrees"),
            Field("grid_area", "such as SE3"),
            Field("opening_hours", "such as Mo-Fr 06:00-22:00"),
            Field("groups", "token groups that may charge here, comma between; * = all valid", "list"),
        ),
        ("country", "search"),
        example="wattfleet sites add --name Depot --country SE --zone Europe/Stockholm --currency SEK",
    ),
    Noun(
        "stations",
        "/stations",
        "identity",
        "charging stations",
        ("identity", "name", "access", "connected", "ocpp", "vendor", "model", "seen_at"),
        "No stations yet. Point one at the server and look at `wattfleet inbox list`, or add one.",
        (
            Field("identity", "the name under which it connects", needed=True),
            Field("access", "who may use it", needed=True, choices=ACCESS),
            Field("name", "what people call it"),
            Field("site", "the site's id"),
            Field("ocpp_password", "when it comes from another back end; made for you otherwise"),
            Field("max_power_w", "what it can deliver, in W", "whole"),
            Field("in_service_from", "RFC 3339; older facts are held back"),
            Field("groups", "token groups that may charge, comma between; * = all valid", "list"),
            Field("passwordless", "true: may use the private listener without a password", "json"),
        ),
        ("site", "access", "connected", "vendor", "model", "firmware", "search"),
        sort="identity",
        example="wattfleet stations add --identity DEPOT-07 --access public --max-power-w 22000",
    ),
    Noun(
        "tokens",
        "/tokens",
        "uid",
        "cards and other tokens",
        ("uid", "kind", "group", "state", "expires_at", "driver", "seen_unknown"),
        "No tokens yet. Add one, or import a list.",
        (
            Field("uid", "as the reader tells it", needed=True),
            Field("kind", "rfid, app, emaid …; rfid if absent"),
            Field("group", "the group that stations and sites list"),
            Field("state", "valid or blocked", choices=("valid", "blocked")),
            Field("expires_at", "RFC 3339; one in the past means that it is over"),
            Field("parent", "a token that ends sessions of this one, too"),
            Field("driver", "whose it is"),
            Field("note", "for yourself"),
        ),
        ("group", "state", "kind", "driver", "seen_unknown", "search"),
        sort="uid",
        example="wattfleet tokens add --uid 04AABBCC --group drivers",
    ),
    Noun(
        "tariffs",
        "/tariffs",
        "id",
        "prices with their conditions",
        ("id", "version", "name", "currency", "valid_from"),
        "No tariffs yet. Without one, sessions are complete and not sold.",
        (
            Field("name", "what people call it", needed=True),
            Field("currency", "three letters", needed=True),
            Field("elements", "JSON or @FILE, in OCPI's shape", "json", needed=True),
            Field("tax_included", "true when prices include VAT", "json"),
            Field("valid_from", "RFC 3339"),
            Field("valid_until", "RFC 3339; a session that begins later is not sold by it"),
            Field("texts", 'JSON, such as [{"language":"sv","text":"…"}]', "json"),
            Field("link", "where partners read of it"),
            Field("min_price", 'JSON, such as {"before_vat":"1.00"}', "json"),
            Field("max_price", "JSON", "json"),
            Field("rounding", "half_up if absent", choices=("half_up", "half_even", "up", "down")),
        ),
        ("currency", "search"),
        example="wattfleet tariffs add --name Day --currency SEK --elements @tariff.json",
    ),
    Noun(
        "tariff-groups",
        "/tariff-groups",
        "id",
        "rules that choose a tariff by who, where and when",
        ("id", "version", "name", "valid_from"),
        "No tariff groups yet. A station can be given a tariff of its own without one.",
        (
            Field("name", "what people call it", needed=True),
            Field("rules", "JSON or @FILE; the first rule that holds decides", "json", needed=True),
            Field("valid_from", "RFC 3339"),
        ),
        ("search",),
        example="wattfleet tariff-groups add --name Depot --rules @rules.json",
    ),
    Noun(
        "series",
        "/series",
        "name",
        "what prices follow: an index, or the demand of a grid",
        ("name", "currency", "note"),
        "No series yet. A tariff follows one by its name.",
        (
            Field("name", "such as SE3", needed=True),
            Field("currency", "three letters, where its values are prices"),
            Field("note", "for yourself"),
        ),
        ("search",),
        changeable=False,
        example="wattfleet series add --name SE3 --currency SEK --note day-ahead",
    ),
    Noun(
        "sessions",
        "/sessions",
        "id",
        "charging sessions",
        ("id", "station", "token", "state", "started_at", "energy_wh", "cost", "flags"),
        "No sessions yet. The first one appears as soon as a car charges.",
        (),
        (
            "station",
            "site",
            "evse",
            "state",
            "token",
            "flag",
            "reason",
            "from",
            "to",
            "ended_from",
            "ended_to",
        ),
        changeable=False,
        removable=False,
        sort="-started_at",
    ),
    Noun(
        "profiles",
        "/charging-profiles",
        "id",
        "charging profiles that can be sent by their id",
        ("id", "number", "description", "profile"),
        "No charging profiles yet.",
        (
            Field("description", "what it is for"),
            Field("profile", "JSON or @FILE", "json", needed=True),
        ),
        ("description",),
        sort="number",
        example="wattfleet profiles add --description Night --profile @night.json",
    ),
    Noun(
        "reservations",
        "/reservations",
        "id",
        "connectors kept for a token",
        ("id", "number", "station", "evse", "connector", "token", "expires_at", "state"),
        "No reservations.",
        (
            Field("station", "its identity", needed=True),
            Field("token", "for whom", needed=True),
            Field("expires_at", "RFC 3339: until when", needed=True),
            Field("evse", "which; any if absent", "whole"),
            Field("connector", "which; any if absent", "whole"),
            Field("parent", "a token of the same group may take it, too"),
            Field("token_kind", "rfid, app … for 2.x"),
        ),
        ("station", "state", "token"),
        changeable=False,
        sort="expires_at",
        example="wattfleet reservations add --station DEPOT-07 --token 04AABBCC "
        "--expires-at 2026-11-20T18:00:00Z --connector 1",
    ),
    Noun(
        "doubts",
        "/doubts",
        "id",
        "facts that belong to no session",
        ("id", "station", "at", "rule", "event", "state", "note"),
        "No doubts. What a station says and cannot be placed will wait here.",
        (),
        ("station", "state", "rule", "from", "to"),
        changeable=False,
        removable=False,
        sort="at",
    ),
    Noun(
        "people",
        "/people",
        "id",
        "people of the house",
        ("id", "name", "role", "language", "email", "blocked"),
        "Nobody yet. `wattfleet person add NAME --role admin` adds the first.",
        (
            Field("name", "what people call her", needed=True),
            Field("role", "what she may do", needed=True, choices=STAFF),
            Field("email", "where alarms reach her"),
            Field("language", "en if absent", choices=("en", "sv", "de")),
        ),
        ("role", "search"),
        example="wattfleet people add --name 'Anna Lind' --role operator",
    ),
    Noun(
        "sign-ins",
        "/sign-ins",
        "id",
        "who is signed in where",
        ("id", "person", "token", "seen_at", "address", "user_agent"),
        "Nobody is signed in.",
        (),
        (),
        changeable=False,
        showable=False,
        sort="-created_at",
    ),
    Noun(
        "keys",
        "/keys",
        "id",
        "API keys",
        ("id", "name", "role", "created_at", "expires_at", "used_at"),
        "No keys.",
        (
            Field("name", "whose or what for", needed=True),
            Field(
                "role",
                "what it may do",
                needed=True,
                choices=("admin", "operator", "finance", "viewer", "auditor"),
            ),
            Field("scopes", "narrows the role, comma between, such as sessions:read", "list"),
            Field("expires_at", "RFC 3339; a year from now when absent"),
        ),
        ("role",),
        changeable=False,
        showable=False,
        example="wattfleet keys add --name wallboard --role viewer",
    ),
    Noun(
        "frames",
        "/frames",
        "id",
        "the message archive: every frame, both ways, of all stations",
        ("id", "at", "station", "direction", "kind", "action", "frame", "answer", "error"),
        "No frames yet. Every frame that a station sends or gets will stand here.",
        (),
        (
            *("station", "session", "action", "message_id", "kind", "direction"),
            *("failed", "error", "text", "from", "to", "view"),
        ),
        changeable=False,
        removable=False,
        sort="at",
    ),
    Noun(
        "cold-files",
        "/archive/files",
        "id",
        "old days of the archive, each file with its hash",
        ("day", "kind", "state", "rows", "bytes", "sha256", "path"),
        "No day is old enough to have left the database.",
        (),
        ("kind",),
        changeable=False,
        removable=False,
        showable=False,
        sort="day",
    ),
    Noun(
        "removals",
        "/archive/removals",
        "id",
        "what retention has removed",
        ("at", "kind", "rows", "before", "file", "why"),
        "Nothing has been removed.",
        (),
        ("kind",),
        changeable=False,
        removable=False,
        showable=False,
        sort="at",
    ),
    Noun(
        "reads",
        "/reads",
        "id",
        "what auditors have read",
        ("at", "reader", "method", "path", "query"),
        "No auditor has read anything.",
        (),
        ("reader", "path", "from", "to"),
        changeable=False,
        removable=False,
        showable=False,
        sort="at",
    ),
)
