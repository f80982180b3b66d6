"""What the worker does for launches: a session that nobody ended is abandoned once its time is over."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.cmi5 import keeping
from lms.cmi5_modules.models import Cmi5Session
from lms.jobs.running import writer_of
from lrs.storage.store import Store

MOST_AT_ONCE = 100


class LaunchWork:
    """now: the clock."""

    def __init__(self, store: Store, home_page: str, now: Callable[[], datetime]) -> None:
        self._store, self._home_page, self._now = store, home_page, now
        self._write = writer_of(store)

    def turn(self) -> int:
        """Abandon what is over; gives how many. One short query when there is none."""
        now = self._now()
        with Session(self._store.engine) as reader:
            query = select(Cmi5Session.id).where(Cmi5Session.left_at.is_(None), Cmi5Session.ends_at <= now)
            ids = list(reader.scalars(query.order_by(Cmi5Session.id).limit(MOST_AT_ONCE)))
        return sum(self._write(partial(self._abandon, id, now)) for id in ids)

    def _abandon(self, id: int, now: datetime, work: Session) -> int:
        session = work.get(Cmi5Session, id, with_for_update={"of": Cmi5Session})
        if session is None or session.left_at is not None:
            return 0
        keeping.abandon(work, session, now, self._home_page)
        return 1
