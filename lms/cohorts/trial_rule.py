"""In a trial nothing feeds reviews, and no result of a comparing test is shown, before the test at D+30: else the arms would not compare.

One rule, asked before any card is made or shown and before any such result.
"""

import json
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from lms.web.database.instants import ZONE
from lrs.reading import query
from lrs.storage.tables import term
from xapi import actor, formats
from xapi.actor import identifier
from xapi.vocabulary import VERBS

QUIET_DAYS = 30


def entered_on(reader: Session, learner: UUID, home_page: str) -> date | None:
    """The day, in the site's time zone, on which a person was given an arm of a trial; None for everybody else.

    What marks a trial today is the profile's statement `randomized`, the newest one of this person.
    """
    agent = term("agent", identifier(actor.account(home_page, learner)) or "")
    verb = term("verb", VERBS["randomized"].iri)
    rows = query.find(reader.connection(), query.Filters(agent=agent, verb=verb, limit=1))
    if not rows:
        return None
    at = datetime.fromtimestamp(formats.utc_seconds(json.loads(rows[0].whole)["timestamp"]), UTC)
    return at.astimezone(ZONE).date()


def is_quiet(entry: date | None, today: date) -> bool:
    """Whether no card may be made or shown yet, and no result of an entry, closing or follow-up test.

    entry: the day of the arm; D+30 itself is quiet, since its test is that day.
    """
    return entry is not None and today <= entry + timedelta(days=QUIET_DAYS)


def quiet_until(entry: date | None, today: date) -> date | None:
    """The first day on which results are shown again; None when none is held back."""
    return entry + timedelta(days=QUIET_DAYS + 1) if entry is not None and is_quiet(entry, today) else None
