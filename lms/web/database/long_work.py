"""Work that takes long and needs no database: done without a read transaction, so that SQLite's log can be checkpointed meanwhile."""

from collections.abc import Callable
from typing import TypeVar

from lms.web.database.extensions import db

Result = TypeVar("Result")


def without_transaction(work: Callable[[], Result]) -> Result:
    """Give the page's connection back, then run the work. What was read before is read anew when it is used after.

    A page that renders for minutes would else hold the write-ahead log, and with it `lrs reclaim` and so every erasure.
    """
    db.session.rollback()
    return work()
