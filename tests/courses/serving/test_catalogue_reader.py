"""What a server shows while people write: new content when it is whole, the last good one otherwise."""

import shutil
from datetime import UTC, datetime, timedelta

import pytest

from courses.errors import ContentUnreadable
from courses.serving.catalogue_reader import Shelf


class Clock:
    def __init__(self):
        self.now = datetime(2026, 11, 23, 12, tzinfo=UTC)

    def __call__(self):
        return self.now

    def pass_seconds(self, seconds):
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def shelf(folder, clock, tmp_path):
    return Shelf(folder, clock=clock, cache=tmp_path / "cache")


def test_a_change_is_shown_within_seconds_and_not_looked_for_all_the_time(shelf, clock, rewrite):
    first = shelf.current()
    rewrite("fr/garden/tea.md", 'title: "Le thé"', 'title: "La tisane"')
    assert shelf.current() is first
    clock.pass_seconds(3)
    assert shelf.current().module("tea", "fr").title == "La tisane"
    assert shelf.current() is shelf.current()


def test_a_folder_that_vanishes_leaves_the_last_good_content_and_tells_staff(shelf, clock, folder, tmp_path):
    first = shelf.current()
    shutil.move(folder, tmp_path / "away")
    clock.pass_seconds(3)
    assert shelf.current() is first
    assert shelf.trouble is not None
    assert "rules.yml" in str(shelf.trouble.sentence)
    shutil.move(tmp_path / "away", folder)
    clock.pass_seconds(3)
    assert shelf.current().module("tea", "fr").title == "Le thé"
    assert shelf.trouble is None


def test_a_half_written_folder_leaves_the_last_good_content(shelf, clock, folder):
    first = shelf.current()
    for path in folder.glob("*/garden/*.md"):
        path.unlink()
    clock.pass_seconds(3)
    assert shelf.current() is first
    assert "half" in str(shelf.trouble.sentence) or "last good" in str(shelf.trouble.sentence)
    clock.pass_seconds(3)
    assert shelf.current() is not first, "what is still so at the second look is meant"


def test_a_folder_that_holds_no_text_at_all_is_never_believed(shelf, clock, folder):
    first = shelf.current()
    for path in folder.glob("fr/*/*.md"):
        path.unlink()
    for _ in range(4):
        clock.pass_seconds(3)
        assert shelf.current() is first
    assert "holds 0 modules" in str(shelf.trouble.sentence)


def test_what_is_withdrawn_goes_at_the_next_look_though_it_was_all_there_was(folder, clock, rewrite):
    shelf = Shelf(folder, clock=clock, instance="real")
    assert "garden" in shelf.current().courses
    rewrite("fr/garden/warm.md", "state: published", "state: withdrawn")
    clock.pass_seconds(3)
    assert shelf.current().courses == {}
    assert shelf.trouble is None


def test_broken_rules_leave_the_last_good_content(shelf, clock, folder):
    first = shelf.current()
    (folder / "_structure/rules.yml").write_text("fever: [", "utf-8")
    clock.pass_seconds(3)
    assert shelf.current() is first
    assert shelf.trouble is not None


def test_published_content_goes_at_midnight_without_any_change_of_files(folder, clock):
    shelf = Shelf(folder, clock=clock, instance="real")
    clock.now = datetime(2027, 5, 1, 23, 59, tzinfo=UTC)
    assert "garden" in shelf.current().courses
    clock.pass_seconds(120)
    assert shelf.current().courses == {}, "nobody touched a file: its day has come, and it must go"


def test_a_server_does_not_start_without_content(tmp_path, clock):
    with pytest.raises(ContentUnreadable):
        Shelf(tmp_path, clock=clock)
