"""Words that put off what the register says is for now: where they are looked for, and the line that is told."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sample_folder import TODAY

from courses.checks.triage import block_agreement, register_agreement
from courses.library import content_folder
from courses.library.content_folder import Library
from courses.text.source_texts import Texts
from courses.triage import register
from courses.triage.register import Row

SHIPPED = Path(__file__).parents[3] / "content"
SITUATION = """---
alert: x
choices:
  go: {safe: true}
  stay: {safe: false}
---
Un soir.

## go
J’appelle.
"""


@pytest.fixture(scope="module")
def row() -> Row:
    found, _ = register.read(Texts(SHIPPED))
    assert found is not None
    return next(row for row in found.rows.values() if row.urgency == "now")


@pytest.fixture
def read(folder: Path) -> Callable[[], Library]:
    return lambda: content_folder.load(folder, today=TODAY)


def told(read: Callable[[], Library], folder: Path, row: Row, text: str) -> list[tuple[int, str]]:
    (folder / "fr" / "situations").mkdir(exist_ok=True)
    (folder / "fr" / "situations" / "evening.md").write_text(text, "utf-8")
    return [(problem.line, problem.code) for problem in register_agreement._situations({"x": row}, "fr", read())]


def test_a_situation_that_puts_nothing_off_is_not_told(read: Callable[[], Library], folder: Path, row: Row) -> None:
    assert told(read, folder, row, SITUATION) == []


@pytest.mark.parametrize(
    "line", ["J’appelle demain.", "J’appelle demain !", "J’appelle demain, non ?", "J’appelle demain =", "= J’appelle demain."]
)
def test_a_safe_choice_or_its_reason_that_puts_it_off_is_told_at_its_line(
    read: Callable[[], Library], folder: Path, row: Row, line: str
) -> None:
    assert told(read, folder, row, SITUATION + line + "\n") == [(11, "574")]


@pytest.mark.parametrize("line", ["> J’appelle demain.", "? J’appelle demain.", "! J’appelle demain.", ""])
def test_what_others_say_is_not(read: Callable[[], Library], folder: Path, row: Row, line: str) -> None:
    assert told(read, folder, row, SITUATION + line + "\n") == []


def test_an_unsafe_choice_may_put_it_off(read: Callable[[], Library], folder: Path, row: Row) -> None:
    assert told(read, folder, row, SITUATION + "\n## stay\nJ’appelle demain.\n") == []


def test_the_words_of_a_safety_block_are_found_and_of_no_other(read: Callable[[], Library]) -> None:
    files = read().of("warm", "fr")
    (found,) = block_agreement.texts_of_block(files, "call", is_simple=False)
    assert found[:2] == ("fr/garden/warm.md", 18)
    assert found[2].startswith("{{fever.rule}}")
    assert list(block_agreement.texts_of_block(files, "measure", is_simple=False)) == []


def test_the_words_of_a_screen_of_the_simple_version_are_found(read: Callable[[], Library]) -> None:
    files = read().of("warm", "fr")
    assert files is not None
    assert files.simple is not None
    screen = files.simple.screens[0]
    (found,) = block_agreement.texts_of_block(files, screen.key, is_simple=True)
    assert found[:2] == ("fr/garden/warm.simple.md", screen.line)
    assert list(block_agreement.texts_of_block(files, "nowhere", is_simple=True)) == []
