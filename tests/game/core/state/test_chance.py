"""Counted chance: the same answer to the same question, evenly spread."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from game.core.state.chance import draw, pick

DAYS = st.integers(1, 28)
SEEDS = st.integers(0, 2**63 - 1)


@given(SEEDS, DAYS, st.text(max_size=8))
def test_a_question_has_one_answer_between_0_and_1(seed: int, day: int, what: str) -> None:
    assert draw(seed, 1, day, what, "onset") == draw(seed, 1, day, what, "onset")
    assert 0 <= draw(seed, 1, day, what, "onset") < 1


def test_another_purpose_is_another_question() -> None:
    answers = {draw(1, 1, day, symptom, purpose) for day in range(1, 22) for symptom in "abc" for purpose in ("onset", "move")}
    assert len(answers) == 21 * 3 * 2


def test_chance_is_even() -> None:
    tenths = Counter(int(draw(seed, 1, 1, "fatigue", "onset") * 10) for seed in range(20_000))
    assert all(1_800 < count < 2_200 for count in tenths.values())


def test_picking_follows_the_weights() -> None:
    weights = {"morning": 3.0, "noon": 1.0}
    counts = Counter(pick(weights, step / 1000) for step in range(1000))
    assert counts == {"morning": 750, "noon": 250}
