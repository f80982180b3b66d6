"""The shipped cases: twelve for each profession, no trick answers them, and a fault planted in one is found at its file."""

import shutil
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from courses.game import case_guessing, case_reader
from courses.game.case_guessing import TRICKS
from courses.library import content_folder
from courses.model.cases import CHOOSING, PLACES, PROFESSIONS, CaseBook
from courses.model.content import Problem
from courses.rules import rule_files
from courses.triage import register

CONTENT = Path(__file__).parents[3] / "content"
TODAY = date(2026, 11, 30)
LIBRARY = content_folder.load(CONTENT, today=TODAY)
TRIAGE, _ = register.read(LIBRARY.texts)
PRESETS = ("37.5", "38.0", "38.3-held", "38.5-twice")
FEVER, COUNT = "fr/cases/gp-fever-evening.md", "fr/cases/gp-count-awaited.md"
ENGLISH = "en/cases/gp-fever-evening.md"


def load(folder: Path, *, instance: str = "demo", preset: str | None = None) -> tuple[CaseBook, tuple[Problem, ...]]:
    structure = LIBRARY.structure
    return case_reader.load(
        folder, rule_files.load(CONTENT).preset(preset), now=TODAY, instance=instance, triage=TRIAGE,
        objectives=structure.objectives, references=structure.references, modules=set(structure.modules),
    )  # fmt: skip


@pytest.fixture(scope="module")
def shipped() -> CaseBook:
    return load(CONTENT)[0]


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cases whose faults are planted below, alone; each test puts back what it changed."""
    folder = tmp_path_factory.mktemp("cases") / "content"
    for path in (FEVER, COUNT, ENGLISH, COUNT.replace("fr/", "en/"), "_structure/game/banned.yml"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(CONTENT / path, folder / path)
    return folder


def test_there_are_twelve_for_each_profession_in_each_place(shipped: CaseBook) -> None:
    assert {profession: len(shipped.of_profession(profession)) for profession in PROFESSIONS} == {"gp": 12, "pharmacist": 12}
    assert {case.place for case in shipped.cases.values()} == set(PLACES)
    assert {case.state for case in shipped.cases.values()} == {"draft"}


@pytest.mark.parametrize("preset", PRESETS)
def test_nothing_is_found_in_them_under_any_rule(preset: str) -> None:
    book, problems = load(CONTENT, preset=preset)
    assert [str(problem) for problem in problems] == []
    assert len(book.cases) == 24


@pytest.mark.parametrize("profession", PROFESSIONS)
def test_something_else_than_acting_at_once_is_right_in_a_quarter_at_least(shipped: CaseBook, profession: str) -> None:
    best = [
        case.option(key).urgency
        for case in shipped.of_profession(profession)
        for truth in case.truths
        for key in truth.right
        if case.option(key).moment == "decide"
    ]
    counts = Counter(best)
    assert len(best) == sum(len(case.truths) for case in shipped.of_profession(profession))
    assert counts["today"] + counts["next"] >= len(best) / 4
    assert min(counts[urgency] for urgency in ("now", "today", "next")) >= 3
    assert counts["emergency"] >= 1


@pytest.mark.parametrize("profession", PROFESSIONS)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_trick_is_worth_more_than_chance_and_ten_points(shipped: CaseBook, profession: str, language: str) -> None:
    for moment in CHOOSING:
        for trick in TRICKS:
            score = case_guessing.result(shipped.of_profession(profession), shipped.words[language], trick, moment, language)
            assert score.right <= score.chance + 0.10, (moment, trick.name, score)


@pytest.mark.parametrize("profession", PROFESSIONS)
def test_the_first_place_holds_the_right_option_as_often_as_chance(shipped: CaseBook, profession: str) -> None:
    """Over 60 seeds; the order is that of the screen and of the statement."""
    for moment in CHOOSING:
        hits, chance, shown = 0, 0.0, 0
        for case in shipped.of_profession(profession):
            for truth in case.truths:
                for seed in range(60):
                    order = case.in_order(case.options_in(moment, truth.key), seed)
                    hits, chance, shown = hits + (order[0].key in truth.right), chance + 1 / len(order), shown + 1
        assert abs(hits / shown - chance / shown) <= 0.05, moment


def test_a_real_site_and_a_pilot_show_no_draft() -> None:
    assert load(CONTENT, instance="real")[0].cases == {}
    assert load(CONTENT, instance="pilot")[0].cases == {}


def test_every_source_of_a_case_stands_in_the_register(shipped: CaseBook) -> None:
    for case in shipped.cases.values():
        assert set(case.sources) <= {*LIBRARY.structure.references, "fever-rule"}, case.key


FAULTS = [
    ("350", FEVER, "profession: gp", "profession: doctor"),
    ("350", FEVER, "place: telephone", "place: street"),
    ("350", FEVER, "## ask day", "## asks day"),
    ("350", FEVER, "## decide lab {now}", "## decide lab {soon}"),
    ("350", FEVER, "## decide lab {now}", "## decide lab"),
    ("350", FEVER, "objective: gp-febrile-neutropenia\n", ""),
    ("350", FEVER, "expires: 2027-05-23", "expires: in spring"),
    ("350", FEVER, "## truth calm", "## truth well"),
    ("350", FEVER, "## ask signs", "## ask temperature"),
    ("351", ENGLISH, "## ask day\n", "## ask days\n"),
    ("351", ENGLISH, "## look nadir\n", "## look nadir\n@ becquerel-aplasie\n"),
    ("351", ENGLISH, "> calm: “Nothing at all.", "> “Nothing at all."),
    ("351", ENGLISH, "state: draft\n", "state: draft\nplace: counter\n"),
    ("352", FEVER, "right: [team, say-now]", "right: [team, lab, say-now]"),
    ("352", FEVER, "right: [team, say-now]", "right: [team]"),
    ("352", FEVER, "  calm: {right: [rules, say-rule], unsafe: []}\n", ""),
    ("353", FEVER, "right: [team, say-now]", "right: [taem, say-now]"),
    ("353", FEVER, "objective: gp-febrile-neutropenia", "objective: gp-febrile"),
    ("353", FEVER, "module: gp-fever-neutropenia", "module: gp-fevers"),
    ("354", FEVER, "@ fever-rule; uhb-acute-oncology\n\n## look nadir", "\n## look nadir"),
    ("310", FEVER, "@ asco-idsa-2018; becquerel-aplasie", "@ asco-idsa-2108; becquerel-aplasie"),
    ("355", FEVER, "## decide team {now}", "## decide team {today}"),
    ("355", FEVER, "rows: [fever-professional]", "rows: [fever-profesional]"),
    ("355", COUNT, "right: [told-today, say-told]", "right: [team, say-told]"),
    ("355", COUNT, "rows: [shivers]", "rows: [sepsis]"),
    ("356", FEVER, "unsafe: [count, rules, say-wait]", "unsafe: [rules, say-wait]"),
    ("356", FEVER, "unsafe: [count, rules, say-wait]", "unsafe: [count, rules, team, say-wait]"),
    ("512", ENGLISH, "the 7th and the 10th", "the 7th and the 11th"),
    ("513", FEVER, "« {{fever.example}}, sous la langue", "« 38,4 °C, sous la langue"),
    ("522", FEVER, "{{fever.low}}", "{{fever.lowest}}"),
    ("514", FEVER, "Un bon examen, une nuit trop tard", "Une erreur, une nuit trop tard"),
    ("219", ENGLISH, "“Any shivering, confusion, trouble breathing?”", "« Des frissons, une confusion, du mal à respirer ? »"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "path", "old", "new"), FAULTS, ids=[f"{n}-{fault[0]}" for n, fault in enumerate(FAULTS)])
def test_a_planted_fault_is_found(copied: Path, code: str, path: str, old: str, new: str) -> None:
    file = copied / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    try:
        book, problems = load(copied)
    finally:
        file.write_text(text, "utf-8")
    found = [problem for problem in problems if problem.code == code]
    assert {Path(problem.path).name for problem in found} == {Path(path).name}, [str(problem) for problem in problems]
    assert Path(path).stem not in book.cases


def test_nothing_is_found_before_a_fault_is_planted(copied: Path) -> None:
    book, problems = load(copied)
    assert [str(problem) for problem in problems] == []
    assert set(book.cases) == {"gp-fever-evening", "gp-count-awaited"}


def test_questions_that_tell_nothing_apart_are_found(copied: Path) -> None:
    file = copied / FEVER
    text = file.read_text("utf-8")
    alike = text
    for line in [line for line in text.split("\n## look")[0].split("\n") if line.startswith("> calm: ")]:
        alike = alike.replace(f"{line}\n", "")
    file.write_text(alike.replace("> fever: « ", "> « "), "utf-8")
    english = copied / ENGLISH
    before = english.read_text("utf-8")
    kept = [line for line in before.split("\n## look")[0].split("\n") if not line.startswith("> calm: ")]
    english.write_text(
        "\n".join(kept).replace("> fever: “", "> “") + "\n## look" + "\n## look".join(before.split("\n## look")[1:]), "utf-8"
    )
    try:
        problems = load(copied)[1]
    finally:
        file.write_text(text, "utf-8")
        english.write_text(before, "utf-8")
    assert [problem.code for problem in problems] == ["359"]


def test_a_trick_and_too_much_haste_are_found(shipped: CaseBook) -> None:
    """Cases in which the right decision is always the longest, and those in which it always calls at once."""
    cases = shipped.of_profession("gp")
    rights = {f"case.{case.key}.option.{key}.label" for case in cases for truth in case.truths for key in truth.right}
    words = {
        language: {key: f"{text} {'x' * 400}" if key in rights else text for key, text in shipped.words[language].items()}
        for language in ("fr", "en")
    }
    assert {problem.code for problem in case_guessing.together(cases, words, TRIAGE)} == {"357"}
    hasty = [replace(case, truths=urgent) for case in cases if (urgent := tuple(truth for truth in case.truths if truth.rows))]
    assert len([truth for case in hasty for truth in case.truths]) >= 8
    assert "358" in {problem.code for problem in case_guessing.together(hasty, shipped.words, TRIAGE)}
