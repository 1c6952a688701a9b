"""The whole table of routes: what the API can do, in one place."""

from wattfleet.api import (
    about_us,
    commands,
    configuration,
    doubts,
    imports,
    inbox,
    journal,
    keys,
    live,
    profiles,
    reads,
    reservations,
    session_price,
    sessions,
    sites,
    stations,
    tariffs,
    tokens,
)
from wattfleet.api.route import Route

ROUTES: tuple[Route, ...] = (
    *about_us.ROUTES,
    *sites.ROUTES,
    *stations.ROUTES,
    *tokens.ROUTES,
    *tariffs.ROUTES,
    *keys.ROUTES,
    *inbox.ROUTES,
    *sessions.ROUTES,
    *session_price.ROUTES,
    *journal.ROUTES,
    *doubts.ROUTES,
    *configuration.ROUTES,
    *commands.ROUTES,
    *profiles.ROUTES,
    *reservations.ROUTES,
    *reads.ROUTES,
    *live.ROUTES,
    *imports.ROUTES,
)
