"""The knowledge model gives the figures its reference gives, forgets, and helps silently."""

from collections.abc import Callable

import pytest

from game.core.patient import skills
from game.core.week import Week


def test_it_gives_the_reference_figures(make_week: Callable[..., Week]) -> None:
    numbers = make_week().run.model.skills
    p, seen = numbers.start, []
    for _ in range(3):
        p = skills.after(numbers, p, True, 0.25)
        seen.append(round(p, 3))
    assert seen == [0.553, 0.844, 0.958]
    assert round(skills.after(numbers, numbers.start, False, 0.25), 3) == pytest.approx(0.177, abs=0.002)
    hinted = numbers.start
    for _ in range(3):
        hinted = skills.after(numbers, hinted, True, numbers.hinted_guess)
    assert round(hinted, 3) == pytest.approx(0.707, abs=0.002)


def test_it_forgets_by_its_half_life(make_week: Callable[..., Week]) -> None:
    numbers = make_week().run.model.skills
    assert round(skills.fade(numbers, 0.9, 7), 3) == pytest.approx(0.756, abs=0.001)
    assert round(skills.fade(numbers, 0.9, 21), 2) == 0.55
    assert skills.fade(numbers, 0.1, 21) == 0.1


def test_days_run_on_over_cycles(make_week: Callable[..., Week]) -> None:
    run = make_week(campaign="nacre", week=1).run
    assert skills.days_since(run, "K14", 14) == 14
    skills.practise(run, ("K14",), True, choices=4)
    before = run.state
    later = make_week(campaign="nacre", week=2, before=before.to_json()).run
    assert skills.days_since(later, "K14", 14) == (6 - 1) * 21
    assert skills.mastery_of(later, "K14") < before.skills["K14"].p


def test_silent_help_comes_after_three_decisions_that_went_another_way(make_week: Callable[..., Week]) -> None:
    run = make_week(difficulty=3).run
    for count in range(1, 4):
        assert not skills.needs_support(run, ("K08",))
        skills.practise(run, ("K08",), False, choices=4)
        assert run.state.skills["K08"].n == count
    assert skills.needs_support(run, ("K08",))


def test_more_difficulty_is_offered_only_when_critical_skills_are_sure(make_week: Callable[..., Week]) -> None:
    run = make_week().run
    for skill in run.model.skills.critical:
        for _ in range(3):
            skills.practise(run, (skill,), True, choices=4)
    assert skills.is_ready_for_more(run)
    skills.practise(run, ("K01",), False, choices=4)
    assert not skills.is_ready_for_more(run)
