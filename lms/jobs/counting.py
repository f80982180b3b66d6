"""Counts of the table for the site's health."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from lms.health.jobs import JobsReading
from lms.jobs.models import ENDS, FAILED, RUNNING, UNCERTAIN, WAITING, Job

WEEK, DAY = timedelta(days=7), timedelta(days=1)


def read(connection: Connection, now: datetime) -> JobsReading:
    """Three short queries over indexes. Raises what the database raises."""
    waiting = connection.scalar(select(func.count()).select_from(Job).where(Job.state.in_((WAITING, RUNNING)))) or 0
    oldest = connection.scalar(select(func.min(Job.due_at)).where(Job.state.in_((WAITING, RUNNING)), Job.due_at <= now))
    rows = connection.execute(select(Job.state, func.count()).where(Job.ended_at > now - WEEK).group_by(Job.state))
    counts = dict.fromkeys(ENDS, 0) | {str(state): int(count) for state, count in rows}
    of_day = select(func.count()).select_from(Job).where(Job.ended_at > now - DAY, Job.state.in_((FAILED, UNCERTAIN)))
    return JobsReading(waiting, max(0.0, (now - oldest).total_seconds()) if oldest else 0.0, counts, connection.scalar(of_day) or 0)
