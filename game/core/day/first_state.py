"""The first state of a week: from the campaign's saved start, or carried on from the week before."""

from collections.abc import Mapping
from typing import Any

from courses.model.game import Book, WeekPlan
from courses.model.rules import SiteRule
from game.core.errors import Unknown
from game.core.state.week_state import Skill, State, from_json
from game.core.thread import wishes

LENGTHS = ("short", "normal")
DEFAULT_LENGTH = "short"
"""Chosen before anybody chooses: a week of ten minutes. The other one is the long week."""


def first_state(
    book: Book, rule: SiteRule, *, campaign: str, week: int, seed: int, play: str, difficulty: int, length: str,
    character: Mapping[str, str] | None, before: Mapping[str, Any] | None,
) -> State:  # fmt: skip
    """Raises Unknown for a campaign, week, length or difficulty that does not exist."""
    plan = _plan(book, campaign, week)
    if length not in LENGTHS:
        raise Unknown("length", length, LENGTHS)
    if difficulty not in (1, 2, 3):
        raise Unknown("difficulty", str(difficulty), ("1", "2", "3"))
    story = book.campaigns[campaign]
    state = State(
        campaign=campaign, week=week, play=play, seed=seed, difficulty=difficulty, length=length, rule=rule.key,
        regimen=story.regimen, role=story.role, cycle=plan.cycle, first_day=plan.first_day,
        last_day=plan.first_day + plan.days - 1, day=plan.first_day, character=dict(character or {}),
        gauges=dict(book.numbers.body.start), call_rules=1,
    )  # fmt: skip
    previous = from_json(before) if before else None
    if previous and plan.follows:
        _carry(state, previous)
    else:
        _saved_start(state, plan)
    if previous:
        state.skills = {key: Skill(skill.p, skill.n, skill.last) for key, skill in previous.skills.items()}
        state.steady = dict(previous.prepared)
        state.seen_cycle = list(previous.seen_cycle) if previous.cycle == state.cycle else []
        state.reports = dict(previous.reports)
    if state.role != "caregiver":
        state.gauges.pop("own_energy", None)
    return state


def _plan(book: Book, campaign: str, week: int) -> WeekPlan:
    if campaign not in book.campaigns:
        raise Unknown("campaign", campaign, tuple(book.campaigns))
    try:
        return book.campaigns[campaign].week(week)
    except KeyError as error:
        numbers = tuple(str(plan.number) for plan in book.campaigns[campaign].weeks)
        raise Unknown("week", str(week), numbers) from error


def _saved_start(state: State, plan: WeekPlan) -> None:
    grades, gauges = plan.start.get("grades", {}), plan.start.get("gauges", {})
    if isinstance(grades, Mapping):
        state.grades = {str(key): int(value) for key, value in grades.items()}
    if isinstance(gauges, Mapping):
        state.gauges |= {str(key): int(value) for key, value in gauges.items()}


def _carry(state: State, previous: State) -> None:
    """The body goes on; an illness that was treated is behind, and so are the week's calls and episodes."""
    state.grades, state.gauges = dict(previous.grades), dict(previous.gauges)
    state.running, state.reported = dict(previous.running), dict(previous.reported)
    state.done_before = list(previous.done)
    state.recalls = list(previous.recalls) if previous.cycle == state.cycle else []
    state.help_until, state.held_until = previous.help_until, previous.held_until
    state.away_from, state.away_until = previous.away_from, previous.away_after
    state.had_wish = previous.had_wish or bool(previous.wish and previous.wish not in wishes.AGAIN)
    state.had_own_wish = previous.had_own_wish or previous.own_wish == "kept"
    state.hair, state.is_thin = previous.hair, previous.is_thin
    if previous.cycle != state.cycle:
        state.is_thin = False
        state.help_until = state.held_until = state.away_until = 0


def state_for(book: Book, rule: SiteRule, situation: str, *, seed: int, play: str, difficulty: int) -> State:
    """A day of the first campaign where this situation belongs, with that day as the week's last. Raises Unknown."""
    item = book.situations.get(situation)
    if item is None:
        raise Unknown("situation", situation, tuple(book.situations))
    for campaign in book.campaigns.values():
        is_scripted = {script.value for plan in campaign.weeks for script in plan.script}
        fits = campaign.role in item.roles and campaign.regimen in (item.regimens or (campaign.regimen,))
        if situation not in is_scripted and (not fits or campaign.key not in (item.campaigns or (campaign.key,))):
            continue
        for plan in campaign.weeks:
            day = max(plan.first_day, item.days[0])
            if day < plan.first_day + plan.days and day <= item.days[1]:
                state = first_state(
                    book, rule, campaign=campaign.key, week=plan.number, seed=seed, play=play, difficulty=difficulty,
                    length="short", character=None, before=None,
                )  # fmt: skip
                state.day = state.first_day = state.last_day = day
                state.slot = item.slots[0]
                return state
    raise Unknown("week for situation", situation)
