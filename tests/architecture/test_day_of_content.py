"""Tests of the shipped content look at it on the day of its newest source: on a day written down, a source read later is an error."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
WRITTEN_DAY = re.compile(r"\b(?:load|lint)\((?:SHIPPED|CONTENT)\w*,[^()]*\bdate(?:time)?\((?:20\d\d)")


def written_days(text: str) -> list[str]:
    return WRITTEN_DAY.findall(text)


def test_no_test_of_the_shipped_content_has_a_day_of_its_own() -> None:
    files = [path for path in sorted(TESTS.rglob("test_*.py")) if path.name != Path(__file__).name]
    assert [path.name for path in files if written_days(path.read_text("utf-8"))] == []


@pytest.mark.parametrize("call", ["load(SHIPPED, now=datetime(2026, 11, 29, tzinfo=UTC))", "lint(CONTENT, page, today=date(2026, 1, 2))"])
def test_a_day_written_down_is_seen(call: str) -> None:
    assert written_days(call)
