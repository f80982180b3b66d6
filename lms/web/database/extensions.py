"""The Flask extensions, made here without an app, so that models and pages can import them freely."""

from typing import TYPE_CHECKING, Any

from flask import Flask
from flask_babel import Babel
from flask_security import Security
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as BoundSession
from flask_wtf import CSRFProtect
from sqlalchemy import Connection, Engine, MetaData, event
from sqlalchemy.orm import DeclarativeBase, Session

from lrs.storage.database import connect, each_statement_alone

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Model(DeclarativeBase):
    """Every table of the LMS; the store's tables have their own metadata."""

    metadata = MetaData(naming_convention=NAMING)


class ReadingSession(BoundSession):
    """The session of a request. It changes nothing: a change in it is an error of the program.

    On PostgreSQL each of its queries is its own transaction, which saves every page two round trips; the usual isolation takes a new
    snapshot for each query too.
    """

    def get_bind(self, *arguments: Any, **named: Any) -> Engine | Connection:
        bind = super().get_bind(*arguments, **named)
        return each_statement_alone(bind) if isinstance(bind, Engine) else bind


@event.listens_for(ReadingSession, "before_flush")
def refuse_changes(session: Session, _context: object, _instances: object) -> None:
    """Where each statement is kept at once, a row changed here by mistake would be kept as well."""
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("a page changed a row of its reading session: changes go through lms.web.database.writing.submit")


class Database(SQLAlchemy):
    """Pages read through the engine the store opens, so that one place sets the pragmas and the pool."""

    def _make_engine(self, bind_key: str | None, options: dict[str, Any], app: Flask) -> Engine:
        return connect(str(options["url"]))


db = Database(model_class=Model, disable_autonaming=True, session_options={"class_": ReadingSession})
if TYPE_CHECKING:
    TableModel = Model
    """Base of the tables. Flask-SQLAlchemy makes it from Model while the program runs, where mypy cannot follow."""
else:
    TableModel = db.Model
babel = Babel()
csrf = CSRFProtect()
security = Security()


def reading_session() -> Session:
    """The session in which this request reads. Rows are changed by submit (lms/web/database/writing.py) alone."""
    return db.session()
