"""The booklet arm's paper: printed once from the accepted texts in both languages, and found by that arm alone."""

import hashlib
import io

import pypdf
import pytest
from flask import Flask
from lms_cast import Person
from trial_cast import EN, FR, NAME, one_of_each_arm, open_trial

from lms.trial import content_hash, papers, trials
from lms.trial.errors import TrialRefused
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit

COURSE = "patient-essentials"
PATHS = {"fr": f"{FR}/livret.pdf", "en": f"{EN}/booklet.pdf"}


@pytest.fixture(scope="module")
def arms(site: Flask, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Person]:
    """One person of each arm, through the pages."""
    open_trial(site, tmp_path_factory.mktemp("trial"))
    return one_of_each_arm(site)


def words(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def make(site: Flask) -> None:
    at, catalogue = site_of(site), site_of(site).newest_content.catalogue
    with site.app_context():
        papers.make(at.settings, trials.find(db.session(), NAME), catalogue, content_hash.current(at, catalogue), COURSE)


def test_before_it_is_printed_nobody_is_offered_a_file(arms: dict[str, Person]) -> None:
    assert {person.get(path).status_code for person in arms.values() for path in PATHS.values()} == {404}
    assert "livret.pdf" not in arms["booklet"].get(FR).text


def test_the_booklet_opens_for_its_arm_in_both_languages_and_for_no_other(site: Flask, arms: dict[str, Person]) -> None:
    make(site)
    with site.app_context():
        folder = papers.folder_of(site_of(site).settings, trials.find(db.session(), NAME))
    sums = dict(reversed(line.split("  ")) for line in (folder / papers.SUMS).read_text().splitlines())
    for language, path in PATHS.items():
        raw = arms["booklet"].get(path).data
        assert hashlib.sha256(raw).hexdigest() == sums[f"{language}.pdf"]
        assert {"fr": "fièvre", "en": "fever"}[language] in words(raw).lower()
        assert {arms[key].get(path).status_code for key in ("game", "modules")} == {404}
    assert "livret.pdf" in arms["booklet"].get(FR).text
    assert not any("livret.pdf" in arms[key].get(FR).text for key in ("game", "modules"))
    make(site)
    assert dict(reversed(line.split("  ")) for line in (folder / papers.SUMS).read_text().splitlines()) == sums, (
        "the same texts, the same bytes"
    )


def test_a_guest_on_no_device_of_the_trial_is_given_the_file(site: Flask, arms: dict[str, Person]) -> None:
    make(site)
    for key, person in arms.items():
        person.get(FR)
        person.post("/fr/deconnexion")
        for path in PATHS.values():
            answer = person.get(path)
            assert answer.status_code == (302 if key == "booklet" else 404), "her own arm's file asks who she is; the others find nothing"
            assert not answer.data.startswith(b"%PDF")
        person.enter()


def test_other_texts_are_neither_printed_nor_served(site: Flask, arms: dict[str, Person]) -> None:
    make(site)
    with site.app_context():
        row = trials.find(db.session(), NAME)
        before, catalogue = row.content_hash, site_of(site).newest_content.catalogue
        with pytest.raises(TrialRefused, match="texts"):
            papers.make(site_of(site).settings, row, catalogue, "0" * 64, COURSE)
        submit(lambda work: trials.accept_content(work, NAME, "0" * 64, "A sentence on pumps was mended.", now()))
    assert arms["booklet"].get(PATHS["fr"]).status_code == 404, "printed from texts that hold no more"
    with site.app_context():
        submit(lambda work: trials.accept_content(work, NAME, before, "The sentence was put back as it was.", now()))
    assert arms["booklet"].get(PATHS["fr"]).status_code == 200
