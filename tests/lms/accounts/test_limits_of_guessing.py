"""How many wrong guesses are free, what the next ones cost, and when they are forgotten: the table of limits, at its edges."""

from datetime import UTC, datetime, timedelta

import pytest

from lms.accounts import guess_rules
from lms.accounts.guess_rules import LONGEST_KEPT, Rule

AT = datetime(2026, 11, 28, 8, tzinfo=UTC)
LIMITS = [  # rule, guesses without a delay, seconds after the next one, longest delay, seconds after which one is forgotten
    (guess_rules.BY_NAME, 3, 1, 900, 900),
    (guess_rules.BY_DEVICE, 5, 1, 300, 300),
    (guess_rules.BY_SESSION, 5, 1, 300, 300),
    (guess_rules.BY_ADDRESS, 100, 2, 30, 10),
    (guess_rules.REGISTERING, 20, 1, 60, 60),
    (guess_rules.PAIRING_BY_ADDRESS, 20, 1, 60, 30),
    (guess_rules.PAIRING_OVERALL, 1000, 1, 2, 1),
    (guess_rules.TICKING, 60, 1, 60, 30),
]


@pytest.mark.parametrize(("rule", "free", "first", "longest", "leak"), LIMITS)
def test_the_delay_begins_after_the_free_guesses_and_ends_at_the_longest(
    rule: Rule, free: int, first: int, longest: int, leak: int
) -> None:
    assert [rule.delay_s(free - 1), rule.delay_s(free), rule.delay_s(free + 1)] == [0, 0, first]
    assert rule.delay_s(free + 2) == min(longest, 2 * first)
    assert rule.delay_s(free + 5000) == longest
    assert rule.delay_s(0) == 0


@pytest.mark.parametrize(("rule", "free", "first", "longest", "leak"), LIMITS)
def test_one_guess_is_forgotten_after_each_span_and_not_a_second_before(rule: Rule, free: int, first: int, longest: int, leak: int) -> None:
    def left(seconds: float) -> int:
        return rule.remaining(free + 4, AT, AT + timedelta(seconds=seconds))

    assert [left(0), left(leak - 1e-3), left(leak), left(2 * leak)] == [free + 4, free + 4, free + 3, free + 2]
    assert left((free + 40) * leak) == 0


@pytest.mark.parametrize(("rule", "free", "first", "longest", "leak"), LIMITS)
def test_the_wait_shrinks_with_the_time_that_passed(rule: Rule, free: int, first: int, longest: int, leak: int) -> None:
    failures = free + 2
    delay = rule.delay_s(failures)
    passed = min(0.5, leak / 2)
    assert rule.wait_s(failures, AT, AT + timedelta(seconds=passed)) == pytest.approx(delay - passed)
    assert rule.wait_s(failures, AT, AT + timedelta(days=1)) == 0
    assert rule.wait_s(failures, AT, AT - timedelta(days=1)) == delay, "a clock that was put back gains nothing"


@pytest.mark.parametrize("rule", [row[0] for row in LIMITS])
def test_every_count_that_guessing_can_reach_is_gone_before_its_row_may_go(rule: Rule) -> None:
    """Or a row would be deleted while its count still delays somebody."""
    highest = rule.most_guesses(0)
    assert rule.remaining(highest, AT, AT + LONGEST_KEPT) == 0
