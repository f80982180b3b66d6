"""The pages of shipped texts, and that a French page of the editor says nothing of the checker in English."""

import re
import shutil
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from lms_cast import add_person
from lms_site import lay_parsed_content, make_database
from writers import FEVER, Writer

from lms.app import create_app
from lms.authoring.shipped import follow
from lms.settings import CONTENT, Settings, read
from lms.web.current_site import site_of
from lms.web.database.extensions import db

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "courses" / "checks"))
from shipped_slips import SLIPS, F, Slip

pytestmark = pytest.mark.slow
ENGLISH = re.compile(r"\b(?:the|must|write|unknown|stands|needs|has no|is no|expected|line)\b")
PROBLEM = re.compile(r'<li class="(?:error|warning)">.*?<span class="small">(.*?)</span>', re.S)
QUOTED = re.compile("\\w+(?:-\\w+)+|«\u00a0.*?\u00a0»|`[^`]*`|\\([^)]*\\)|“[^”]*”|[\\w./-]+\\.(?:md|yml)\\S*")


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A site of its own content whose shipped folder can be changed, as an upgrade does."""
    folder = tmp_path_factory.mktemp("upgraded")
    content = shutil.copytree(CONTENT, folder / "content", ignore=shutil.ignore_patterns("situations"))
    settings = read({"HORSLESMURS_DATA": str(folder / "data"), "HORSLESMURS_CONTENT": str(content)})
    make_database(settings)
    lay_parsed_content(settings)
    app = create_app(settings)
    yield app
    site_of(app).writer.close()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="module")
def anne(upgraded: Flask) -> Writer:
    return Writer(add_person(upgraded, "educator", "anne"))


def ship(settings: Settings, path: str, old: str, new: str) -> None:
    text = (settings.content / path).read_text("utf-8")
    assert old in text
    (settings.content / path).write_text(text.replace(old, new, 1), "utf-8")


def test_an_upgrade_is_taken_over_in_a_form(upgraded: Flask, anne: Writer) -> None:
    settings = site_of(upgraded).settings
    title = 'title: "La fièvre : le bon réflexe"'
    assert anne.save(FEVER, anne.text(FEVER).replace(title, 'title: "La fièvre, à Lyon"')).status_code == 303
    ship(settings, FEVER, title, 'title: "La fièvre : mesurer, appeler"')
    ship(settings, FEVER, "**Je prends ma température**, avant", "**Je prends ma température**, toujours avant")
    told = follow.follow(settings.content, settings.own_content)
    assert told.urgent == ("patient-essentials/fever",)

    listed = anne.person.get("/fr/rediger/textes-livres").text
    assert "patient-essentials/fever" in listed
    assert "Urgent" in listed
    assert "Un texte de sécurité livré avec le site a changé" in anne.person.get("/fr/rediger").text
    address = "/fr/rediger/textes-livres/patient-essentials/fever"
    page = anne.person.get(address).text
    assert "toujours avant" in page
    (base,) = re.findall(r'name="base" value="([^"]*)"', page)
    assert re.findall(r'<fieldset[^>]*id="(pick-\d+-\d+)"', page) == ["pick-0-0"]

    refused = anne.person.post(address, base=base)
    assert refused.status_code == 422
    assert "choisissez les mots qui restent" in refused.text
    old = anne.person.post(address, **{"base": "old", "pick-0-0": "ours"})
    assert old.status_code == 409
    done = anne.person.post(address, **{"base": base, "pick-0-0": "words", "words-0-0": 'title: "La fièvre à Lyon : appeler"'})
    assert done.status_code == 303
    text = anne.text(FEVER)
    assert 'title: "La fièvre à Lyon : appeler"' in text
    assert "toujours avant" in text
    assert anne.person.get(address).status_code == 404, "nothing waits any more"
    assert "Un texte de sécurité" not in anne.person.get("/fr/rediger").text
    assert "a repris un changement du texte livré" in anne.person.get(f"/fr/rediger/versions/{FEVER}").text


@pytest.mark.parametrize(
    "slip", [slip for slip in SLIPS if slip.path == F and isinstance(slip.new, str)], ids=lambda slip: str(slip.new)[:30]
)
def test_a_french_page_says_nothing_of_the_checker_in_english(anne: Writer, slip: Slip) -> None:
    text = (CONTENT / F).read_text("utf-8").replace(slip.old, str(slip.new), 1)
    shown = anne.person.post(f"/fr/rediger/verifier/{F}", text=text).text
    said = [unescape(re.sub("<[^>]*>", "", words)) for words in PROBLEM.findall(shown)]
    for words in said:
        assert not ENGLISH.search(QUOTED.sub("", words)), words
    english = anne.person.post(f"/en/writing/check/{F}", text=text).text
    assert len(PROBLEM.findall(english)) == len(said)
