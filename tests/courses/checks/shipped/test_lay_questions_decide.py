"""What patients and carers answer, in practice and in tests: a decision, never a fact to recite, and a right answer that says why."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from courses.model.content import Item
from courses.serving import catalogue

CONTENT = Path(__file__).parents[4] / "content"
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
BARE = re.compile(r"(?:Oui|Non|Yes|No)(?:, (?:tout de suite|maintenant|at once|now))?\.")
RECITED = re.compile(
    r"^(?:Qu’est-ce qu(?:e|’une?)\b|What is an?\b|Combien de temps dure|How long does|Qui reçoit|Who receives)"
    r"|dure combien de temps|Est-ce possible\b|Is (?:that|it) possible\b"
)
YES_OR_NO = re.compile(r"(?:Oui|Non|Yes|No)\b(?! ?»)")


@pytest.fixture(scope="module")
def asked() -> list[tuple[str, Item]]:
    """Every question for lay readers in both languages, with where it stands."""
    content = catalogue.load(CONTENT, now=NOON)
    lay = [module for module in content.modules.values() if module.audience in ("patient", "caregiver")]
    found = []
    for module in lay:
        for form, items in (("practice", module.items), *module.forms.items()):
            found += [(f"{module.key} {module.language} {form} {item.key}", item) for item in items]
    assert len(found) > 700
    return found


def test_no_right_answer_is_met_with_a_bare_yes(asked: list[tuple[str, Item]]) -> None:
    assert [place for place, item in asked for option in item.options if BARE.fullmatch(option.feedback)] == []


def test_no_test_asks_for_a_definition_or_a_length_by_heart(asked: list[tuple[str, Item]]) -> None:
    assert [place for place, item in asked if " practice " not in place and RECITED.search(item.question)] == []


def test_no_option_of_a_test_is_a_yes_or_a_no(asked: list[tuple[str, Item]]) -> None:
    """What is chosen is something to do or to say: « Oui » alone would be guessed from the tone of the question."""
    tests = [(place, item) for place, item in asked if " practice " not in place and item.kind == "single"]
    assert [place for place, item in tests if sum(bool(YES_OR_NO.match(option.text)) for option in item.options) > 1] == []
