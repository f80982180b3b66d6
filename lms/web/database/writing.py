"""The one way pages write: a piece of work on the single writer thread, kept whole or not at all."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from lms.web.current_site import current_site
from lms.web.database.extensions import db

Result = TypeVar("Result")


def submit(work: Callable[[Session], Result]) -> Result:
    """Run work(session) on the writer and give its result once it is on disk; an error in it undoes all of it.

    The work may put statements with lms.statements.put(session, …): they share its fate. No rendering, hashing or network in it,
    and nothing of the request or the app: it runs on the writer's own thread, so take what it needs before.
    """

    def run(connection: Connection) -> Result:
        with Session(bind=connection, expire_on_commit=False) as session:
            result = work(session)
            session.commit()
            return result

    result = current_site().writer.submit(run)
    db.session.rollback()
    return result
