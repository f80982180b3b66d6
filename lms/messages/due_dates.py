"""What is due when, as messages and calendars need it: the open assignments of lms/cohorts/assignments.py."""

from sqlalchemy.orm import Session

from lms.cohorts import assignments
from lms.cohorts.assignments import DueItem


def of_learner(reader: Session, learner_id: int) -> list[DueItem]:
    """What one learner was asked to do, finished or not, the soonest first: a calendar keeps what is behind her."""
    return sorted(assignments.of_learner(reader, learner_id), key=lambda due: (due.due_on, due.assignment_id))


def still_due(reader: Session, assignment_id: int, learner_id: int) -> DueItem | None:
    """The entry as it stands now; None once it was done or cancelled, she left the cohort, or the cohort was closed."""
    entries = (due for due in assignments.of_learner(reader, learner_id) if due.assignment_id == assignment_id)
    return next((due for due in entries if not due.is_done), None)
