"""How a week begins: the body its plan gives it, what may come in it, and the cards of its mornings."""

from collections.abc import Callable

import pytest

from courses.model.game import Book
from courses.model.rules import SiteRule
from game.core.day import director
from game.core.day.first_state import state_for
from game.core.patient import skills
from game.core.state.chance import draw
from game.core.views import cards
from game.core.week import Week
from tests.game.core.conftest import PLAY


def plans(book: Book) -> list[tuple[str, int]]:
    return [(key, plan.number) for key, campaign in book.campaigns.items() for plan in campaign.weeks]


def test_a_week_begins_with_the_grades_and_gauges_of_its_plan(shipped: tuple[Book, SiteRule], make_week: Callable[..., Week]) -> None:
    with_gauges = 0
    for campaign, number in plans(shipped[0]):
        week = make_week(campaign=campaign, week=number, begun=False)
        start = week.run.plan.start
        gauges = dict(start.get("gauges", {}))  # type: ignore[call-overload]
        assert {key: week.state.gauges[key] for key in gauges} == gauges
        assert week.state.gauges.keys() >= week.run.model.body.start.keys() - {"own_energy"}
        with_gauges += bool(gauges)
        if "grades" in start:
            assert week.state.grades == dict(start["grades"])  # type: ignore[call-overload]
    assert with_gauges, "some plan must set gauges, or nothing was compared"


def test_only_situations_of_this_regimen_role_and_campaign_may_come(shipped: tuple[Book, SiteRule], make_week: Callable[..., Week]) -> None:
    for campaign, number in plans(shipped[0]):
        week = make_week(campaign=campaign, week=number, begun=False)
        state = week.state
        may = {
            item.key
            for item in shipped[0].situations.values()
            if not item.only_scripted
            and not item.hospital
            and state.role in item.roles
            and (not item.regimens or state.regimen in item.regimens)
            and (not item.campaigns or state.campaign in item.campaigns)
            and item.days[0] <= state.last_day
            and item.days[1] >= state.first_day
        }
        assert {item.key for item in week.run.candidates} == may


def test_only_alerts_of_this_regimen_are_looked_for(shipped: tuple[Book, SiteRule], make_week: Callable[..., Week]) -> None:
    for campaign, number in plans(shipped[0]):
        week = make_week(campaign=campaign, week=number, begun=False)
        looked_for = {row[0].key for row in week.run.alerts}
        assert looked_for == {
            alert.key
            for alert in week.run.model.alerts
            if not alert.when.only_by_situation and (not alert.regimens or week.state.regimen in alert.regimens)
        }


def test_a_morning_card_is_chosen_by_need_relevance_and_the_taste_of_the_seed(make_week: Callable[..., Week]) -> None:
    week = make_week(week=2)
    run, state = week.run, week.state
    for card in run.book.cards.values():
        need = 1 - run.model.skills.start
        relevance = run.model.director.relevance[run.regimen.kind].get(card.skill, 0.3)
        wanted = 1.5 if card.skill in run.plan.skills else 1.0
        taste = draw(state.seed, state.cycle, state.week, card.key, "card")
        assert cards._score(run, card) == pytest.approx(need * relevance * wanted * (0.4 + 1.2 * taste))


def test_what_was_learnt_in_an_earlier_cycle_has_faded_by_the_days_since(make_week: Callable[..., Week]) -> None:
    week = make_week(week=2)
    run, state = week.run, week.state
    card = next(iter(run.book.cards.values()))
    state.cycle = 3
    state.origin["skills"] = {card.skill: {"p": 0.9, "n": 3, "last": 2}}
    since = state.first_day + 2 * run.regimen.cycle_days - 2
    need = 1 - skills.fade(run.model.skills, 0.9, since)
    other = 1 - run.model.skills.start
    scored = cards._score(run, card)
    state.origin["skills"] = {}
    assert scored / cards._score(run, card) == pytest.approx(need / other)


def test_confidence_never_falls_and_every_gauge_stays_within_a_hundred(make_week: Callable[..., Week]) -> None:
    run = make_week(week=1).run
    before = run.state.gauges.get("confidence", 50)
    run.gauge("confidence", -10)
    assert run.state.gauges.get("confidence", 50) == before
    run.gauge("confidence", 3)
    assert run.state.gauges["confidence"] == before + 3
    run.gauge("water", -500)
    assert run.state.gauges["water"] == 0
    run.gauge("water", 500)
    assert run.state.gauges["water"] == 100


def test_a_situation_alone_is_a_day_that_it_belongs_to(shipped: tuple[Book, SiteRule]) -> None:
    for key, item in shipped[0].situations.items():
        state = state_for(*shipped, key, seed=1, play=PLAY, difficulty=2)
        assert item.days[0] <= state.day <= item.days[1] or item.only_scripted
        assert state.day == state.first_day == state.last_day
        assert state.slot in item.slots


def test_what_is_known_least_and_needed_most_comes_first(make_week: Callable[..., Week]) -> None:
    week = make_week(week=2)
    run = week.run
    best = director.best(run)
    assert best is not None
    for skill in best.skills:
        skills.practise(run, (skill,) * 9, True, choices=4)
    again = director.best(run)
    assert again is not None
    assert again.key != best.key


def test_no_tablet_is_asked_about_while_the_team_holds_them(make_week: Callable[..., Week]) -> None:
    run = make_week(campaign="ambre", week=1).run
    run.state.episodes = []
    about = next(item for item in run.book.situations.values() if "tablets" in item.about and not item.alert)
    other = next(item for item in run.book.situations.values() if "tablets" not in item.about and not item.alert)
    for held_until, must_wait in ((run.state.day - 1, False), (run.state.day, True), (run.state.day + 1, True)):
        run.state.held_until = held_until
        assert bool(director._must_wait(run, about)) is must_wait
        assert not director._must_wait(run, other)
