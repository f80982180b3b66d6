"""The state of an attestation, worked out by hand."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from lms.credentials import validity
from lms.web.database.instants import ZONE

START = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Row:
    course_version: str = "1.2"
    expires_at: datetime | None = datetime(2029, 11, 20, 9, 30, tzinfo=UTC)
    released_at: datetime | None = START
    revoked_at: datetime | None = None
    superseded_at: datetime | None = None


def test_it_is_valid_until_its_last_instant_and_expired_from_then_on() -> None:
    end = Row().expires_at
    assert end is not None
    assert validity.state_of(Row(), end - timedelta(microseconds=1)) == "valid"
    assert validity.state_of(Row(), end) == "expired"


def test_one_without_an_end_stays_valid() -> None:
    assert validity.state_of(Row(expires_at=None), datetime(2999, 1, 1, tzinfo=UTC)) == "valid"


def test_a_clock_set_back_makes_nothing_invalid() -> None:
    assert validity.state_of(Row(), datetime(2020, 1, 1, tzinfo=UTC)) == "valid"


def test_withdrawn_comes_before_all_else() -> None:
    row = Row(revoked_at=START, superseded_at=START, released_at=None, course_version="0.1")
    assert validity.state_of(row, START, "1.0") == "revoked"


@pytest.mark.parametrize(
    ("version", "obsolete_before", "state"),
    [("1.2", "1.2", "valid"), ("1.2", "1.10", "obsolete"), ("1.10", "1.9", "valid"), ("2", "2.0", "valid"), ("0.9", "1", "obsolete")],
)
def test_versions_are_compared_as_numbers(version: str, obsolete_before: str, state: str) -> None:
    assert validity.state_of(Row(course_version=version), START, obsolete_before) == state


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [("2026-11-20", 36, "2029-11-20"), ("2027-01-31", 1, "2027-02-28"), ("2028-02-29", 12, "2029-02-28"), ("2026-12-31", 2, "2027-02-28")],
)
def test_validity_is_counted_in_months_and_ends_with_a_whole_day(start: str, months: int, last: str) -> None:
    end = validity.end_of_validity(datetime.fromisoformat(f"{start}T15:00:00+00:00"), months)
    assert end is not None
    assert validity.last_day(end).isoformat() == last
    assert (end.astimezone(ZONE).hour, end.utcoffset()) == (0, timedelta(0))


def test_the_day_is_that_of_paris() -> None:
    """23:30 UTC on the 19th is half past midnight on the 20th in Paris."""
    end = validity.end_of_validity(datetime(2026, 11, 19, 23, 30, tzinfo=UTC), 36)
    assert end is not None
    assert validity.last_day(end).isoformat() == "2029-11-20"
    assert validity.renewal_day(end).isoformat() == "2029-08-22"


def test_no_months_is_no_end() -> None:
    assert validity.end_of_validity(START, None) is None
