"""The two blueprints of this package: what staff see of people, and what people see of their groups."""

from uuid import UUID

from flask_login import current_user

from lms.cohorts import registering
from lms.cohorts.models import Cohort
from lms.web.database.extensions import reading_session
from lms.web.routing.pages import Pages

staff = Pages("people", __name__)
own = Pages("joining", __name__)


def cohort_of_mine(uuid: UUID) -> Cohort:
    """A cohort that whoever asks follows. Raises NotFound, which is a 404, for one that is absent or somebody else's."""
    return registering.cohort_of(reading_session(), current_user, uuid)
