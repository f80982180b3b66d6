"""A key changed wherever the content names it, and back: the checks find nothing new, and every byte is as it was."""

from pathlib import Path

import pytest
from content_day import DAY_OF_CONTENT

from courses.authoring.registers import changed_folder, renaming

CONTENT = Path(__file__).resolve().parents[4] / "content"
TODAY = DAY_OF_CONTENT
KEYS = [
    ("sources", "inca-carers", ""),
    ("sources", "becquerel-aplasie", ""),
    ("objectives", "carer-call", ""),
    ("modules", "carer-role", "caregivers/carer-role"),
    ("modules", "fever", "patient-essentials/fever"),
    ("situations", "headache-first", "situations/headache-first"),
    ("situations", "hair", "situations/hair"),
    ("cards", "my-usual", ""),
    ("items", "headache-first", "patient-essentials/fever"),
]
NEW = "a-key-that-nobody-has"


def check_back(kind: str, key: str, unit: str) -> renaming.Plan:
    """A plan whose texts, with the old key put back, are the shipped ones byte for byte."""
    plan = renaming.plan(CONTENT, kind, key, NEW, unit=unit)
    assert plan.places
    for path, text in plan.texts.items():
        assert text.replace(NEW, key).encode() == (CONTENT / path).read_bytes(), path
    return plan


@pytest.mark.parametrize(("kind", "key", "unit"), KEYS[::4])
def test_only_the_key_changes_in_each_text(kind: str, key: str, unit: str) -> None:
    check_back(kind, key, unit)


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "key", "unit"), KEYS)
def test_the_checks_find_nothing_new_under_the_new_key(kind: str, key: str, unit: str) -> None:
    plan = check_back(kind, key, unit)
    before = changed_folder.problems(CONTENT, {}, today=TODAY)
    after = changed_folder.problems(CONTENT, plan.over, list(plan.moves), today=TODAY)
    assert changed_folder.new_ones(before, after, (key, NEW)) == []


@pytest.mark.slow
def test_a_link_that_was_forgotten_is_found_by_the_checks() -> None:
    plan = renaming.plan(CONTENT, "modules", "carer-role", NEW, unit="caregivers/carer-role")
    over = {path: text for path, text in plan.over.items() if not path.endswith("results-on-the-phone.md")}
    before = changed_folder.problems(CONTENT, {}, today=TODAY)
    found = changed_folder.new_ones(before, changed_folder.problems(CONTENT, over, list(plan.moves), today=TODAY), ("carer-role", NEW))
    assert [problem.path for problem in found] == ["fr/situations/results-on-the-phone.md"]
