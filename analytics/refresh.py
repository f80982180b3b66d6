"""What the worker calls every two seconds: feed the lake, then make again only the results that the new statements concern."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Engine

from analytics import cohort_list, engines, publishing, reported, results, status
from analytics.backends.engine_choice import EngineChoice
from analytics.backends.engine_connection import EngineConnection
from analytics.catalogue import REPORTS
from analytics.cohort_list import Cohort as Cohort
from analytics.comparison import history
from analytics.disclosure import INTERNAL
from analytics.errors import EngineUnavailable, LakeAhead, LakeBusy
from analytics.failed_report import FailedReport, after_failure
from analytics.making import CLAIMS_OF_REPORT, make
from analytics.question import Question
from analytics.release.releasing import release
from analytics.reported import Mark, mark_of
from analytics.shape import Result
from analytics.status import ReportsStatus, instant, reason_of
from analytics.storage import feed, lake
from analytics.storage.pseudonym import site_key

log = logging.getLogger(__name__)
LOOK = timedelta(minutes=1)
"""How often the result files are looked at: one that was changed, cut or removed by somebody else is made again."""
COHORTS_IN_MEMORY = 30
"""Cohorts whose results before the release are held, so that an answer counts again only the reports that it concerns."""


class RefreshResult(NamedTuple):
    """rows: statements brought in; written: (report, cohort) of the results made."""

    rows: int
    written: tuple[tuple[str, str], ...]


class Refresher:
    """Keeps the lake and the result files of one site up to date; one object a worker, since the engine costs a second to load.

    status: how the last turn went; also kept in `results/status.json` for other processes.
    """

    def __init__(self, engine: Engine, data: Path, *, is_daily: bool = True, choice: EngineChoice | None = None) -> None:
        """engine: of the store's database; data: the site's data folder (`keys/`, `lake/`, `results/`, `releases/` are made in it).

        choice: the engine of reports. is_daily: figures of real people are released once a day, beside those of before; else at each turn.
        """
        self._engine, self._is_daily = engine, is_daily
        self._releases = publishing.Releases(data / "releases", INTERNAL, CLAIMS_OF_REPORT)
        self._waiting: dict[Cohort, set[str]] = {}
        self._lake, self._results = data / "lake", data / "results"
        self._history = data / "releases"
        self._key = site_key(data / "keys")
        self._connection = EngineConnection(choice or EngineChoice())
        self._known: frozenset[Cohort] = frozenset()
        self._failed: dict[tuple[str, Cohort], FailedReport] = {}
        self._files: dict[tuple[str, Cohort], Mark] = {}
        self._unreleased: dict[Cohort, dict[str, Result]] = {}
        self._looked: datetime | None = None
        self._upto: int | None = None
        self._odd: int | None = None
        self._is_checked = self._is_behind = False
        self._kept, self.status = ReportsStatus(), ReportsStatus()

    def leave_out(self, home_page: str, names: Iterable[str]) -> None:
        """Count nothing of these accounts from the next run on; a change makes every figure anew. Raises LakeBusy."""
        feed.leave_out(self._lake, feed.pseudonyms_of(self._key, home_page, names))

    def count_as(self, home_page: str, current_by_former: Mapping[str, str]) -> None:
        """Count what was said under a former name as said under the current one; a change makes every figure anew. Raises LakeBusy."""
        formers, currents = (feed.pseudonyms_of(self._key, home_page, names) for names in (current_by_former, current_by_former.values()))
        feed.count_as(self._lake, dict(zip(formers, currents, strict=True)))

    @property
    def missing_engine(self) -> str:
        """The name of the engine of reports while it cannot be used, else empty: then the results of before stay."""
        return self._connection.missing

    @property
    def failing(self) -> int:
        """Reports that could not be made and wait for another try."""
        return len(self._failed)

    def run(self, cohorts: Iterable[Cohort], now: datetime) -> RefreshResult:
        """Brings everything up to date. now: aware.

        Nothing new costs one short query. After a start, and when another process fed the lake, the cohorts are made again that came
        further than their results say, so a crash between the feed and the reports heals itself. One report that fails takes nothing else
        with it. When the feed fails, reports are still made of what the lake holds, and its error is raised at the end.
        """
        cohort_set = frozenset(cohorts)
        error: Exception | None = None
        feed_result = feed.FeedResult(0, frozenset(), 0)
        try:
            feed_result = self._feed(now)
        except Exception as reason:  # told below, after the reports
            error = reason
            self._is_behind = True  # what it brought in before it failed is not known: all is made again once it works
        reports = self._report(cohort_set, feed_result._replace(anew=feed_result.anew or (self._is_behind and error is None)), now)
        self._is_behind = error is not None
        self._note(now, error)
        if error is not None:
            raise error
        return RefreshResult(feed_result.rows, reports)

    def _report(self, cohorts: frozenset[Cohort], feed_result: feed.FeedResult, now: datetime) -> tuple[tuple[str, str], ...]:
        unknown = {cohort for cohort in cohorts - self._known if not self._is_reported(cohort, now)}
        stale = self._stale(cohorts, unknown, feed_result, now)
        touched = {uuid for uuid, _ in feed_result.touched} | {cohort.uuid for _, cohort in stale}
        stands = {cohort: lake.stand_of(self._lake, cohort.uuid) for cohort in cohorts if cohort.uuid in touched}
        if cohorts != self._known:
            cohort_list.write(self._lake, {cohort.uuid: cohort.simulated for cohort in cohorts})
            self._failed = {key: failure for key, failure in self._failed.items() if key[1] in cohorts}
            self._files = {key: mark for key, mark in self._files.items() if key[1] in cohorts}
        self._known = cohorts
        made = self._make(stale, now)
        for cohort, stand in stands.items():
            self._note_reported(cohort, stand, now)
        return made

    def _is_reported(self, cohort: Cohort, now: datetime) -> bool:
        """Whether the results of a cohort are those of the lake as it stands; then their files are known from here on."""
        marks = reported.marks_of(self._results, cohort, lake.stand_of(self._lake, cohort.uuid), now)
        self._files |= {(report, cohort): mark for report, mark in marks.items()}
        return bool(marks)

    def _note_reported(self, cohort: Cohort, stand: str, now: datetime) -> None:
        """Keeps up to where a cohort is reported, unless one of its reports failed or waits. stand: from before they were counted."""
        marks = {report: self._files[report, cohort] for report in REPORTS if (report, cohort) in self._files}
        if cohort not in self._waiting and len(marks) == len(REPORTS) and not any(cohort == failing for _, failing in self._failed):
            reported.note(self._results, cohort, stand, now, marks)

    def _feed(self, now: datetime) -> feed.FeedResult:
        try:
            if not self._is_checked:
                self._heal()
                self._is_checked = True
            if self._upto not in (None, lake.watermark(self._lake)):
                self._known = frozenset()  # another process fed the lake, and did not say which cohorts
            result = feed.feed(self._engine, self._lake, self._key)
        except LakeBusy:
            return feed.FeedResult(0, frozenset(), lake.watermark(self._lake))
        except LakeAhead as error:
            log.warning("rebuilding the lake: %s", error)
            result = feed.rebuild(self._engine, self._lake, self._key)
        self._upto = result.upto
        self._connection.forget_lakes_before(lake.born(self._lake), now)
        self._odd = None if result.anew or self._odd is None else self._odd + result.odd
        return result

    def _heal(self) -> bool:
        """Sets aside what of the lake cannot be read. True if there was any."""
        names = feed.heal(self._lake)
        self._note_damage(names)
        return bool(names)

    def _note_damage(self, names: Iterable[str]) -> None:
        self.status = replace(self.status, damaged_files=(*self.status.damaged_files, *names)[-20:])

    def _stale(
        self, cohorts: frozenset[Cohort], unknown: set[Cohort], feed_result: feed.FeedResult, now: datetime
    ) -> list[tuple[str, Cohort]]:
        changed_files = self._changed_files(now)
        touched = {uuid for uuid, _ in feed_result.touched} | {cohort.uuid for _, cohort in self._failed}
        stale = []
        for cohort in sorted(cohorts):  # of thousands, few are looked at
            is_new = cohort in unknown or feed_result.anew
            if not (is_new or changed_files or cohort.uuid in touched or cohort in self._waiting):
                continue
            verbs = {verb for uuid, verb in feed_result.touched if uuid == cohort.uuid}
            due = {key for key in REPORTS if (key, cohort) in self._failed and now >= self._failed[key, cohort].due}
            due |= set() if self._is_waiting(cohort, now) else self._waiting.get(cohort, set())
            stale += [
                (key, cohort)
                for key, report in REPORTS.items()
                if is_new or verbs & {*report.verbs, "voided"} or key in due or (key, cohort) in changed_files
            ]
        return stale

    def _changed_files(self, now: datetime) -> set[tuple[str, Cohort]]:
        """Results that are no longer as this worker wrote them."""
        if self._looked is not None and now - self._looked < LOOK:
            return set()
        self._looked = now
        changed_files = {key for key, mark in self._files.items() if mark_of(results.path_of(self._results, key[0], key[1].uuid)) != mark}
        self._note_damage(sorted(f"{report}/{cohort.uuid}.json" for report, cohort in changed_files))
        return changed_files

    def _rows(self, cohort: Cohort, now: datetime) -> engines.Rows:
        return engines.Rows(self._connection.backend(now), self._lake, Question(cohort.uuid, cohort.simulated, as_of=now))

    def _make(self, stale: list[tuple[str, Cohort]], now: datetime) -> tuple[tuple[str, str], ...]:
        reports = []
        for cohort, group in groupby(stale, lambda pair: pair[1]):
            reports += [(report, cohort.uuid) for report in self._make_of(cohort, [report for report, _ in group], now)]
        return tuple(reports)

    def _make_of(self, cohort: Cohort, stale: list[str], now: datetime) -> list[str]:
        """Counts the stale reports, hides over all reports of the cohort together, writes the stale ones and those that this changed."""
        if self._is_waiting(cohort, now):
            self._waiting.setdefault(cohort, set()).update(stale)
            return self._write(cohort, self._releases.of(cohort.uuid).shown.get(None, ()), [], now)
        self._waiting.pop(cohort, None)
        results_of_cohort = self._unreleased.pop(cohort, {})
        rows: engines.Rows | None = None
        missing = [report for report in REPORTS if report not in results_of_cohort and (report, cohort) not in self._failed]
        for report in dict.fromkeys([*stale, *missing]):
            try:
                rows, results_of_cohort[report] = self._count(report, cohort, rows, now)
            except Exception as error:  # one report's defect must not take the others, nor the feed, with it
                rows = None
                self._connection.drop()  # the engine may be what is broken
                results_of_cohort.pop(report, None)
                self._note_failure(report, cohort, error, now)
                continue
            self._failed.pop((report, cohort), None)
        self._unreleased[cohort] = results_of_cohort  # the cohort asked about last stands last
        while len(self._unreleased) > COHORTS_IN_MEMORY:
            self._unreleased.pop(next(iter(self._unreleased)))
        return self._release(cohort, stale, now)

    def _is_waiting(self, cohort: Cohort, now: datetime) -> bool:
        """Whether today's release of real people is out: what came since waits for tomorrow's."""
        if cohort.simulated or not self._is_daily:
            return False
        expected = [key for key in REPORTS if (key, cohort) not in self._failed or now >= self._failed[key, cohort].due]
        return not publishing.is_due(self._releases.of(cohort.uuid), now, expected)

    def _release(self, cohort: Cohort, stale: list[str], now: datetime) -> list[str]:
        in_order = [self._unreleased[cohort][report] for report in REPORTS if report in self._unreleased[cohort]]
        if not in_order:
            return []
        if cohort.simulated or not self._is_daily:
            return self._write(cohort, release({None: in_order}, INTERNAL, CLAIMS_OF_REPORT)[None], stale, now)
        return self._write(cohort, self._releases.publish(cohort.uuid, {None: in_order}, now).shown[None], stale, now)

    def _write(self, cohort: Cohort, shown: Iterable[Result], stale: list[str], now: datetime) -> list[str]:
        """Writes the stale results and those that the release changed."""
        reports = []
        for result in shown:
            path = results.path_of(self._results, result.report, cohort.uuid)
            if result.report in stale or mark_of(path) == (0, 0) or not results.is_like(path, result):
                try:
                    self._files[result.report, cohort] = mark_of(results.write(self._results, result))
                    history.note(self._history, result)
                except Exception as error:  # a full disk, a folder that may not be written
                    self._note_failure(result.report, cohort, error, now)
                    continue
                reports.append(result.report)
        return reports

    def _count(self, report: str, cohort: Cohort, rows: engines.Rows | None, now: datetime) -> tuple[engines.Rows, Result]:
        """One report, before the release; a second time when the lake had damaged files, once they are filled again."""
        try:
            rows = rows or self._rows(cohort, now)
            return rows, make(report, rows, now=now)
        except EngineUnavailable:
            raise
        except Exception:
            self._connection.drop()
            if not self._heal():
                raise
            feed.feed(self._engine, self._lake, self._key)
            rows = self._rows(cohort, now)
            return rows, make(report, rows, now=now)

    def _note_failure(self, report: str, cohort: Cohort, error: Exception, now: datetime) -> None:
        failure = self._failed[report, cohort] = after_failure(self._failed.get((report, cohort)), error, now)
        if not isinstance(error, EngineUnavailable):  # told once, by the connection
            log.error("report %s of cohort %s failed (%s), again at %s", report, cohort.uuid, failure.reason, instant(failure.due))

    def _note(self, now: datetime, error: Exception | None) -> None:
        """What the turn did, for `status` and its file; nothing here may stop the worker."""
        failing = tuple(failure.as_told(report, cohort.uuid) for (report, cohort), failure in sorted(self._failed.items()))
        is_well = error is None and not failing
        new_status = replace(
            self.status,
            checked=instant(now),
            last_success=instant(now) if is_well else self.status.last_success,
            failing=failing,
            error="" if error is None else reason_of(error),
        )
        try:
            lag = (0, 0.0) if error is None else feed.lag(self._engine, self._lake, now)
            self._odd = lake.odd_rows(self._lake) if self._odd is None else self._odd
            new_status = replace(new_status, lag_statements=lag[0], lag_seconds=lag[1], odd_rows=self._odd)
            if status.is_to_write(new_status, self._kept, now):
                status.write(self._results, new_status)
                self._kept = new_status
        except Exception as error_of_write:
            log.error("the status of the reports could not be kept: %s", reason_of(error_of_write))
        self.status = new_status
