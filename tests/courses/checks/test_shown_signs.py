"""Every urgent row of the register stands on the sheet, and each grade the character speaks of raises an alert as fast as its rows."""

from pathlib import Path

import pytest
from content_day import DAY_OF_CONTENT

from courses.checks.triage import shown_signs
from courses.library import content_folder
from courses.text.source_texts import Texts

SHIPPED = Path(__file__).parents[3] / "content"
T, A = "_structure/triage.yml", "_structure/game/alerts.yml"
FR, EN = "fr/game/signs.yml", "en/game/signs.yml"

FAULTS = [
    ("576", FR, "même passée, et", "et", "chest-pain-gone"),
    ("576", EN, "a throbbing tooth", "a tooth", "wound"),
    ("576", FR, "paupières qui tombent, ", "", "myasthenia"),
    ("576", EN, "a new headache that stays", "a headache", "headache"),
    ("576", T, "  hives: {alert: skin-blisters,", "  hives: {alert: skin-blister,", "hives"),
    ("576", T, "  wound: {alert: port,", "  wond: {alert: port,", "wond"),
    ("576", T, '  splash: {alert: overdose, fr: "dans l’œil", en: "in the eye"}\n', "", "splash"),
    ("576", T, '  calcium: "Named', '  calcum: "Named', "calcium"),
    ("576", T, "  palpitations: {alert: breath-effort,", "  palpitations: {alert: fatigue-unrested,", "palpitations"),
    ("573", A, "{key: fatigue-unrested, flag: amber", "{key: fatigue-unrested, flag: green", "tired-unrested"),
    ("573", A, "{key: nausea-more, flag: red", "{key: nausea-more, flag: amber", "vomiting-uncontrolled"),
    ("573", A, "when: {grades: {appetite: 2}}", "when: {grades: {appetite: 2}, below: {water: 30}}", "vomiting-capecitabine"),
    ("573", A, "when: {grades: {breath: 1}}", "when: {lasting: {breath: 1}}", "breath-effort"),
    ("573", A, "regimens: [ambre, jade, nacre]", "regimens: [ambre, jade]", "stools-few-tablets"),
    ("573", T, "fatigue: {1: [tired-rested], 2: [tired-unrested]", "fatigue: {1: [tired-rested], 2: [tired-unrest]", "tired-unrest"),
]  # fmt: skip


def said(over: dict[str, str] | None = None):
    library = content_folder.load(SHIPPED, today=DAY_OF_CONTENT, texts=Texts(SHIPPED, over))
    return list(shown_signs.check(library))


def test_the_shipped_sheet_and_game_hold_every_urgent_row():
    assert [str(problem) for problem in said()] == []


@pytest.mark.slow
@pytest.mark.parametrize(("code", "path", "old", "new", "key"), FAULTS, ids=[f"{fault[0]}-{fault[4]}" for fault in FAULTS])
def test_a_fault_planted_in_the_shipped_content_is_found(code, path, old, new, key):
    text = (SHIPPED / path).read_text("utf-8")
    assert text.count(old) == 1
    problems = said({path: text.replace(old, new)})
    assert [problem for problem in problems if problem.code == code and repr(key) in str(problem)]


def test_an_alert_that_stands_later_in_the_file_does_not_count():
    """The game takes the first that holds for a symptom: a stricter one below it would never be shown."""
    text = (SHIPPED / A).read_text("utf-8")
    lines = text.split("\n")
    raw = next(line for line in lines if "{key: skin-raw," in line)
    rash = next(number for number, line in enumerate(lines) if "{key: rash-painful," in line)
    lines.remove(raw)
    lines.insert(rash, raw)
    assert any("'rash-raw'" in str(problem) for problem in said({A: "\n".join(lines)}))


def test_a_folder_without_the_sheet_s_places_is_left_alone(tmp_path):
    text = (SHIPPED / T).read_text("utf-8").split("\n# The sheet « Quand j’appelle »")[0]
    assert said({T: text}) == []
