"""Each situation of the game leads to a module that teaches it; which modules of patients and carers none plays is known."""

import re
from pathlib import Path

import pytest
from content_day import NOON_OF_CONTENT

from courses.model.content import CARED_FOR
from courses.model.game import Book
from courses.serving import catalogue
from courses.serving.catalogue import Catalogue
from courses.text import yaml_files

SHIPPED = Path(__file__).parents[4] / "content"
NUMBERS = "treatment-cycle"
"""Its screens name the signs for which one calls 15 and the numbers; skills K18 and K19 have no module of their own for patients."""
EMERGENCIES = {"no-voice", "red-handkerchief", "second-landing", "swelling-face"}
SUBJECTS = {
    "bowels": "belly-and-fluids",
    "after": "mood-intimacy-after",
    "hot-flushes": "mood-intimacy-after",
    "consultation": "appointments-and-screens",
    "nerves": "energy-nerves-skin",
}
UNPLAYED = {
    "immunotherapy",  # no character has that treatment
    "carer-daily-care",  # tablets, linen and the pump at home are met from the patient's side alone
    "carer-digital-together",  # no situation of the carers' week is about a screen
}


@pytest.fixture(scope="module")
def shelf() -> Catalogue:
    return catalogue.load(SHIPPED, now=NOON_OF_CONTENT)


@pytest.fixture(scope="module")
def book(shelf: Catalogue) -> Book:
    assert shelf.game is not None
    return shelf.game


def skills_of(shelf: Catalogue, module_key: str) -> set[str]:
    register = yaml_files.read(SHIPPED / "_structure" / "objectives.yml", "objectives.yml")
    keys = shelf.module(module_key, "fr").objectives
    return set(keys) | {str(register[key]["skill"]) for key in keys if "skill" in register[key]}


def test_a_situation_leads_to_a_module_that_teaches_one_of_its_skills(shelf: Catalogue, book: Book) -> None:
    astray = {
        key: situation.module
        for key, situation in book.situations.items()
        if not set(situation.skills) & skills_of(shelf, situation.module)
    }
    assert astray == dict.fromkeys(EMERGENCIES, NUMBERS)


def test_bowels_life_after_treatment_questions_and_nerves_lead_to_the_module_on_them(book: Book) -> None:
    found = [(key, about, situation.module) for key, situation in book.situations.items() for about in situation.about if about in SUBJECTS]
    assert [(key, module) for key, about, module in found if module != SUBJECTS[about]] == []
    assert {about for _, about, _ in found} == set(SUBJECTS)


def test_modules_of_patients_and_carers_that_no_situation_plays_are_known(shelf: Catalogue, book: Book) -> None:
    taught = {module.key for (_, language), module in shelf.modules.items() if language == "fr" and module.audience in CARED_FOR}
    played = {situation.module for situation in book.situations.values()}
    assert played <= taught
    assert taught - played == UNPLAYED


ROW, OBJECTIVE = re.compile(r"\brow=([\w,-]+)"), re.compile(r"\bobjective=([\w-]+)")
ANTACID = "ph-antacid"
"""The case is about an interaction, which its module teaches; that black stools come first is taught at the counter."""


def items_of(course: str) -> dict[str, str]:
    """The words of the questions of each module of a course, in French."""
    folder = SHIPPED / "fr" / course
    return {path.name.removesuffix(".items.md"): path.read_text("utf-8") for path in folder.glob("*.items.md")}


@pytest.mark.parametrize(("profession", "course"), [("gp", "gps"), ("pharmacist", "pharmacists")])
def test_a_case_leads_to_the_module_that_asks_about_its_signs(shelf: Catalogue, profession: str, course: str) -> None:
    """“My back, since that box” led to Fever and neutropenia, which says nothing of the spinal cord."""
    asked = {key: {row for found in ROW.findall(text) for row in found.split(",")} for key, text in items_of(course).items()}
    cases = [case for case in shelf.cases.cases.values() if case.profession == profession]
    assert len(cases) == 12
    for case in cases:
        rows = {row for truth in case.truths for row in truth.rows}
        if case.key != ANTACID and any(rows & taught for taught in asked.values()):
            assert rows & asked[case.module], (case.key, case.module, [key for key, taught in asked.items() if rows & taught])


@pytest.mark.parametrize(("profession", "course"), [("gp", "gps"), ("pharmacist", "pharmacists")])
def test_the_objective_of_a_case_is_asked_by_its_module(shelf: Catalogue, profession: str, course: str) -> None:
    asked = {key: set(OBJECTIVE.findall(text)) for key, text in items_of(course).items()}
    astray = [case.key for case in shelf.cases.cases.values() if case.profession == profession and case.objective not in asked[case.module]]
    assert astray == []
