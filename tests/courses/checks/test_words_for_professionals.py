"""Objectives on a professional's papers, tests and reports are worded for one who acts for a patient, in both languages."""

import re
from pathlib import Path

import pytest
from content_day import NOON_OF_CONTENT

from courses.library.structure import Structure, load
from courses.model.content import CARED_FOR, Objective
from courses.serving import catalogue
from courses.text.source_texts import Texts

CONTENT = Path(__file__).parents[3] / "content"

SPEAKS_TO_A_PATIENT = {
    "fr": re.compile(r"\b(?:je|ma|mon|mes|sa température|ses repas|son (?:poids|traitement)|soi|on|votre|vos|vous|le prendre)\b", re.I),
    "en": re.compile(r"\b(?:i|my|you|your|yourself|taking it)\b", re.I),
}


@pytest.fixture(scope="module")
def register() -> Structure:
    return load(Texts(CONTENT))


def met(register: Structure, *, by_professionals: bool) -> set[str]:
    """Keys of the objectives that modules and final tests of professionals name, or those of the others."""
    own = [course for course in register.courses.values() if (course.audience not in CARED_FOR) == by_professionals]
    drawn = {draw.objective for course in own if course.passing for draw in course.passing.draws}
    return drawn | {key for course in own for module in course.modules for key in register.modules[module].objectives}


def test_an_objective_that_patients_and_professionals_share_has_words_for_each(register: Structure) -> None:
    shared = met(register, by_professionals=True) & met(register, by_professionals=False)
    assert {"K01", "K15", "K17"} <= shared
    assert {key for key in shared if not register.objectives[key].professional} == set()


@pytest.mark.slow
def test_each_question_of_a_professional_has_an_objective_in_their_words() -> None:
    shelf = catalogue.load(CONTENT, now=NOON_OF_CONTENT)
    by_readers: dict[bool, set[str]] = {True: set(), False: set()}
    for key in shelf.modules:
        module = shelf.module(*key)
        asked = {item.objective for items in (module.items, *module.forms.values()) for item in items if item.objective}
        by_readers[module.audience in CARED_FOR] |= asked
    assert {key for key in by_readers[True] & by_readers[False] if not shelf.objectives[key].professional} == set()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_professionals_read_does_not_speak_to_a_patient(register: Structure, language: str) -> None:
    own = met(register, by_professionals=True) | {key for key, one in register.objectives.items() if one.professional}
    words = {key: register.objectives[key].for_readers("gp").text[language] for key in own}
    assert {key: text for key, text in words.items() if SPEAKS_TO_A_PATIENT[language].search(text)} == {}


def test_patients_keep_their_own_words() -> None:
    one = Objective("K15", {"fr": "Vérifier avant de le prendre.", "en": ""}, professional={"fr": "Vérifier avant une prise.", "en": ""})
    assert [one.for_readers(who).text["fr"] for who in ("patient", "caregiver", "gp", "pharmacist")] == [
        "Vérifier avant de le prendre.", "Vérifier avant de le prendre.", "Vérifier avant une prise.", "Vérifier avant une prise."
    ]  # fmt: skip


def test_words_for_professionals_are_there_in_both_languages_or_refused(tmp_path: Path) -> None:
    (tmp_path / "_structure").mkdir()
    words = 'K01: {fr: "Prendre", en: "Take", professional: {fr: "Faire prendre"}}\nK02: {fr: "Voir", en: "See", professional: "Voir"}\n'
    (tmp_path / "_structure/objectives.yml").write_text(words, "utf-8")
    read: Structure = load(Texts(tmp_path))
    assert [problem.code for problem in read.problems if "professionals" in problem.message] == ["011"] * 3
    assert [read.objectives[key].professional for key in ("K01", "K02")] == [{}, {}]
