"""Copies of each night on a real site: made while it runs, opened on another machine with the key on paper, tried, thinned out."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from canaries import CanarySite
from click.testing import CliRunner, Result

from horslesmurs import main
from lms.errors import CopyBroken
from lms.health import readings
from lms.running.backups import copies, encryption, keys
from lms.running.backups.nightly import Nightly, is_due
from lms.settings import Settings, read

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[CanarySite]:
    (tmp_path / "copies").mkdir()
    canary_site = CanarySite(tmp_path / "data")
    yield canary_site
    canary_site.close()


def settings_of(data: Path, **more: str) -> Settings:
    names = {"data": str(data), "backup_folder": str(data.parent / "copies"), **more}
    return read({f"HORSLESMURS_{name.upper()}": value for name, value in names.items()})


def command(data: Path, *words: str, **more: str) -> Result:
    names = {"data": str(data), "backup_folder": str(data.parent / "copies"), **more}
    return CliRunner(env={f"HORSLESMURS_{name.upper()}": value for name, value in names.items()}).invoke(main, words)


def test_on_another_machine_the_file_and_the_paper_bring_everybody_back_but_the_erased(site: CanarySite, tmp_path: Path) -> None:
    stays, gone = site.live(), site.live()
    paper = tmp_path / "paper.txt"
    paper.write_text(command(site.data, "backups", "key").stdout)
    assert command(site.data, "backups", "run").exit_code == 0
    (file,) = copies.every(tmp_path / "copies").values()
    raw = file.read_bytes()
    assert not [word for one in (stays, gone) for word in one.canaries if word in raw]
    site.erase_on_the_page(gone)
    copies.make(settings_of(site.data), NOW)  # a later one says who was erased; the older is brought back
    other = tmp_path / "elsewhere" / "data"
    refused = command(other, "restore", str(file))
    assert (refused.exit_code, "--key" in refused.stderr) == (2, True)
    said = command(other, "restore", str(file), "--key", str(paper))
    assert said.exit_code == 0, said.output
    assert "Erased again: 1" in said.stdout
    back = CanarySite(other)
    assert back.names() == {stays.name}
    assert back.lost(stays) == set()
    assert back.where_is(gone) == []
    assert not (other / copies.OPENED).exists()
    back.close()


def test_the_worker_copies_at_once_then_each_night_and_tries_each_week(site: CanarySite, tmp_path: Path) -> None:
    site.live()
    clock = [NOW]
    settings = settings_of(site.data)
    nightly = Nightly(settings, lambda: clock[0])
    for hours, count in ((0, 1), (1, 1), (1, 1), (24, 2), (1, 2)):
        clock[0] += timedelta(hours=hours)
        nightly.turn()
        assert len(copies.every(tmp_path / "copies")) == count
    told = readings.backup(site.data)
    assert (told.failure, told.trial_failure, told.copies) == ("", "", 2)
    assert told.tried_s is not None
    assert told.tried_s < 600
    assert not [path.name for path in site.data.iterdir() if path.name in (copies.STAGED, copies.OPENED, copies.TRIED)]
    assert "comes back whole: statements: " in command(site.data, "backups", "try").stdout
    assert command(site.data, "backups", "list").stdout.count(" MB\t") == 2


def test_a_folder_that_is_gone_is_told_and_not_made(site: CanarySite, tmp_path: Path) -> None:
    """A disk that is not mounted: a folder of the same name on the site's own disk would look like a copy."""
    clock = [NOW]
    nightly = Nightly(settings_of(site.data), lambda: clock[0])
    shutil.rmtree(tmp_path / "copies")
    with pytest.raises(CopyBroken, match="mount"):
        nightly.turn()
    assert readings.backup(site.data).failure == "CopyBroken"
    nightly.turn()  # not again before its time
    (tmp_path / "copies").mkdir()
    clock[0] += timedelta(minutes=16)
    nightly.turn()
    assert readings.backup(site.data).failure == ""
    assert len(copies.every(tmp_path / "copies")) == 1


def test_a_copy_that_holds_less_than_was_counted_fails_its_trial(site: CanarySite, tmp_path: Path) -> None:
    site.live()
    settings = settings_of(site.data)
    file = copies.make(settings, NOW)
    opened = tmp_path / "opened"
    encryption.decrypt(file, opened, keys.identity(settings))
    (opened / copies.COUNTS).write_text('{"learners": 9}')
    encryption.encrypt(opened, file, keys.identity(settings).to_public())
    said = command(site.data, "backups", "try", str(file))
    assert (said.exit_code, "not as many" in said.stderr) == (2, True)
    assert readings.backup(site.data).trial_failure == "CopyBroken"


def test_what_a_killed_process_left_in_clear_goes_at_the_first_turn(site: CanarySite) -> None:
    for name in (copies.STAGED, copies.OPENED, copies.TRIED):
        (site.data / name).mkdir()
        (site.data / name / "copy.sqlite").write_text("in clear")
    Nightly(settings_of(site.data, backup_folder=""), lambda: NOW).turn()
    assert not list(site.data.glob(".*copy*"))


@pytest.mark.parametrize(
    ("newest", "due"),
    [(None, True), (-1, False), (-23, True), (-30, True), (12, False), (30, True)],
)
def test_a_copy_is_due_once_the_hour_has_passed(newest: int | None, due: bool) -> None:
    """now: 12:00 on the machine's clock, copies at 03:10. A copy of the future is believed for a day."""
    now = datetime(2026, 11, 29, 12).astimezone()
    assert is_due(None if newest is None else now + timedelta(hours=newest), now, "03:10") is due
    assert is_due(now - timedelta(hours=13), now, "23:50") is True
    assert is_due(now - timedelta(hours=11), now, "23:50") is False


@pytest.mark.parametrize(
    ("name", "value"), [("backup_at", "25:00"), ("backup_keep", "7,4"), ("backup_keep", "0,4,12"), ("backup_keep", "a,b,c")]
)
def test_settings_that_cannot_be_are_refused(tmp_path: Path, name: str, value: str) -> None:
    said = command(tmp_path / "data", "backups", "list", **{name: value})
    assert (said.exit_code, f"HORSLESMURS_{name.upper()}" in said.stderr) == (2, True)
