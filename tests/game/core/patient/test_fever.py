"""Fever follows the site's rule under every preset; a medicine against fever hides it; shivers count without a number."""

from collections.abc import Callable

import pytest

from courses.model.game import Book
from courses.model.rules import SiteRule
from game.core.patient import fever, night, signs
from game.core.state.commands import Act
from game.core.week import Week
from tests.game.core.conftest import PRESETS, go_to, quiet


@pytest.mark.sampled(2)
@pytest.mark.parametrize("preset", PRESETS)
def test_the_scripted_fever_means_call_under_each_preset(
    preset: str, by_preset: dict[str, tuple[Book, SiteRule]], make_week: Callable[..., Week]
) -> None:
    week = go_to(quiet(make_week(using=by_preset[preset])), 9, "evening")
    assert [episode.symptom for episode in signs.open_episodes(week.run)] == ["fever"]
    week.do(Act("measure_temp"))
    reading = week.view().reading
    assert reading is not None
    assert reading >= by_preset[preset][1].call
    assert fever.meaning(week.run) == "call"


@pytest.mark.parametrize(
    ("preset", "temperature", "opens"),
    [
        ("37.5", 37.5, True), ("37.5", 37.4, False), ("38.0", 38.0, True), ("38.0", 37.9, False), ("38.3-held", 38.3, True),
        ("38.3-held", 37.9, False), ("38.5-twice", 38.5, True), ("38.5-twice", 37.9, False), ("38.5-twice", 38.3, True),
    ],
)  # fmt: skip
def test_the_line_is_the_sites_own(
    preset: str, temperature: float, opens: bool, by_preset: dict[str, tuple[Book, SiteRule]], make_week: Callable[..., Week]
) -> None:
    week = make_week(using=by_preset[preset], week=1)
    night.begin_infection(week.run, "morning", temperature)
    assert fever.is_fever(week.run) is opens


@pytest.mark.parametrize("held", [True, False])
def test_a_borderline_fever_is_measured_again_an_hour_later(
    held: bool, by_preset: dict[str, tuple[Book, SiteRule]], make_week: Callable[..., Week]
) -> None:
    for seed in range(60):
        week = make_week(using=by_preset["38.3-held"], week=1, seed=seed)
        night.begin_infection(week.run, "morning", 38.1)
        if (week.run.draw("infection", "held") < week.run.model.infection.held_share) == held and not week.state.open_situation:
            break
    week.do(Act("measure_temp"))
    assert fever.meaning(week.run) == "second"
    week.do(Act("measure_temp"))
    assert (fever.meaning(week.run) == "call") is held
    assert fever.is_fever(week.run) is held


def test_paracetamol_first_hides_the_fever_but_not_the_sign(make_week: Callable[..., Week]) -> None:
    week = go_to(quiet(make_week()), 9, "evening")
    true = fever.true_temperature(week.run)
    week.do(Act("paracetamol"))
    week.do(Act("measure_temp"))
    assert week.view().reading == pytest.approx(true - 0.7)
    assert [episode.symptom for episode in signs.open_episodes(week.run)] == ["fever"]
    assert any(past.kind == "masked" for past in week.state.story)


def test_shivers_without_fever_are_a_red_sign(make_week: Callable[..., Week]) -> None:
    week = quiet(make_week(week=1))
    night.begin_infection(week.run, "morning", 38.4)
    week.state.has_shivers_only = True
    week.do(Act("measure_temp"))
    assert (week.view().reading or 0) < 37.5
    assert [episode.alert for episode in signs.open_episodes(week.run)] == ["shivers"]
