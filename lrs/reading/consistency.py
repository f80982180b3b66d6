"""Up to which moment everything stored can be read: the X-Experience-API-Consistent-Through header, and the end of every list."""

import threading
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine

from lrs.reading.query import Filters
from lrs.storage import clock
from lrs.storage.database import each_statement_alone, is_sqlite
from lrs.storage.sequence import readable
from lrs.storage.store import Store

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
    """now(), or the start of the oldest write not yet committed, whichever is earlier; on PostgreSQL as it was at most 50 ms ago."""
    if is_sqlite(store.engine):
        now, since = store.now(), store.writer.in_flight_since
        return clock.text(now if since is None else min(now, datetime.fromtimestamp(since, UTC)))
    last = _last.setdefault(store.engine, _Last())
    is_fresh = time.monotonic() - last.asked < _FRESH_S
    if last.moment is not None and (is_fresh or last.asking.locked()):
        return clock.text(last.moment)
    with last.asking, each_statement_alone(store.engine).connect() as connection:
        asked_at = time.monotonic()
        last.moment, last.asked = readable(connection).through, asked_at
        return clock.text(last.moment)


def consistent(connection: Connection, store: Store, filters: Filters) -> Filters:
    """The filters with an end: nothing is shown that an older statement, not yet committed, could still come before.

    So a client that goes on `since` the last moment it has seen, or by `more`, misses none. On SQLite one writer commits in order and
    no end is needed. To be called before the rows are read, on a connection where each statement sees what was committed before it.
    """
    if is_sqlite(connection):
        return filters
    now = readable(connection)
    last = _last.setdefault(store.engine, _Last())
    if last.moment is None or last.moment < now.through:
        last.moment, last.asked = now.through, time.monotonic()
    return replace(filters, through=clock.text(now.through), below=now.below)
