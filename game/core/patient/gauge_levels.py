"""How full a gauge looks: its points, held to what she says and feels, so that words and gauges never contradict each other."""

from game.core.patient import fever
from game.core.state.run import Run

LOW, MEDIUM, GOOD = 1, 2, 3
NOTHING_STAYS = {"nausea": 3, "mucositis": 3, "diarrhoea": 3}
"""Symptom -> grade at which she says that she keeps, swallows or holds no water."""


def level(run: Run, gauge: str) -> int:
    """1 low, 2 medium, 3 good."""
    value, body = run.state.gauges.get(gauge, 50), run.model.body
    points = LOW if value < body.low_below else GOOD if value >= body.good_from else MEDIUM
    least, most = _bounds(run, gauge)
    return max(least, min(most, points))


def _bounds(run: Run, gauge: str) -> tuple[int, int]:
    """Least and most that her words allow."""
    if gauge == "energy":
        return _bounds_of_energy(run)
    if gauge == "water" and any(run.state.grades.get(symptom, 0) >= grade for symptom, grade in NOTHING_STAYS.items()):
        return LOW, LOW
    return LOW, GOOD


def _bounds_of_energy(run: Run) -> tuple[int, int]:
    state = run.state
    tired = state.grades.get("fatigue", 0)
    if tired >= 2 or fever.is_ill(run) or state.away_until >= state.day:
        return LOW, LOW
    is_just_home = any(past.kind == "home" and past.day >= state.day - 1 for past in state.story)
    if tired or is_just_home or any(grade >= 3 for grade in state.grades.values()):
        return LOW, MEDIUM
    return (LOW if any(state.grades.values()) else MEDIUM), GOOD
