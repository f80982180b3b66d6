"""kill -9 in the middle of copying, of a trial and of an upgrade: what bears a name is whole, nothing is lost, the next run goes on."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from canaries import CanarySite
from child_environment import python_path

from lms.running import database_setup, upgrading
from lms.running.backups import copies
from lms.running.backups.trial_restore import try_copy
from lms.settings import Settings, read
from lrs.maintenance import backup

ROOT = Path(__file__).resolve().parents[4]
KILLS = 12


@pytest.fixture
def site(tmp_path: Path) -> Iterator[CanarySite]:
    (tmp_path / "copies").mkdir()
    canary_site = CanarySite(tmp_path / "data")
    yield canary_site
    canary_site.close()


def environment(data: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HORSLESMURS_")}
    ours = {"HORSLESMURS_DATA": str(data), "HORSLESMURS_BACKUP_FOLDER": str(data.parent / "copies"), "PYTHONPATH": python_path(ROOT)}
    return kept | ours


def settings_of(data: Path) -> Settings:
    return read({name: value for name, value in environment(data).items() if name.startswith("HORSLESMURS_")})


def ends_of(data: Path, longest_s: float, *words: str) -> list[int]:
    """Exit codes of KILLS runs killed at even steps up to longest_s, and of one that nobody killed."""
    seconds = ",".join(f"{longest_s * (number + 1) / KILLS:.3f}" for number in range(KILLS))
    program = [sys.executable, str(Path(__file__).with_name("killed_commands.py")), seconds, *words]
    process = subprocess.run(program, env=environment(data), capture_output=True, text=True)
    assert process.returncode == 0, process.stderr
    return [int(line) for line in process.stdout.splitlines() if line.lstrip("-").isdigit()]


@pytest.mark.slow
@pytest.mark.parametrize("words", [("backups", "run"), ("backups", "try")])
def test_what_bears_the_name_of_a_copy_comes_back_whole(site: CanarySite, words: tuple[str, ...]) -> None:
    person = site.live()
    site.close()
    settings = settings_of(site.data)
    with copies.alone(settings, "test"):
        copies.make(settings, datetime(2026, 11, 1, tzinfo=UTC))
    ends = ends_of(site.data, 1.2, *words)
    assert -9 in ends, "no kill fell into the work: the seconds are too long"
    assert ends[-1] == 0
    assert not list(site.data.glob(".*cop*"))
    assert not list(Path(settings.backup_folder).glob(".*.part"))
    with copies.alone(settings, "test"):
        for file in copies.every(Path(settings.backup_folder)).values():
            copies.clean(settings)
            assert try_copy(settings, file)["learners"] == 1
    assert site.lost(person) == set()


@pytest.mark.slow
def test_an_upgrade_that_was_killed_is_ended_by_the_next(site: CanarySite) -> None:
    person = site.live()
    site.close()
    ends = ends_of(site.data, 1.5, "upgrade")
    assert -9 in ends
    assert ends[-1] == 0
    settings = settings_of(site.data)
    database_setup.check(settings)
    for manifest in (site.data / upgrading.FOLDER).glob("*.sqlite.json"):
        assert backup.verify(manifest.with_suffix(""))["kind"] == "sqlite"
    assert person.name in site.names()
