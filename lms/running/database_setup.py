"""The database from outside a request: making it, upgrading it, and saying why it cannot be used."""

import sqlite3
import sys
from contextlib import suppress
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from lms.errors import DatabaseUnready
from lms.settings import Settings
from lrs.maintenance.backup import file_of, is_postgresql
from lrs.storage.database import connect, is_sqlite
from lrs.storage.private_files import make_private_file, make_private_folder

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


def config(connection: Connection, home_page: str = "") -> Config:
    """What alembic runs with. home_page: of the site's actors, for migrations that move what belongs to a learner."""
    settings_of_alembic = Config(stdout=sys.stdout)  # where a migration tells the operator what it changed
    settings_of_alembic.set_main_option("script_location", str(MIGRATIONS))
    settings_of_alembic.attributes["connection"] = connection
    settings_of_alembic.attributes["home_page"] = home_page
    return settings_of_alembic


def upgrade(settings: Settings, revision: str = "head") -> None:
    """Bring the tables to the newest form; makes the database when there is none. Raises DatabaseUnready."""
    _move(settings, revision, down=False)


def downgrade(settings: Settings, revision: str) -> None:
    """Go back to an older form. Raises DatabaseUnready."""
    _move(settings, revision, down=True)


def _move(settings: Settings, revision: str, *, down: bool) -> None:
    engine = open_engine(settings)
    try:
        with engine.execution_options(writes=True).connect() as connection:
            _let_tables_be_copied(connection)
            before = _orphans(connection)
            (command.downgrade if down else command.upgrade)(config(connection, settings.home_page), revision)
            if orphans := _orphans(connection) - before:
                raise DatabaseUnready(
                    f"the upgrade would leave rows that point to nothing ({', '.join(sorted(orphans))}); nothing was changed"
                )
            connection.commit()
    except DBAPIError as error:
        raise DatabaseUnready(explain(error, settings)) from error
    finally:
        engine.dispose()


def _let_tables_be_copied(connection: Connection) -> None:
    """On SQLite a constraint changes by copying its table and dropping the old one, which would take the rows that point to it along.

    So cascades rest during a migration, which SQLite allows outside a transaction alone; `_orphans` then looks at every reference.
    """
    if is_sqlite(connection):
        raw = connection.connection.dbapi_connection
        assert raw is not None  # noqa: S101 - it was opened a moment ago
        raw.execute("PRAGMA foreign_keys=OFF")


def _orphans(connection: Connection) -> set[str]:
    """Rows that point to a row that is not there, as `table:rowid`. PostgreSQL never has any."""
    if not is_sqlite(connection):
        return set()
    return {f"{row[0]}:{row[1]}" for row in connection.exec_driver_sql("PRAGMA foreign_key_check")}


def open_engine(settings: Settings) -> Engine:
    """An engine on the site's database; its folder and its file are the owner's alone. Raises DatabaseUnready, TooOpen."""
    try:
        make_private_folder(settings.data)
    except OSError as error:
        raise DatabaseUnready(f"the data folder {settings.data} cannot be made ({error.strerror}); change HORSLESMURS_DATA") from error
    if not is_postgresql(settings.database_url):
        with suppress(OSError):  # whether the file can be used is said by the first query, with its place
            make_private_file(file_of(settings.database_url))
    return connect(settings.database_url)


def is_newest(settings: Settings) -> bool:
    """Whether the tables are in the newest form; False when there are none. Raises DatabaseUnready."""
    engine = open_engine(settings)
    try:
        with engine.connect() as connection:
            revision = MigrationContext.configure(connection).get_current_revision()
            return revision == ScriptDirectory.from_config(config(connection)).get_current_head()
    except DBAPIError as error:
        raise DatabaseUnready(explain(error, settings)) from error
    finally:
        engine.dispose()


def check(settings: Settings) -> None:
    """Raises DatabaseUnready when the database cannot be read and written, or its tables are not the newest.

    It asks for the writer's lock: a file that another program holds would let pages be read and refuse every answer.
    """
    engine = open_engine(settings)
    try:
        with engine.execution_options(writes=True).connect() as connection:
            revision = MigrationContext.configure(connection).get_current_revision()
            newest = ScriptDirectory.from_config(config(connection)).get_current_head()
    except DBAPIError as error:
        raise DatabaseUnready(explain(error, settings)) from error
    finally:
        engine.dispose()
    if revision != newest:
        raise DatabaseUnready("the database is older than the program; run: horslesmurs db upgrade")


def explain(error: DBAPIError, settings: Settings) -> str:
    """What is wrong and what to do, in one line, without the address's password."""
    words = str(error.orig).splitlines()[0] if error.orig else type(error).__name__
    if isinstance(error.orig, sqlite3.Error):
        place = settings.database_url.removeprefix("sqlite:///")
        if "locked" in words:
            return f"the database {place} is locked by another program; stop that program, then try again"
        if "readonly" in words or "unable to open" in words:
            return f"the database {place} cannot be written; check who owns the file and its folder"
        return f"the database {place}: {words}"
    return f"the database server does not answer ({words}); check HORSLESMURS_DATABASE and that the server runs"
