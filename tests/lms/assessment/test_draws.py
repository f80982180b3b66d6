"""What a test asks: by the rule and a seed, and nothing else."""

from collections import Counter
from uuid import UUID

import pytest
from lms_site import shared_catalogue

from courses.model.content import Item
from courses.model.passing import Draw
from lms.assessment import drawing, starting
from lms.assessment.errors import PoolTooSmall


def pool() -> list[Item]:
    catalogue = shared_catalogue()
    return starting.pool_of(catalogue, catalogue.course("pharmacists"), "fr", "final")


def rule():
    passing = shared_catalogue().course("pharmacists").passing
    assert passing is not None
    return passing


def keys(items: tuple[Item, ...]) -> list[tuple[str, str]]:
    return [(item.module, item.key) for item in items]


def test_each_objective_gives_its_number_of_items_and_of_safety_items() -> None:
    """20 questions, 10 of them safety items, whatever the seed: every learner meets a test of the same make."""
    for seed in map(str, range(50)):
        final = drawing.draw_final(rule().draws, pool(), seed)
        assert len(set(keys(final))) == 20
        assert Counter(item.objective for item in final) == {draw.objective: draw.count for draw in rule().draws}
        assert sum(item.is_safety for item in final) == 10
        safety = Counter(item.objective for item in final if item.is_safety)
        assert {draw.objective: safety[draw.objective] for draw in rule().draws} == {draw.objective: draw.safety for draw in rule().draws}


def test_the_same_seed_gives_the_same_test_and_another_seed_another() -> None:
    drawn = [keys(drawing.draw_final(rule().draws, pool(), seed)) for seed in ("a", "a", "b")]
    assert drawn[0] == drawn[1]
    assert set(drawn[0]) != set(drawn[2])
    assert len({tuple(keys(drawing.draw_final(rule().draws, pool(), str(seed)))) for seed in range(20)}) == 20


def test_questions_of_an_earlier_attempt_come_last() -> None:
    """The pool holds twice what is drawn of each kind but once: a second attempt repeats what it must, and no more."""
    first = drawing.draw_final(rule().draws, pool(), "a")
    second = drawing.draw_final(rule().draws, pool(), "b", set(keys(first)))
    assert set(keys(first)) & set(keys(second)) == set()


def test_every_item_of_the_pool_is_met_by_somebody() -> None:
    met = {key for seed in range(120) for key in keys(drawing.draw_final(rule().draws, pool(), str(seed)))}
    drawable = {(item.module, item.key) for item in pool() if any(_takes(draw, item) for draw in rule().draws)}
    assert met == drawable


def _takes(draw: Draw, item: Item) -> bool:
    return draw.objective == item.objective and (draw.safety is None or (draw.safety > 0 if item.is_safety else draw.count > draw.safety))


def test_a_pool_that_lacks_items_says_which_objective_and_how_many() -> None:
    with pytest.raises(PoolTooSmall) as refused:
        drawing.draw_final((Draw("K02", 4, 4),), pool(), "a")
    assert (refused.value.objective, refused.value.asked, refused.value.there) == ("K02", 4, 3)


def test_forms_are_crossed_over_learners() -> None:
    """Six learners in a row meet the six orders of three forms: each form twice in each phase, and never twice for one learner."""
    learners = [UUID(int=number) for number in range(6)]
    orders = [tuple(drawing.form_of(learner, phase) for phase in ("pre", "post", "follow-up")) for learner in learners]
    assert len(set(orders)) == 6
    assert all(sorted(order) == ["A", "B", "C"] for order in orders)
    for phase in range(3):
        assert Counter(order[phase] for order in orders) == {"A": 2, "B": 2, "C": 2}
