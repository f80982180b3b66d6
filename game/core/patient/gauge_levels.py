"""How full a gauge looks: its points, held to what she says and feels, so that words and gauges never contradict each other."""

from game.core.patient import fever, signs
from game.core.state.run import Run

LOW, MEDIUM, GOOD = 1, 2, 3
NOTHING_STAYS = {"nausea": 3, "mucositis": 3, "diarrhoea": 3}
"""Symptom -> grade at which she says that she keeps, swallows or holds no water."""
OF_ILLNESS = ("fever", "shivers")
UNWELL_FACES = ("tired", "queasy", "pain")
"""Faces of a scene beside which no energy is good."""
SHOWS_UNWELL = {"nausea": 1, "pain": 2, "handfoot": 2, "mucositis": 2, "rash": 2}
"""Symptom -> grade from which her face shows it, at any moment."""


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
    urgent = _urgent_signs(run)
    if tired >= 2 or fever.is_ill(run) or state.away_until >= state.day or urgent & set(OF_ILLNESS):
        return LOW, LOW
    is_just_home = any(past.kind == "home" and past.day >= state.day - 1 for past in state.story)
    is_unwell = any(state.grades.get(symptom, 0) >= grade for symptom, grade in SHOWS_UNWELL.items())
    if tired or is_just_home or urgent or is_unwell or _is_unwell_in_scene(run) or any(grade >= 3 for grade in state.grades.values()):
        return LOW, MEDIUM
    return (LOW if any(state.grades.values()) else MEDIUM), GOOD


def _urgent_signs(run: Run) -> set[str]:
    """Urgent signs of the body that nobody was told of: also those that a scene brought and no grade knows."""
    opened = [episode for episode in signs.open_episodes(run) if signs.RANK[episode.flag] >= signs.RANK["red"]]
    return {episode.symptom for episode in opened if signs.alert_of(run, episode.alert).is_physical}


def _is_unwell_in_scene(run: Run) -> bool:
    situation = run.book.situations.get(run.state.open_situation)
    return situation is not None and not situation.hospital and situation.face in UNWELL_FACES
