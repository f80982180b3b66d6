"""The two blueprints of this package: what staff see of people, and what people see of their groups."""

from collections.abc import Iterable
from datetime import datetime, time
from uuid import UUID

from flask_login import current_user

from lms.cohorts import assignments, record_looks, registering
from lms.cohorts.models import Cohort
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.routing.pages import Pages
from lms.web.site.layout import settings

staff = Pages("people", __name__)
own = Pages("joining", __name__)


def cohort_of_mine(uuid: UUID) -> Cohort:
    """A cohort that whoever asks follows. Raises NotFound, which is a 404, for one that is absent or somebody else's."""
    return registering.cohort_of(reading_session(), current_user, uuid)


def reminded_today(learner_ids: Iterable[int]) -> frozenset[int]:
    """Of these learners, those whom staff reminded today, a day of Paris; none, without a query, on a site that sends no messages."""
    if not settings().mail_host:
        return frozenset()
    start = datetime.combine(assignments.today(now()), time(), assignments.ZONE)
    return record_looks.reminded_since(reading_session(), frozenset(learner_ids), start)
