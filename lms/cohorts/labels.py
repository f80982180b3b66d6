"""The names under which staff of a cohort know its patients and carers: a card's, or one given when they come without a card."""

from itertools import count

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from lms.accounts.models import PATIENT_ROLES, Learner
from lms.cohorts.card_names import label_at
from lms.cohorts.models import Invitation, cohort_membership


def next_free(work: Session, cohort_id: int) -> str:
    """A label that no card and no member of the cohort has. Call it inside the writer: two at once would draw the same."""
    table = cohort_membership.c
    printed = select(func.count()).where(Invitation.cohort_id == cohort_id, Invitation.label.is_not(None))
    worn = select(func.count()).where(table.cohort_id == cohort_id, table.label.is_not(None))
    # Cards that were used are counted twice: names are left out then, and the search below stays short in a large cohort.
    for place in count(max(work.scalar(printed) or 0, work.scalar(worn) or 0)):
        label = label_at(place)
        on_card = select(Invitation.id).where(Invitation.cohort_id == cohort_id, Invitation.label == label)
        on_member = select(table.learner_id).where(table.cohort_id == cohort_id, table.label == label)
        if work.execute(on_card).first() is None and work.execute(on_member).first() is None:
            return label
    raise AssertionError("count() has no end")


def give(work: Session, learner: Learner, cohort_id: int) -> None:
    """Name a patient or carer who came without a card. Others, and who has a name there already, keep what they have."""
    if learner.role in PATIENT_ROLES and of(work, learner.id, cohort_id) is None:
        put(work, learner.id, cohort_id, next_free(work, cohort_id))


def of(reader: Session, learner_id: int, cohort_id: int) -> str | None:
    table = cohort_membership.c
    return reader.scalar(select(table.label).where(table.cohort_id == cohort_id, table.learner_id == learner_id))


def put(work: Session, learner_id: int, cohort_id: int, label: str | None) -> None:
    table = cohort_membership.c
    work.execute(update(cohort_membership).where(table.learner_id == learner_id, table.cohort_id == cohort_id).values(label=label))
