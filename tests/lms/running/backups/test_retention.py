"""Which copies stay: 7 days, 4 weeks, 12 months of a copy each night; never none, never the newest lost, never longer than is told."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lms.running.backups.retention import ALL_STAY, RetentionRule, staying

NIGHT = datetime(2026, 11, 29, 2, 10, tzinfo=UTC)
KEEP = RetentionRule(7, 4, 12)


def test_two_years_of_nights_leave_the_last_days_weeks_and_months() -> None:
    stay: set[datetime] = set()
    for night in range(730):
        stay = staying(stay | {NIGHT + timedelta(days=night)}, KEEP)
    newest_first = sorted(stay, reverse=True)
    last = NIGHT + timedelta(days=729)
    assert newest_first[:7] == [last - timedelta(days=n) for n in range(7)]
    assert len({at.isocalendar()[:2] for at in newest_first if last - at < timedelta(days=28)}) >= 4
    assert len({(at.year, at.month) for at in stay}) == 12
    assert 18 <= len(stay) <= 23
    assert (last - newest_first[-1]).days <= KEEP.longest_days


def test_a_copy_by_hand_does_not_take_the_place_of_the_one_of_the_night() -> None:
    by_hand = [NIGHT + timedelta(hours=hours) for hours in (9, 10, 11)]
    assert staying({NIGHT, *by_hand}, RetentionRule(1, 0, 0)) == {NIGHT, *by_hand}
    assert staying({NIGHT, *by_hand, NIGHT + timedelta(days=9)}, RetentionRule(1, 0, 0)) == {NIGHT + timedelta(days=9)}


@given(
    instants=st.sets(st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)), max_size=60),
    keep=st.builds(RetentionRule, st.integers(1, 9), st.integers(0, 9), st.integers(0, 15)),
)
def test_the_newest_stays_no_more_than_were_asked_for_and_a_second_look_takes_nothing(instants: set[datetime], keep: RetentionRule) -> None:
    stay = staying(instants, keep)
    assert stay <= instants
    assert not instants or max(instants) in stay
    of_two_days = {at for at in instants if max(instants) - at < ALL_STAY}
    assert of_two_days <= stay
    assert len(stay - of_two_days) <= keep.days + keep.weeks + keep.months
    assert staying(stay, keep) == stay
    days = sorted({at.date() for at in instants}, reverse=True)[: keep.days]
    assert {at.date() for at in stay} >= set(days)
