"""Up to which moment everything stored can be read: the X-Experience-API-Consistent-Through header."""

from datetime import UTC, datetime

from sqlalchemy import text

from lrs import clock
from lrs.database import is_sqlite
from lrs.opening import Store
from lrs.sequence import LOCKS


def consistent_through(store: Store) -> str:
    """The present, or the beginning of the oldest write not yet committed."""
    now = store.now()
    if is_sqlite(store.engine):
        since = store.writer.in_flight_since
        return clock.text(now if since is None else min(now, datetime.fromtimestamp(since, UTC)))
    with store.engine.connect() as connection:
        begun = connection.execute(_OLDEST, {"high": LOCKS >> 32}).scalar()
    return clock.text(now if begun is None else min(now, begun))


_OLDEST = text(
    "SELECT min(a.xact_start) FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid "
    "WHERE l.locktype = 'advisory' AND l.objsubid = 1 AND (l.classid::bigint & 4294901760) = :high"
)
