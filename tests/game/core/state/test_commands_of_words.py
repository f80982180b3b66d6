"""Commands after which the alerts are not looked at again: they move nothing of the body and tell no sign, whatever the week."""

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


def test_no_command_of_words_changes_what_the_alerts_hold() -> None:
    """Every policy in every week: an act or a decision among them would be seen in six of these weeks."""
    book, rule = load()
    looked = 0
    for campaign in book.campaigns.values():
        for plan in campaign.weeks:
            for policy in policies.POLICIES.values():
                for seed in range(2):
                    week = WatchedWeek.start(book, rule, campaign=campaign.key, week=plan.number, seed=seed, play=PLAY)
                    assert isinstance(week, WatchedWeek)
                    policies.play(week, policy)
                    looked += week.looked
    assert looked > 500
