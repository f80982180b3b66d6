"""Runs of courses and campaigns, and memberships, of two accounts of one person, brought together."""

from sqlalchemy import Table, delete, literal, select, update
from sqlalchemy.orm import Session

from lms.web.database.extensions import db


def join_runs(work: Session, current: int, former: int) -> None:
    """Give the runs of one learner to the other. Of a course or campaign that both began, the runs count from 1 in their order in time.

    A run in which nothing was done goes when the other has one: it must not stand before what she did. The weeks that were lived in any
    run of a campaign count in the newest.
    """
    run = db.metadata.tables["registration"]
    rows = work.execute(select(run).where(run.c.learner_id.in_((current, former))).order_by(run.c.created_at, run.c.id)).mappings().all()
    for kind, key in {(row["kind"], row["key"]) for row in rows}:
        own = [row for row in rows if (row["kind"], row["key"]) == (kind, key)]
        if len({row["learner_id"] for row in own}) == 1:
            continue
        used = [row["id"] for row in own if _is_used(work, run, row["id"])] or [row["id"] for row in own if row["learner_id"] == current]
        unused = [row["id"] for row in own if row["id"] not in used]
        work.execute(delete(run).where(run.c.id.in_(unused)))
        for number, row_id in enumerate(used, 1):  # below zero first: two of them may bear one number on the way
            work.execute(update(run).where(run.c.id == row_id).values(learner_id=current, run=-number))
        weeks = sorted({week for row in own for week in row["weeks_lived"]})
        for number, row_id in enumerate(used, 1):
            work.execute(update(run).where(run.c.id == row_id).values(run=number))
        work.execute(update(run).where(run.c.id == used[-1]).values(weeks_lived=weeks))


def _is_used(work: Session, run: Table, row_id: int) -> bool:
    """Whether any row of any table hangs on this run."""
    return any(
        work.execute(select(literal(1)).select_from(table).where(key.parent == row_id).limit(1)).first() is not None
        for table in db.metadata.tables.values()
        for key in table.foreign_keys
        if key.column is run.c.id
    )


def join_memberships(work: Session, current: int, former: int) -> None:
    """Who is in a cohort under either account is in it, since the earlier day."""
    membership = db.metadata.tables["cohort_membership"]
    hers, others = membership.alias(), membership.alias()
    both = select(hers.c.cohort_id, hers.c.joined_at, others.c.joined_at, hers.c.left_at, others.c.left_at)
    both = both.join(others, others.c.cohort_id == hers.c.cohort_id).where(hers.c.learner_id == current, others.c.learner_id == former)
    for cohort_id, joined, other_joined, left, other_left in work.execute(both).all():
        moments = [moment for moment in (joined, other_joined) if moment is not None]
        values = {
            "joined_at": min(moments) if moments else None,
            "left_at": None if left is None or other_left is None else max(left, other_left),
        }
        here = (membership.c.learner_id == current, membership.c.cohort_id == cohort_id)
        work.execute(update(membership).where(*here).values(**values))
