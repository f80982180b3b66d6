"""No place gives the answer away: choices and answers stand in a mixed order, the same for a play wherever it is looked at."""

from collections import Counter
from collections.abc import Callable

from game.core import policies
from game.core.state.commands import Decide, Dial
from game.core.state.events import DecisionMade
from game.core.week import Week
from tests.game.core.shipped_book import PLAY, load

SEEDS = range(400)


def test_each_place_holds_the_safe_choice_about_as_often_as_any_other() -> None:
    """Per situation, over seeds: the first place is safe about as often as a choice of it drawn blindly (4 standard errors)."""
    book, _ = load()
    for situation in book.situations.values():
        share = sum(choice.is_safe for choice in situation.choices) / len(situation.choices)
        first = sum(situation.shown_choices(str(seed))[0].is_safe for seed in SEEDS) / len(SEEDS)
        assert abs(first - share) <= 4 * (share * (1 - share) / len(SEEDS)) ** 0.5, situation.key


def test_the_policy_that_takes_the_first_choice_is_no_better_than_chance() -> None:
    """It was safe in 90 % of its decisions while choices stood in the author's order."""
    book, rule = load()
    safe, chance = 0, 0.0
    count = 0

    def first(week: Week) -> None:
        nonlocal safe, chance, count
        view = week.view().situation
        if view is None:
            return
        situation = book.situations[view.key]
        safe += situation.choice(view.choices[0].key).is_safe
        chance += sum(choice.is_safe for choice in situation.choices) / len(situation.choices)
        count += 1
        week.do(Decide(view.choices[0].key))

    for campaign in book.campaigns.values():
        for plan in campaign.weeks:
            for seed in range(12):
                policies.play(Week.start(book, rule, campaign=campaign.key, week=plan.number, seed=seed, play=PLAY), first)
    assert count > 300
    assert safe / count <= chance / count + 0.1


def test_the_statement_carries_the_order_that_was_shown(make_week: Callable[..., Week]) -> None:
    week = make_week(begun=False, seed=5)
    shown: dict[str, tuple[str, ...]] = {}
    orders: dict[str, tuple[str, ...]] = {}

    def look(playing: Week) -> None:
        view = playing.view().situation
        if view is not None:
            shown[view.key] = tuple(option.key for option in view.choices)

    for event in policies.play(week, look):
        if isinstance(event, DecisionMade):
            orders[event.situation] = event.shown_order
    assert orders
    assert orders == shown


def test_a_saved_week_shows_the_same_order_again(make_week: Callable[..., Week]) -> None:
    book, rule = load()
    week = make_week(campaign="azur", week=2, seed=11)
    again = Week.resume(book, rule, week.save())
    assert again.view() == week.view()


def test_the_first_words_of_a_call_stand_in_every_order(make_week: Callable[..., Week]) -> None:
    firsts: Counter[str] = Counter()
    for seed in range(60):
        week = make_week(seed=seed)
        if week.state.open_situation:
            situation = week.run.book.situations[week.state.open_situation]
            week.do(Decide(situation.choices[0].key))
        week.do(Dial(("question",), "team"))
        view = week.view().call
        if view is not None and view.stage == "words":
            firsts[view.options[0].key] += 1
    assert set(firsts) == {"treatment_first", "sign_only", "sorry"}
    assert max(firsts.values()) <= 0.6 * firsts.total()
