"""Tells the store what happened in a week: the game's own statements, in the same transaction as the play's row."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from game.core.events import Event
from lms.cohorts.models import Registration


def tell(
    work: Session,
    events: Sequence[Event],
    registration: Registration,
    language: str,
    home_page: str,
    now: datetime,
    *,
    seconds_between: float = 0.0,
) -> None:
    """Put the statements of these events in the store, in their order. seconds_between: for weeks that were not played by hand."""
    # the game's statements are joined here as soon as game.statements is there
