"""Every case of a content folder as one book, and every problem found on the way."""

from collections.abc import Collection
from datetime import date
from pathlib import Path

from courses.game import case_checks, case_guessing, word_lints, wording_checks
from courses.game.case_checks import Registers
from courses.game.cases import FOLDER, CaseReader
from courses.game.words import LANGUAGES, Words
from courses.model.cases import Case, CaseBook, CaseRow
from courses.model.content import Problem, Reference, weak_sources
from courses.model.rules import SiteRule
from courses.text import file_defects
from courses.text.typography import typeset
from courses.triage.register import Register


def load(
    content: Path,
    rule: SiteRule,
    *,
    now: date,
    instance: str = "demo",
    triage: Register | None = None,
    objectives: Collection[str] | None = None,
    references: dict[str, Reference] | None = None,
    modules: Collection[str] | None = None,
) -> tuple[CaseBook, tuple[Problem, ...]]:
    """A demo instance shows drafts; a real one, and a pilot too, what is published and has not expired. Never raises.

    objectives, references, modules: what a case may name; None when nobody knows them here.
    """
    try:
        return _load(content, rule, now, instance, Registers(objectives, references, modules, _weak(references), triage))
    except Exception as error:  # the cases, never the site
        return CaseBook(), (file_defects.problem_of(error, f"fr/{FOLDER}"),)


def _weak(references: dict[str, Reference] | None) -> frozenset[str]:
    return frozenset() if references is None else weak_sources(references, is_published=False)


def _load(content: Path, rule: SiteRule, now: date, instance: str, registers: Registers) -> tuple[CaseBook, tuple[Problem, ...]]:
    words = Words({language: rule.values(language) for language in LANGUAGES})
    reader = CaseReader(content, words)
    reader.read()
    words.compare()
    problems = [*reader.problems, *words.problems]
    for case in reader.cases.values():
        problems += case_checks.of_case(case, words, registers, now)
        problems += wording_checks.of_texts(f"case.{case.key}.", words)
    problems += word_lints.problems(words, content) if reader.cases else []
    keys_with_errors = {
        Path(problem.path).stem for problem in problems if problem.severity == "error" and problem.code not in ("007", "020")
    }
    fit = [case for case in reader.cases.values() if case.key not in keys_with_errors]
    problems += case_guessing.together(fit, words.texts, registers.triage)
    shown_cases = {case.key: case for case in fit if _is_shown(case, now, instance)}
    return CaseBook(shown_cases, words.texts, _rows(shown_cases.values(), registers.triage)), tuple(problems)


def _is_shown(case: Case, now: date, instance: str) -> bool:
    if case.state in ("expired", "withdrawn"):
        return False
    return instance == "demo" or (case.state == "published" and date.fromisoformat(case.expires) >= now)


def _rows(cases: Collection[Case], triage: Register | None) -> dict[str, CaseRow]:
    """The rows of the register that these cases name, in the words of the register."""
    if triage is None:
        return {}
    keys = {key for case in cases for truth in case.truths for key in truth.rows} & set(triage.rows)
    return {
        key: CaseRow(row.number, row.urgency, {language: typeset(text, language) for language, text in row.words.items()})
        for key in sorted(keys)
        for row in (triage.rows[key],)
    }
