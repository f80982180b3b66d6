"""Tells the store what happened in a week: the game's own statements, in the same transaction as the play's row."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy.orm import Session

from game.core.state.events import Event
from game.statements import is_told, statement
from lms import statements
from lms.cohorts.models import Registration
from lms.cohorts.registering import speaker


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
    who = speaker(registration, language, home_page)
    told = [event for event in events if is_told(event)]
    made = [
        statement(
            event,
            id=uuid4(),
            timestamp=now + timedelta(seconds=number * seconds_between),
            actor=who.actor,
            registration=who.registration,
            platform=statements.PLATFORM,
            language=language,
            cohort=who.cohort,
            simulated=who.is_simulated,
        )
        for number, event in enumerate(told)
    ]
    statements.keep(work, made, home_page=home_page)
