"""The time that the first page promises is the time a week takes: new words at 150 a minute, and two seconds a press."""

import re
import statistics
from collections.abc import Callable, Iterator

import pytest

from game.core import policies
from game.core.review.debrief_builder import look_back
from game.core.review.debrief_view import Debrief
from game.core.state.commands import Command, HangUp, NextSlot
from game.core.state.events import Event
from game.core.views.view import Line, TurnView
from game.core.week import DEFAULT_LENGTH, Week
from tests.game.core.shipped_book import PLAY, load

WORDS_A_MINUTE = 150
"""The reader for whom issue K counts."""
SECONDS_A_PRESS = 2.0
STORIES = [("azur", 1), ("azur", 2), ("azur", 3), ("ambre", 1), ("nacre", 2), ("caregiver", 1)]
ACTS_A_MORNING = 2


def two_acts(week: Week) -> None:
    """Two acts of care a morning, two decisions in three safe, most signs told: the engaged player of the review."""
    policies._decide(week, 0.66)
    policies._report_signs(week, 0.7)
    count = 0
    for key in policies._actions_to_try(week) if week.state.slot == "morning" else ():
        before = len(week.state.done)
        if count < ACTS_A_MORNING:
            policies._act(week, key, "small" if key == "adapt_meals" else "")
        count += len(week.state.done) > before
    policies._tablets(week, 0.95)
    policies._write(week)


def lines_of(view: TurnView) -> Iterator[Line]:
    """All that a screen of the week asks to be read, also what is folded away; not a card that may be opened a second time."""
    yield from (view.title, *view.says, *view.facts, *(one.text for one in view.messages))
    for notice in view.notices:
        yield from (one for one in (notice.title, notice.text) if one)
    if view.answer:
        yield view.answer.text
    if view.call:
        yield from (view.call.says, *(one.label for one in (*view.call.options, *view.call.signs, *view.call.people)))
    elif view.situation:
        yield from (view.situation.title, view.situation.text, *(one.label for one in view.situation.choices))
        yield from (one.label for one in view.situation.questions)
        yield from (line for one in view.situation.answers for line in (one.question, one.answer))
        yield from (line for part in view.situation.card for line in (part.title, *part.lines))
        if view.situation.hint:
            yield view.situation.hint
    else:
        yield from (one.label for one in (*view.free, *view.energy))
        if view.day_card and view.day_card.is_new:
            yield view.day_card.text


def lines_at_the_end(past: Debrief) -> Iterator[Line]:
    yield from (past.title, past.hinge, *past.also, *past.went_well, *past.who_helps, past.tip, past.calls, past.report)
    yield from (one for day in past.days for one in day.lines)
    if past.what_if:
        yield from (past.what_if.question, past.what_if.answer)


class Reader:
    """Reads each sentence once."""

    def __init__(self) -> None:
        self.sentences: set[str] = set()
        self.words = self.presses = 0

    def read(self, lines: Iterator[Line]) -> None:
        for line in lines:
            text = load()[0].text("fr", line.key, **line.values)
            if text not in self.sentences:
                self.sentences.add(text)
                self.words += len(re.findall(r"\w+(?:[’'-]\w+)*", text))

    @property
    def minutes(self) -> float:
        return self.words / WORDS_A_MINUTE + self.presses * SECONDS_A_PRESS / 60


class ReadWeek(Week):
    """A week whose every screen is read. reader is set before it begins."""

    reader: Reader

    def do(self, command: Command) -> list[Event]:
        events = super().do(command)
        self.reader.presses += 1
        self.reader.read(lines_of(self.view()))
        return events


def reader_of(story: tuple[str, int], seed: int, policy: Callable[[Week], None], length: str) -> Reader:
    week = ReadWeek.start(*load(), campaign=story[0], week=story[1], seed=seed, play=PLAY, length=length, character={"look": "helene"})
    assert isinstance(week, ReadWeek)
    week.reader = Reader()
    week.begin()
    week.reader.read(lines_of(week.view()))
    while not week.state.is_over:
        policy(week)
        if week.state.open_situation:
            policies._decide(week, 1.0)
        if week.state.call:
            week.do(HangUp())
        week.do(NextSlot())
    week.reader.read(lines_at_the_end(look_back(week)))
    return week.reader


@pytest.mark.parametrize("length", ["normal", "short"])
def test_the_promised_minutes_are_the_measured_ones(length: str) -> None:
    readers = [reader_of(story, 1, policy, length) for story in STORIES for policy in (policies.ideal, two_acts)]
    minutes = statistics.mean(reader.minutes for reader in readers)
    for language in ("fr", "en"):
        promise = load()[0].text(language, f"pages.length_{length}_note")
        least, most = (int(number) for number in re.findall(r"\d+", promise)[:2])
        assert least <= minutes <= most, (language, promise, round(minutes, 1))


def test_by_default_a_week_asks_for_1400_new_words_and_ten_minutes_at_most() -> None:
    readers = [
        reader_of(story, seed, policy, DEFAULT_LENGTH) for story in STORIES for policy in (policies.ideal, two_acts) for seed in (1, 2)
    ]
    assert statistics.mean(reader.words for reader in readers) <= 1400
    assert statistics.mean(reader.minutes for reader in readers) <= 10
