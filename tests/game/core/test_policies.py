"""Ideal play is safer and more comfortable than average, and average than passive, in every regimen."""

import statistics

import pytest

from courses.model.game import Book
from courses.model.rules import SiteRule
from game.core import policies
from game.core.patient import scoring
from game.core.week import Week
from tests.game.core.conftest import PLAY

CLEAR_MARGIN = 0.15
"""Of comfort, between ideal and passive play: less than that is not seen in a week."""
CAMPAIGNS = ("azur", "corail", "indigo", "ambre", "jade", "nacre")


def means(shipped: tuple[Book, SiteRule], campaign: str, policy: str, seeds: range) -> tuple[float, float]:
    safety, comfort = [], []
    for seed in seeds:
        before = None
        for plan in shipped[0].campaigns[campaign].weeks[:3]:
            week = Week.start(*shipped, campaign=campaign, week=plan.number, seed=seed, play=PLAY, difficulty=2, before=before)
            policies.play(week, policies.POLICIES[policy])
            before = week.save()
            told = scoring.safety(week.run)
            safety += [] if told is None else [told]
            comfort.append(scoring.comfort(week.run))
    return statistics.mean(safety), statistics.mean(comfort)


def in_order(shipped: tuple[Book, SiteRule], campaign: str, seeds: range) -> None:
    ideal, average, careless, passive = (means(shipped, campaign, policy, seeds) for policy in ("ideal", "average", "careless", "passive"))
    assert ideal[0] > average[0] > careless[0] > passive[0]
    assert ideal[1] > average[1] > careless[1] > passive[1]
    assert ideal[0] > 0.999
    assert ideal[0] - passive[0] >= CLEAR_MARGIN
    assert ideal[1] - passive[1] >= CLEAR_MARGIN


def test_calling_every_day_costs_neither_safety_nor_comfort(shipped: tuple[Book, SiteRule]) -> None:
    for campaign in CAMPAIGNS:
        assert means(shipped, campaign, "anxious", range(2)) == means(shipped, campaign, "ideal", range(2))


@pytest.mark.sampled(3)
@pytest.mark.parametrize("campaign", CAMPAIGNS)
def test_care_and_calls_pay(campaign: str, shipped: tuple[Book, SiteRule]) -> None:
    in_order(shipped, campaign, range(10))


@pytest.mark.slow
@pytest.mark.parametrize("campaign", CAMPAIGNS)
def test_care_and_calls_pay_over_500_seeds(campaign: str, shipped: tuple[Book, SiteRule]) -> None:
    in_order(shipped, campaign, range(500))
