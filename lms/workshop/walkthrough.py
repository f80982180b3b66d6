"""Around a table: one situation after another on the wall, the room decides. All stands in the address: no row, no statement."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from courses.errors import UnknownContent
from courses.model.game import Book, Campaign, Choice, Situation, WeekPlan
from game.core.views.view import Line
from lms.safety.game_words import usual_names

LETTERS = "abcde"
PASSED = "-"
MOST_OF_A_WEEK = 6
CHOICES = re.compile(rf"[{LETTERS}{PASSED}]*")


@dataclass(frozen=True)
class LetteredOption:
    """One option on the wall. mark: safe, other or unsafe; later: what it brings days after, if anything."""

    letter: str
    mark: str
    label: Line
    feedback: Line
    later: Line | None


@dataclass(frozen=True)
class Scene:
    """One situation of a workshop, with what the room decided (None while it has not) and keys of what to ask the room after."""

    number: int
    situation: Situation
    title: Line
    text: Line
    why: Line
    tip: Line
    options: tuple[LetteredOption, ...]
    decided: LetteredOption | None
    is_passed: bool
    questions: tuple[str, ...]
    answers: tuple[tuple[Line, Line], ...] = ()
    """What the room may ask before it decides, with the answers."""


@dataclass(frozen=True)
class Workshop:
    """campaign and week (0: the whole story); choices: one letter a situation met so far, in their order, "-" where it was passed."""

    campaign: str
    week: int
    choices: str
    scenes: tuple[Scene, ...]

    def scene(self, number: int) -> Scene:
        """Raises UnknownContent for a number that is not there."""
        if not 1 <= number <= len(self.scenes):
            raise UnknownContent("scene", str(number))
        return self.scenes[number - 1]

    def after(self, number: int, letter: str) -> str:
        """The choices with this one set; those in between that were never met are passed."""
        return self.choices[: number - 1].ljust(number - 1, PASSED) + letter + self.choices[number:]

    @property
    def decided(self) -> tuple[Scene, ...]:
        return tuple(scene for scene in self.scenes if scene.decided is not None)


def workshop(book: Book, language: str, campaign: str, week: int, choices: str) -> Workshop:
    """What a room plays. Raises UnknownContent for a campaign, week or choice that is not there."""
    story = book.campaigns.get(campaign)
    if story is None or (week and week not in {plan.number for plan in story.weeks}):
        raise UnknownContent("campaign", f"{campaign} {week}")
    items = situations(book, story, week)
    if not CHOICES.fullmatch(choices) or len(choices) > len(items):
        raise UnknownContent("choices", choices[:40])
    names = usual_names(book, language)
    pairs = zip(items, questions(items), strict=True)
    scenes = tuple(_scene(number, item, choices[number - 1 : number], names, ask) for number, (item, ask) in enumerate(pairs, 1))
    return Workshop(campaign, week, choices, scenes)


def questions(items: Sequence[Situation]) -> list[tuple[str, ...]]:
    """Keys of what to ask the room after each situation: about a skill not asked about yet when there is one, then one for all."""
    all_questions: list[tuple[str, ...]] = []
    skills: set[str] = set()
    for item in items:
        skill = next((skill for skill in item.skills if skill not in skills), item.skills[0])
        skills.add(skill)
        all_questions.append((f"workshop.ask.{skill}", "workshop.ask.everybody"))
    return all_questions


def situations(book: Book, story: Campaign, week: int) -> list[Situation]:
    """Of the whole story by its days, or the six that train most of what one week is about, its scripted ones first of all."""
    fits = sorted((item for item in book.situations.values() if item.fits(story)), key=lambda item: (item.days, item.key))
    if not week:
        return fits
    plan = story.week(week)
    here = [item for item in fits if _is_of(item, plan)]
    best = sorted(here, key=lambda item: -_rank(item, plan))[:MOST_OF_A_WEEK]
    return [item for item in here if item in best]


def _is_of(item: Situation, plan: WeekPlan) -> bool:
    return (item.days[0] < plan.first_day + plan.days and item.days[1] >= plan.first_day) or _is_scripted(item, plan)


def _is_scripted(item: Situation, plan: WeekPlan) -> bool:
    return any(script.value == item.key for script in plan.script)


def _rank(item: Situation, plan: WeekPlan) -> int:
    return 10 * _is_scripted(item, plan) + 2 * sum(skill in plan.skills for skill in item.skills) + ("call" in item.about)


def _scene(number: int, item: Situation, letter: str, names: dict[str, object], ask: tuple[str, ...]) -> Scene:
    base = f"situation.{item.key}"
    options = tuple(_option_of(sign, choice, base, names) for sign, choice in zip(LETTERS, item.shown_choices("workshop"), strict=False))
    decision = next((option for option in options if option.letter == letter), None)
    if letter and letter != PASSED and decision is None:
        raise UnknownContent("choice", letter)
    title, text, why, tip = (Line(f"{base}.{part}", names) for part in ("title", "text", "why", "tip"))
    keys = [f"{base}.question.{one.key}" for one in item.questions]
    answers = tuple((Line(f"{key}.label", names), Line(f"{key}.answer", names)) for key in keys)
    return Scene(number, item, title, text, why, tip, options, decision, letter == PASSED, ask, answers)


def _option_of(letter: str, choice: Choice, base: str, names: dict[str, object]) -> LetteredOption:
    mark = "safe" if choice.is_safe else "unsafe" if choice.is_unsafe else "other"
    key = f"{base}.choice.{choice.key}"
    later = Line(f"{key}.later", names) if choice.later else None
    return LetteredOption(letter, mark, Line(f"{key}.label", names), Line(f"{key}.feedback", names), later)
