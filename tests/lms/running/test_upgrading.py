"""`horslesmurs upgrade`: a copy before, one lock, and the way back it names."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from canaries import CanarySite, command

from infrastructure.locks import file_lock
from lms.running import database_setup, upgrading
from lms.settings import read
from lms.web.database.instants import now
from lrs.storage.locks import SITE


@pytest.fixture
def site(tmp_path: Path) -> Iterator[CanarySite]:
    canary_site = CanarySite(tmp_path / "data")
    yield canary_site
    canary_site.close()


def test_an_older_site_is_copied_brought_up_and_can_go_back(site: CanarySite) -> None:
    person = site.live()
    site.close()
    settings = read({"HORSLESMURS_DATA": str(site.data)})
    database_setup.downgrade(settings, "0012_credentials")
    said = command(site.data, "upgrade")
    assert said.exit_code == 0, said.output
    assert "From 0012_credentials to " in said.stdout
    copy = Path(said.stdout.split("horslesmurs restore ")[1].splitlines()[0])
    assert database_setup.is_newest(settings)
    assert site.lost(person) == set()
    later = site.live()
    assert command(site.data, "user", "list").exit_code == 0
    site.close()
    assert "learners: 1" in command(site.data, "restore", str(copy)).stderr, "what came after the upgrade is counted first"
    assert command(site.data, "restore", str(copy), "--yes").exit_code == 0
    assert later.name not in site.names()
    assert person.name in site.names()


def test_nothing_to_do_makes_no_copy_and_a_new_folder_is_made_ready(tmp_path: Path) -> None:
    for _ in range(2):
        said = command(tmp_path / "new", "upgrade")
        assert (said.exit_code, "up to date" in said.stdout) == (0, True)
    assert not (tmp_path / "new" / upgrading.FOLDER).exists()


def test_it_is_refused_while_the_site_runs_and_nothing_is_copied(site: CanarySite) -> None:
    with file_lock(site.data / SITE, "serve", is_shared=True):
        assert command(site.data, "upgrade").exit_code == 2
    assert not (site.data / upgrading.FOLDER).exists()


def test_the_copy_before_goes_after_two_weeks(tmp_path: Path) -> None:
    settings = read({"HORSLESMURS_DATA": str(tmp_path)})
    (tmp_path / upgrading.FOLDER).mkdir()
    copy, at = tmp_path / upgrading.FOLDER / "0012-x.sqlite", now()
    copy.write_text("old")
    os.utime(copy, (at.timestamp(), at.timestamp()))  # the disk's clock is another one where the tests run on a later day
    upgrading.remove_old_copies(settings, at + timedelta(days=13))
    assert list((tmp_path / upgrading.FOLDER).iterdir())
    upgrading.remove_old_copies(settings, at + timedelta(days=15))
    assert not list((tmp_path / upgrading.FOLDER).iterdir())
