"""While the site runs: content that changed is shown, content that broke is not, content whose day has come is gone."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from lms_cast import Person, add_person
from lms_site import make_database
from writers import Writer

from courses.errors import ContentUnreadable
from lms.app import create_app
from lms.settings import CONTENT, read
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.site import content_renewal

FEVER = "fr/patient-essentials/fever.md"


class Clock:
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)

    def __call__(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(content_renewal, "now", clock)
    return clock


COURSES, SITUATIONS = ("patient-essentials", "caregivers"), ("headache-first", "grandson-cold", "hair")


def is_too_much(folder, names):
    """Two courses and three situations of the shipped content show all that is asked here, in a third of the time."""
    where = Path(folder)
    if where.name in ("fr", "en"):
        return [name for name in names if name not in (*COURSES, "game", "situations")]
    if where.name == "_structure":
        return [name for name in names if (where / name / "course.yml").exists() and name not in COURSES]
    return [name for name in names if name.removesuffix(".md") not in SITUATIONS] if where.name == "situations" else []


@pytest.fixture
def content(tmp_path):
    return shutil.copytree(CONTENT, tmp_path / "content", ignore=is_too_much)


@pytest.fixture
def open_site(content, clock, tmp_path):
    """Opens a site on the content; `seen(app)` gives its catalogue after a visit three seconds later."""
    opened = []

    def make(**settings):
        made = read({"HORSLESMURS_DATA": str(tmp_path / "data"), "HORSLESMURS_CONTENT": str(content), **settings})
        make_database(made)
        opened.append(create_app(made))
        return opened[-1]

    yield make
    for app in opened:
        site_of(app).writer.close()
        with app.app_context():
            db.engine.dispose()


def seen(app, clock):
    clock.now += timedelta(seconds=3)
    app.test_client().get("/fr/")
    return site_of(app).newest_content.catalogue


def test_a_change_is_shown_and_a_folder_that_vanishes_is_not(open_site, content, clock):
    app = open_site()
    file = content / FEVER
    title = seen(app, clock).module("fever", "fr").title.replace("\u00a0", " ")
    file.write_text(file.read_text("utf-8").replace(title, "Autre titre", 1), "utf-8")
    assert seen(app, clock).module("fever", "fr").title == "Autre titre"
    shutil.move(content, content.with_name("away"))
    assert seen(app, clock).module("fever", "fr").title == "Autre titre"


def told(person):
    """Whether a page says to this person that the content is not renewed."""
    return "The content is not renewed" in person.get("/en/courses").text


def test_staff_are_told_on_every_page_and_readers_are_not_until_the_folder_is_back(open_site, content, clock):
    app = open_site()
    claire, reader = add_person(app, "educator", "claire"), add_person(app, "patient", "nadia")
    seen(app, clock)
    assert not told(claire)
    shutil.move(content, content.with_name("away"))
    seen(app, clock)
    assert told(claire)
    assert not told(reader)
    assert not told(Person(app, None))
    assert claire.get("/en/writing").status_code == 503
    assert "cannot be read" in claire.get("/en/writing").text
    assert reader.get("/en/courses/patient-essentials/fever/1").status_code == 200
    shutil.move(content.with_name("away"), content)
    seen(app, clock)
    assert not told(claire)
    assert claire.get("/en/writing").status_code == 200


@pytest.mark.parametrize(
    "spoil",
    [
        lambda folder: (folder / "_structure/rules.yml").write_bytes(b"fever: [\xff"),
        lambda folder: (folder / "_structure/rules.yml").write_text((folder / "_structure/rules.yml").read_text("utf-8")[:900], "utf-8"),
        lambda folder: (folder / "_structure/rules.yml").unlink(),
        lambda folder: shutil.rmtree(folder / "fr"),
        lambda folder: [path.write_text("", "utf-8") for path in (folder / "fr").glob("*/*.md")],
        lambda folder: [path.write_text(path.read_text("utf-8")[:40], "utf-8") for path in (folder / "_structure").glob("*/course.yml")],
    ],
)
def test_a_folder_that_is_half_written_leaves_the_last_good_texts_and_staff_are_told(open_site, content, clock, spoil):
    app = open_site()
    claire = add_person(app, "educator", "claire")
    before = seen(app, clock)
    spoil(content)
    after = seen(app, clock)
    assert after is before
    assert told(claire)
    assert claire.get("/fr/cours/patient-essentials/fever/1").status_code == 200


def test_a_site_whose_own_texts_are_lost_neither_shows_the_shipped_ones_nor_writes_over(open_site, content, clock, tmp_path):
    app = open_site()
    claire = Writer(add_person(app, "educator", "claire"))
    file = "fr/caregivers/carer-role.md"
    claire.save(file, claire.text(file).replace("## ", "## Mes mots : ", 1))
    assert "Mes mots" in seen(app, clock).module("carer-role", "fr").screens[0].title
    own = site_of(app).settings.own_content
    shutil.move(own, own.with_name("lost"))
    assert "Mes mots" in seen(app, clock).module("carer-role", "fr").screens[0].title
    assert told(claire.person)
    assert claire.person.post("/en/writing/new", where="caregivers", key="after", title_fr="Après").status_code == 503
    assert not own.exists()
    again = read({"HORSLESMURS_DATA": str(tmp_path / "data"), "HORSLESMURS_CONTENT": str(content)})
    with pytest.raises(ContentUnreadable, match="cannot be read"):
        create_app(again)
    shutil.move(own.with_name("lost"), own)
    assert "Mes mots" in seen(app, clock).module("carer-role", "fr").screens[0].title
    assert not told(claire.person)


def test_published_content_is_gone_from_a_running_site_after_its_day(open_site, content, clock):
    file = content / FEVER
    text = 'state: published\nreviewers: ["Relectrice Exemple"]\nreviewed_on: 2026-11-23'
    file.write_text(file.read_text("utf-8").replace("state: draft", text, 1), "utf-8")
    app = open_site(HORSLESMURS_INSTANCE="real")
    admin = add_person(app, "admin", "anne")
    assert list(seen(app, clock).courses) == ["patient-essentials"]
    assert "past their day" not in admin.get("/en/site/health").text
    clock.now = datetime(2027, 5, 24, 0, 0, 5, tzinfo=UTC)
    assert seen(app, clock).courses == {}
    assert "texts or sources are out of date" in admin.get("/en/site/health").text
    assert "textes ou sources ne sont plus à jour" in admin.get("/fr/site/etat").text
