"""What a followed server's archive may hold: plain files and folders below its own, and nothing else."""

import io
import tarfile
from pathlib import Path

import pytest

from wattfleet.kernel.errors import WattfleetError
from wattfleet.storage.backups.pg_restoring import unpack_files


def archive(*members: tuple[str, bytes, bytes, str]) -> tarfile.TarFile:
    """Of names, kinds, contents and what they link to."""
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w|") as tar:
        for name, kind, content, link in members:
            one = tarfile.TarInfo(name)
            one.type, one.size, one.linkname, one.mode = kind, len(content), link, 0o777
            tar.addfile(one, io.BytesIO(content))
    written.seek(0)
    return tarfile.open(fileobj=written, mode="r|")


def test_files_and_folders_come_out_for_nobody_else(tmp_path: Path) -> None:
    members = (
        ("base", tarfile.DIRTYPE, b"", ""),
        ("base/1", tarfile.DIRTYPE, b"", ""),
        ("base/1/2619", tarfile.REGTYPE, b"rows", ""),
        ("pg_notify", tarfile.DIRTYPE, b"", ""),
        ("./PG_VERSION", tarfile.REGTYPE, b"15", ""),
    )
    unpack_files(archive(*members), "server.wfp", tmp_path)

    found = {str(one.relative_to(tmp_path)): one.stat().st_mode & 0o777 for one in tmp_path.rglob("*")}
    assert found == {
        "base": 0o700,
        "base/1": 0o700,
        "base/1/2619": 0o600,
        "pg_notify": 0o700,
        "PG_VERSION": 0o600,
    }
    assert (tmp_path / "base/1/2619").read_bytes() == b"rows"


@pytest.mark.parametrize(
    "member",
    [
        ("../beside", tarfile.REGTYPE, b"x", ""),
        ("base/../../beside", tarfile.REGTYPE, b"x", ""),
        ("/etc/beside", tarfile.REGTYPE, b"x", ""),
        ("pg_tblspc/1", tarfile.SYMTYPE, b"", "/elsewhere"),
        ("base/2", tarfile.LNKTYPE, b"", "../beside"),
        ("pipe", tarfile.FIFOTYPE, b"", ""),
    ],
)
def test_what_leads_elsewhere_is_refused(tmp_path: Path, member: tuple[str, bytes, bytes, str]) -> None:
    into = tmp_path / "into"
    into.mkdir()
    with pytest.raises(WattfleetError) as refused:
        unpack_files(archive(member), "server.wfp", into)

    assert refused.value.code == "backup_damaged"
    assert member[0] in str(refused.value)
    assert [one for one in tmp_path.rglob("*") if one != into] == []
