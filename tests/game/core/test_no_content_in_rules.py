"""What a clinician must be able to read and change stands in content/, not in the rules."""

import ast
import re
from dataclasses import replace
from pathlib import Path

from courses.game import book_checks
from courses.model.game import Book
from courses.model.rules import SiteRule

ROOT = Path(__file__).parents[3]
KEYS = set(re.findall(r"^([a-z0-9][a-z0-9-]+):$", (ROOT / "content" / "_structure" / "references.yml").read_text("utf-8"), re.MULTILINE))


def _texts(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_no_rule_of_the_game_names_a_source_itself() -> None:
    assert len(KEYS) > 100
    named = {path.name: sorted(_texts(path) & KEYS) for path in (ROOT / "game").rglob("*.py")}
    assert {name: keys for name, keys in named.items() if keys} == {}


def test_an_alert_that_is_not_there_is_said_where_it_is_named(shipped: tuple[Book, SiteRule]) -> None:
    numbers = shipped[0].numbers
    care = replace(numbers.care, stay=("fever", "feverr"))
    messages = [problem.message for problem in book_checks.numbers(replace(numbers, care=care))]
    assert len(messages) == 1
    assert "care: stay: no alert 'feverr'" in messages[0]
