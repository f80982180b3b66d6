"""The database of each released version, filled by that version itself, opens after an upgrade and has lost nothing."""

import gzip
import json
import re
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lms_cast import Person
from lms_site import close, shared_catalogue
from sqlalchemy import text

from lms.app import create_app
from lms.running import database_setup, upgrading
from lms.settings import Settings, read
from lms.web.database.extensions import db
from lrs.maintenance import backup

ROOT = Path(__file__).resolve().parents[3]
RELEASED = sorted(Path(__file__).with_name("released").glob("*.sql.gz"))
AT = datetime(2026, 12, 1, 9, tzinfo=UTC)
PATIENTS = "qhcy-cdan-xgp6-n40a-zv9x"
"""Of the account `patient` in each of these databases (`demo-accounts.txt`): nobody's but a demonstration's."""
SAME_ROWS = (
    "account", "learner", "cohort", "cohort_membership", "registration", "attempt", "progress", "play", "lrs_statements", "lrs_mentions",
)  # fmt: skip


def site_of_version(file: Path, folder: Path) -> Settings:
    """The settings of a site whose database is the one that this version left."""
    settings = read({"HORSLESMURS_DATA": str(folder)})
    folder.mkdir(exist_ok=True)
    connection = sqlite3.connect(backup.file_of(settings.database_url))
    connection.executescript(gzip.decompress(file.read_bytes()).decode())
    connection.close()
    return settings


def rows(settings: Settings) -> dict[str, list[tuple[Any, ...]]]:
    """What must be the same before and after: how many of each, who they are, and every statement to the byte."""
    connection = sqlite3.connect(backup.file_of(settings.database_url))
    held = {name: connection.execute(f"SELECT count(*) FROM {name}").fetchall() for name in SAME_ROWS}
    held["names"] = connection.execute("SELECT id, username, password FROM account ORDER BY id").fetchall()
    held["statements"] = connection.execute("SELECT * FROM lrs_statements ORDER BY 1").fetchall()
    held["answers"] = connection.execute("SELECT * FROM attempt ORDER BY id").fetchall()
    connection.close()
    return held


def test_each_version_of_the_changelog_has_its_database() -> None:
    versions = re.findall(r"^## \[(\d+\.\d+\.\d+)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)
    assert [file.name.removesuffix(".sql.gz") for file in RELEASED] == sorted(versions), "scripts/released_database.py writes it"


@pytest.mark.slow
@pytest.mark.parametrize("file", RELEASED, ids=lambda file: file.name.removesuffix(".sql.gz"))
def test_a_released_database_opens_after_the_upgrade_with_every_row(file: Path, tmp_path: Path) -> None:
    settings = site_of_version(file, tmp_path / "site")
    before = rows(settings)
    with pytest.raises(database_setup.DatabaseUnready, match="horslesmurs"):
        database_setup.check(settings)
    result = upgrading.upgrade(settings, AT)
    assert result.before
    assert result.copy is not None
    assert database_setup.is_newest(settings)
    after = rows(settings)
    for name, held in before.items():
        width = len(held[0]) if held else 0
        assert [row[:width] for row in after[name]] == held, name
    app = create_app(settings, shared_catalogue())
    try:
        check_people(app)
    finally:
        close(app)


def check_people(app: Any) -> None:
    """The weeks are documents, the statements name pseudonyms, and the patient of then signs in with her passphrase."""
    with app.app_context():
        weeks = db.session.execute(text("SELECT count(*) FROM play WHERE uuid IS NOT NULL")).scalar()
        bodies = [json.loads(body) for (body,) in db.session.execute(text("SELECT body FROM lrs_statements LIMIT 20"))]
        db.session.rollback()
    assert weeks
    assert all(one["actor"]["account"]["name"] for one in bodies)
    patient = Person(app, None)
    for path in ("/fr", "/fr/cours", "/healthz"):
        assert patient.get(path).status_code == 200, path
    assert patient.post("/fr/connexion", name="patient", passphrase="a guess of a stranger").status_code == 422
    assert patient.post("/fr/connexion", name="patient", passphrase=PATIENTS).status_code == 303
    assert patient.get("/fr/avancee", follow_redirects=True).status_code == 200
