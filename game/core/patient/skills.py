"""What the learner is believed to know: a fixed, readable model (Bayesian knowledge tracing) with forgetting. Source: game-design 6."""

from collections.abc import Iterable

from courses.model.game_numbers import SkillNumbers
from game.core.state.events import SkillPractised
from game.core.state.run import Run
from game.core.state.week_state import Skill


def after(numbers: SkillNumbers, p: float, is_right: bool, guess: float) -> float:
    """The new belief after one decision, 0-1."""
    if is_right:
        posterior = p * (1 - numbers.slip) / (p * (1 - numbers.slip) + (1 - p) * guess)
    else:
        posterior = p * numbers.slip / (p * numbers.slip + (1 - p) * (1 - guess))
    return posterior + (1 - posterior) * numbers.learn


def faded(numbers: SkillNumbers, p: float, days: float) -> float:
    """The belief after days without practice: it falls back to the floor with its half-life."""
    if p <= numbers.floor or days <= 0:
        return p
    return float(numbers.floor + (p - numbers.floor) * 2 ** (-days / numbers.half_life_days))


def known(run: Run, skill: str) -> float:
    """How well the skill is known today, 0-1."""
    held = run.state.skills.get(skill)
    numbers = run.model.skills
    return numbers.start if held is None else faded(numbers, held.p, _today(run) - held.last)


def days_since(run: Run, skill: str, never: float) -> float:
    """Days since the last decision on it, over cycles and months; `never` when there was none."""
    held = run.state.skills.get(skill)
    return never if held is None else max(0, _today(run) - held.last)


def practise(run: Run, practised: Iterable[str], is_right: bool, *, choices: int, is_hinted: bool = False) -> None:
    """Learn from one decision; a hint makes a right choice tell less."""
    numbers = run.model.skills
    guess = numbers.hinted_guess if is_hinted else numbers.guess[max(2, min(5, choices))]
    for skill in practised:
        before = known(run, skill)
        held = run.state.skills.setdefault(skill, Skill(before))
        held.p, held.n, held.last = round(after(numbers, before, is_right, guess), 6), held.n + 1, _today(run)
        run.emit(SkillPractised, skill=skill, is_right=is_right, p_before=round(before, 6), p_after=held.p)


def needs_support(run: Run, practised: Iterable[str]) -> bool:
    """Whether silent help is due: low after three decisions."""
    numbers = run.model.skills
    held = [run.state.skills[skill] for skill in practised if skill in run.state.skills]
    return any(skill.n >= numbers.least_seen and skill.p < numbers.support_below for skill in held)


def is_ready_for_more(run: Run) -> bool:
    """Whether the next difficulty may be offered: well known on average, critical skills very well, each seen often enough."""
    numbers = run.model.skills
    held = run.state.skills
    critical = [held.get(skill) for skill in numbers.critical]
    seen = [skill for skill in held.values() if skill.n >= numbers.least_seen]
    if any(skill is None or skill.n < numbers.least_seen or skill.p < numbers.level_up_critical for skill in critical):
        return False
    return bool(seen) and sum(skill.p for skill in seen) / len(seen) >= numbers.level_up


def _today(run: Run) -> int:
    return (run.state.cycle - 1) * run.regimen.cycle_days + run.state.day
