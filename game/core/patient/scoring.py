"""The compasses: safety, comfort, confidence, and regularity with tablets. Never added up, never compared with anybody."""

from game.core.patient import fever, signs
from game.core.state.run import Run


def safety(run: Run) -> float | None:
    """Weighted worth of what was reported, 0-1; None when no sign came. Signs still open do not count yet."""
    scoring = run.model.scoring
    episodes = [episode for episode in run.state.episodes if episode.closed_by]
    weight = sum(scoring.weights[episode.flag] for episode in episodes)
    if not weight:
        return None
    return sum(scoring.weights[episode.flag] * episode.q for episode in episodes) / weight


def comfort(run: Run) -> float:
    """1 minus the mean weight of the days (grades and burden), divided by the comfort divisor; 0-1."""
    daily = run.state.daily
    if not daily:
        return 1.0
    return max(0.0, min(1.0, 1 - sum(daily) / len(daily) / run.model.scoring.comfort_divisor))


def burden(run: Run) -> int:
    """What weighs on this day beside the symptoms: a fever that nobody treats, a day in hospital, each sign that nobody was told of."""
    state, numbers = run.state, run.model.scoring.burden
    is_away = state.away_until >= state.day
    untold = 0 if is_away else sum(1 for episode in signs.open_episodes(run) if episode.symptom != "pair")
    return numbers["fever"] * fever.is_ill(run) + numbers["away"] * is_away + numbers["untold"] * untold


def confidence(run: Run) -> float:
    return run.state.gauges.get("confidence", 50) / 100


def adherence(run: Run) -> float | None:
    """Days on which every dose counted / days with a dose that was not held on advice; None without tablets. PDC, v1."""
    by_day: dict[int, list[bool]] = {}
    for dose in run.state.doses:
        if dose.manner not in ("held", "due"):
            by_day.setdefault(dose.day, []).append(dose.is_covered)
    return sum(all(doses_of_day) for doses_of_day in by_day.values()) / len(by_day) if by_day else None


def level(value: float | None, *, good: float = 0.8, low: float = 0.5) -> int | None:
    """1, 2 or 3 for words and icons; None stays None."""
    if value is None:
        return None
    return 3 if value >= good else 1 if value < low else 2
