"""Why a certificate cannot be used, in a phrase that every language has: real files, real OpenSSL."""

from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from tests.doors.test_tls import make_pair

from wattfleet.clients.machine import certificate_of
from wattfleet.operations.troubles import TROUBLES

Files = tuple[Path, Path]


def pair(folder: Path) -> Files:
    made = make_pair(folder, "ec", ec.generate_private_key(ec.SECP256R1()))
    return made.certificate, made.key


def nowhere(folder: Path) -> Files:
    return folder / "none.pem", pair(folder)[1]


def a_folder(folder: Path) -> Files:
    return folder, pair(folder)[1]


def under_a_file(folder: Path) -> Files:
    chain, key = pair(folder)
    return chain / "chain.pem", key


def of_another(folder: Path) -> Files:
    return pair(folder)[0], make_pair(folder, "b", ec.generate_private_key(ec.SECP256R1())).key


def of_another_kind(folder: Path) -> Files:
    return pair(folder)[0], make_pair(folder, "r", rsa.generate_private_key(65537, 2048)).key


def too_short(folder: Path) -> Files:
    made = make_pair(folder, "s", rsa.generate_private_key(65537, 1024))
    return made.certificate, made.key


def empty(folder: Path) -> Files:
    (folder / "empty.pem").write_text("")
    return folder / "empty.pem", pair(folder)[1]


def cut(folder: Path) -> Files:
    chain, key = pair(folder)
    chain.write_bytes(chain.read_bytes()[:300])
    return chain, key


def damaged(folder: Path) -> Files:
    chain, key = pair(folder)
    chain.write_text("-----BEGIN CERTIFICATE-----\n$$$$\n-----END CERTIFICATE-----\n")
    return chain, key


def sealed(folder: Path) -> Files:
    key = ec.generate_private_key(ec.SECP256R1())
    made = make_pair(folder, "sealed", key)
    lock = serialization.BestAvailableEncryption(b"secret")
    form = serialization.PrivateFormat.PKCS8
    made.key.write_bytes(key.private_bytes(serialization.Encoding.PEM, form, lock))
    return made.certificate, made.key


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (nowhere, "missing"),
        (a_folder, "folder"),
        (under_a_file, "under_file"),
        (of_another, "mismatch"),
        (of_another_kind, "other_kind"),
        (too_short, "small"),
        (empty, "broken"),
        (cut, "broken"),
        (damaged, "broken"),
        (sealed, "sealed"),
    ],
)
def test_why_a_certificate_cannot_be_used(make: Callable[[Path], Files], code: str, tmp_path: Path) -> None:
    known = {phrase[0]: name.removeprefix("certificate_") for name, phrase in TROUBLES.items()}
    problem = certificate_of(*make(tmp_path)).problem
    assert known.get(problem, problem) == code


def test_a_certificate_that_can_be_used_has_no_problem(tmp_path: Path) -> None:
    assert certificate_of(*pair(tmp_path)).problem == ""
