"""A site in a folder: a real store in SQLite, a real lake, results made by the real refresh."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from saying import COHORT, HOME, Statement
from sqlalchemy import Engine

from analytics import engines, results
from analytics.question import Question
from analytics.refresh import Cohort, Refresher
from analytics.shape import Result
from analytics.storage.feed import feed
from analytics.storage.pseudonym import site_key
from lrs.storage.database import connect
from lrs.storage.tables import metadata
from lrs.writing import statement_writer

NOW = datetime(2026, 11, 23, 17, 20, tzinfo=UTC)
AUTHORITY = {"objectType": "Agent", "account": {"homePage": HOME, "name": "store"}}


class Site:
    """What a test of the figures needs: keep statements, refresh, read a result. is_daily: real people's figures wait for the next day."""

    def __init__(self, folder: Path, *, is_daily: bool = False) -> None:
        self.data = folder
        self.engine: Engine = connect(f"sqlite:///{folder / 'horslesmurs.sqlite'}")
        metadata.create_all(self.engine)
        self.refresher = Refresher(self.engine, folder, is_daily=is_daily)

    def keep(self, statements: Iterable[Statement]) -> list[str]:
        with self.engine.connect().execution_options(writes=True) as connection, connection.begin():
            return statement_writer.put(connection, statements, authority=AUTHORITY, now=NOW)

    def rows(self, cohort: str = COHORT, *, simulated: bool = False) -> engines.Rows:
        """Feeds the lake and gives the cohort's rows for a measure."""
        feed(self.engine, self.data / "lake", site_key(self.data / "keys"))
        return engines.Rows(engines.connect(), self.data / "lake", Question(cohort, simulated, as_of=NOW))

    def report(self, key: str, cohort: str = COHORT, *, simulated: bool = False, now: datetime = NOW) -> Result:
        self.refresher.run([Cohort(cohort, simulated)], now)
        result = results.read(self.data / "results", key, cohort)
        assert result is not None
        return result
