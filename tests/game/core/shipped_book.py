"""The shipped game, loaded once for each preset of the fever rule."""

from datetime import date
from functools import cache
from pathlib import Path

from courses.game import book_reader
from courses.model.game import Book
from courses.model.rules import SiteRule
from courses.rules import rule_files

CONTENT = Path(__file__).parents[3] / "content"
TODAY = date(2026, 11, 23)
PRESETS = ("37.5", "38.0", "38.3-held", "38.5-twice")
PLAY = "0b3c7a52-6f5e-4c1d-9a7e-2f6f1f6c9d10"


@cache
def load(preset: str = "38.0") -> tuple[Book, SiteRule]:
    rule = rule_files.load(CONTENT).preset(preset)
    book = book_reader.load(CONTENT, rule, now=TODAY).book
    assert book is not None
    return book, rule
