"""The floors hold: import-linter passes on the tree, and goes red for one planted import on each kind of wall."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("xapi", "courses", "lrs", "game", "analytics", "lms")


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    program = "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports_command as c; c()"
    command = [sys.executable, "-c", program, "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the packages' code that may be spoilt."""
    folder = tmp_path_factory.mktemp("house")
    for package in PACKAGES:
        heavy = shutil.ignore_patterns("__pycache__", "static", "templates", "translations")
        shutil.copytree(ROOT / package, folder / package, ignore=heavy)
    shutil.copy(ROOT / ".importlinter", folder)
    return folder


def test_the_floors_hold() -> None:
    answer = lint(ROOT)
    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.mark.parametrize(
    ("file", "line", "wall"),
    [
        ("xapi/actor.py", "import lrs.writing.statement_writer", "floors"),
        ("lrs/writing/statement_writer.py", "import game.art", "floors"),
        ("lrs/writing/statement_writer.py", "import courses.serving.catalogue", "the store knows only xapi"),
        ("game/core/week.py", "import random", "game.core knows only courses.model"),
        ("game/core/week.py", "import courses.serving.catalogue", "game.core knows only courses.model"),
        ("game/art/scene.py", "import pygame", "pygame is imported in game.ui.window.pygame_window alone"),
        ("lrs/writing/statement_writer.py", "import flask", "Flask lives in lms and lrs.web"),
        ("analytics/results.py", "import duckdb", "the web process never loads the engines"),
        ("lms/learning/routes.py", "import game.core.week", "only lms.weeks knows the game"),
        ("analytics/reports/__init__.py", "import lrs.reading.reader", "analytics reads the store by one door"),
        ("lms/accounts/models.py", "import lms.learning.routes", "features of the LMS"),
    ],
)
def test_a_planted_import_goes_red(house: Path, file: str, line: str, wall: str) -> None:
    path = house / file
    honest = path.read_text()
    path.write_text(honest + f"\n{line}\n")
    try:
        answer = lint(house)
    finally:
        path.write_text(honest)
    assert answer.returncode == 1, answer.stdout + answer.stderr
    assert f"{wall} BROKEN" in answer.stdout
