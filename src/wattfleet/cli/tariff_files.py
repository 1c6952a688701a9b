"""`wattfleet tariff`: what a partner's record should cost, from files, without a server; and a comparison."""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

import msgspec

from wattfleet.cli import show, tariff_compare
from wattfleet.kernel.errors import missing
from wattfleet.kernel.money import Amount
from wattfleet.kernel.timeline import Zone
from wattfleet.ocpi.plain import Plain, read_json
from wattfleet.ocpi.priced_cdr import PricedCdr, Told, price_cdr
from wattfleet.tariffs.rating import Note
from wattfleet.tariffs.shown import LineShape, PartShape, VatShape, show_rating
from wattfleet.tariffs.uncharged import Uncharged, uncharged

LINES = ("text", "when", "quantity", "unit", "price", "before_vat", "vat")
NOTES = {
    Note.FLOW_UNKNOWN.value: "A price asks for power or current, and a period tells none.",
    Note.VAT_UNKNOWN.value: "Prices include VAT, but a price does not say how much.",
    Note.PERIOD_UNSPLIT.value: "A price changes within a period: it was priced as it began, and the partner "
    "should have begun a new one there.",
}
EXAMPLES = """examples:
  wattfleet tariff price --cdr CDR.json --tariff TARIFF.json --zone Europe/Berlin
  wattfleet tariff price --cdr CDR.json --zone Europe/Berlin --json    # by the tariff that the record carries
"""


class Exact(msgspec.Struct, frozen=True):
    """The sums before they become money, limits included."""

    before_vat: str
    vat: str
    amount: str


class Asked(msgspec.Struct, frozen=True):
    """What the record says that it costs, and by how much that is more than our sum before rounding."""

    before_vat: str | None
    amount: str | None
    difference: str | None


class FilePrice(msgspec.Struct, frozen=True, kw_only=True):
    """The answer for programs: money rounded once per VAT rate, and beside it everything exact."""

    cdr: str
    before_vat: str
    vat: str
    amount: str
    currency: str
    tax_included: bool
    exact: Exact
    energy: PartShape
    time: PartShape
    parking: PartShape
    fixed: PartShape
    reservation: PartShape
    vat_totals: list[VatShape]
    lines: list[LineShape]
    uncharged: list[Uncharged]
    asked: Asked
    notes: list[str]


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("tariff", help="price a record from files; compare tariffs over a month")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION", help="what to do")
    price = actions.add_parser(
        "price",
        help="what an OCPI record costs by an OCPI tariff, line by line",
        description="Takes OCPI 2.2.1 or 2.3.0 objects, asks no server and changes nothing.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    price.add_argument("--cdr", required=True, metavar="FILE", help="the charge detail record")
    price.add_argument(
        "--tariff",
        action="append",
        default=[],
        metavar="FILE",
        help="the tariff; one alone prices every period. Without it, what the record carries",
    )
    price.add_argument("--zone", required=True, help="the location's time zone, such as Europe/Berlin")
    price.add_argument("--language", choices=("en", "sv", "de"), default="en", help="of the reasons")
    price.add_argument("--json", action="store_true", help="for programs, with everything in it")
    price.set_defaults(alone=run)
    tariff_compare.register(actions)


def run(options: argparse.Namespace) -> int:
    zone = Zone.named(options.zone)
    tariffs = [_object(path, "tariff") for path in options.tariff]
    priced = price_cdr(_object(options.cdr, "record"), tariffs, zone)
    shown = _shown(priced, zone, options.language)
    if options.json:
        show.as_json(msgspec.to_builtins(shown))
    else:
        _tell(shown)
    return 0


def _object(path: str, what: str) -> Plain:
    if path == "-":
        return read_json(sys.stdin.buffer.read(), what)
    try:
        return read_json(Path(path).read_bytes(), what)
    except OSError as error:
        raise missing("file_missing", f"{path} cannot be read: {error.strerror}.") from error


def _shown(priced: PricedCdr, zone: Zone, language: str) -> FilePrice:
    rating, shape = priced.rating, show_rating(priced.rating, zone, language)
    return FilePrice(
        cdr=priced.cdr.id,
        before_vat=shape.before_vat,
        vat=shape.vat,
        amount=shape.amount,
        currency=shape.currency,
        tax_included=shape.tax_included,
        exact=Exact(
            _text(rating.exact_before_vat),
            _text(rating.exact_vat),
            _text(rating.exact_before_vat + rating.exact_vat),
        ),
        energy=shape.energy,
        time=shape.time,
        parking=shape.parking,
        fixed=shape.fixed,
        reservation=shape.reservation,
        vat_totals=shape.vat_totals,
        lines=shape.lines,
        uncharged=list(uncharged(priced.cdr.usage, priced.tariff, rating, cut=False, language=language)),
        asked=_asked(priced.told, rating.exact_before_vat),
        notes=shape.notes,
    )


def _asked(told: Told, ours: Amount) -> Asked:
    return Asked(
        None if told.before_vat is None else f"{told.before_vat:f}",
        None if told.with_vat is None else f"{told.with_vat:f}",
        None if told.before_vat is None else f"{(told.before_vat - ours.decimal).normalize() + 0:f}",
    )


def _text(amount: Amount) -> str:
    return f"{amount.decimal:f}"


def _tell(shown: FilePrice) -> None:
    items: Iterable[dict[str, object]] = msgspec.to_builtins(shown.lines)
    show.table(items, LINES, empty="Nothing in this tariff has a price for this record.")
    for one in shown.uncharged:
        print(one.text)
    names = ("before_vat", "vat", "amount", "currency")
    plain = msgspec.to_builtins(shown)
    show.record({name: plain[name] for name in names} | {"exact_before_vat": shown.exact.before_vat})
    if shown.asked.before_vat is not None:
        told = shown.asked.difference or ""
        word, amount = ("too_little", told[1:]) if told.startswith("-") else ("too_much", told)
        show.record({"asked_before_vat": shown.asked.before_vat, word: amount})
    for note in shown.notes:
        print(NOTES[note])
