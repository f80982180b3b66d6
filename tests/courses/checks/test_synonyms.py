"""The register of the search's synonyms: a fault planted in it is found at its line."""

from pathlib import Path

import pytest
from sample_folder import TODAY, lay_out

from courses.checks import all_checks
from courses.checks.pages import synonyms
from courses.library import content_folder
from courses.text import search_terms

GOOD = """\
concepts:
  fever:
    fr: ["fièvre", "fiévreu*", "38"]
    en: ["fever", "feverish", "38"]
  cough:
    fr: ["toux"]
    en: ["cough"]
pages:
  real-problem: {fr: ["urgence", "fièvre"], en: ["emergency"]}
  sheet:
    fr: ["quand appeler"]
    en: ["when to call"]
screens:
  warm#measure: {fr: ["tisane"], en: ["herbal"]}
"""
FAULTS = [  # code, what stood there, what stands there now, the line at which it is told
    ("590", GOOD, "[fièvre]\n", 1),
    ("590", "concepts:\n", "concepts: [fever]\nformer:\n", 1),
    ("590", '    fr: ["toux"]\n    en: ["cough"]\n', "    - toux\n", 5),
    ("590", 'fr: ["toux"]', 'fr: "toux"', 6),
    ("590", 'fr: ["toux"]', "fr:", 6),
    ("590", '["fever", "feverish", "38"]', '["fever", "feverish", 38]', 4),
    ("590", '["cough"]', '["cough", {a: b}]', 7),
    ("590", "  cough:", "  Cough!:", 5),
    ("591", "concepts:", "concept:", 1),
    ("591", "  real-problem:", "  realproblem:", 9),
    ("591", "  warm#measure:", "  warm#measure-x:", 14),
    ("591", "  warm#measure:", "  coffee#measure:", 14),
    ("591", "  warm#measure:", "  warm:", 14),
    ("591", "screens:\n", 'symptoms:\n  fevre: {fr: ["chaud"], en: ["hot"]}\nscreens:\n', 14),
    ("593", '["tisane"]', "[]", 14),
    ("591", 'en: ["cough"]', 'en: ["cough"]\n    de: ["Husten"]', 8),
    ("591", "  fever:", "  fevers:", 2),
    ("592", '["toux"]', '["toux", "fievre"]', 6),
    ("592", '["toux"]', '["toux", "Toux"]', 6),
    ("592", '["toux"]', '["toux", "fiévreu*"]', 6),
    ("593", '["toux"]', "[]", 6),
    ("593", 'fr: ["quand appeler"]', "fr: []", 11),
    ("593", '["toux"]', '["?!"]', 6),
    ("593", '["toux"]', '["je ne sais pas quoi faire"]', 6),
    ("593", '["toux"]', '["to*"]', 6),
    ("593", '["toux"]', '["to*x"]', 6),
    ("011", '    en: ["cough"]\n', "", 5),
    ("011", '  real-problem: {fr: ["urgence", "fièvre"], en', '  real-problem: {fr: ["urgence", "fièvre"], en2', 9),
    ("003", '["toux"]', '["toux"', None),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return lay_out(tmp_path / "content")


def faults_of(folder: Path, text: str):
    (folder / search_terms.REGISTER).write_text(text, "utf-8")
    return list(synonyms.check(content_folder.load(folder, today=TODAY)))


def test_a_good_register_and_none_at_all_have_no_fault(folder):
    assert list(synonyms.check(content_folder.load(folder, today=TODAY))) == []
    assert faults_of(folder, GOOD) == []


@pytest.mark.parametrize(("code", "old", "new", "line"), FAULTS, ids=[f"{n}-{fault[0]}" for n, fault in enumerate(FAULTS)])
def test_a_fault_planted_in_the_register_is_found_at_its_line(folder, code, old, new, line):
    assert GOOD.count(old) == 1
    found = faults_of(folder, GOOD.replace(old, new))
    assert (code, line) in [(problem.code, problem.line if line else None) for problem in found], [str(problem) for problem in found]


def test_a_symptom_of_the_symptom_pages_is_known(folder):
    (folder / "_structure/symptoms.yml").write_text("symptoms:\n  fever:\n    rows: []\n", "utf-8")
    symptoms = 'symptoms:\n  {key}: {{fr: ["chaud"], en: ["hot"]}}\nscreens:\n'
    assert faults_of(folder, GOOD.replace("screens:\n", symptoms.format(key="fever"))) == []
    found = faults_of(folder, GOOD.replace("screens:\n", symptoms.format(key="fevre")))
    assert [(problem.code, problem.message) for problem in found] == [("591", "unknown symptom 'fevre'; did you mean 'fever'?")]


def test_a_word_of_the_glossary_belongs_to_its_own_concept_alone(folder):
    (folder / "_structure/glossary.yml").write_text('cold:\n  fr: {say: "rhume"}\n  en: {say: "cold"}\n', "utf-8")
    found = faults_of(folder, GOOD.replace('["toux"]', '["toux", "rhumes"]'))
    assert [(problem.code, problem.line) for problem in found] == [("592", 6)]
    assert "belongs to 'cold' already ('rhume')" in found[0].message


def test_the_check_of_the_whole_content_reads_the_register(folder):
    (folder / search_terms.REGISTER).write_text(GOOD.replace('["toux"]', "[]"), "utf-8")
    assert "593" in {problem.code for problem in all_checks.problems(content_folder.load(folder, today=TODAY))}
