"""What a week hinged on, in one sentence, said kindly and held to its log: an uncalled sign before any praise."""

from dataclasses import dataclass

from game.core.patient import signs
from game.core.state.run import Run
from game.core.state.week_state import Episode, Past
from game.core.views.descriptions import moment_of
from game.core.views.expressions import line
from game.core.views.view import Line

URGENT = 2
"""Rank of a red sign in `signs.RANK`; a vital one stands above."""


@dataclass(frozen=True, slots=True)
class Hinge:
    """tone: good, info or care (an urgent sign that the player never called about). others: further urgent signs, not called in time."""

    text: Line
    tone: str
    others: tuple[Line, ...] = ()


def hinge(run: Run) -> Hinge:
    """An urgent sign not called, then one called late, then an unsafe choice, then a milder sign; else the sign that was told in time."""
    episodes = sorted(run.state.episodes, key=lambda item: (-signs.RANK[item.flag], item.symptom == "pair", item.hour))
    urgent = [item for item in episodes if signs.RANK[item.flag] >= URGENT]
    without_call, late = [item for item in urgent if not is_called(item)], [item for item in urgent if is_late(item)]
    missed_episodes = [*without_call, *late]
    if missed_episodes:
        kind, tone = ("uncalled", "care") if without_call else ("late", "info")
        others = tuple(_of_sign(run, f"also.{'late' if is_called(item) else 'uncalled'}", item) for item in missed_episodes[1:])
        return Hinge(_of_sign(run, f"hinge.{kind}", missed_episodes[0]), tone, others)
    unsafe = _unsafe_decision(run)
    if unsafe is not None:
        return Hinge(line(run, "debrief.hinge.unsafe", day=unsafe.day, title=f"@situation.{unsafe.key}.title"), "info")
    mild = [item for item in episodes if signs.RANK[item.flag] < URGENT]
    untold, told_late = [item for item in mild if not is_called(item)], [item for item in mild if is_late(item)]
    if untold or told_late:
        kind = "untold" if untold else "told_late"
        return Hinge(_of_sign(run, f"hinge.{kind}", [*untold, *told_late][0]), "info")
    if episodes:
        return Hinge(_of_sign(run, "hinge.called" if urgent else "hinge.told", episodes[0]), "good")
    return Hinge(line(run, "debrief.hinge.quiet"), "good")


def is_called(episode: Episode) -> bool:
    """Whether the player told somebody; not so when a relative did, when it eased untold, or when the week ended first."""
    return episode.closed_by not in ("", "net", "end", "eased")


def is_late(episode: Episode) -> bool:
    return is_called(episode) and episode.q < 1.0


def safety_word(run: Run) -> tuple[int, str]:
    """Level 1-3 and the key of the words for how signs were told: 3 only when each one was told in time. (0, "") without any sign."""
    episodes = [item for item in run.state.episodes if item.closed_by]
    if not episodes:
        return 0, ""
    untold = [item for item in episodes if not is_called(item)]
    if any(signs.RANK[item.flag] >= URGENT for item in untold):
        return 1, "compass.safety.uncalled"
    if untold:
        return 2, "compass.safety.untold"
    return (2, "compass.safety.late") if any(is_late(item) for item in episodes) else (3, "compass.safety.told")


def _unsafe_decision(run: Run) -> Past | None:
    for past in run.state.story:
        situation = run.book.situations.get(past.key) if past.kind == "decision" else None
        if situation is not None and situation.choice(past.detail).is_unsafe:
            return past
    return None


def _of_sign(run: Run, key: str, episode: Episode) -> Line:
    """until_day, until_slot: when it was told, by whoever told it."""
    day, slot = moment_of(episode.closed_hour)
    short = f"@sign.{signs.alert_of(run, episode.alert).symptom}.short"
    return line(run, f"debrief.{key}", sign=short, day=episode.day, slot=f"@slot.{episode.slot}", until_day=day, until_slot=f"@slot.{slot}")
