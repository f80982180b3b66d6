"""The register of sources: one key for one document, and no red flag of the shipped content that rests on what nobody read."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from courses.checks.pages import source_register
from courses.checks.triage import register_agreement
from courses.library import content_folder
from courses.text.source_texts import Texts

SHIPPED = Path(__file__).parents[3] / "content"
TODAY = date(2026, 11, 30)
A, R = "_structure/game/alerts.yml", "_structure/references.yml"


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped content without its pictures: each fault is put over it in memory, and nothing is written."""
    folder = tmp_path_factory.mktemp("references") / "content"
    shutil.copytree(SHIPPED, folder, ignore=shutil.ignore_patterns("media"))
    return folder


def loaded(folder: Path, path: str = "", old: str = "", new: str = "") -> content_folder.Library:
    over = {}
    if path:
        text = (folder / path).read_text("utf-8")
        assert old in text
        over[path] = text.replace(old, new, 1)
    return content_folder.load(folder, today=TODAY, texts=Texts(folder, over))


def test_the_shipped_register_has_one_key_for_each_document_and_tells_each_whole(copied):
    assert list(source_register.check_register(loaded(copied))) == []
    assert list(source_register.check_game(loaded(copied))) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.example.org/a/", "http://example.org/a"),
        ("https://example.org./a#part", "https://EXAMPLE.org/a/index.php"),
        ("https://example.org:443/a%2Db", "https://example.org/a-b"),
        ("https://doi.org/10.1000/AbC", "http://dx.doi.org/10.1000/abc/"),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC3815511", "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC3815511/pdf"),
    ],
)
def test_two_addresses_of_one_document_are_told_to_be_one(one, other):
    assert source_register.same_document(one) == source_register.same_document(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/?p=1", "https://example.org/?p=2"),
        ("https://example.org/a", "https://example.org/b"),
        ("https://example.org/a", "https://fr.example.org/a"),
    ],
)
def test_two_documents_of_one_site_stay_two(one, other):
    assert source_register.same_document(one) != source_register.same_document(other)


def test_a_doi_is_the_same_document_as_the_address_made_of_it():
    assert source_register.same_document("10.1000/AbC", "doi") == source_register.same_document("https://doi.org/10.1000/abc")


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (A, "sources: [st-georges-fatigue, cruk-infection]", "sources: [chu-liege-immunotherapy]"),
        ("fr/situations/red-toothbrush.md", "sources: [", "sources: [chu-liege-immunotherapy]\nformer: ["),
    ],
)
def test_no_alert_and_no_situation_rests_on_a_source_that_nobody_could_read(copied, path, old, new):
    references, read = (copied / R).read_text("utf-8"), 'seen: excerpt\n  note: "two columns'
    text = (copied / path).read_text("utf-8")
    assert references.count(read) == 1
    assert old in text
    over = {path: text.replace(old, new, 1), R: references.replace(read, read.replace("excerpt", "to-verify"))}
    found = list(source_register.check_game(content_folder.load(copied, today=TODAY, texts=Texts(copied, over))))
    assert (path, "318") in {(problem.path, problem.code) for problem in found}
    assert "chu-liege-immunotherapy alone" in " ".join(problem.message for problem in found if problem.path == path)


def published(folder: Path, path: str, old: str = "", new: str = "") -> content_folder.Library:
    """One file of the shipped content as if a clinician had signed it, with a fault put into it."""
    text = (folder / path).read_text("utf-8")
    assert "state: draft" in text
    assert old in text
    over = {path: text.replace("state: draft", "state: published", 1).replace(old, new, 1)}
    return content_folder.load(folder, today=TODAY, texts=Texts(folder, over))


def test_once_published_an_alert_rests_on_more_than_a_copy_read_second_hand(copied):
    assert list(source_register.check_game(published(copied, A))) == []
    copy_alone = published(copied, A, "sources: [ema-capecitabine-leaflet-fr, uw-capecitabine]", "sources: [ema-capecitabine-leaflet-fr]")
    (problem,) = source_register.check_game(copy_alone)
    assert "alert 'diarrhoea-capecitabine' rests on ema-capecitabine-leaflet-fr alone" in problem.message


def test_a_published_triage_register_rests_no_row_on_a_copy_read_second_hand(copied):
    path = "_structure/triage.yml"
    assert [problem for problem in register_agreement.check(published(copied, path)) if problem.code == "571"] == []
    line = '      cardiosmart-fluoropyrimidine: "chest pain: 911, emergency care"\n'
    messages = [problem.message for problem in register_agreement.check(published(copied, path, line)) if problem.code == "571"]
    assert messages == ["row 'chest-pain-gone': no source whose words were read; name one, or say `to_verify: true`"]


def test_a_source_without_the_day_it_was_read_is_told(copied):
    text = (copied / R).read_text("utf-8")
    line = next(line for line in text.split("\n") if line.strip().startswith("checked_on:"))
    problems = list(source_register.check_register(loaded(copied, R, line + "\n", "")))
    assert [str(problem.sentence) for problem in problems if "checked_on" in str(problem.sentence)] != []
