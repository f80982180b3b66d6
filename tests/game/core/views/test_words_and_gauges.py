"""What she says and what the gauges show come from one state: no policy, seed or week makes them contradict each other."""

from collections.abc import Callable

import pytest

from courses.model.game import Book
from courses.model.rules import SiteRule
from game.core import policies
from game.core.views.view import TurnView
from game.core.week import Week
from tests.game.core.shipped_book import PLAY, load

LOW, MEDIUM, GOOD = 1, 2, 3
WORDS_OF_ENERGY = {  # beginning of the key of what she says -> levels of energy that fit it
    "says.fatigue.3": (LOW,), "says.fatigue.2": (LOW,), "says.fever": (LOW,), "says.shivers": (LOW,), "says.away": (LOW,),
    "says.fatigue.1": (LOW, MEDIUM), "says.well": (MEDIUM, GOOD),
}  # fmt: skip
WORDS_OF_WATER = {"says.dizzy": (LOW,), "says.nausea.3": (LOW,), "says.mucositis.3": (LOW,), "says.diarrhoea.3": (LOW,)}


def contradictions(view: TurnView) -> list[str]:
    """The keys of words that a gauge beside them belies."""
    levels = {gauge.key: gauge.level for gauge in view.gauges}
    keys = [line.key for line in view.says]
    found = []
    for gauge, table in (("energy", WORDS_OF_ENERGY), ("water", WORDS_OF_WATER)):
        level = levels.get(gauge)  # none of hers is shown in hospital
        if level is None:
            continue
        found += [f"{key}: {gauge} {level}" for key in keys for word, fit in table.items() if key.startswith(word) and level not in fit]
    if view.face in ("queasy", "pain") and levels.get("energy") == GOOD:
        found.append(f"{view.face}: energy good")
    if any(notice.text.key.startswith("notice.home_again") for notice in view.notices) and levels.get("energy") == GOOD:
        found.append("home again, tired: energy good")
    return found


def play_and_compare(campaign: str, seeds: range) -> set[str]:
    """Every policy in every week of the campaign, looked at before and after each turn. Gives the kinds of words that were said."""
    book, rule = load()
    spoken: set[str] = set()
    for plan in book.campaigns[campaign].weeks:
        for policy in policies.POLICIES.values():
            for seed in seeds:
                week = Week.start(book, rule, campaign=campaign, week=plan.number, seed=seed, play=PLAY, difficulty=1 + seed % 3)
                policies.play(week, lambda one, policy=policy: compare_around(one, policy, spoken))
    return spoken


def compare_around(week: Week, policy: Callable[[Week], None], spoken: set[str]) -> None:
    before = week.view()
    spoken.update(line.key.split(".")[1] for line in before.says)
    policy(week)
    for view in (before, week.view()):
        assert contradictions(view) == [], (view.campaign, view.week, view.cycle_day, view.slot)


CAMPAIGNS = [key for key in load()[0].campaigns if key != "tutorial"]


@pytest.mark.parametrize("campaign", CAMPAIGNS)
def test_no_word_is_belied_by_a_gauge(campaign: str) -> None:
    assert {"fatigue", "well"} <= play_and_compare(campaign, range(1))  # words that the gauges are held to were said at all


@pytest.mark.slow
@pytest.mark.parametrize("campaign", CAMPAIGNS)
def test_no_word_is_belied_by_a_gauge_over_ten_seeds(campaign: str) -> None:
    play_and_compare(campaign, range(10))


def energy_in(book: Book, rule: SiteRule, key: str) -> int:
    """The level of energy shown in a situation played alone, by somebody who would be full of it else."""
    week = Week.alone(book, rule, situation=key, seed=1, play=PLAY)
    week.state.gauges["energy"] = 100
    assert week.view().situation is not None
    return {gauge.key: gauge.level for gauge in week.view().gauges}["energy"]


def test_energy_is_never_good_beside_an_urgent_sign_that_a_scene_brings() -> None:
    book, rule = load()
    alerts = {alert.key: alert for alert in book.numbers.alerts if alert.flag in ("red", "vital") and alert.is_physical}
    signs = {key: alerts[situation.alert] for key, situation in book.situations.items() if situation.alert in alerts}
    assert len(signs) > 8
    for key, alert in signs.items():
        assert energy_in(book, rule, key) <= (LOW if alert.symptom in ("shivers", "fever") else MEDIUM), key


def test_energy_is_never_good_beside_a_face_that_is_tired_queasy_or_in_pain() -> None:
    book, rule = load()
    for key, situation in book.situations.items():
        if situation.face in ("tired", "queasy", "pain") and not situation.hospital:
            assert energy_in(book, rule, key) <= MEDIUM, key
