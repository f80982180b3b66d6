"""Each row of the clinical review of 28 November 2026 is answered by words that still stand in the shipped content."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONTENT = ROOT / "content"
ANSWERS = ROOT / "docs/reviews/2026-11-28/clinical-lines.md"
ROWS_OF_1A = {f"1A-{number}" for number in range(1, 23)}


def answers() -> list[tuple[str, str, str, str]]:
    """Row, file, French words, English words."""
    rows = re.findall(r"^\| (1[AB][^|]*?) \| `([^`]+)` \| (.+?) \| (.+?) \|$", ANSWERS.read_text("utf-8"), re.MULTILINE)
    return [(row, file, french, english) for row, file, french, english in rows]


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def lost(rows: list[tuple[str, str, str, str]]) -> list[str]:
    texts: dict[Path, str] = {}
    missing = []
    for row, file, *both in rows:
        for language, words in zip(("fr", "en"), both, strict=True):
            path = CONTENT / language / file
            texts.setdefault(path, plain(path.read_text("utf-8")) if path.is_file() else "")
            if words not in texts[path]:
                missing.append(f"{row}: {language}/{file}: {words}")
    return missing


def test_the_words_of_every_answer_stand_in_the_text() -> None:
    assert lost(answers()) == []


def test_every_row_of_1a_is_there_and_1b_too() -> None:
    rows = {row for row, *_ in answers()}
    assert rows >= ROWS_OF_1A
    assert len({row for row in rows if row.startswith("1B")}) >= 12


@pytest.mark.parametrize("change", [("game/signs.yml", "game/sign.yml"), ("Au lit la plus grande partie", "Au lit, une petite partie")])
def test_an_answer_whose_words_went_away_is_named(change: tuple[str, str]) -> None:
    rows = [(row, *(cell.replace(*change) for cell in cells)) for row, *cells in answers()]
    assert lost(rows)  # type: ignore[arg-type]
