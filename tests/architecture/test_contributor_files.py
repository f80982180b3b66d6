"""What somebody who wants to help looks for is there, and the hooks fetch nothing."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("CHANGELOG.md", ["Keep a Changelog", "### Security"]),
        ("UPGRADE.md", ["horslesmurs db upgrade", "horslesmurs restore"]),
        ("SECURITY.md", ["private", "within seven days"]),
        ("CODE_OF_CONDUCT.md", ["Keep real patients out"]),
        (".github/pull_request_template.md", ["keyboard alone", "in French and in English", "source"]),
        (".github/ISSUE_TEMPLATE/text.yml", ["No real patient can be known"]),
        ("docs/glossary.md", ["learner", "registration", "triage register"]),
        ("docs/changing-things.md", ["make test-later"]),
        ("docs/release.md", ["git tag", "make freshness"]),
    ],
)
def test_a_page_for_contributors_says_what_it_is_for(name: str, words: list[str]) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert [word for word in words if word not in text] == []


def test_the_hooks_are_local() -> None:
    text = (ROOT / ".pre-commit-config.yaml").read_text("utf-8")
    assert re.findall(r"(?m)^\s*- repo: (\S+)", text) == ["local"]
    for program in re.findall(r"\.venv/bin/python (scripts/\S+)", text):
        assert (ROOT / program).is_file()


def test_the_page_of_changes_names_only_what_is_there() -> None:
    text = (ROOT / "docs/changing-things.md").read_text("utf-8")
    named = re.findall(r"(?<![\w/])((?:tests|scripts|bench|lms|content|game|migrations)/[\w/.-]*[\w])", text)
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []
    targets = re.findall(r"`make ([a-z-]+)", text)
    recipes = set(re.findall(r"(?m)^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8")))
    assert set(targets) <= recipes
