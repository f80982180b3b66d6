"""The table of the 35 goals of trust names tests that are there, by file and by the name of the test."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reviews" / "2026-11-28" / "trust-goals.md"
ROW = re.compile(r"^\| ([A-F]\d+) \| (.+?) \| (there|in part|not there) \| (.+) \|$", re.M)
FILE = re.compile(r"`((?:tests/|bench/|scripts/)?[\w/]+(?:/|\.py))(?:::(test_\w+)(…)?)?`")
TEST = re.compile(r"`(test_\w+)(…)?`")
GOALS = {"A": 8, "B": 4, "C": 4, "D": 13, "E": 5, "F": 1}


def rows() -> list[tuple[str, str, str, str]]:
    return ROW.findall(PAGE.read_text("utf-8"))


def test_each_goal_stands_there_once_with_its_state() -> None:
    wanted = [f"{letter}{number}" for letter, count in GOALS.items() for number in range(1, count + 1)]
    assert [goal for goal, *_ in rows()] == wanted


def has_test(name: str, is_cut: str, text: str) -> bool:
    """is_cut: the page gives the beginning of the name alone, and an ellipsis."""
    return re.search(rf"def {name}" + ("" if is_cut else r"\("), text) is not None


def test_each_test_it_names_is_there() -> None:
    tests = {path.name: path for path in (ROOT / "tests").rglob("test_*.py")}
    every_text = "\n".join(path.read_text("utf-8") for path in tests.values())
    for goal, _, _, answer in rows():
        assert FILE.search(answer) or TEST.search(answer), goal
        for place, name, is_cut in FILE.findall(answer):
            path = ROOT / place if "/" in place else tests.get(place, ROOT / "missing")
            assert path.exists(), f"{goal}: {place}"
            assert not name or has_test(name, is_cut, path.read_text("utf-8")), f"{goal}: {name}"
        for name, is_cut in TEST.findall(answer):
            assert has_test(name, is_cut, every_text), f"{goal}: {name}"
