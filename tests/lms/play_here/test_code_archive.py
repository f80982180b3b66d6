"""What browsers get of the game's code: it runs alone, it is the same on every day, and its book is named the same in every process."""

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

from flask import Flask

from lms.play_here import bundle, code_archive
from lms.web.current_site import site_of

ALONE = """
import sys
WITHOUT = {"pygame", "urllib3", "fcntl", "msvcrt", "termios", "yaml", "flask", "sqlalchemy"}


class Lacking:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in WITHOUT:
            raise ModuleNotFoundError(f"a browser has no {name}", name=name)


sys.meta_path.insert(0, Lacking())
sys.path.insert(0, ".")
import game.browser.start
print(len([name for name in sys.modules if name.startswith(("game.", "courses.", "xapi.", "infrastructure."))]))
print(sorted(path for path in __import__("pathlib").Path(".").rglob("*.pyc")))
packed = game.browser.start.compiled()
print(len(packed))
"""
MARK = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from courses.serving import catalogue
from lms.play_here import bundle
print(bundle.pack(catalogue.load(Path("content"), now=datetime(2026, 11, 30, tzinfo=UTC), instance="demo"), {"a": "b"}, is_demo=True).mark)
"""
ROOT = Path(__file__).resolve().parents[3]


def alone(folder: Path, script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-I", "-S", "-B", "-c", script], cwd=folder, capture_output=True, text=True)


def unpacked(folder: Path, data: bytes, leave_out: str = "") -> Path:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(folder, [name for name in archive.namelist() if not leave_out or not name.startswith(leave_out)])
    return folder


def test_the_game_begins_with_these_files_alone(tmp_path: Path) -> None:
    done = alone(unpacked(tmp_path, code_archive.archive().data), ALONE)
    assert done.returncode == 0, done.stderr
    modules, pyc, size = done.stdout.split()
    assert int(modules) > 80
    assert pyc == "[]"
    assert int(size) > 100_000


def test_a_file_that_is_missing_is_found(tmp_path: Path) -> None:
    done = alone(unpacked(tmp_path, code_archive.archive().data, leave_out="infrastructure/backoff.py"), ALONE)
    assert "infrastructure.backoff" in done.stderr


def test_what_was_compiled_begins_without_its_source(tmp_path: Path) -> None:
    source = unpacked(tmp_path / "source", code_archive.archive().data)
    script = f"{ALONE}\nopen('compiled.zip', 'wb').write(packed)"
    assert alone(source, script).returncode == 0
    ready = unpacked(tmp_path / "compiled", (source / "compiled.zip").read_bytes())
    assert not list(ready.rglob("*.py"))
    done = alone(ready, "import sys; sys.path.insert(0, '.'); import game.browser.start as one; print(one.__file__)")
    assert done.stdout.strip().endswith("start.pyc"), done.stderr


def test_nothing_that_wants_a_socket_or_a_window_travels() -> None:
    with zipfile.ZipFile(io.BytesIO(code_archive.archive().data)) as archive:
        text = {name: archive.read(name).decode() for name in archive.namelist()}
    wanted = [
        name for name, code in text.items() if any(f"import {one}" in code for one in ("urllib3", "pygame", "fcntl", "yaml", "flask"))
    ]
    assert wanted == []
    assert len(code_archive.archive().data) < 400_000


def test_a_book_has_one_mark_in_every_process() -> None:
    marks = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run([sys.executable, "-c", MARK], cwd=ROOT, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        marks.add(done.stdout.strip())
    assert len(marks) == 1


def test_another_word_of_the_book_is_another_mark(site: Flask) -> None:
    catalogue = site_of(site).newest_content.catalogue
    one, other = (bundle.pack(catalogue, {"a": text}, is_demo=True) for text in ("b", "c"))
    assert one is not None
    assert other is not None
    assert one.mark != other.mark
