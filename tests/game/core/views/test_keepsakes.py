"""The home remembers: the plant follows care, the calendar the wish, and a photograph stays; all of it is said in words too."""

from collections.abc import Callable
from pathlib import Path

import pytest

from courses.library.drawings import read_pictures
from game import art
from game.core import policies
from game.core.state.commands import Act
from game.core.views import keepsakes
from game.core.week import Week
from tests.game.core.conftest import quiet
from tests.game.core.shipped_book import load

MEDIA = Path(__file__).parents[4] / "content" / "media" / "art"


def test_the_plant_leans_after_a_day_without_care_and_stands_again(make_week: Callable[..., Week]) -> None:
    week = quiet(make_week())
    assert keepsakes.keepsakes(week.run, "kitchen")[0] == "plant-fresh"
    week.state.day += 1
    assert keepsakes.keepsakes(week.run, "kitchen")[0] == "plant-low"
    week.do(Act("drink"))
    assert keepsakes.keepsakes(week.run, "kitchen")[0] == "plant-fresh"


@pytest.mark.parametrize("outcome", ["kept", "smaller", "away", "chance"])
def test_a_photograph_stands_from_the_next_morning_unless_the_wish_has_another_date(make_week: Callable[..., Week], outcome: str) -> None:
    week = quiet(make_week(character={"look": "awa"}))
    week.state.wish, week.state.day = outcome, week.state.first_day + 5
    assert not any(name.startswith("photo") for name in keepsakes.keepsakes(week.run, "living"))
    week.state.day += 1
    assert ("photo-awa" in keepsakes.keepsakes(week.run, "living")) == (outcome != "chance")
    assert ("calendar-after" in keepsakes.keepsakes(week.run, "living")) == (outcome != "chance")


def test_nothing_of_the_home_is_shown_or_said_elsewhere(make_week: Callable[..., Week]) -> None:
    week = quiet(make_week())
    for room in ("pharmacy", "market", "ward", "car"):
        assert keepsakes.keepsakes(week.run, room) == ()
    week.state.away_until = week.state.day
    assert keepsakes.keepsakes(week.run, "bedroom") == ()


@pytest.mark.parametrize("look", list(art.LOOKS))
def test_all_that_a_week_keeps_is_drawn_and_has_words(look: str) -> None:
    book, rule = load()
    parts = read_pictures(MEDIA).parts
    seen: set[str] = set()

    def watch(week: Week) -> None:
        view = week.view()
        seen.update(view.keepsakes)
        said = [line.key for line in view.alt if line.key.startswith("alt.keepsake.")]
        assert len(said) == len(view.keepsakes)
        assert all(book.text(language, line.key, **line.values) for line in view.alt for language in ("fr", "en"))
        if view.keepsakes:
            plain, full = (art.scene(parts, room=view.room, slot=view.slot, keepsakes=things) for things in ((), view.keepsakes))
            assert plain != full
        policies.ideal(week)

    week = Week.start(book, rule, campaign="azur", week=3, seed=5, play="p", character={"look": look})
    policies.play(week, watch)
    assert {f"object/{name}" for name in seen} <= set(parts)
    assert {"plant-fresh", "calendar-wish", "calendar-after", f"photo-{look}"} <= seen


def test_no_box_of_tablets_lies_on_the_road() -> None:
    for key, lies in (("swelling-face", False), ("market-day", False), ("three-questions", True)):
        view = Week.alone(*load(), situation=key, seed=1, play="p").view()
        assert bool(view.objects) == lies, key
