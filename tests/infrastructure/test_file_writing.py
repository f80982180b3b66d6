"""A file put in place in one step: whole for every reader, also with two writers, a full disk and a kill; for both modules that do it."""

import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from courses.text import file_writing as of_courses
from infrastructure import file_writing

Write = Callable[[Path, bytes], None]
WRITERS: tuple[Write, ...] = (
    lambda path, data: file_writing.write_whole(path, data),
    lambda path, data: file_writing.write_whole(path, data, is_durable=False),
    lambda path, data: of_courses.write_whole(path, data, mode=of_courses.PRIVATE),
)


@pytest.mark.parametrize("write", WRITERS)
def test_a_file_and_its_folder_are_made_and_then_replaced(write: Write, tmp_path: Path) -> None:
    path = tmp_path / "folder" / "note.json"
    for data in (b"first", b"second"):
        write(path, data)
        assert path.read_bytes() == data
    assert [one.name for one in path.parent.iterdir()] == ["note.json"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("write_for_all", [file_writing.write_whole, of_courses.write_whole])
def test_a_file_for_all_is_as_wide_as_the_umask_leaves_it(write_for_all: Callable[..., None], tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_for_all(tmp_path / "folder" / "text.md", b"words", mode=0o666)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "folder" / "text.md").stat().st_mode) == 0o640
    assert stat.S_IMODE((tmp_path / "folder").stat().st_mode) == 0o750


@pytest.mark.parametrize("write", WRITERS)
def test_a_disk_that_refuses_leaves_the_old_file_and_nothing_else(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "note.json"
    write(path, b"old")

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OSError, match="No space"):
        write(path, b"new")
    assert [one.name for one in tmp_path.iterdir()] == ["note.json"]
    assert path.read_bytes() == b"old"


@pytest.mark.parametrize("write", WRITERS)
def test_a_link_under_the_name_of_the_draft_is_not_followed(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever may write in a folder could lay one there, and have a file of the site's written over."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"untouched")
    folder = tmp_path / "folder"
    folder.mkdir()
    for ending in ("draft", "new"):
        (folder / f".note.{os.getpid()}-{threading.get_ident()}.{ending}").symlink_to(elsewhere)
    write(folder / "note", b"data")
    assert elsewhere.read_bytes() == b"untouched"
    assert (folder / "note").read_bytes() == b"data"


def test_it_is_on_the_disk_before_it_bears_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    sync, replace = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda number: (order.append("sync"), sync(number))[1])
    monkeypatch.setattr(Path, "replace", lambda draft, path: (order.append("replace"), replace(draft, path))[1])
    file_writing.write_whole(tmp_path / "note", b"data")
    assert order == ["sync", "replace", "sync"]
    order.clear()
    file_writing.write_whole(tmp_path / "note", b"data", is_durable=False)
    assert order == ["replace"]


@pytest.mark.parametrize("write", WRITERS)
def test_two_writers_at_once_leave_one_of_their_files(write: Write, tmp_path: Path) -> None:
    path, sizes = tmp_path / "note", (40_000, 90_000)
    threads = [threading.Thread(target=lambda n=n: [write(path, b"%d" % (n % 10) * n) for _ in range(20)]) for n in sizes]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        assert not path.exists() or len(path.read_bytes()) in sizes
    assert len(path.read_bytes()) in sizes
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.slow
@pytest.mark.parametrize("module", ["infrastructure", "courses.text"])
def test_a_killed_writer_leaves_a_whole_file(module: str, tmp_path: Path) -> None:
    path, size = tmp_path / "note", 3_000_000
    code = (
        f"import sys\nfrom pathlib import Path\nfrom {module} import file_writing\n"
        f"for n in range(10_000): file_writing.write_whole(Path(sys.argv[1]), b'%d' % (n % 10) * {size}, mode=0o600)"
    )
    for wait in range(12):
        with subprocess.Popen([sys.executable, "-c", code, str(path)]) as writer:
            while not path.exists():
                time.sleep(0.01)
            time.sleep(0.013 * wait)
            writer.send_signal(signal.SIGKILL)
        raw = path.read_bytes()
        assert len(raw) == size
        assert raw == raw[:1] * size
