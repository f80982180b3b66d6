"""Active time against a second way of counting: each second of the clock marked or not."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lms.active_time.intervals import Step, active_time

START = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)


def step(second: int, reading_s: int = 60, shown_s: int | None = None, module: str = "m") -> Step:
    return Step(START + timedelta(seconds=second), module, float(reading_s), None if shown_s is None else float(shown_s))


def seconds_by_marking(steps: Sequence[Step], allowance: int) -> int:
    """The oracle: for each second of the clock, whether any step makes it count. Knows no order, no sweep and no union."""
    marked: set[int] = set()
    ends = sorted(int((one.at - START).total_seconds()) for one in steps)
    for one in steps:
        end, longest = int((one.at - START).total_seconds()), int(allowance * one.reading_s)
        if one.shown_s is not None:
            marked |= {second for second in range(end - longest, end) if second >= end - one.shown_s}
        earlier = [other for other in ends if other < end]
        if earlier and end - earlier[-1] <= longest:
            marked |= set(range(earlier[-1], end))
    return len(marked)


steps_of_a_run = st.lists(
    st.builds(
        step,
        second=st.integers(0, 2000),
        reading_s=st.integers(1, 120),
        shown_s=st.none() | st.integers(-500, 900),  # below zero: the clock was set back while the page was open
        module=st.sampled_from(["a", "b"]),
    ),
    max_size=12,
)


@given(steps_of_a_run, st.sampled_from([3, 4, 10]))
def test_it_equals_what_each_second_of_the_clock_says(steps: list[Step], allowance: int) -> None:
    assert active_time(steps, allowance).total == seconds_by_marking(steps, allowance)


@given(steps_of_a_run, st.randoms())
def test_order_of_arrival_and_repeats_change_nothing(steps: list[Step], chance: object) -> None:
    shuffled = [*steps, *steps[:3]]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert active_time(shuffled) == active_time(steps)


@given(steps_of_a_run)
def test_never_more_than_the_clock_and_never_less_for_a_larger_allowance(steps: list[Step]) -> None:
    made = active_time(steps)
    if made.first and made.last:
        first_page = max((3 * one.reading_s for one in steps), default=0)
        assert 0 <= made.total <= (made.last - made.first).total_seconds() + first_page
    assert active_time(steps, 6).total >= made.total


@given(steps_of_a_run, steps_of_a_run)
def test_two_devices_at_once_count_no_second_twice(phone: list[Step], desk: list[Step]) -> None:
    """Whatever each does, both together spend no more seconds than the clock of the two has."""
    together = active_time([*phone, *desk])
    assert together.total == seconds_by_marking([*phone, *desk], 3)


def test_the_same_hour_on_two_devices_is_one_hour() -> None:
    phone = [step(60 * minute, 60, 60) for minute in range(1, 61)]
    desk = [step(60 * minute + 7, 60, 60) for minute in range(1, 60)]
    assert active_time(phone).total == 3600
    assert active_time([*phone, *desk]).total == 3600


def test_a_pause_counts_three_times_the_reading_time_and_no_more() -> None:
    """Worked by hand: 60 s of reading; shown for 1,000 s: 180 count. The next page, 40 s later, adds its 40."""
    assert active_time([step(1000, 60, 1000)]).total == 180
    assert active_time([step(1000, 60, 1000), step(1040, 60, 40)]).total == 220
    assert active_time([step(1000, 60, 1000)], 10).total == 600


def test_the_next_day_counts_from_the_page_that_was_opened() -> None:
    """Nothing of the night; the feedback read between two answers counts, since they follow each other."""
    night = 86_400
    assert active_time([step(0, 60, 30), step(night, 60, 20)]).total == 50
    assert active_time([step(0, 60, 30), step(100, 60, 20)]).total == 130
    assert active_time([step(0, 60), step(night, 60)]).total == 0, "nobody noted when the page was shown"


def test_a_clock_set_back_counts_nothing_below_zero() -> None:
    forward = [step(0, 60, 30), step(50, 60, 50), step(100, 60, 50)]
    back = [*forward, step(40, 60, -60), step(90, 60, 50)]
    assert active_time(forward).total == 130
    assert active_time(back).total == 130


def test_time_goes_to_the_module_where_it_was_spent() -> None:
    made = active_time([step(60, 60, 60, "a"), step(100, 60, 40, "b"), step(160, 60, 60, "a")])
    assert made.seconds == {"a": 120, "b": 40}
    assert made.steps == 3


def test_less_than_a_minute_is_never_none() -> None:
    assert active_time([step(10, 60, 10)]).minutes == 1
    assert active_time([]).minutes == 0
    assert active_time([replace(step(119, 60, 119))]).minutes == 1
