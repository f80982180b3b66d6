"""When cards come back: the library's days against FSRS-6 written out here, and what must hold of any log."""

import math
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lms.spaced_review.scheduling import AGAIN, GOOD, LONGEST_DAYS, SCHEDULER, replay

DAY = date(2026, 11, 29)
# FSRS-6's default weights, from the published algorithm (open-spaced-repetition, "The Algorithm"), not from the library.
W = (
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729,
    0.5425, 0.0912, 0.0658, 0.1542,
)  # fmt: skip
LOGS = st.lists(st.tuples(st.integers(0, 400), st.sampled_from([AGAIN, GOOD])), min_size=1, max_size=12)


def by_hand(log: list[tuple[date, int]]) -> tuple[float, float, int]:
    """Stability, difficulty and days until due, by the published formulas at a retention of 0.9."""
    factor = 0.9 ** (-1 / W[20]) - 1
    (last, first), rest = log[0], log[1:]
    s, d = W[first - 1], W[4] - math.exp(W[5] * (first - 1)) + 1
    d = min(max(d, 1), 10)
    for day, rating in rest:
        gap = (day - last).days
        recall = (1 + factor * gap / s) ** -W[20]
        if gap < 1:
            grows = math.exp(W[17] * (rating - 3 + W[18])) * s ** -W[19]
            s_new = s * (max(grows, 1) if rating == GOOD else grows)
        elif rating == GOOD:
            s_new = s * (1 + math.exp(W[8]) * (11 - d) * s ** -W[9] * (math.exp((1 - recall) * W[10]) - 1))
        else:
            long = W[11] * d ** -W[12] * ((s + 1) ** W[13] - 1) * math.exp((1 - recall) * W[14])
            s_new = min(long, s / math.exp(W[17] * W[18]))
        easy = W[4] - math.exp(W[5] * 3) + 1
        towards = d - W[6] * (rating - 3) * (10 - d) / 9
        s, d, last = max(s_new, 0.001), min(max(W[7] * easy + (1 - W[7]) * towards, 1), 10), day
    return s, d, min(max(round(s), 1), LONGEST_DAYS)  # at a retention of 0.9 the interval is the stability


@given(LOGS)
def test_it_gives_the_days_of_the_published_formulas(steps: list[tuple[int, int]]) -> None:
    log, day = [], DAY
    for gap, rating in steps:
        day += timedelta(days=gap)
        log.append((day, rating))
    state = replay(log)
    assert state is not None
    stability, difficulty, days = by_hand(log)
    assert math.isclose(state.stability, stability, rel_tol=1e-9)
    assert math.isclose(state.difficulty, difficulty, rel_tol=1e-9)
    assert abs((state.due_on - day).days - days) <= (1 if abs(stability % 1 - 0.5) < 1e-6 else 0)


def test_five_good_answers_each_on_its_day() -> None:
    """2, 11, 46, 163 days, then the longest."""
    log, day, gaps = [], DAY, []
    for _ in range(5):
        log.append((day, GOOD))
        state = replay(log)
        assert state is not None
        gaps.append((state.due_on - day).days)
        day = state.due_on
    assert gaps == [2, 11, 46, 163, LONGEST_DAYS]


def test_not_yet_brings_it_back_tomorrow() -> None:
    state = replay([(DAY, AGAIN)])
    assert state is not None
    assert state.due_on == DAY + timedelta(days=1)


@given(LOGS)
def test_the_same_log_gives_the_same_day_and_never_today(steps: list[tuple[int, int]]) -> None:
    log = [(DAY + timedelta(days=gap), rating) for gap, rating in steps]
    state = replay(log)
    assert state == replay(log)
    assert state is not None
    assert max(day for day, _ in log) < state.due_on <= max(day for day, _ in log) + timedelta(days=LONGEST_DAYS)


@given(LOGS, st.integers(1, 3000))
def test_a_clock_set_back_counts_as_the_day_before_it(steps: list[tuple[int, int]], back: int) -> None:
    """A line dated earlier than the one above it is worth one of that day: no negative gap, no due day in the past."""
    log = [(DAY + timedelta(days=sum(gap for gap, _ in steps[: place + 1])), rating) for place, (_, rating) in enumerate(steps)]
    last = log[-1][0]
    assert replay([*log, (last - timedelta(days=back), GOOD)]) == replay([*log, (last, GOOD)])


def test_an_empty_log_has_no_state_and_nothing_is_left_to_chance() -> None:
    assert replay([]) is None
    assert not SCHEDULER.enable_fuzzing
