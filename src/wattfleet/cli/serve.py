"""`wattfleet serve`: run the server until it is told to stop."""

import argparse
import sys
from pathlib import Path

import msgspec
import uvloop

from wattfleet.cli.place import add_place
from wattfleet.kernel.errors import invalid
from wattfleet.server.run import Running, serve
from wattfleet.settings import (
    DEFAULT_HTTP,
    DEFAULT_OCPP,
    Certificate,
    Settings,
    note_start,
    read_address,
    read_tiles,
)

EXAMPLES = """examples:
  wattfleet serve --data ./wattfleet-data --zone Europe/Stockholm --currency SEK
  wattfleet serve --data /var/lib/wattfleet --database postgresql://wattfleet@localhost/wattfleet
  wattfleet serve --https 0.0.0.0:443 --ocpp-tls 0.0.0.0:9443 --tls-cert chain.pem --tls-key key.pem
"""


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "serve",
        help="run the server",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_place(parser)
    parser.add_argument("--http", metavar="HOST:PORT", default=DEFAULT_HTTP, help="the API (%(default)s)")
    parser.add_argument(
        "--https", metavar="HOST:PORT", help="the API and the screens over TLS as well; needs a certificate"
    )
    parser.add_argument(
        "--ocpp", metavar="HOST:PORT", default=DEFAULT_OCPP, help="plain OCPP for stations (%(default)s)"
    )
    parser.add_argument("--ocpp-tls", metavar="HOST:PORT", help="OCPP over TLS; needs a certificate")
    parser.add_argument(
        "--ocpp-private",
        metavar="HOST:PORT",
        help="for stations that cannot send a password, each by its own waiver; off by default",
    )
    parser.add_argument(
        "--tls-cert",
        metavar="FILE",
        action="append",
        default=[],
        type=Path,
        help="the chain, PEM; repeatable: ECDSA, RSA",
    )
    parser.add_argument(
        "--tls-key", metavar="FILE", action="append", default=[], type=Path, help="its key, in the same order"
    )
    parser.add_argument(
        "--allow-plain", action="store_true", help="plain OCPP also on an address that is not loopback"
    )
    parser.add_argument("--public-url", metavar="URL", default="", help="how people reach this server")
    _map(parser)
    parser.add_argument(
        "--trusted-proxy", metavar="CIDR", action="append", default=[], help="whose X-Forwarded-For counts"
    )
    parser.add_argument(
        "--alias", metavar="PREFIX", action="append", default=[], help="a former back end's path for stations"
    )
    parser.add_argument("--zone", help="the default site's time zone, such as Europe/Stockholm")
    parser.add_argument("--currency", help="the default site's currency, such as SEK")
    parser.add_argument("--country", help="the default site's country, such as SE")
    _add_ages(parser)
    parser.add_argument(
        "--log-level",
        default="info",
        choices=("debug", "info", "warning", "error"),
        help="what its log tells (%(default)s)",
    )
    parser.add_argument(
        "--no-upgrade-backup",
        action="store_true",
        help="bring an older database up to date without a copy of it first",
    )
    parser.set_defaults(alone=run)


def _map(parser: argparse.ArgumentParser) -> None:
    """What the map draws beneath the sites."""
    parser.add_argument(
        "--map-tiles",
        metavar="URL",
        default="",
        help="a tile server for the map, such as https://tiles.example.org/{z}/{x}/{y}.png; else land alone",
    )
    parser.add_argument("--map-credit", metavar="TEXT", default="", help="whose tiles they are, on the map")


def _add_ages(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--cold", metavar="DIR", type=Path, help="cold files; `cold` in the data folder")
    usual = {one.name: one.default for one in msgspec.structs.fields(Settings)}
    for flag, name, words in (
        ("--cold-after", "cold_after_days", "after which frames and readings go to cold files; 0 = never"),
        ("--keep-frames", "keep_frames_days", "for which frames of no session are kept; 0 = for ever"),
        ("--keep-events", "keep_events_days", "for which stations' histories are kept; 0 = for ever"),
        ("--keep-readings", "keep_readings_days", "for readings and frames of sessions; 0 = for ever"),
        ("--keep-letters", "keep_letters_days", "for what went to customers by mail; 0 = for ever"),
        ("--keep-bank", "keep_bank_days", "for what is personal in bank movements and debits; 0 = for ever"),
    ):
        parser.add_argument(
            flag, metavar="DAYS", dest=name, type=int, default=usual[name], help=f"days {words} (%(default)s)"
        )


def run(options: argparse.Namespace) -> int:
    settings = _settings(options)

    def told(running: Running) -> None:
        note_start(settings, running.local)
        _tell(running)

    uvloop.run(serve(settings, told))
    return 0


def _settings(options: argparse.Namespace) -> Settings:
    return Settings(
        data=options.data,
        database=options.database,
        http=read_address(options.http, "--http"),
        https=read_address(options.https, "--https") if options.https else None,
        ocpp=read_address(options.ocpp, "--ocpp"),
        ocpp_tls=read_address(options.ocpp_tls, "--ocpp-tls") if options.ocpp_tls else None,
        ocpp_private=read_address(options.ocpp_private, "--ocpp-private") if options.ocpp_private else None,
        certificates=_certificates(options),
        allow_plain=options.allow_plain,
        public_url=options.public_url.rstrip("/"),
        map_tiles=read_tiles(options.map_tiles),
        map_credit=options.map_credit,
        trusted_proxies=tuple(options.trusted_proxy),
        aliases=tuple(options.alias),
        zone=options.zone,
        currency=options.currency,
        country=options.country,
        log_level=options.log_level,
        cold=options.cold,
        cold_after_days=options.cold_after_days,
        keep_frames_days=options.keep_frames_days,
        keep_events_days=options.keep_events_days,
        keep_readings_days=options.keep_readings_days,
        keep_letters_days=options.keep_letters_days,
        keep_bank_days=options.keep_bank_days,
        upgrade_backup=not options.no_upgrade_backup,
    )


def _certificates(options: argparse.Namespace) -> tuple[Certificate, ...]:
    """Raises: WattfleetError `tls_certificate`."""
    if len(options.tls_cert) != len(options.tls_key):
        raise invalid(
            "tls_certificate",
            "Each --tls-cert needs its own --tls-key.",
            hint="Give them in the same order: --tls-cert a.pem --tls-key a.key --tls-cert b.pem …",
            field="--tls-key",
        )
    pairs = zip(options.tls_cert, options.tls_key, strict=True)
    return tuple(Certificate(chain, key) for chain, key in pairs)


def _tell(running: Running) -> None:
    lines = (
        f"Console   {running.http}/   (sign in: wattfleet person add NAME --role admin)",
        f"API       {running.http}/api/v1   (docs: {running.http}/docs)",
        f"Stations  {running.ocpp}/ocpp/IDENTITY",
    )
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
