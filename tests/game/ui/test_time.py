"""A clock that is set back while a week is played does not put its statements out of order."""

from datetime import UTC, datetime, timedelta

from game.core.state.commands import Decide, NextSlot
from game.core.week import Week
from game.device import linking
from tests.game.ui.test_linking import GIVEN


class SetBack(datetime):
    """A wall clock that loses a day at each look."""

    looks = 0

    @classmethod
    def now(cls, tz=None):
        cls.looks += 1
        return datetime(2026, 11, 23, tzinfo=UTC) - timedelta(days=cls.looks)


def test_statements_stay_in_order_when_the_clock_jumps(book, rule, monkeypatch):
    monkeypatch.setattr(linking, "datetime", SetBack)
    tell = linking.statement_maker(GIVEN, lambda: "fr")
    week = Week.start(book, rule, campaign="azur", week=2, seed=7, play="00000000-0000-4000-8000-000000000001")
    made = tell(week.begin(), week.state.turn)
    for _ in range(6):
        if week.view().situation:
            made += tell(week.do(Decide(week.view().situation.choices[0].key)), week.state.turn)
        else:
            made += tell(week.do(NextSlot()), week.state.turn)
    assert len(made) > 3
    assert [one["timestamp"] for one in made] == sorted(one["timestamp"] for one in made)
