"""The shipped game, loaded once, and weeks made with defaults."""

from collections.abc import Callable

import pytest

from courses.model.game import Book
from courses.model.rules import SiteRule
from game.core.state.commands import Decide, NextSlot
from game.core.week import Week
from tests.game.core.shipped_book import PLAY, PRESETS, load


@pytest.fixture(scope="session")
def shipped() -> tuple[Book, SiteRule]:
    return load()


@pytest.fixture(scope="session")
def by_preset() -> dict[str, tuple[Book, SiteRule]]:
    return {preset: load(preset) for preset in PRESETS}


@pytest.fixture
def make_week(shipped: tuple[Book, SiteRule]) -> Callable[..., Week]:
    """A begun week; the azur week of days 8-14 unless told otherwise."""

    def make(*, begun: bool = True, **given: object) -> Week:
        book, rule = given.pop("using", shipped)  # type: ignore[misc]
        options = {"campaign": "azur", "week": 2, "seed": 7, "play": PLAY, **given}
        week = Week.start(book, rule, **options)  # type: ignore[arg-type]
        if begun:
            week.begin()
        return week

    return make


def quiet(week: Week) -> Week:
    """No situation will come: what is tested stands alone."""
    state = week.state
    state.planned, state.open_situation, state.episodes, state.story = [], "", [], []
    state.grades = dict(state.origin.get("grades", {}))
    return week


def go_to(week: Week, day: int, slot: str) -> Week:
    """Go on, deciding safely and telling nobody anything, to a moment of the week."""
    for _ in range(60):
        if (week.state.day, week.state.slot) == (day, slot) or week.state.is_over:
            break
        if week.state.open_situation:
            situation = week.run.book.situations[week.state.open_situation]
            week.do(Decide(next(choice.key for choice in situation.choices if choice.is_safe)))
        week.do(NextSlot())
    assert (week.state.day, week.state.slot) == (day, slot)
    return week
