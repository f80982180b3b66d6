"""Commands after which the alerts are not looked at again: they move nothing of the body and tell no sign, whatever the week."""

import pytest

from game.core import policies
from game.core import week as week_module
from game.core.patient import signs
from game.core.state.commands import Command
from game.core.state.events import Event
from game.core.week import Week
from tests.game.core.shipped_book import PLAY, load


class WatchedWeek(Week):
    """Looks at every alert again after a command of words."""

    looked = 0

    def do(self, command: Command) -> list[Event]:
        events = super().do(command)
        if isinstance(command, week_module.OF_WORDS) and not self.state.is_over:
            before = [(one.alert, one.closed_by) for one in self.state.episodes]
            self.run.seen = None
            signs.update_episodes(self.run)
            assert [(one.alert, one.closed_by) for one in self.state.episodes] == before, command
            self.looked += 1
        return events


@pytest.mark.parametrize("campaign", ["azur", "ambre", "caregiver"])
def test_no_command_of_words_changes_what_the_alerts_hold(campaign: str) -> None:
    book, rule = load()
    looked = 0
    for policy in (policies.ideal, policies.average, policies.random):
        for seed in range(3):
            week = WatchedWeek.start(book, rule, campaign=campaign, week=1, seed=seed, play=PLAY)
            assert isinstance(week, WatchedWeek)
            policies.play(week, policy)
            looked += week.looked
    assert looked > 20
