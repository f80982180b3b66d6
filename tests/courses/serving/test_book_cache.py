"""The game's book kept for the next start: the same as read anew, and read anew when anything it is made from changed."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from content_day import DAY_OF_CONTENT

from courses.game import book_reader
from courses.game.book_reader import GameFiles
from courses.rules import rule_files
from courses.serving import book_cache, compiled_cache

CONTENT = Path(__file__).parents[3] / "content"
TODAY = DAY_OF_CONTENT
SITUATION = "fr/situations/headache-first.md"


def not_this(folder: str, names: list[str]) -> list[str]:
    """One situation is enough."""
    return [name for name in names if Path(folder).name == "situations" and name != Path(SITUATION).name]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with its book in the cache."""
    folder = tmp_path_factory.mktemp("written")
    for part in ("_structure", "fr/game", "en/game", "fr/situations", "en/situations"):
        shutil.copytree(CONTENT / part, folder / "content" / part, ignore=not_this)
    load(folder / "content")
    return folder


def load(folder: Path, day: date = TODAY, preset: str | None = None) -> GameFiles:
    """As a process that has just begun: nothing is held in memory."""
    book_cache.CACHE.forget()
    rule = rule_files.load(folder).preset(preset)
    return book_cache.load(folder, rule, now=day, instance="demo", modules={"fever"}, cache=folder.parent / "cache")


def test_what_is_kept_is_what_reading_gives_and_nothing_is_read_again(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = home / "content"
    fresh = book_reader.load(folder, rule_files.load(folder).preset(), now=TODAY, instance="demo", modules={"fever"})
    assert fresh.book
    assert list(fresh.book.situations) == ["headache-first"]
    monkeypatch.setattr(book_reader, "load", lambda *_args, **_named: pytest.fail("read again"))
    assert load(folder) == fresh


@pytest.mark.parametrize(
    "path",
    [
        SITUATION,
        "en/situations/headache-first.md",
        "fr/game/screen.yml",
        "en/game/screen.yml",
        "_structure/game/alerts.yml",
        "_structure/references.yml",
    ],
)
def test_a_byte_more_in_any_of_its_files_is_another_state(home: Path, path: str) -> None:
    folder = home / "content"
    before, file = book_cache._digest(folder, ""), folder / path
    text = file.read_text("utf-8")
    file.write_text(text + " ", "utf-8")
    assert book_cache._digest(folder, "") != before
    file.write_text(text, "utf-8")
    assert book_cache._digest(folder, "") == before


def test_another_version_of_our_own_code_is_another_state(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = book_cache._digest(home / "content", "")
    monkeypatch.setattr(compiled_cache, "shape", lambda: "another version")
    assert book_cache._digest(home / "content", "") != before


def test_another_day_or_rule_is_read(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    days: list[date] = []
    monkeypatch.setattr(book_reader, "load", lambda *_args, now, **_named: days.append(now) or GameFiles(None))
    load(home / "content", TODAY + timedelta(days=1))
    load(home / "content", preset="38.3-held")
    assert days == [TODAY + timedelta(days=1), TODAY]


def test_a_book_that_could_not_be_read_is_tried_again(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    day = TODAY + timedelta(days=2)
    with monkeypatch.context() as failing:
        failing.setattr(book_reader, "_load", lambda *_args: 1 / 0)
        assert load(home / "content", day).book is None
    assert load(home / "content", day).book
