"""A stored play as a week that can be shown and played: its save is made into a week here, once a request."""

from dataclasses import dataclass

from game.core.errors import SaveUnreadable
from game.core.views.view import TurnView
from game.core.week import Week
from lms.weeks.play_documents import StoredPlay
from lms.weeks.site_game import SiteGame


class SaveDamaged(SaveUnreadable):
    """A document that looks like a play and is none that can be shown; only a device can have written it."""


@dataclass(frozen=True)
class OpenWeek:
    """A week in hand, with what a page shows of it now."""

    play: StoredPlay
    week: Week
    view: TurnView


def open_week(game: SiteGame, play: StoredPlay) -> OpenWeek:
    """Raises SaveUnreadable, SaveDamaged."""
    try:
        week = Week.resume(game.book, game.rule, play.document.save)
        return OpenWeek(play, week, week.view())
    except SaveUnreadable:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise SaveDamaged(f"a part of it is damaged ({type(error).__name__})") from error
