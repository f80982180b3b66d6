"""Each of the six has small talk of her own, silence is answered, and few lines come back in a second play."""

import statistics

import pytest

from game.core import policies
from game.core.state.commands import Act, NextSlot
from game.core.week import Week
from tests.game.core.shipped_book import PLAY, load

LOOKS = ("helene", "nadia", "awa", "jean", "mehdi", "paul")
MOST_AGAIN = 0.40
STORIES = (("azur", 1), ("azur", 2), ("ambre", 1), ("nacre", 1))


def play(look: str, seed: int, story: tuple[str, int] = ("azur", 1), policy: policies.Policy = policies.average) -> Week:
    week = Week.start(*load(), campaign=story[0], week=story[1], seed=seed, play=PLAY, character={"look": look})
    policies.play(week, policy)
    return week


def heard(week: Week) -> list[str]:
    """Every line that somebody said, with what it was about."""
    return [*(remark.text for remark in week.state.thread), *week.state.last_words]


@pytest.mark.parametrize("look", LOOKS)
def test_each_of_the_six_speaks_in_a_voice_of_her_own(look: str) -> None:
    book, _ = load()
    assert len(book.bank(f"says.own.{look}")) >= 6
    own = {line for seed in range(4) for line in heard(play(look, seed)) if line.startswith("says.own.")}
    assert own
    assert all(line.startswith(f"says.own.{look}.") for line in own)


@pytest.mark.parametrize("look", LOOKS)
def test_each_of_the_six_answers_acts_in_a_voice_of_her_own(look: str) -> None:
    words = load()[0].words["fr"]
    assert sum(key.startswith(f"thread.{look}.act.") for key in words) >= 19
    heard_of_acts = [line for line in heard(play(look, 1)) if line.startswith("thread.") and ".act." in line]
    assert any(line.startswith(f"thread.{look}.act.") for line in heard_of_acts)
    assert not any(line.startswith(f"thread.{other}.act.") for other in LOOKS if other != look for line in heard_of_acts)


@pytest.mark.parametrize("look", LOOKS)
def test_none_is_said_twice_in_a_week_and_few_come_back_in_a_second_play(look: str) -> None:
    """Another luck, the same story and person: of what is heard in the second play, at most 40 % was heard in the first."""
    shares = []
    for story in STORIES:
        first, second = (heard(play(look, seed, story)) for seed in (1, 2))
        for lines in (first, second):
            assert len(lines) == len(set(lines)), [line for line in lines if lines.count(line) > 1]
        shares.append(sum(line in first for line in second) / len(second))
    assert statistics.mean(shares) <= MOST_AGAIN


def test_a_day_without_anything_done_or_told_is_answered_in_the_morning() -> None:
    week = Week.start(*load(), campaign="azur", week=1, seed=3, play=PLAY, character={"look": "helene"})
    week.begin()
    week.state.planned, week.state.open_situation = [], ""
    while week.state.day == week.state.first_day:
        week.do(NextSlot())
    assert [one.text.key.rsplit(".", 1)[0] for one in week.view().messages if one.speaker == "relative"] == ["thread.silence"]


def test_a_day_with_one_act_is_no_silence() -> None:
    week = Week.start(*load(), campaign="azur", week=1, seed=3, play=PLAY, character={"look": "helene"})
    week.begin()
    week.state.planned, week.state.open_situation = [], ""
    week.do(Act("hand_hygiene"))
    while week.state.day == week.state.first_day:
        week.do(NextSlot())
    assert not [one for one in week.view().messages if one.text.key.startswith("thread.silence")]
