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


def fade(numbers: SkillNumbers, p: float, days: float) -> float:
    """The belief after days without practice: it falls back to the floor with its half-life."""
    if p <= numbers.floor or days <= 0:
        return p
    return float(numbers.floor + (p - numbers.floor) * 2 ** (-days / numbers.half_life_days))


def mastery_of(run: Run, skill: str) -> float:
    """How well the skill is known today, 0-1."""
    skill_state = run.state.skills.get(skill)
    numbers = run.model.skills
    return numbers.start if skill_state is None else fade(numbers, skill_state.p, _today(run) - skill_state.last)


def days_since(run: Run, skill: str, never: float) -> float:
    """Days since the last decision on it, over cycles and months; `never` when there was none."""
    skill_state = run.state.skills.get(skill)
    return never if skill_state is None else max(0, _today(run) - skill_state.last)


def practise(run: Run, skill_keys: Iterable[str], is_right: bool, *, choices: int, is_hinted: bool = False) -> None:
    """Learn from one decision; a hint makes a right choice tell less."""
    numbers = run.model.skills
    guess = numbers.hinted_guess if is_hinted else numbers.guess[max(2, min(5, choices))]
    for skill in skill_keys:
        before = mastery_of(run, skill)
        skill_state = run.state.skills.setdefault(skill, Skill(before))
        skill_state.p, skill_state.n, skill_state.last = round(after(numbers, before, is_right, guess), 6), skill_state.n + 1, _today(run)
        run.emit(SkillPractised, skill=skill, is_right=is_right, p_before=round(before, 6), p_after=skill_state.p)


def needs_support(run: Run, skill_keys: Iterable[str]) -> bool:
    """Whether silent help is due: low after three decisions."""
    numbers = run.model.skills
    states = [run.state.skills[skill] for skill in skill_keys if skill in run.state.skills]
    return any(skill.n >= numbers.least_seen and skill.p < numbers.support_below for skill in states)


def is_ready_for_more(run: Run) -> bool:
    """Whether the next difficulty may be offered: well known on average, critical skills very well, each seen often enough."""
    numbers = run.model.skills
    states = run.state.skills
    critical = [states.get(skill) for skill in numbers.critical]
    known_well_enough = [skill for skill in states.values() if skill.n >= numbers.least_seen]
    if any(skill is None or skill.n < numbers.least_seen or skill.p < numbers.level_up_critical for skill in critical):
        return False
    return bool(known_well_enough) and sum(skill.p for skill in known_well_enough) / len(known_well_enough) >= numbers.level_up


def _today(run: Run) -> int:
    return (run.state.cycle - 1) * run.regimen.cycle_days + run.state.day
