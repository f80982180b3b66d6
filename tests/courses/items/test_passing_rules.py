"""The rule of passing, each number worked by hand."""

import pytest

from courses.model.passing import Draw, PassingRule, Tally, as_json, from_json, missing


def rule(percent: int = 80, *, needs_critical: bool = True, attempts: int = 3, waits: tuple[int, ...] = (1, 7)) -> PassingRule:
    return PassingRule(percent, needs_critical, attempts, waits, 36, (Draw("K01", 14), Draw("K02", 6, 6)), obsolete_before="1.10")


def tally(right: int, total: int = 20, *, critical: int = 6, critical_right: int | None = None, unsafe: int = 0) -> Tally:
    return Tally(right, total, critical, critical if critical_right is None else critical_right, unsafe)


def test_sixteen_of_twenty_are_four_fifths_and_fifteen_are_not() -> None:
    assert rule().needed(20) == 16
    assert missing(rule(), tally(16)) == ()
    assert missing(rule(), tally(15)) == ("share",)


def test_a_share_that_no_whole_number_reaches_asks_for_the_next_one() -> None:
    """80 % of 17 are 13.6: 13 are 76.5 %, 14 are 82.4 %."""
    assert rule().needed(17) == 14
    assert missing(rule(), tally(14, 17)) == ()
    assert missing(rule(), tally(13, 17)) == ("share",)


def test_what_is_under_the_bar_never_reads_as_the_bar() -> None:
    """26 of 29 are 89.66 %, under a bar of 90; shown floored, 89 %, beside the 27 that are needed."""
    under = tally(26, 29)
    assert missing(rule(90), under) == ("share",)
    assert (under.percent, rule(90).needed(29)) == (89, 27)


@pytest.mark.parametrize("percent", range(1, 101))
def test_needed_right_answers_pass_and_one_fewer_does_not(percent: int) -> None:
    for total in range(1, 61):
        needed = rule(percent).needed(total)
        assert missing(rule(percent), tally(needed, total, critical=0)) == ()
        assert missing(rule(percent), tally(needed - 1, total, critical=0)) == ("share",)


def test_one_unsafe_answer_blocks_at_ninety_five_of_a_hundred() -> None:
    """19 of 20 are 95 %; the one that is not right is unsafe. It blocks alone, also where safety items need not all be right."""
    assert missing(rule(), tally(19, critical_right=5, unsafe=1)) == ("unsafe", "critical")
    assert missing(rule(needs_critical=False), tally(19, critical_right=5, unsafe=1)) == ("unsafe",)
    assert missing(rule(1, needs_critical=False), tally(20, unsafe=1)) == ("unsafe",)


def test_one_safety_item_that_is_not_right_blocks_at_nineteen_of_twenty() -> None:
    assert missing(rule(), tally(19, critical_right=5)) == ("critical",)
    assert missing(rule(needs_critical=False), tally(19, critical_right=5)) == ()


def test_a_test_without_questions_is_not_passed() -> None:
    assert missing(rule(), tally(0, 0, critical=0)) == ("share",)
    assert tally(0, 0, critical=0).percent == 0


def test_three_attempts_wait_one_day_then_seven_then_none_is_left() -> None:
    assert [rule().wait_after(taken) for taken in range(4)] == [0, 1, 7, None]
    assert rule(attempts=1, waits=()).wait_after(1) is None


def test_versions_are_compared_part_by_part() -> None:
    assert [rule().makes_obsolete(version) for version in ("1.9", "1.10", "1.10.1", "2", "0.99")] == [True, False, False, False, True]
    assert not PassingRule(80, True, 1, (), 36, ()).makes_obsolete("0.1")


def test_the_rule_of_a_sitting_is_kept_whole() -> None:
    assert from_json(as_json(rule())) == rule()
    assert rule().questions == 20
