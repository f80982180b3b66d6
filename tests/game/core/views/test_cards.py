"""The card of a morning: one a day, tied to a skill and its sources, none twice in a week, at hand all morning."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from courses.model.game import Book
from courses.model.rules import SiteRule
from game.core import policies
from game.core.state.commands import Act, NextSlot
from game.core.views import cards
from game.core.views.view import DayCard
from game.core.week import Week
from tests.game.core.conftest import PLAY


def shown(week: Week) -> list[DayCard]:
    """The cards of a whole week, each morning before anything is done."""
    found: list[DayCard] = []

    def look(now: Week) -> None:
        card = now.view().day_card
        if card is not None:
            found.append(card)
        policies.ideal(now)

    policies.play(week, look)
    return found


@pytest.mark.parametrize("campaign", ["tutorial", "azur", "corail", "indigo", "ambre", "jade", "nacre", "caregiver", "after"])
def test_each_morning_has_a_card_and_none_comes_twice_in_a_week(campaign: str, shipped: tuple[Book, SiteRule]) -> None:
    for plan in shipped[0].campaigns[campaign].weeks:
        for seed in range(6):
            week = Week.start(*shipped, campaign=campaign, week=plan.number, seed=seed, play=PLAY)
            found = shown(week)
            mornings = sum(1 for past in range(plan.days) if plan.first_day + past not in _away(week))
            assert len(found) >= mornings - 1, (campaign, plan.number, seed)
            assert len({card.key for card in found}) == len(found)
            assert all(card.skill and card.sources for card in found)


def _away(week: Week) -> set[int]:
    """Mornings that were not stopped at: the character was being looked after."""
    return {past.day for past in week.state.story if past.kind == "home"}


def test_a_card_is_one_idea_of_half_a_minute(shipped: tuple[Book, SiteRule]) -> None:
    for key in shipped[0].cards:
        for language in ("fr", "en"):
            words = shipped[0].text(language, f"card.{key}.text", name="Nadia").split()
            assert 20 <= len(words) <= 75, (language, key, len(words))


def test_a_card_is_in_the_way_until_something_is_done_and_at_hand_all_morning(make_week: Callable[..., Week]) -> None:
    week = make_week()
    card = week.view().day_card
    assert card is not None
    assert card.is_new
    week.do(Act("measure_temp"))
    assert week.view().day_card == replace(card, is_new=False)
    week.do(NextSlot())
    assert week.state.slot != "morning"
    assert week.view().day_card is None


def test_what_is_least_known_comes_first(shipped: tuple[Book, SiteRule]) -> None:
    """The same week and seed, one skill well known: its cards give way to others."""
    first = Week.start(*shipped, campaign="azur", week=1, seed=4, play=PLAY)
    before = first.save()
    fresh = cards.of_the_week(Week.start(*shipped, campaign="azur", week=2, seed=4, play=PLAY, before=before).run)
    skill = next(iter(fresh.values())).skill
    before["skills"] = {skill: {"p": 0.99, "n": 5, "last": 7}}
    known = cards.of_the_week(Week.start(*shipped, campaign="azur", week=2, seed=4, play=PLAY, before=before).run)
    assert skill in {card.skill for card in fresh.values()}
    assert skill not in {card.skill for card in known.values()}


def test_the_same_week_resumed_has_the_same_cards(make_week: Callable[..., Week], shipped: tuple[Book, SiteRule]) -> None:
    week = make_week(week=3)
    assert cards.of_the_week(Week.resume(*shipped, week.save()).run) == cards.of_the_week(week.run)


def test_a_situation_alone_has_no_card(shipped: tuple[Book, SiteRule]) -> None:
    week = Week.alone(*shipped, situation="headache-first", seed=1, play=PLAY)
    assert week.view().day_card is None
