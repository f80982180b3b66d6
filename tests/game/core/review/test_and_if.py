"""And if? What waiting would have done is true for every sign, and no answer calls a red sign a matter of nothing."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace as changed

import pytest

from courses.model.game import Book, Choice, Effect, ScriptEntry
from game.core import policies
from game.core.patient import signs
from game.core.review.replay import Change, replay
from game.core.review.what_if import turning_point, what_if
from game.core.state.run import Run
from game.core.week import Week
from tests.game.core.shipped_book import PLAY, load

ALERTS = [alert.key for alert in load()[0].numbers.alerts if alert.key != "pair" and alert.flag != "green"]
URGENT = [alert.key for alert in load()[0].numbers.alerts if signs.RANK[alert.flag] >= 2]
PLACE = (9, "noon")


def with_sign(book: Book, alert: str, *, by_decision: bool) -> Book:
    """The azur week with one situation that brings this sign: its safe choice is the call itself, or leaves the call to the phone."""
    safe = Choice("act", is_safe=True, effect=Effect(reports="team" if by_decision else ""))
    situation = changed(
        book.situations["swelling-face"],
        key="swelling-face",
        alert=alert,
        choices=(safe, Choice("watch", is_safe=False), Choice("hide", is_safe=False, is_unsafe=True)),
        regimens=(),
        days=(1, 28),
        slots=("morning", "noon", "evening", "night"),
    )
    campaign = book.campaigns["azur"]
    plan = changed(campaign.week(2), script=(ScriptEntry(*PLACE, "situation", situation.key),))
    weeks = tuple(plan if one.number == 2 else one for one in campaign.weeks)
    return changed(
        book,
        situations={situation.key: situation},
        campaigns={**book.campaigns, "azur": changed(campaign, weeks=weeks)},
    )


def only_this_sign(week: Week) -> None:
    """Decide safely and tell what is open, on the phone when the decision did not."""
    policies._decide(week, 1.0)
    policies._report_signs(week, 1.0)


def waited(run: Run, alert: str) -> tuple[str, str]:
    """By whom the sign was closed in the week as played, and in the week in which nobody was told of it."""
    episode = next(one for one in run.state.episodes if one.alert == alert)
    other = replay(run, Change("wait", episode.day, episode.slot, alert)).closing_of(alert, episode.day, episode.slot)
    return episode.closed_by, other.by if other else ""


@pytest.mark.parametrize("by_decision", [True, False], ids=["called by a decision", "called by phone"])
@pytest.mark.parametrize(
    "alert", [pytest.param(alert, marks=pytest.mark.slow) if place % 2 else alert for place, alert in enumerate(ALERTS)]
)
def test_who_waits_tells_nobody_of_this_sign(make_week: Callable[..., Week], alert: str, by_decision: bool) -> None:
    book, rule = load()
    week = make_week(begun=False, using=(with_sign(book, alert, by_decision=by_decision), rule))
    policies.play(week, only_this_sign)
    by, by_in_the_other = waited(week.run, alert)
    assert by not in ("", "net", "end", "eased")
    assert by_in_the_other in (("net",) if alert in URGENT else ("net", "end", "eased"))


def weeks() -> list[tuple[str, int]]:
    return [(campaign.key, plan.number) for campaign in load()[0].campaigns.values() for plan in campaign.weeks]


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("campaign", "number"), weeks())
def test_a_red_sign_is_never_answered_with_almost_the_same(campaign: str, number: int) -> None:
    book, rule = load()
    for policy in (policies.ideal, policies.average, policies.with_skill(0.3)):
        for seed in range(30 if policy is policies.ideal else 10):
            week = Week.start(book, rule, campaign=campaign, week=number, seed=seed, play=PLAY)
            policies.play(week, policy)
            change, answer = turning_point(week.run), what_if(week.run)
            if change is None or answer is None or change.kind == "choose":
                continue
            is_red = signs.RANK[signs.alert_of(week.run, change.key).flag] >= 2
            assert (answer.chance is not None) == is_red
            assert answer.icon != "same"
            if change.kind == "wait":
                assert answer.answer.key in ("what_if.answer.net", "what_if.answer.net_harder", "what_if.answer.net_longer")
                closing = replay(week.run, change).closing_of(change.key, change.day, change.slot)
                assert closing is not None
                assert closing.by == "net"


def test_an_average_player_learns_something_from_three_what_ifs_in_four() -> None:
    """Without a difference to see, the look back says so, and why it matters all the same; no bare "almost the same" is left."""
    book, rule = load()
    answers: Counter[str] = Counter()
    for campaign, number in weeks():
        for seed in range(8):
            week = Week.start(book, rule, campaign=campaign, week=number, seed=seed, play=PLAY)
            policies.play(week, policies.average)
            answer = what_if(week.run)
            if answer is not None:
                answers[answer.answer.key.rpartition(".")[2]] += 1
                for language in ("fr", "en"):
                    assert "{" not in book.text(language, answer.answer.key, **answer.answer.values)
    assert set(answers) <= {"home_earlier", "no_net", "easier", "known", "spared", "risk", "net", "net_harder", "net_longer"}
    assert answers["risk"] <= 0.25 * answers.total()
