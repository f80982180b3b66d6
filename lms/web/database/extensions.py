"""The Flask extensions, made here without an app, so that models and pages can import them freely."""

from typing import TYPE_CHECKING, Any

from flask import Flask
from flask_babel import Babel
from flask_security import Security
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import Engine, MetaData
from sqlalchemy.orm import DeclarativeBase, Session

from lrs.storage.database import connect

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Model(DeclarativeBase):
    """Every table of the LMS; the store's tables have their own metadata."""

    metadata = MetaData(naming_convention=NAMING)


class Database(SQLAlchemy):
    """Pages read through the engine the store opens, so that one place sets the pragmas and the pool."""

    def _make_engine(self, bind_key: str | None, options: dict[str, Any], app: Flask) -> Engine:
        return connect(str(options["url"]))


db = Database(model_class=Model, disable_autonaming=True)
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
