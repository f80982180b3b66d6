"""A backup holds the site's own texts with every version and its keys, and brings them back; a damaged one changes nothing."""

import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from lms_cast import add_person
from writers import Writer

from lms import cli
from lms.app import create_app
from lms.authoring import history
from lms.authoring.errors import ContentBusy
from lms.errors import CopyBroken
from lms.running import database_setup, site_copy
from lms.settings import Settings, read
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lrs.storage.file_replacement import PLAN, remove, replace

FILE = "fr/caregivers/carer-role.md"


def put_in_place(settings: Settings, file: Path) -> bool:
    """Texts and keys of a copy alone, by the two steps a restore takes; whether there was a copy."""
    moves = site_copy.stage(settings, file)
    if moves:
        replace(settings.data / PLAN, moves)
    remove(settings.data / site_copy.STAGED)
    return bool(moves)


@pytest.fixture
def site(tmp_path):
    settings = read({"HORSLESMURS_DATA": str(tmp_path / "data")})
    database_setup.upgrade(settings)
    app = create_app(settings)
    yield app
    site_of(app).writer.close()
    with app.app_context():
        db.engine.dispose()


def written(site, words):
    claire = Writer(add_person(site, "educator", words))
    claire.save(FILE, claire.text(FILE).replace("## ", f"## {words} : ", 1))
    return site_of(site).settings


@pytest.mark.slow
def test_texts_versions_and_keys_come_back_as_they_were(site, tmp_path):
    settings, copy = written(site, "premier"), tmp_path / "copy.sqlite"
    (settings.data / "keys").mkdir(exist_ok=True)
    (settings.data / "keys" / "session").write_text("a secret", "utf-8")
    duplicate = site_copy.copy(settings, copy)
    assert duplicate.stat().st_mode & 0o777 == 0o600
    before = history.versions(settings.own_content, [FILE])
    written(site, "second")
    (settings.data / "keys" / "session").write_text("another", "utf-8")
    assert put_in_place(settings, copy)
    text = (settings.own_content / FILE).read_text("utf-8")
    assert "premier" in text
    assert "second" not in text
    assert history.versions(settings.own_content, [FILE]) == before
    assert (settings.data / "keys" / "session").read_text("utf-8") == "a secret"
    assert "second" in (settings.data / "content.before-restore" / FILE).read_text("utf-8"), "what stood there is not thrown away"


def test_a_lost_folder_comes_back_into_an_empty_data_folder(site, tmp_path):
    settings, copy = written(site, "premier"), tmp_path / "copy.sqlite"
    site_copy.copy(settings, copy)
    elsewhere = read({"HORSLESMURS_DATA": str(tmp_path / "new")})
    assert put_in_place(elsewhere, copy)
    assert elsewhere.shown_content == elsewhere.own_content
    assert "premier" in (elsewhere.shown_content / FILE).read_text("utf-8")


@pytest.mark.sampled(3)
@pytest.mark.parametrize("spoil", [lambda raw: raw[: len(raw) // 2], lambda raw: raw[:9000] + b"x" + raw[9001:], lambda _raw: b""])
def test_a_damaged_copy_changes_nothing(site, tmp_path, spoil):
    settings, copy = written(site, "premier"), tmp_path / "copy.sqlite"
    duplicate = site_copy.copy(settings, copy)
    duplicate.write_bytes(spoil(duplicate.read_bytes()))
    before = (settings.own_content / FILE).read_bytes()
    with pytest.raises(CopyBroken):
        put_in_place(settings, copy)
    assert (settings.own_content / FILE).read_bytes() == before
    assert not list(settings.data.glob(".restoring-*"))


@pytest.mark.slow
def test_the_commands_copy_and_bring_back_both_parts(site, tmp_path, monkeypatch):
    settings, copy = written(site, "premier"), tmp_path / "copy.sqlite"
    monkeypatch.setenv("HORSLESMURS_DATA", str(settings.data))
    result = CliRunner().invoke(cli.backup, [str(copy)])
    assert result.exit_code == 0, result.output
    assert {path.name for path in tmp_path.glob("copy.sqlite*")} == {
        "copy.sqlite", "copy.sqlite.json", "copy.sqlite.site.tar", "copy.sqlite.site.tar.sha256"
    }  # fmt: skip
    site_of(site).writer.close()
    with site.app_context():
        db.engine.dispose()
    shutil.rmtree(settings.own_content)
    back = CliRunner().invoke(cli.restore, [str(copy)])
    assert back.exit_code == 0, back.output
    assert "premier" in (Path(settings.own_content) / FILE).read_text("utf-8")
    (tmp_path / "copy.sqlite.site.tar").unlink()
    assert "The database alone" in CliRunner().invoke(cli.restore, [str(copy)]).output


@pytest.mark.slow
def test_a_lock_left_by_a_killed_process_holds_nobody_up_whatever_its_date(site, monkeypatch):
    """Its file stays, also with a date in the future when the clock was put back: only a living holder counts."""
    monkeypatch.setattr(history, "LONGEST_WAIT", 0.2)
    own = site_of(site).settings.own_content
    left = own.with_name("content.lock")
    left.touch()
    os.utime(left, (4e9, 4e9))
    with history.only_one(own), pytest.raises(ContentBusy), history.only_one(own):
        pass
    with history.only_one(own):
        pass
