"""A copy opens with its key alone, and only when every byte of it is there."""

from pathlib import Path

import pytest
from pyrage.x25519 import Identity

from lms.errors import CopyBroken
from lms.running.backups import encryption, keys

KEY = Identity.generate()


@pytest.fixture
def written(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "copy.sqlite").write_bytes(bytes(range(256)) * 5000)
    (folder / "counts.json").write_text('{"learners": 3}')
    encryption.encrypt(folder, tmp_path / "copy.age", KEY.to_public())
    return tmp_path / "copy.age"


def test_what_went_in_comes_out_for_its_owner_alone(written: Path, tmp_path: Path) -> None:
    encryption.decrypt(written, tmp_path / "out", KEY)
    for name in ("copy.sqlite", "counts.json"):
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "files" / name).read_bytes()
    assert (tmp_path / "out").stat().st_mode & 0o077 == 0
    assert written.stat().st_mode & 0o077 == 0
    assert b"learners" not in written.read_bytes()


def test_another_key_does_not_open_it(written: Path, tmp_path: Path) -> None:
    with pytest.raises(CopyBroken, match="another key"):
        encryption.decrypt(written, tmp_path / "out", Identity.generate())


@pytest.mark.parametrize("lost", [1, 100, 5000])
def test_a_copy_that_was_cut_short_is_refused(written: Path, tmp_path: Path, lost: int) -> None:
    written.write_bytes(written.read_bytes()[:-lost])
    with pytest.raises(CopyBroken):
        encryption.decrypt(written, tmp_path / "out", KEY)


def test_a_changed_byte_is_seen_wherever_it_is(written: Path, tmp_path: Path) -> None:
    raw = written.read_bytes()
    for place in range(30, len(raw), len(raw) // 12):
        written.write_bytes(raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :])
        with pytest.raises(CopyBroken):
            encryption.decrypt(written, tmp_path / "out", KEY)


def test_a_full_disk_is_an_error_of_the_disk(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "one").write_bytes(bytes(10))
    with pytest.raises(OSError, match="No space"):
        encryption.encrypt(tmp_path / "files", Path("/dev/full"), KEY.to_public())


def test_a_key_typed_from_paper_is_read_with_other_words_around_it(tmp_path: Path) -> None:
    paper = tmp_path / "paper.txt"
    paper.write_text(f"# key of the copies\n  {str(KEY).lower()}\n")
    assert str(keys.identity_in(paper)) == str(KEY)
    paper.write_text(str(KEY)[:-1] + ("P" if str(KEY).endswith("Q") else "Q"))
    with pytest.raises(CopyBroken, match="letter by letter"):
        keys.identity_in(paper)
    paper.write_text("nothing")
    with pytest.raises(CopyBroken, match="holds no line"):
        keys.identity_in(paper)
