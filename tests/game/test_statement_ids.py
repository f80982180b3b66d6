"""Ids of statements of a week: the same turn has the same ids wherever it is played, and no two events of a week share one."""

from game.core import policies
from game.core.state.events import Event
from game.core.week import Week
from game.statements import is_told, statement_id
from tests.game.core.shipped_book import PLAY, load

LEARNER = "7d0f6c1e-3a55-4f5e-9d3c-0c9a3b9f1e22"


def ids_of(play: str, learner: str = LEARNER) -> list[str]:
    """Ids of every event of a week that somebody anxious plays, who calls every day."""
    book, rule = load()
    week = Week.start(book, rule, campaign="azur", week=2, seed=3, play=play)
    ids: list[str] = []

    def tell(event: Event) -> None:
        if is_told(event):
            ids.append(str(statement_id(event, learner=learner, turn=week.state.turn, place=len(ids) % 7)))

    week.listeners.append(tell)
    policies.play(week, policies.anxious)
    return ids


def test_they_are_the_same_again_and_each_its_own() -> None:
    first = ids_of(PLAY)
    assert first == ids_of(PLAY)
    assert len(set(first)) == len(first) > 12


def test_another_play_and_another_learner_have_others() -> None:
    first = set(ids_of(PLAY))
    assert not first & set(ids_of("1b3c7a52-6f5e-4c1d-9a7e-2f6f1f6c9d10"))
    assert not first & set(ids_of(PLAY, "8d0f6c1e-3a55-4f5e-9d3c-0c9a3b9f1e22"))
