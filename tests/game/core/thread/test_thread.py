"""Every act is answered, every decision spoken of again, nothing is said twice in a week, and lines change nothing of it."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from courses.model.game import Book
from game.core import policies
from game.core.patient import signs
from game.core.review.debrief_builder import look_back
from game.core.state.commands import Act, Decide, NextSlot
from game.core.state.events import Event, to_json
from game.core.thread import wishes
from game.core.thread.recalls import SPEAKERS
from game.core.views.view import FACES
from game.core.week import Week
from tests.game.core.conftest import go_to, quiet
from tests.game.core.shipped_book import PLAY, load

WEEKS = [(campaign.key, plan.number) for campaign in load()[0].campaigns.values() for plan in campaign.weeks]
NOT_EVERY_DAY = ("double_dose", "skip_dose", "hold_and_call")
CAMPAIGN_OF = {"own_rest": "caregiver", "protect_from_cold": "indigo"}
FIRST, LAST = 2, 4
"""Days between a decision and the line that recalls it."""


def engaged(week: Week) -> None:
    """Cares for all that can be cared for, every day: the player who hears most."""
    policies._decide(week, 0.6)
    policies._report_signs(week, 0.6)
    for action in [*week.view().free, *week.view().energy]:
        if week.state.call is None and week.state.away_until < week.state.day and action.key not in NOT_EVERY_DAY:
            policies._act(week, action.key, action.plates[0].key if action.plates else "")
    policies._write(week)


def play_week(
    campaign: str, number: int, seed: int, policy: Callable[[Week], None], *, using: Book | None = None
) -> tuple[Week, list[Event]]:
    book, rule = load()
    week = Week.start(using or book, rule, campaign=campaign, week=number, seed=seed, play=PLAY, character={"look": "helene"})
    return week, policies.play(week, policy)


@pytest.mark.parametrize(("campaign", "number"), WEEKS)
def test_no_line_is_said_twice_in_a_week(campaign: str, number: int) -> None:
    for seed, policy in enumerate((engaged, policies.ideal, policies.average)):
        week, _ = play_week(campaign, number, seed, policy)
        keys = [remark.text for remark in week.state.thread]
        assert len(keys) == len(set(keys)), sorted(key for key in keys if keys.count(key) > 1)


@pytest.mark.parametrize("action", [key for key in load()[0].numbers.actions if key != "hold_and_call"])
def test_each_act_is_answered_by_a_line_and_a_face_at_once(make_week: Callable[..., Week], action: str) -> None:
    item = load()[0].numbers.actions[action]
    campaign = CAMPAIGN_OF.get(action, "ambre" if item.needs in ("dose", "missed_dose") else "azur")
    week = quiet(make_week(campaign=campaign, week=1, character={"look": "helene"}))
    if item.needs == "eve":
        go_to(week, week.state.first_day + wishes.EVE, "morning")
        week.state.open_situation = ""
    if item.needs == "missed_dose":
        go_to(week, week.state.day + 1, "morning")
        week.state.open_situation = ""
    assert week.view().answer is None
    week.do(Act(action, plate=item.plates[0] if item.plates else ""))
    view = week.view()
    assert view.answer is not None
    assert view.answer.face in FACES
    assert view.face == view.answer.face
    week.do(NextSlot())
    assert week.view().answer is None


@pytest.mark.parametrize(("campaign", "number"), WEEKS)
def test_each_decision_is_spoken_of_two_to_four_days_later_or_in_the_look_back(campaign: str, number: int) -> None:
    for seed in range(2):
        week, _ = play_week(campaign, number, seed, policies.average)
        decisions = {f"{past.key}.{past.detail}": past.day for past in week.state.story if past.kind == "decision"}
        remarks = [remark for remark in week.state.thread if remark.kind == "recall"]
        recalls = {remark.text.removeprefix("recall_line.").rpartition(".")[0]: remark.day for remark in remarks}
        for key, day in recalls.items():
            assert day - decisions[key] >= FIRST
        waiting = {f"{due.situation}.{due.choice}" for due in week.state.recalls}
        assert set(decisions) == set(recalls) | waiting
        assert len(look_back(week).recalls) == min(3, len(waiting))
        away_or_urgent = any(signs.RANK[item.flag] >= 2 for item in week.state.episodes)
        assert away_or_urgent or all(day - decisions[key] <= LAST for key, day in recalls.items())


def test_every_choice_of_every_situation_has_its_recall_in_both_languages() -> None:
    book, _ = load()
    for situation in book.situations.values():
        for choice in situation.choices:
            for language in ("fr", "en"):
                key = f"recall_line.{situation.key}.{choice.key}"
                speakers = [who for who in SPEAKERS if book.has_text(language, f"{key}.{who}")]
                assert len(speakers) == 1, (key, language)


def without_lines(book: Book) -> Book:
    """The same book with nobody who says anything."""

    def silent(words: Mapping[str, str]) -> dict[str, str]:
        return {key: text for key, text in words.items() if not key.startswith(("thread.", "recall_line.", "wish."))}

    return replace(book, words={language: silent(words) for language, words in book.words.items()})


@pytest.mark.parametrize("policy", [engaged, policies.random])
def test_lines_change_nothing_of_a_week(policy: Callable[[Week], None]) -> None:
    with_lines, events = play_week("azur", 2, 5, policy)
    silent, silent_events = play_week("azur", 2, 5, policy, using=without_lines(load()[0]))
    assert with_lines.state.thread
    assert not silent.state.thread
    assert [to_json(event) for event in events] == [to_json(event) for event in silent_events]


def test_nobody_jokes_while_an_urgent_sign_waits(make_week: Callable[..., Week]) -> None:
    week = quiet(make_week(week=1))
    week.state.grades["breath"] = 1
    signs.update_episodes(week.run)
    week.do(Act("drink"))
    assert week.state.thread[-1].how == "grave"
    assert week.view().face == "worried"


def test_a_save_of_before_opens_and_goes_on(make_week: Callable[..., Week]) -> None:
    week = make_week()
    saved = week.save()
    for name in ("thread", "news", "recalls", "strongest", "hair", "is_thin", "away_from", "away_after"):
        saved.pop(name, None)
    book, rule = load()
    again = Week.resume(book, rule, saved)
    if again.state.open_situation:
        again.do(Decide(book.situations[again.state.open_situation].choices[0].key))
    again.do(Act("drink"))
    assert again.view().answer is not None
