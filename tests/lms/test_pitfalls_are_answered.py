"""Each sentence on what broke elsewhere has its test, or a reason; a test that is named exists."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reviews" / "2026-11-28" / "pitfalls-lms.md"
SENTENCES = 83


def rows() -> dict[int, str]:
    lines = [line.split("|") for line in PAGE.read_text("utf-8").splitlines() if re.match(r"\| [0-9]+ \|", line)]
    return {int(line[1]): line[3].strip() for line in lines}


def test_every_sentence_has_a_test_or_a_reason() -> None:
    assert sorted(rows()) == list(range(1, SENTENCES + 1))
    assert all(len(held) > 10 for held in rows().values())


def test_every_test_that_is_named_exists() -> None:
    known = {name for path in (ROOT / "tests").rglob("*.py") for name in re.findall(r"def test_(\w+)", path.read_text("utf-8"))}
    named = {name for held in rows().values() for name in re.findall(r"`([a-z0-9_]{12,})`", held)}
    named |= set(re.findall(r"`([a-z0-9_]{12,})`", PAGE.with_name("certifying.md").read_text("utf-8"))) - {"speechSynthesis"}
    assert named
    assert named - known == set()
