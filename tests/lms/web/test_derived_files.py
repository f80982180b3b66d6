"""What the site can make again is a help, never a condition: damaged, locked, missing or on a full disk, pages go on."""

import os
import random
import resource
import shutil
import signal
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from lms_cast import Person

from courses.serving import compiled_cache
from courses.serving.search import SqliteIndex
from lms.finding import site_search
from lms.settings import CONTENT
from lms.web.current_site import site_of
from lms.web.database.instants import now

SEARCH = "/fr/chercher"
BOOKLET = "/fr/cours/patient-essentials/fever/livret.pdf"
NOISE = random.Random(5).randbytes(5000)


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process may grow: what a full disk is to a small file."""
    before, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.getsignal(signal.SIGXFSZ)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def data(site: Flask) -> Path:
    folder: Path = site_of(site).settings.data
    return folder


def start_anew(site: Flask) -> None:
    """As a process that has just started: it holds no index yet."""
    site_of(site).search = None


HARM: dict[str, Callable[[Path], object]] = {
    "noise": lambda path: path.write_bytes(NOISE),
    "zeros": lambda path: path.write_bytes(bytes(5000)),
    "empty": lambda path: path.write_bytes(b""),
    "missing": lambda path: path.unlink(missing_ok=True),
    "a folder": lambda path: (path.unlink(missing_ok=True), path.mkdir()),
}


@pytest.mark.parametrize("harm", HARM)
def test_the_search_answers_whatever_lies_where_its_file_was(site: Flask, guest: Person, harm: str) -> None:
    path = data(site) / "search.sqlite"
    HARM[harm](path)
    (data(site) / "search.sqlite-wal").write_bytes(NOISE)
    for _ in range(2):
        page = guest.post(SEARCH, q="fievre")
        assert page.status_code == 200
        assert "Fièvre" in page.text
        start_anew(site)
    if path.is_dir():
        path.rmdir()


def test_a_locked_file_of_an_older_version_holds_up_no_search(site: Flask, guest: Person) -> None:
    start_anew(site)
    other = sqlite3.connect(data(site) / "search.sqlite", isolation_level=None)
    other.execute("create table page (x)")
    other.execute("begin exclusive")
    try:
        assert guest.post(SEARCH, q="fievre").status_code == 200
    finally:
        other.close()


def test_the_search_answers_on_a_full_disk(site: Flask, guest: Person) -> None:
    start_anew(site)
    with full_disk():
        page = guest.post(SEARCH, q="fievre")
    assert page.status_code == 200
    assert "Fièvre" in page.text


def test_an_index_that_fails_in_use_is_built_again(site: Flask, guest: Person) -> None:
    assert guest.post(SEARCH, q="fievre").status_code == 200
    site_of(site).search[1]._connection.execute("drop table page")
    page = guest.post(SEARCH, q="fievre")
    assert page.status_code == 200
    assert "Fièvre" in page.text
    assert site_of(site).search_state == "ready"


def test_a_search_that_cannot_be_built_is_a_page_that_says_so_and_heals(
    site: Flask, guest: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: SqliteIndex, pages: object) -> int:
        raise sqlite3.OperationalError("canary words")

    start_anew(site)
    with monkeypatch.context() as patch:
        patch.setattr(SqliteIndex, "rebuild", fail)
        page = guest.post(SEARCH, q="fievre")
        assert page.status_code == 503
        assert page.headers["Retry-After"]
        assert "La recherche se prépare" in page.text
        site_of(site).health._last = None
        assert [reason["code"] for reason in site.test_client().get("/healthz").json["reasons"]] == ["search_unavailable"]  # type: ignore[index]
    assert guest.post(SEARCH, q="fievre").status_code == 200
    assert site.test_client().get("/healthz").json == {"status": "ok"}


def test_many_who_search_at_once_build_one_index(site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[int] = []
    build = SqliteIndex.rebuild
    monkeypatch.setattr(SqliteIndex, "rebuild", lambda self, pages: built.append(1) or build(self, pages))
    start_anew(site)
    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(lambda _: Person(site, None).post(SEARCH, q="fievre").status_code, range(16)))
    assert set(codes) == {200}
    assert built == [1]
    assert site_search.BUILDING.acquire(blocking=False)
    site_search.BUILDING.release()


def exports(site: Flask) -> list[Path]:
    return sorted((data(site) / "exports").glob("fever-fr-a4.*"))


@pytest.mark.parametrize("harm", ["noise", "zeros", "empty", "a folder"])
def test_a_damaged_booklet_is_made_again(site: Flask, guest: Person, harm: str) -> None:
    first = guest.get(BOOKLET)
    assert first.data.startswith(b"%PDF")
    (kept,) = exports(site)
    HARM[harm](kept)
    again = guest.get(BOOKLET)
    assert again.status_code == 200
    assert again.data.startswith(b"%PDF")
    if kept.is_dir():
        kept.rmdir()


def test_a_cut_booklet_is_made_again(site: Flask, guest: Person) -> None:
    whole = guest.get(BOOKLET).data
    (kept,) = exports(site)
    kept.write_bytes(kept.read_bytes()[:-100])
    assert len(guest.get(BOOKLET).data) >= len(whole) - 50


@pytest.mark.parametrize("path", [BOOKLET, "/hors-les-murs.zip"])
def test_booklet_and_pack_are_given_on_a_full_disk(site: Flask, guest: Person, path: str) -> None:
    for kept in (data(site) / "exports").glob("*"):
        kept.unlink()
    with full_disk():
        answer = guest.get(path)
    assert answer.status_code == 200
    assert answer.data[:4] in (b"%PDF", b"PK\x03\x04")
    assert list((data(site) / "exports").iterdir()) == []  # no half file is left


def test_booklets_are_given_when_their_folder_cannot_be_one(site: Flask, guest: Person) -> None:
    folder = data(site) / "exports"
    shutil.rmtree(folder, ignore_errors=True)  # another test may have made it
    folder.write_bytes(b"")
    try:
        assert guest.get(BOOKLET).status_code == 200
    finally:
        folder.unlink()


@pytest.mark.slow
def test_the_compiled_content_is_read_without_its_cache_on_a_full_disk_and_from_a_folder_others_may_write(tmp_path: Path) -> None:
    cache, today = tmp_path / "cache", now().date()
    with full_disk():
        assert compiled_cache.read(CONTENT, today=today, cache_folder=cache).library
    assert list(cache.iterdir()) == []
    compiled_cache.read(CONTENT, today=today, cache_folder=cache)
    (file,) = cache.iterdir()
    assert compiled_cache._cached(file).units
    for path in (cache, file):
        mode = path.stat().st_mode & 0o777
        os.chmod(path, mode | 0o022)
        assert compiled_cache._cached(file).units == {}  # whoever can write a pickle can run code here
        os.chmod(path, mode)
    for harm in ("noise", "zeros", "empty"):
        HARM[harm](file)
        assert compiled_cache.read(CONTENT, today=today, cache_folder=cache).library
