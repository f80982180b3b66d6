"""How much the devices of one actor may keep here: bytes of statements a day, documents and their bytes."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, delete, text

from lrs.errors import DayQuotaPassed
from lrs.storage.tables import usage


@dataclass(frozen=True, slots=True)
class DayQuota:
    """owner: term of the actor whose devices share it; allowed: bytes of statements a day; now: the moment of the request, aware."""

    owner: int
    allowed: int
    now: datetime


def count_statements(connection: Connection, quota: DayQuota, size: int) -> None:
    """Add `size` bytes to what the owner sent today, in the transaction that keeps them. Raises DayQuotaPassed."""
    moment = quota.now.astimezone(UTC)
    day = moment.date().isoformat()
    total = connection.execute(_ADD, {"owner": quota.owner, "day": day, "size": size}).scalar_one()
    if total > quota.allowed:
        midnight = datetime.combine(moment.date() + timedelta(days=1), datetime.min.time(), UTC)
        raise DayQuotaPassed(quota.allowed, max(1, int((midnight - moment).total_seconds())))
    if total == size:
        connection.execute(delete(usage).where(usage.c.owner == quota.owner, usage.c.day < day))


_ADD = text(
    "INSERT INTO lrs_usage (owner, day, size) VALUES (:owner, :day, :size) "
    "ON CONFLICT (owner, day) DO UPDATE SET size = lrs_usage.size + excluded.size RETURNING size"
)
