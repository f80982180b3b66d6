"""The blueprint of sittings, and what all its pages need."""

from uuid import UUID

from flask import abort

from lms.accounts.presence import present
from lms.assessment import ending, keeping
from lms.assessment.models import Sitting
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing.pages import Access, Pages
from lms.web.site.layout import settings

pages = Pages("assessment", __name__)
TEST_REVIEWER = Access("reviewer of tests", frozenset({"admin", "training_manager"}))


def own_sitting(uuid: UUID) -> Sitting:
    """The visitor's own sitting, ended first when its time is over; 404 for any other."""
    learner_id = present().learner_id
    sitting = keeping.of(reading_session(), uuid, learner_id)
    if sitting is None:
        abort(404)
    if sitting.is_open and keeping.is_over(sitting, now()):
        at, home_page = now(), settings().home_page
        submit(lambda work: ending.end_by_time(work, changed(keeping.of(work, uuid, learner_id, for_change=True)), at, home_page))
        sitting = changed(keeping.of(reading_session(), uuid, learner_id))
    return sitting


def changed(sitting: Sitting | None) -> Sitting:
    """A sitting that was there a moment ago; 404 when its learner was erased meanwhile."""
    if sitting is None:
        abort(404)
    return sitting
