"""`wattfleet export …`: sessions, readings and frames as files in a folder, with a manifest of their hashes.

A second run into the same folder goes on where the first one ended. What arrives is compared with the hash
that the server has told before it is named in the manifest.
"""

import argparse
import base64
import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from wattfleet.cli.noun_verbs import Commands
from wattfleet.cli.remote import USAGE, Remote, fail
from wattfleet.kernel.clock import SystemClock

MANIFEST = "manifest.json"
EXAMPLES = """examples:
  wattfleet export sessions --format parquet --to ./out
  wattfleet export readings --to ./out            goes on where the last run ended
  wattfleet export frames --station DEPOT-07 --from 2026-06-01T00:00:00Z --to ./ticket
"""
FILTERS = ("station", "session", "action", "message_id", "kind", "direction", "error", "text", "from")


def register(commands: Commands) -> None:
    parser = commands.add_parser(
        "export",
        help="sessions, readings and frames as files with a manifest of hashes",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="WHAT", help="what to export")
    for kind, forms, words in (
        ("sessions", ("csv", "parquet", "jsonl"), "sessions that have changed since the last run"),
        ("readings", ("csv", "parquet", "jsonl"), "all readings of sessions that have changed since"),
        ("frames", ("jsonl", "csv"), "frames of the archive, both ways, redacted"),
    ):
        one = kinds.add_parser(kind, help=words)
        one.add_argument(
            "--to", metavar="DIR", type=Path, required=True, help="the folder; made where missing"
        )
        one.add_argument("--format", choices=forms, default=forms[0], help="(%(default)s)")
        one.add_argument("--per-file", type=int, metavar="N", help="how many stand in one file at most")
        if kind == "frames":
            _frame_options(one)
        else:
            one.add_argument("--redact", action="store_true", help="marks in the place of tokens")
            one.add_argument("--since", metavar="CURSOR", help="begin there instead of where the folder ends")
        one.set_defaults(run=_run)


def _frame_options(parser: argparse.ArgumentParser) -> None:
    for name in FILTERS:
        parser.add_argument(f"--{name.replace('_', '-')}", dest=f"filter_{name}", help=f"only this {name}")
    parser.add_argument("--before", dest="filter_to", help="before this moment")
    parser.add_argument("--with-tokens", action="store_true", help="keep tokens, so that it can be replayed")


def _run(remote: Remote, given: argparse.Namespace) -> None:
    folder: Path = given.to
    folder.mkdir(parents=True, exist_ok=True)
    manifest = _read_manifest(folder)
    key = "cursor" if given.kind == "frames" else "changed_since"
    query = _query(given)
    cursor = getattr(given, "since", None) or manifest["next"].get(given.kind, "")
    if given.kind == "frames":
        cursor = ""
    fetched = 0
    while True:
        answer, headers = remote.download(
            f"/export/{given.kind}", {**query, **({key: cursor} if cursor else {})}
        )
        cursor = headers.get("wattfleet-next", "")
        rows = int(headers["wattfleet-rows"])
        if rows:
            fetched += rows
            _keep(folder, manifest, given, answer, headers)
        if cursor and given.kind != "frames":
            manifest["next"][given.kind] = cursor
        _write_manifest(folder, manifest)
        if headers["wattfleet-more"] != "true":
            break
    if given.json:
        print(json.dumps(manifest, indent=2))
    else:
        print(f"{fetched} rows of {given.kind} in {folder}; {MANIFEST} has the hashes.")


def _query(given: argparse.Namespace) -> dict[str, str | int]:
    query: dict[str, str | int] = {"format": given.format}
    if given.per_file:
        query["limit"] = given.per_file
    if given.kind == "frames":
        for name in (*FILTERS, "to"):
            value = getattr(given, f"filter_{name}")
            if value is not None:
                query[name] = value
        query["redact"] = "false" if given.with_tokens else "true"
    elif given.redact:
        query["redact"] = "true"
    return query


def _keep(
    folder: Path,
    manifest: dict[str, Any],
    given: argparse.Namespace,
    body: bytes,
    headers: Mapping[str, str],
) -> None:
    """Write a file, checked against the hash that was told."""
    told = base64.b64decode(headers["repr-digest"].split(":")[1])
    if hashlib.sha256(body).digest() != told:
        fail("What arrived is not what was sent: its hash differs.", hint="Run it again.")
    number = 1 + sum(one["kind"] == given.kind for one in manifest["files"])
    name = f"{given.kind}-{number:05}.{given.format}"
    if (folder / name).exists():
        fail(
            f"{folder / name} is there and the manifest does not know it.",
            hint="Name another folder.",
            code=USAGE,
        )
    draft = folder / f"{name}.draft"
    with draft.open("wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / name)
    manifest["files"].append(
        {
            "name": name,
            "kind": given.kind,
            "rows": int(headers["wattfleet-rows"]),
            "bytes": len(body),
            "sha256": told.hex(),
            "made_at": SystemClock().now().rfc3339(),
        }
    )


def _read_manifest(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST
    if not path.exists():
        return {"files": [], "next": {}}
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    draft = folder / f"{MANIFEST}.draft"
    draft.write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    draft.replace(folder / MANIFEST)
