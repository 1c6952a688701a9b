"""`wattfleet invoice NUMBER export`: its document as a file."""

import argparse
import hashlib
from pathlib import Path

from wattfleet.cli import show
from wattfleet.cli.noun_verbs import Commands
from wattfleet.cli.remote import Remote, fail

FORMS = ("ubl", "cii", "factur-x", "pdf")


def export_words(words: list[str]) -> list[str]:
    """`invoice export NUMBER` is `invoice NUMBER export`, and so is `send`: people say both."""
    turned = len(words) > 2 and words[0] == "invoice" and words[1] in {"export", "send"}
    if turned and not words[2].startswith("-"):
        return ["invoice", words[2], words[1], *words[3:]]
    return words


def register(verbs: Commands) -> None:
    parser = verbs.add_parser(
        "export",
        help="its document: UBL (Peppol, XRechnung), CII, Factur-X or PDF, checked by the official rules",
    )
    parser.add_argument("--format", choices=FORMS, help="as the customer gets it, if absent")
    parser.add_argument("--to", metavar="FILE", help="the file; NUMBER.xml or NUMBER.pdf here, if absent")
    parser.set_defaults(run=export)


def export(remote: Remote, given: argparse.Namespace) -> None:
    query = {"format": given.format} if given.format else {}
    content, headers = remote.download(f"/invoices/{given.id}/document", query)
    name = headers.get("content-disposition", "").rpartition('filename="')[2].rstrip('"')
    write_file(given, Path(given.to or name or "document"), content)


def write_file(given: argparse.Namespace, path: Path, content: bytes) -> None:
    """What was fetched, as a file; its hash is told."""
    try:
        path.write_bytes(content)
    except OSError as error:
        fail(f"{path} cannot be written: {error}.", hint="Name another with --to.")
    told = {"file": str(path), "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    if given.json:
        show.as_json(told)
    else:
        show.record(told)
