"""What she says of herself: nothing twice in a week, and no open sign passed over in silence."""

from collections import Counter
from collections.abc import Callable

import pytest

from game.core import policies
from game.core.patient import signs
from game.core.state.commands import PickUp
from game.core.views.view import Line
from game.core.week import Week
from tests.game.core.shipped_book import PLAY, load

CAMPAIGNS = [key for key in load()[0].campaigns if key != "tutorial"]
MOST_REPEATED = 0.01
"""Of all sentences of a campaign: a sign that goes on for longer than there are words for it."""


def text(line: Line) -> str:
    return load()[0].text("fr", line.key, **line.values)


def sentences(campaign: str, number: int, seed: int, policy: Callable[[Week], None], difficulty: int) -> list[str]:
    """What is said at the moments of a week; the days in hospital have words of their own."""
    book, rule = load()
    week = Week.start(book, rule, campaign=campaign, week=number, seed=seed, play=PLAY, difficulty=difficulty)
    sentences_of_week: list[str] = []

    def listen(one: Week) -> None:
        says = one.view().says
        assert says or one.state.open_situation
        sentences_of_week.extend(text(line) for line in says if not line.key.startswith("says.away"))
        policy(one)

    policies.play(week, listen)
    return sentences_of_week


@pytest.mark.parametrize("campaign", CAMPAIGNS)
def test_hardly_a_sentence_comes_twice_in_a_week(campaign: str) -> None:
    count, repeated = 0, 0
    for plan in load()[0].campaigns[campaign].weeks:
        for seed in range(2):
            for policy in (policies.ideal, policies.average, policies.passive):
                sentences_of_week = sentences(campaign, plan.number, seed, policy, 1)
                count += len(sentences_of_week)
                repeated += sum(times - 1 for times in Counter(sentences_of_week).values())
    assert count > 50
    assert repeated <= MOST_REPEATED * count


@pytest.mark.parametrize("difficulty", [1, 2, 3])
@pytest.mark.parametrize("campaign", ["azur", "ambre", "jade"])
def test_an_open_urgent_sign_is_never_passed_over(campaign: str, difficulty: int) -> None:
    book, rule = load()
    seen = 0

    def listen(one: Week) -> None:
        nonlocal seen
        state = one.state
        urgent = [episode for episode in signs.open_episodes(one.run) if signs.RANK[episode.flag] >= 2 and episode.symptom != "pair"]
        if urgent and state.away_until < state.day:
            seen += 1
            keys = [line.key for line in one.view().says]
            assert not any(key.startswith(("says.talk", "says.well")) for key in keys), (urgent, keys)
        policies.passive(one)

    for plan in book.campaigns[campaign].weeks:
        for seed in range(3):
            policies.play(Week.start(book, rule, campaign=campaign, week=plan.number, seed=seed, play=PLAY, difficulty=difficulty), listen)
    assert seen


def test_words_stay_the_same_for_as_long_as_a_moment_lasts(make_week: Callable[..., Week]) -> None:
    week = make_week(week=3)
    before = [line.key for line in week.view().says]
    assert [line.key for line in week.view().says] == before
    week.do(PickUp())
    assert [line.key for line in week.view().says] == before
    assert [line.key for line in Week.resume(*load(), week.save()).view().says] == before
