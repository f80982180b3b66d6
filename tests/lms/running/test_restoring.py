"""A copy comes back whole or not at all, without anybody who was erased, on a stopped site only, and with its losses said."""

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from canaries import CanarySite, command
from child_environment import python_path
from lms_site import close
from served_site import ServedSite

from infrastructure.locks import file_lock, holders
from lms.running import site_restore, supervisor, web_process
from lms.running.command_support import in_one_line
from lms.settings import CONTENT_BEGUN, read
from lrs.storage import locks
from lrs.storage.locks import SERVE, SITE

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[CanarySite]:
    canary_site = CanarySite(tmp_path / "data")
    yield canary_site
    canary_site.close()


def back_up(site: CanarySite, name: str = "copy.sqlite") -> Path:
    file = site.data.parent / name
    said = command(site.data, "backup", str(file))
    assert said.exit_code == 0, said.output
    return file


def restore(site: CanarySite, file: Path, *words: str) -> str:
    site.close()
    said = command(site.data, "restore", str(file), *words)
    assert said.exit_code == 0, said.output
    return said.stdout


def test_who_was_erased_on_the_page_or_by_command_does_not_come_back(site: CanarySite) -> None:
    paged, commanded, stays = (site.live() for _ in range(3))
    copy = back_up(site)
    site.erase_on_the_page(paged)
    assert command(site.data, "user", "erase", commanded.name, "--yes").exit_code == 0
    (site.data / "lake").mkdir()
    (site.data / "lake" / "0-9.parquet").write_bytes(paged.canaries[3])
    assert "Erased again: 2" in restore(site, copy)
    assert site.where_is(paged) + site.where_is(commanded) == []
    assert command(site.data, "db", "upgrade").exit_code == 0
    assert site.names() == {stays.name}
    assert site.learners() == {stays.pseudonym}
    assert site.lost(stays) == set()


def test_on_a_new_machine_the_journal_beside_the_database_is_enough(site: CanarySite) -> None:
    gone, stays = site.live(), site.live()
    copy = back_up(site)
    site.erase_on_the_page(gone)
    other = CanarySite(site.data.parent / "other")
    shutil.copy(site.data / "erased.ndjson", other.data)
    restore(other, copy)
    assert other.names() == {stays.name}
    assert other.where_is(gone) == []
    other.close()


def test_a_database_put_back_by_hand_is_cleaned_before_the_site_opens(site: CanarySite) -> None:
    gone, stays = site.live(), site.live()
    copy = back_up(site)
    site.erase_on_the_page(gone)
    site.close()
    for path in site.data.glob("horslesmurs.sqlite*"):
        path.unlink()
    shutil.copy(copy, site.data / "horslesmurs.sqlite")
    stdout = command(site.data, "user", "list").stdout
    assert gone.name not in stdout
    assert stays.name in stdout


@pytest.mark.slow
def test_an_older_copy_comes_back_in_the_newest_form_and_without_her(site: CanarySite) -> None:
    """As the copies made before the program was renewed."""
    gone, stays = site.live(), site.live()
    site.close()
    old = read({"HORSLESMURS_DATA": str(site.data)})
    site_restore.database_setup.downgrade(old, "0003_authoring")
    copy = back_up(site)
    site_restore.database_setup.upgrade(old)
    site.erase_on_the_page(gone)
    restore(site, copy)
    assert site.names() == {stays.name}
    assert site.where_is(gone) == []


@pytest.mark.slow
def test_what_is_newer_than_the_copy_is_said_and_goes_only_with_yes(site: CanarySite) -> None:
    old = site.live()
    copy = back_up(site)
    new = site.live()
    site.answer(old)
    site.close()
    said = command(site.data, "restore", str(copy))
    assert said.exit_code == 2
    assert "learners: 1" in said.stderr
    assert "answers: 2" in said.stderr
    assert "--yes" in said.stderr
    assert site.lost(new) | site.lost(old) == set(), "nothing was changed"
    assert "learners: 1" in restore(site, copy, "--yes")
    assert site.names() == {old.name}


@pytest.mark.parametrize("is_lost", [True, False])
def test_a_lost_or_damaged_database_goes_with_its_log(site: CanarySite, is_lost: bool) -> None:
    """The usual reason for a restore. A log left of the old file would be played into the new one."""
    kept = site.live()
    copy = back_up(site)
    site.close()
    (site.data / "horslesmurs.sqlite").write_bytes(b"damaged " * 999)
    if is_lost:
        (site.data / "horslesmurs.sqlite").unlink()
    (site.data / "horslesmurs.sqlite-wal").write_bytes(b"left over " * 999)
    restore(site, copy)
    assert not (site.data / "horslesmurs.sqlite-wal").exists()
    assert site.lost(kept) == set()


def test_nothing_newer_needs_no_yes(site: CanarySite) -> None:
    kept = site.live()
    restore(site, back_up(site))
    assert site.lost(kept) == set()


@pytest.mark.sampled(4)
@pytest.mark.parametrize("ending", ["", ".site.tar", ".json", ".site.tar.sha256"])
def test_a_copy_that_was_changed_changes_nothing(site: CanarySite, ending: str) -> None:
    kept = site.live()
    copy = back_up(site)
    later = site.live()
    site.close()
    touched = copy.with_name(copy.name + ending)
    touched.write_bytes(touched.read_bytes()[:-40] + b"x")
    said = command(site.data, "restore", str(copy), "--yes")
    assert said.exit_code == 2
    assert len(said.stderr.strip().splitlines()) == 1
    assert site.lost(kept) | site.lost(later) == set()
    assert not list(site.data.glob("*.restoring*"))
    assert not (site.data / ".restoring").exists()


def state(data: Path) -> tuple[str, ...]:
    """Which of the two sites the folder holds, part by part."""
    with closing(sqlite3.connect(data / "horslesmurs.sqlite")) as reader:
        names = tuple(row[0] for row in reader.execute("SELECT username FROM account ORDER BY id"))
    return (*names, (data / "content" / "mark").read_text(), (data / "keys" / "mark").read_text())


@pytest.mark.slow
def test_a_restore_killed_anywhere_leaves_the_old_site_or_the_new_one_whole(site: CanarySite, tmp_path: Path) -> None:
    old, data = site.open_account(), site.data
    (data / "content" / ".git").mkdir(parents=True)
    (data / CONTENT_BEGUN).touch()
    for part in ("content", "keys"):
        (data / part / "mark").write_text("old")
    copy = back_up(site)
    new = site.open_account()
    site.close()
    for part in ("content", "keys"):
        (data / part / "mark").write_text("new")
    (tmp_path / "out").mkdir()
    script = Path(__file__).with_name("killed_restore.py")
    environment = {**os.environ, "PYTHONPATH": python_path(ROOT, ROOT / "tests")}
    command_line = [sys.executable, str(script), str(data), str(copy), str(tmp_path / "out")]
    process = subprocess.run(command_line, env=environment, capture_output=True, text=True, check=True)
    codes = [int(line.split()[1]) for line in process.stdout.splitlines() if line[0].isdigit()]
    assert codes[-1] == 0, process.stdout + process.stderr
    assert len(codes) > 5
    present, restored = (old.name, new.name, "new", "new"), (old.name, "old", "old")
    seen = []
    for number in range(1, len(codes) + 1):
        folder = tmp_path / "out" / str(number)
        site_restore.prepare_folder(read({"HORSLESMURS_DATA": str(folder)}))
        seen.append(state(folder))
        assert seen[-1] in (present, restored)
        assert not [path.name for path in folder.iterdir() if "restoring" in path.name or "restore.plan" in path.name]
    last = tmp_path / "out" / "1"
    assert site_restore.restore(read({"HORSLESMURS_DATA": str(last)}), copy, may_lose=True).has_texts
    assert state(last) == restored
    assert {present, restored} <= set(seen)


def test_a_site_in_use_is_not_restored_nor_upgraded_nor_served_twice(site: CanarySite) -> None:
    site.open_account()
    copy = back_up(site)
    settings = read({"HORSLESMURS_DATA": str(site.data)})
    with supervisor.only_serve(settings):
        for words in (("restore", str(copy)), ("db", "upgrade"), ("serve",)):
            said = command(site.data, *words)
            assert said.exit_code == 2, words
            assert f"serve (process {os.getpid()})" in said.stderr
            assert len(said.stderr.strip().splitlines()) == 1
        assert command(site.data, "user", "list").exit_code == 0
    assert command(site.data, "db", "upgrade").exit_code == 0


@pytest.mark.slow
def test_another_server_than_ours_keeps_the_site_too(site: CanarySite, monkeypatch: pytest.MonkeyPatch) -> None:
    """`gunicorn "lms.running.web_process:make()"` has no supervisor: the application itself shares the lock."""
    copy, before = back_up(site), os.umask(0o077)
    monkeypatch.setenv("HORSLESMURS_DATA", str(site.data))
    app = web_process.make()
    try:
        said = command(site.data, "restore", str(copy))
        assert said.exit_code == 2
        assert "web (process" in said.stderr
    finally:
        close(app)
        locks._site_locks.pop(site.data).free()
        os.umask(before)
    assert command(site.data, "restore", str(copy)).exit_code == 0


@pytest.mark.slow
def test_serve_web_and_worker_each_keep_the_site(tmp_path: Path) -> None:
    """A supervisor that is killed leaves web and worker for a moment; the lock is free when the last of them is gone."""
    served_site = ServedSite(tmp_path / "data")
    served_site.start()
    try:
        for _ in range(600):
            noted = " ".join(holders(served_site.data / SITE))
            if all(f"{name} (process" in noted for name in ("serve", "web", "worker")):
                break
            time.sleep(0.1)
        assert all(f"{name} (process" in noted for name in ("serve", "web", "worker")), noted
        served_site.play(served_site.open_account())
        assert open_to_others(served_site.data) == []
    finally:
        served_site.close()


def test_nothing_opens_the_site_while_it_is_restored(site: CanarySite) -> None:
    with file_lock(site.data / SITE, "restore"):
        for words in (("user", "list"), ("lrs", "keys"), ("serve",), ("backup", str(site.data.parent / "b"))):
            said = command(site.data, *words)
            assert said.exit_code != 0, words
            assert "restore (process" in said.stderr
    with file_lock(site.data / SERVE, "serve"):
        pass


def open_to_others(folder: Path) -> list[str]:
    """Files and folders that somebody else may read."""
    paths = [folder, *folder.rglob("*")]
    modes = {path.name: stat.S_IMODE(path.lstat().st_mode) for path in paths if not path.is_symlink()}
    return [f"{name} {mode:o}" for name, mode in modes.items() if mode & 0o077]


def test_files_copies_and_what_comes_back_are_their_owners_alone(site: CanarySite, tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        site.live()
        (site.data / "lake").mkdir()
        (site.data / "lake" / "0-1.parquet").write_bytes(b"x")
        site.data.chmod(0o755)
        command(site.data, "user", "list")
        assert open_to_others(site.data) == []
        copy = back_up(site, "copies/today.sqlite")
        assert open_to_others(copy.parent) == []
        other = tmp_path / "other"
        said = command(other, "restore", str(copy))
        assert said.exit_code == 0, said.output
        assert open_to_others(other) == []
        restore(site, copy)
        assert open_to_others(site.data) == []
        assert os.umask(0o022) == 0o022, "the umask is put back"
    finally:
        os.umask(before)


def test_commands_make_files_for_their_owner_alone(site: CanarySite) -> None:
    """Whatever a command writes, also where nobody thought of a mode."""
    seen: list[int] = []
    before = os.umask(0o022)
    try:
        in_one_line(lambda: seen.append(os.umask(0o077)))()
        target = site.data.parent / "all.ndjson"
        assert command(site.data, "lrs", "export", str(target)).exit_code == 0
        assert stat.S_IMODE(target.stat().st_mode) == 0o600
    finally:
        os.umask(before)
    assert seen == [0o077]
