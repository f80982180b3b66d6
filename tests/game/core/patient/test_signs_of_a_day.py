"""Which signs begin: grade, pair, missed doses, and the illness that is drawn with its slot and temperature."""

from collections.abc import Callable

import pytest

from courses.model.game import Effect
from game.core.patient import effects, fever, night, signs
from game.core.state.chance import pick
from game.core.state.week_state import Dose
from game.core.week import Week
from tests.game.core.conftest import go_to, quiet


def missed(day: int, hour: int, manner: str = "forgotten") -> Dose:
    return Dose(f"1-{day}", day, "morning", hour, manner)


def test_a_sign_without_a_grade_is_of_grade_one(make_week: Callable[..., Week]) -> None:
    week = go_to(quiet(make_week()), 9, "evening")
    (episode,) = signs.open_episodes(week.run)
    assert (episode.symptom, episode.grade) == ("fever", 1)


def test_two_ambers_beside_a_red_are_no_pair(make_week: Callable[..., Week]) -> None:
    week = quiet(make_week(week=1))
    week.state.grades.update({"nausea": 3, "mucositis": 2, "handfoot": 2, "rash": 2})
    signs.update_episodes(week.run)
    flags = {episode.symptom: episode.flag for episode in signs.open_episodes(week.run)}
    assert flags["nausea"] == "red"
    assert list(flags.values()).count("amber") >= 2
    assert "pair" not in flags


def test_doses_count_as_missed_when_they_were_not_taken_and_nobody_was_told(make_week: Callable[..., Week]) -> None:
    week = quiet(make_week(campaign="ambre", week=1))
    week.state.doses = [missed(1, 8), missed(2, 32, "chosen"), missed(3, 56, "ok"), missed(4, 80, "held"), missed(5, 104, "late")]
    assert signs.missed_doses(week.run) == 2
    signs.present(week.run, next(alert for alert in week.run.model.alerts if alert.symptom == "doses"))
    (episode,) = signs.open_episodes(week.run)
    episode.closed_by, episode.closed_hour = "team", 8
    assert signs.missed_doses(week.run) == 1
    episode.closed_hour = 32
    assert signs.missed_doses(week.run) == 0


def test_an_infection_begins_in_the_slot_and_with_the_temperature_that_were_drawn(make_week: Callable[..., Week]) -> None:
    seen = set()
    for seed in range(12):
        week = quiet(make_week(week=2, seed=seed, begun=False))
        week.state.grades["mucositis"] = 2
        night._catch(week.run, 60.0)
        if week.state.infection == "none":
            continue
        run, numbers = week.run, week.run.model.infection
        assert week.state.infection_slot == pick(numbers.slot_weights, run.draw("infection", "slot"))
        u = run.draw("infection", "temperature")
        is_borderline = run.draw("infection", "borderline") < numbers.borderline_share
        low, spread = (numbers.borderline_from, numbers.borderline_spread) if is_borderline else (numbers.fever_from, numbers.fever_spread)
        assert week.state.infection_temperature == round(low + spread * u, 1)
        assert week.state.has_shivers_only is (run.draw("infection", "shivers") < numbers.shivers_without_fever_share)
        seen.add(week.state.infection_slot)
    assert len(seen) >= 2


def test_the_temperature_is_shown_to_a_tenth(make_week: Callable[..., Week]) -> None:
    week = quiet(make_week(week=1))
    night.begin_infection(week.run, "morning", 38.26)
    assert fever.true_temperature(week.run) == 38.3
    week.state.infection = "none"
    normal = fever.true_temperature(week.run)
    assert normal == round(normal, 1)


def test_energy_falls_with_each_other_symptom_of_grade_two(make_week: Callable[..., Week]) -> None:
    def energy_after(grades: dict[str, int]) -> int:
        week = quiet(make_week(week=1))
        week.state.grades = grades
        week.state.gauges["energy"] = 60
        night._gauges(week.run)
        return week.state.gauges["energy"]

    model = quiet(make_week(week=1)).run.model.body
    rested = energy_after({"nausea": 1})
    assert rested - energy_after({"nausea": 2}) == model.energy_drift * model.energy_per_other_grade_two
    assert rested - energy_after({"nausea": 2, "mucositis": 3}) == model.energy_drift * 2 * model.energy_per_other_grade_two
    assert rested - energy_after({"fatigue": 2}) == model.energy_drift * 2 * model.energy_per_fatigue


@pytest.mark.parametrize(("before", "step", "after"), [(None, 1, 1), (None, -1, 0), (0, 2, 2), (2, 2, 3), (1, -3, 0), (3, -1, 2)])
def test_an_effect_moves_a_symptom_within_nought_to_three(
    before: int | None, step: int, after: int, make_week: Callable[..., Week]
) -> None:
    week = quiet(make_week(week=1))
    week.state.grades = {} if before is None else {"nausea": before}
    effects.apply(week.run, Effect(grades={"nausea": step}))
    assert week.state.grades["nausea"] == after


def test_an_effect_may_hold_the_dose_on_advice_or_skip_it(make_week: Callable[..., Week]) -> None:
    for manner, wanted in (("held", "held"), ("vomited", "vomited"), ("skipped", "chosen"), ("taken", "ok"), ("doubled", "doubled")):
        week = quiet(make_week(campaign="ambre", week=1))
        effects.apply(week.run, Effect(dose=manner))
        assert week.state.doses[-1].manner == wanted
