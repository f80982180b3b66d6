"""A message to the team: its box says at once that nobody reads it; it is no call, spares nothing, and the look back says so."""

from collections.abc import Callable

import pytest

from game.core import policies
from game.core.patient import signs
from game.core.review.debrief_builder import look_back
from game.core.state.commands import Act, Dial, NextSlot
from game.core.thread.unread import ACT
from game.core.week import Week
from tests.game.core.conftest import quiet
from tests.game.core.shipped_book import PLAY, load

SAYS = {"fr": "Messagerie non lue : appelez.", "en": "Messages here are not read: ring."}
URGENT = {"breath": 1, "nausea": 3, "diarrhoea": 3, "pain": 2, "bleeding": 1}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_answer_of_the_box_begins_by_saying_that_nobody_reads_it(language: str) -> None:
    book = load()[0]
    lines = [book.words[language][key] for key in book.bank("thread.unread")]
    assert len(lines) >= 7  # one a day
    assert all(" ".join(line.split()).startswith(SAYS[language]) for line in lines)


@pytest.mark.parametrize("symptom", URGENT)
def test_a_red_sign_that_is_messaged_is_no_call(make_week: Callable[..., Week], symptom: str) -> None:
    week = quiet(make_week(week=1))
    week.state.grades[symptom] = URGENT[symptom]
    signs.update_episodes(week.run)
    opened = [one.symptom for one in signs.open_episodes(week.run)]
    assert symptom in opened
    week.run.events.clear()
    events = week.do(Act(ACT))
    assert [one.symptom for one in signs.open_episodes(week.run)] == opened
    assert (week.state.calls, week.state.call_days, week.state.right_reasons) == (0, [], 0)
    assert [type(event).__name__ for event in events] == ["ActionDone"]
    view = week.view()
    assert view.answer is not None
    assert view.answer.speaker == "box"
    assert view.answer.text.key.startswith("thread.unread.")
    assert view.can_call


def test_an_unread_message_of_an_open_sign_is_there_again_at_the_next_moment_and_once_only(make_week: Callable[..., Week]) -> None:
    week = quiet(make_week(week=1))
    week.state.grades["rash"] = 2
    signs.update_episodes(week.run)
    week.do(Act(ACT))
    week.do(NextSlot())
    assert [one.speaker for one in week.view().messages if one.text.key.startswith("thread.still_unread.")] == ["box"]
    week.state.open_situation = ""
    week.do(NextSlot())
    assert not [one for one in week.view().messages if one.text.key.startswith("thread.still_unread.")]


def test_once_somebody_was_called_nothing_is_unread(make_week: Callable[..., Week]) -> None:
    week = quiet(make_week(week=1))
    week.state.grades["rash"] = 2
    signs.update_episodes(week.run)
    week.do(Act(ACT))
    week.do(Dial(("rash",), "team"))
    policies.finish_call(week)
    assert not signs.open_episodes(week.run)
    week.do(NextSlot())
    assert not [one for one in week.view().messages if one.text.key.startswith("thread.still_unread.")]


def messaging(week: Week) -> None:
    """Writes once a day and never calls."""
    policies.passive(week)
    if week.state.slot == "morning" and week.state.away_until < week.state.day and not week.state.open_situation:
        policies._act(week, ACT)


@pytest.mark.parametrize(("campaign", "number"), [("azur", 2), ("ambre", 1), ("caregiver", 1)])
def test_writing_every_day_changes_nothing_of_a_week_and_the_look_back_says_that_nobody_watches(campaign: str, number: int) -> None:
    def play(policy: policies.Policy) -> Week:
        week = Week.start(*load(), campaign=campaign, week=number, seed=5, play=PLAY, character={"look": "helene"})
        policies.play(week, policy)
        return week

    silent, written = play(policies.passive), play(messaging)
    assert written.state.episodes == silent.state.episodes
    assert written.state.grades == silent.state.grades
    past = look_back(written)
    assert past.net is not None
    assert past.net.key.startswith("notice.net_why")
    assert any(line.key.startswith("debrief.day.written") for day in past.days for line in day.lines)
