"""Each package says in its PRIVACY.md what it knows of people; those of `lms` and `lrs` name every table of theirs."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("infrastructure", "xapi", "courses", "lrs", "game", "analytics", "lms")
TABLE = re.compile(r'__tablename__ = "(\w+)"|\bTable\(\s*"([a-z]+_\w+)"')


@pytest.mark.parametrize("package", PACKAGES)
def test_each_package_says_what_it_knows_of_people(package: str) -> None:
    page = (ROOT / package / "PRIVACY.md").read_text("utf-8")
    assert page.startswith(f"# What `{package}` knows of people\n")
    named = {name for row in re.findall(r"^\|.*$", page, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)}
    sources = (path.read_text("utf-8") for path in (ROOT / package).rglob("*.py"))
    assert named == {one or other for text in sources for one, other in TABLE.findall(text)}
