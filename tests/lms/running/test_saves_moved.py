"""An upgrade moves the weeks of version 0.1.0 from rows into documents, on SQLite; test_on_postgresql.py does the same there."""

from pathlib import Path

import pytest
from lms_site import close, shared_catalogue
from plays_moved import check_down_and_up, check_moved, check_pages, fill

from lms.app import create_app
from lms.running import database_setup
from lms.settings import read


def test_the_weeks_of_an_older_version_go_on_after_the_upgrade(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = read({"HORSLESMURS_DATA": str(tmp_path)})
    fill(settings)
    database_setup.upgrade(settings)
    assert "9 plays: each week is now kept in one document" in capsys.readouterr().out
    check_moved(settings)
    check_down_and_up(settings)
    database_setup.upgrade(settings)
    app = create_app(settings, shared_catalogue())
    check_pages(app)
    close(app)
