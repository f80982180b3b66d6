"""The weekly report: kept with one answer at least, whichever edition asks; what is left out counts as not at all."""

import pytest

from game.core.day import weekly_report
from game.core.errors import NotNow
from game.core.state.commands import NextSlot, WriteReport
from game.core.week import Week
from tests.game.core.shipped_book import PLAY, load


@pytest.fixture
def last_day() -> Week:
    """A week on its last day, at home, with nothing to decide."""
    week = Week.start(*load(), campaign="azur", week=3, seed=4, play=PLAY)
    week.begin()
    while not weekly_report.is_open(week.run) or week.state.open_situation:
        week.state.open_situation = ""
        week.do(NextSlot())
    return week


def test_a_report_without_an_answer_is_refused_and_changes_nothing(last_day: Week) -> None:
    before = last_day.save()
    with pytest.raises(NotNow) as refused:
        last_day.do(WriteReport({}))
    assert refused.value.reason == "blocked.report_empty"
    assert last_day.save() == before
    assert all(last_day.run.book.has_text(language, "blocked.report_empty") for language in ("fr", "en"))


def test_one_answer_is_enough_and_the_rest_counts_as_not_at_all(last_day: Week) -> None:
    last_day.do(WriteReport({"pain": 0}))
    assert set(last_day.state.reports["last"].values()) == {0}
    assert set(last_day.state.reports["last"]) == set(last_day.run.model.report.symptoms)
