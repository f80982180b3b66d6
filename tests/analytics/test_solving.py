"""What a hidden number can be: the solver against trying every whole number."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.disclosure import INTERNAL
from analytics.release import releasing, solving
from analytics.release.solving import Undecided, narrow_numbers
from analytics.release.system import System

MOST = 5
Drawn = tuple[list[int], list[bool], list[list[int]]]
DRAWN: st.SearchStrategy[Drawn] = st.integers(2, 5).flatmap(
    lambda size: st.tuples(
        st.lists(st.integers(0, MOST), min_size=size, max_size=size),
        st.lists(st.booleans(), min_size=size, max_size=size),
        st.lists(st.lists(st.integers(-1, 1), min_size=size, max_size=size), max_size=3),
    )
)


def system_of(values: list[int], shown: list[bool], weights: list[list[int]]) -> System:
    """Numbers of which some are printed, and equations that the true values fulfil: what is left over is a printed number too."""
    system = System(MOST)
    for at, (value, is_printed) in enumerate(zip(values, shown, strict=True)):
        one = system.numbers[system.number(("number", at))]
        one.is_hidden, one.shown = not is_printed, is_printed
        one.low, one.high = (value, value) if is_printed else (0, MOST)
    for row, of_row in enumerate(weights):
        total = sum(weight * value for weight, value in zip(of_row, values, strict=True))
        equation = {at: weight for at, weight in enumerate(of_row) if weight}
        if equation:
            system.equations.append(equation | {system.fixed(("total", row), total, total): -1})
    return system


def spans_by_trying(values: list[int], shown: list[bool], weights: list[list[int]]) -> dict[int, tuple[int, int]]:
    """Least and greatest value of each hidden number among all that fit."""
    totals = [sum(weight * value for weight, value in zip(of_row, values, strict=True)) for of_row in weights]
    fitting = [
        guess
        for guess in product(*([value] if is_printed else range(MOST + 1) for value, is_printed in zip(values, shown, strict=True)))
        if [sum(weight * value for weight, value in zip(of_row, guess, strict=True)) for of_row in weights] == totals
    ]
    hidden = [at for at, is_printed in enumerate(shown) if not is_printed]
    return {at: (min(guess[at] for guess in fitting), max(guess[at] for guess in fitting)) for at in hidden}


@given(DRAWN, st.integers(2, MOST))
def test_every_number_that_trying_all_finds_narrow_is_named_and_no_wide_one(drawn: Drawn, below: int) -> None:
    """One of many learners may be named too, where bounds alone were narrow: hiding more than must be is safe."""
    system, spans = system_of(*drawn), spans_by_trying(*drawn)
    named = {at for at in narrow_numbers(system, below) if system.numbers[at].key[0] == "number"}
    narrow = {at for at, (low, high) in spans.items() if high - low + 1 < below}
    assert {at for at in narrow if spans[at][0] < below} <= named <= narrow


def hidden_sum() -> System:
    return system_of([1, 2, 3], [False, False, False], [[1, 1, 1]])


def test_a_question_that_takes_too_long_is_not_decided(monkeypatch: pytest.MonkeyPatch) -> None:
    solving._spans.cache_clear()
    monkeypatch.setattr(solving, "LONGEST_S", 0.0)
    with pytest.raises(Undecided):
        narrow_numbers(hidden_sum(), 5)


def test_no_group_is_begun_after_the_time_is_over() -> None:
    with pytest.raises(Undecided):
        narrow_numbers(hidden_sum(), 5, until=0.0)


def test_a_release_that_is_not_decided_in_time_is_none(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(releasing, "_system", lambda *asked, **more: hidden_sum())
    monkeypatch.setattr(releasing, "LONGEST_S", -1.0)
    assert releasing.release_beside({None: []}, INTERNAL, {}, [], {}) is None
    assert "not checked within" in caplog.text
