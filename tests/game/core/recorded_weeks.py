"""Weeks as they were played once, moment by moment. scripts/record_weeks.py writes them anew after a change that was meant."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from game.core import policies
from game.core.patient import gauge_levels
from game.core.review.debrief_builder import look_back
from game.core.state.events import Event
from game.core.views import expressions
from game.core.week import Week
from tests.game.core.shipped_book import PLAY, load

FOLDER = Path(__file__).parents[2] / "golden/weeks"
WEEKS = (
    ("azur", 2, "ideal", 1, "normal"),
    ("corail", 1, "average", 4, "short"),
    ("indigo", 2, "careless", 2, "normal"),
    ("ambre", 2, "passive", 5, "normal"),
    ("jade", 1, "average", 3, "normal"),
    ("nacre", 2, "anxious", 6, "normal"),
    ("caregiver", 2, "average", 3, "short"),
    ("after", 1, "random", 8, "normal"),
)
"""Campaign, week, policy, seed and length."""
SAME_IN_A_WEEK = {"campaign", "week", "play", "seed", "difficulty", "length", "role", "model_version", "cycle_day", "game_hour"}


def lines(campaign: str, week: int, policy: str, seed: int, length: str) -> Iterator[str]:
    """What happened, in order: the state at the beginning of each moment, each event, and what the look back says."""
    book, rule = load()
    played = Week.start(book, rule, campaign=campaign, week=week, seed=seed, play=PLAY, length=length)
    told: list[str] = []

    def note_then_play(one: Week) -> None:
        told.append(_moment(one))
        policies.POLICIES[policy](one)

    played.listeners.append(lambda event: told.append(f"  {_event(event)}"))
    policies.play(played, note_then_play)
    yield from told
    yield _moment(played)
    back = look_back(played)
    for line in (back.hinge, *back.also, *back.went_well, *(one for day in back.days for one in day.lines), back.calls, back.report):
        yield f"look back: {line.key}"
    yield f"tip: {back.tip.key}; module: {back.module}; missed: {', '.join(back.missed_skills)}"


def _moment(week: Week) -> str:
    run, state = week.run, week.state
    levels = {key: gauge_levels.level(run, key) for key in state.gauges}
    grades = {key: grade for key, grade in state.grades.items() if grade}
    infection = f"infection {state.infection} {state.infection_temperature}"
    return (
        f"day {state.day} {state.slot}: {state.open_situation or 'nothing asked'}; gauges {state.gauges}, shown as {levels}; "
        f"symptoms {grades}; face {expressions.face(run)}, {expressions.posture(run)}; {infection}"
    )


def _event(event: Event) -> str:
    fields = {key: value for key, value in asdict(event).items() if key not in SAME_IN_A_WEEK and value not in (None, "", (), [])}
    return f"{type(event).__name__} {fields}"


def file_of(campaign: str, week: int, policy: str, seed: int, length: str) -> Path:
    return FOLDER / f"{campaign}-{week}-{policy}-{seed}-{length}.txt"
