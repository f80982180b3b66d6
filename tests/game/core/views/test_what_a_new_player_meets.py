"""What somebody who plays for the first time met and found confusing, untrue or cold, on 30 November 2026: each stays mended."""

import re
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from game.core import policies
from game.core.patient import signs
from game.core.review.debrief_builder import look_back
from game.core.state.commands import Act
from game.core.views.view import TurnView
from game.core.week import Week
from tests.game.core.shipped_book import PLAY, load

BOOK = load()[0]
HERS = {"energy", "water", "confidence"}


def moments(campaign: str, number: int, seed: int, policy: Callable[[Week], None], look: str = "paul") -> Iterator[tuple[Week, TurnView]]:
    """The week and its view at the beginning of each moment; at last the week once it is over."""
    week = Week.start(*load(), campaign=campaign, week=number, seed=seed, play=PLAY, character={"look": look, "pronoun": "he"})
    seen: list[TurnView] = []

    def listen(one: Week) -> None:
        seen.append(one.view())
        policy(one)

    policies.play(week, listen)
    yield from ((week, view) for view in seen)


def test_in_hospital_no_gauge_of_hers_falls_beside_a_drip() -> None:
    away = [view for _, view in moments("azur", 2, 7, policies.passive) if any(line.key.startswith("says.away") for line in view.says)]
    at_home = next(view for _, view in moments("azur", 2, 7, policies.passive))
    assert away
    assert all(not HERS & {gauge.key for gauge in view.gauges} for view in away)
    assert {gauge.key for gauge in at_home.gauges} >= HERS


def test_the_evening_of_a_return_speaks_of_home_and_of_no_wall_to_paint() -> None:
    count = 0
    for seed in range(6):
        for _, view in moments("azur", 2, seed, policies.passive):
            if any(notice.text.key == "notice.home_again" for notice in view.notices) and view.situation is None:
                keys = [line.key for line in view.says]
                count += any(key.startswith("says.back") for key in keys)
                assert not any(key.startswith(("says.well", "says.talk", "says.own")) for key in keys), keys
    assert count


def test_a_milder_sign_that_nobody_was_told_of_is_spoken_of_once_a_day() -> None:
    """Six moments in a row said that the missed doses were still there."""
    times: Counter[tuple[str, int, int, str]] = Counter()

    for campaign in ("azur", "jade", "nacre"):
        for seed in range(3):
            week = Week.start(*load(), campaign=campaign, week=1, seed=seed, play=PLAY)
            policies.play(week, lambda one, campaign=campaign, seed=seed: count_mild(one, times, (campaign, seed)))
    assert times
    assert max(times.values()) == 1, times


def count_mild(week: Week, times: Counter[tuple[str, int, int, str]], which: tuple[str, int]) -> None:
    mild = {one.symptom for one in signs.open_episodes(week.run) if signs.RANK[one.flag] < signs.RANK["red"]}
    for line in week.view().says:
        for symptom in mild:
            if line.key.startswith((f"says.{symptom}.", f"says.sign.{symptom}")) or line.values.get("what") == f"@sign.{symptom}.short":
                times[(*which, week.state.day, symptom)] += 1
    policies.passive(week)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_look_back_counts_no_decisions_and_tells_the_day_of_the_wish(language: str) -> None:
    told = 0
    for seed in range(4):
        week = next(week for week, _ in moments("azur", 1, seed, policies.ideal))
        past = look_back(week)
        praise = [BOOK.text(language, one.key, **one.values) for one in past.went_well if one.key == "debrief.well.decisions"]
        assert not any(re.search(r"\d", words) for words in praise)
        told += any(line.key == "debrief.day.wish" for day in past.days for line in day.lines)
        assert not any({"debrief.day.wish", "debrief.day.quiet"} <= {line.key for line in day.lines} for day in past.days)
    assert told


def test_an_hour_of_the_relative_who_plays_stands_under_no_other_name() -> None:
    week = Week.start(*load(), campaign="caregiver", week=1, seed=3, play=PLAY, character={"look": "mehdi", "pronoun": "he"})
    week.begin()
    week.do(Act("own_rest"))
    answer = week.view().answer
    assert answer is not None
    assert answer.speaker == "you"
    assert BOOK.text("fr", answer.name.key, **answer.name.values) == "Vous"


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("look", BOOK.looks)
def test_each_person_is_introduced_with_the_people_her_lines_name(look: str, language: str) -> None:
    """Who is close to her by default is the one of her own small talk: no Sarah makes tea for Paul."""
    introduction = BOOK.text(language, f"look.{look}")
    close = BOOK.text(language, f"pages.relative_of.{look}")
    assert re.match(r"\d\d", introduction)
    assert close in introduction
    assert any(close in BOOK.text(language, key) for key in BOOK.bank(f"says.own.{look}"))
