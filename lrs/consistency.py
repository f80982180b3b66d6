"""Up to which moment everything stored can be read: the X-Experience-API-Consistent-Through header."""

import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, text

from lrs import clock
from lrs.database import is_sqlite
from lrs.opening import Store
from lrs.sequence import LOCKS

_FRESH_S = 0.05
"""How long an answer of PostgreSQL is given again. What was visible stays so: an older moment is still true, and asking at each
request cost more than the request."""


@dataclass(slots=True)
class _Last:
    """The last answer. asked: monotonic seconds."""

    asked: float = float("-inf")
    moment: datetime | None = None
    asking: threading.Lock = field(default_factory=threading.Lock)


_last: WeakKeyDictionary[Engine, _Last] = WeakKeyDictionary()


def consistent_through(store: Store) -> str:
    """The present, or the beginning of the oldest write not yet committed; on PostgreSQL as it was at most a moment ago."""
    if is_sqlite(store.engine):
        now, since = store.now(), store.writer.in_flight_since
        return clock.text(now if since is None else min(now, datetime.fromtimestamp(since, UTC)))
    last = _last.setdefault(store.engine, _Last())
    is_fresh = time.monotonic() - last.asked < _FRESH_S
    if last.moment is not None and (is_fresh or last.asking.locked()):
        return clock.text(last.moment)
    with last.asking:
        last.moment, last.asked = _ask(store), time.monotonic()
        return clock.text(last.moment)


def _ask(store: Store) -> datetime:
    now = store.now()
    with store.engine.connect() as connection:
        begun: datetime | None = connection.execute(_OLDEST, {"high": LOCKS >> 32}).scalar()
    return now if begun is None else min(now, begun)


_OLDEST = text(
    "SELECT min(a.xact_start) FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid "
    "WHERE l.locktype = 'advisory' AND l.objsubid = 1 AND (l.classid::bigint & 4294901760) = :high"
)
