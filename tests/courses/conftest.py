"""A small content folder of two courses that the checks find nothing in, copied for each test."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sample_folder import TODAY, lay_out

from courses.checks import all_checks
from courses.library import content_folder
from courses.model.content import Problem


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A content folder of the test's own."""
    return lay_out(tmp_path / "content")


@pytest.fixture
def check(folder: Path) -> Callable[[], list[Problem]]:
    """Everything the checks find in the folder now."""

    def checked(today: date = TODAY) -> list[Problem]:
        return all_checks.problems(content_folder.load(folder, today=today))

    return checked


@pytest.fixture
def rewrite(folder: Path) -> Callable[..., int]:
    """Replaces words in a file of the folder; gives the line where they stand afterwards."""

    def rewritten(path: str, old: str, new: str) -> int:
        file = folder / path
        text = file.read_text("utf-8")
        assert text.count(old) >= 1, f"{old!r} does not stand in {path}"
        at = text.index(old)
        file.write_text(text.replace(old, new, 1), "utf-8")
        return text.count("\n", 0, at) + 1

    return rewritten
