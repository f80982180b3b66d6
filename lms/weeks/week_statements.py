"""Tells the store what happened in a week: the game's own statements, in the same transaction as the play's row."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from game.core.state.events import Event
from game.statements import is_told, statement, statement_id
from lms import statements
from lms.cohorts.models import Registration
from lms.cohorts.registering import speaker
from lrs.errors import StatementConflict


def write_statements(
    work: Session,
    events: Sequence[Event],
    registration: Registration,
    language: str,
    home_page: str,
    now: datetime,
    *,
    turn: int,
    seconds_between: float = 0.0,
) -> None:
    """Put the statements of these events in the store, in their order, but for those that another device of hers told already.

    turn: of the week after the command. seconds_between: for weeks that were not played by hand.
    """
    who = speaker(registration, language, home_page)
    told = [event for event in events if is_told(event)]
    new_statements = [
        statement(
            event,
            id=statement_id(event, learner=str(who.uuid), turn=turn, place=number),
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
    while new_statements:
        try:
            return statements.put(work, new_statements, home_page=home_page)
        except StatementConflict as error:  # her window played this turn too and was first: the same event, at another time
            new_statements = [one for one in new_statements if one["id"] != error.id]
