"""What the worker calls every two seconds: feed the lake, then make again only the results that the new statements concern."""

import json
import logging
import os
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import ibis
from sqlalchemy import Engine

from analytics import engines, feed, lake, results
from analytics.catalogue import REPORTS
from analytics.errors import LakeAhead, LakeBusy
from analytics.feed import Fed
from analytics.pseudonym import site_key
from analytics.reports.making import make

log = logging.getLogger(__name__)
COHORTS = "cohorts.json"
AGAIN = timedelta(minutes=1)


class Cohort(NamedTuple):
    """A cohort to report on. simulated: only simulated learners count in it; else only real ones."""

    uuid: str
    simulated: bool


class Refreshed(NamedTuple):
    """rows: statements brought in; written: (report, cohort) of the results made."""

    rows: int
    written: tuple[tuple[str, str], ...]


class Refresher:
    """Keeps the lake and the result files of one site up to date; one object a worker, since the engine costs a second to load."""

    def __init__(self, engine: Engine, data: Path) -> None:
        """engine: of the store's database; data: the site's data folder (`keys/`, `lake/`, `results/` are made in it)."""
        self._engine = engine
        self._lake, self._results = data / "lake", data / "results"
        self._key = site_key(data / "keys")
        self._backend: ibis.BaseBackend | None = None
        self._known: frozenset[Cohort] = frozenset()
        self._failed: dict[tuple[str, Cohort], datetime] = {}

    @property
    def failing(self) -> int:
        """Reports that could not be made and wait for another try."""
        return len(self._failed)

    def run(self, cohorts: Iterable[Cohort], now: datetime) -> Refreshed:
        """Brings everything up to date. now: aware.

        Nothing new costs one short query. After a start every result of another age is made again, so a crash between the feed
        and the reports heals itself. When another process feeds the lake, this turn only reports.
        """
        wanted = frozenset(cohorts)
        fed = self._feed()
        stale = self._stale(wanted, fed, now)
        if wanted != self._known:
            _remember(self._lake, wanted)
        self._known = frozenset()  # should a report fail, the next turn makes all of them again
        written = self._make(stale, now)
        self._known = wanted
        return Refreshed(fed.rows, written)

    def _feed(self) -> Fed:
        try:
            return feed.feed(self._engine, self._lake, self._key)
        except LakeBusy:
            return Fed(0, frozenset(), lake.watermark(self._lake))
        except LakeAhead as error:
            log.warning("rebuilding the lake: %s", error)
            self._known = frozenset()
            return rebuild(self._engine, self._lake, self._key)

    def _stale(self, wanted: frozenset[Cohort], fed: Fed, now: datetime) -> list[tuple[str, Cohort]]:
        everything = fed.anew or any(verb == "voided" for _, verb in fed.touched)
        stale = []
        for cohort in sorted(wanted):
            verbs = {verb for uuid, verb in fed.touched if uuid == cohort.uuid}
            is_new = cohort not in self._known or everything
            due = {key for key in REPORTS if (key, cohort) in self._failed and now >= self._failed[key, cohort]}
            stale += [(key, cohort) for key, report in REPORTS.items() if is_new or report.verbs & verbs or key in due]
        return stale

    def _rows(self, cohort: Cohort) -> engines.Rows:
        if self._backend is None:
            self._backend = engines.connect()
        return engines.Rows(self._backend, self._lake, cohort.uuid, simulated=cohort.simulated)

    def _make(self, stale: list[tuple[str, Cohort]], now: datetime) -> tuple[tuple[str, str], ...]:
        written = []
        for cohort, group in groupby(stale, lambda pair: pair[1]):
            rows: engines.Rows | None = None
            for report, _ in group:
                try:
                    rows = rows or self._rows(cohort)
                    result = make(report, rows, cohort=cohort.uuid, simulated=cohort.simulated, now=now)
                except Exception:  # one report's defect must not take the others, nor the feed, with it
                    log.exception("report %s of cohort %s could not be made, it is tried again in a minute", report, cohort.uuid)
                    self._failed[report, cohort] = now + AGAIN
                    continue
                results.write(self._results, result)
                self._failed.pop((report, cohort), None)
                written.append((report, cohort.uuid))
        return tuple(written)


def rebuild(engine: Engine, folder: Path, key: bytes) -> Fed:
    """Empties the lake and fills it again from the store. Raises LakeBusy."""
    with lake.writing(folder):
        lake.clear(folder)
    return feed.feed(engine, folder, key)


def remembered(folder: Path) -> Mapping[str, bool]:
    """Cohort -> simulated, as the worker last knew them; for the command line, which does not know the LMS."""
    try:
        known: dict[str, bool] = json.loads((folder / COHORTS).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return known


def _remember(folder: Path, cohorts: Iterable[Cohort]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".{COHORTS}.draft"
    draft.write_text(json.dumps({cohort.uuid: cohort.simulated for cohort in cohorts}, indent=1) + "\n", encoding="utf-8")
    os.replace(draft, folder / COHORTS)
