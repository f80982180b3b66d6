"""What comes out of a copy's archive: its files and folders, with any Python of ours, and nothing that points elsewhere."""

import io
import tarfile
from pathlib import Path

import pytest

from lms.running.unpacking import unpack


def archive(*members: tuple[str, bytes], kind: bytes = tarfile.REGTYPE) -> io.BytesIO:
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w") as tar:
        for name, body in members:
            info = tarfile.TarInfo(name)
            info.size, info.mtime, info.type, info.linkname, info.mode = len(body), 1_000_000, kind, "/etc/passwd", 0o777
            tar.addfile(info, io.BytesIO(body))
    raw.seek(0)
    return raw


@pytest.mark.parametrize("mode", ["r", "r|"])
def test_files_come_out_for_their_owner_alone_with_their_times(mode: str, tmp_path: Path) -> None:
    with tarfile.open(fileobj=archive(("a/b.txt", b"one"), ("c", b"")), mode=mode) as tar:  # type: ignore[call-overload]
        unpack(tar, tmp_path)
    facts = (tmp_path / "a" / "b.txt").stat()
    assert (tmp_path / "a" / "b.txt").read_bytes() == b"one"
    assert (facts.st_mode & 0o777, facts.st_mtime) == (0o600, 1_000_000)
    assert (tmp_path / "c").read_bytes() == b""


@pytest.mark.parametrize("name", ["/tmp/x", "../x", "a/../../x"])
def test_a_name_that_leads_elsewhere_is_refused(name: str, tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    with tarfile.open(fileobj=archive((name, b"x"))) as tar, pytest.raises(tarfile.ReadError):
        unpack(tar, inside)
    assert [path.name for path in tmp_path.iterdir()] == ["inside"]


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
def test_a_link_or_a_device_is_refused(kind: bytes, tmp_path: Path) -> None:
    with tarfile.open(fileobj=archive(("x", b""), kind=kind)) as tar, pytest.raises(tarfile.ReadError):
        unpack(tar, tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_name_given_twice_is_refused(tmp_path: Path) -> None:
    with tarfile.open(fileobj=archive(("x", b"one"), ("x", b"two"))) as tar, pytest.raises(tarfile.ReadError):
        unpack(tar, tmp_path)
    assert (tmp_path / "x").read_bytes() == b"one"
