"""Answering one question: all reports of the cohort are counted and released together, with every value of a filter.

Simulated learners are counted at once. Figures of real people are those that were published; what leaves the site is published apart.
"""

from collections import Counter
from datetime import datetime
from pathlib import Path

import ibis.expr.types as ir

from analytics import engines, publishing
from analytics.backends.backend import Backend
from analytics.catalogue import REPORTS
from analytics.disclosure import EXPORT, Rule
from analytics.errors import DifferenceTooSmall, NotPublished, ReportUnknown
from analytics.making import CLAIMS_OF_REPORT, make
from analytics.publishing import Releases
from analytics.question import DIMENSIONS, Question
from analytics.release.releasing import Part, release
from analytics.shape import Result

LEARNERS_OF_A_FILTER = 50
"""A filter is offered when each of its values has so many learners: with fewer, most of its cells would be hidden (a judgement)."""


def answer(backend: Backend, folder: Path, question: Question, report: str, rule: Rule, now: datetime) -> Result:
    """One report for one question, as it may be shown beside all others of the cohort.

    With a filter, the whole and every value of its dimension are counted and released as one set, so that the answer does not depend on
    which value is asked for. folder: the lake. now: aware. Raises ReportUnknown, DifferenceTooSmall (also for two filters at once).
    """
    if report not in REPORTS:
        raise ReportUnknown(report, tuple(REPORTS))
    whole = _whole(question, now)
    rows = engines.Rows(backend, folder, whole)
    sizes = _sizes(rows, question, rule)
    sets: dict[Part, list[Result]] = {None: [make(key, rows, now=now, rule=rule) for key in REPORTS]}
    part: Part = None
    for dimension, value in question.filters.items():
        part = (dimension, value)
        for other in sizes:
            rows = engines.Rows(backend, folder, whole.narrowed(dimension, other))
            sets[dimension, other] = [make(key, rows, now=now, rule=rule) for key in REPORTS]
    answers = release(sets, rule, CLAIMS_OF_REPORT)
    if part not in answers:  # the values do not add up to the whole
        raise DifferenceTooSmall(sum(sizes.values()), 0, rule.below)
    return next(result for result in answers[part] if result.report == report)


def published_answer(backend: Backend, data: Path, question: Question, report: str, rule: Rule, now: datetime) -> Result:
    """One report of real people as it was published last; what leaves the site is published when it is asked for, once a day.

    data: the site's data folder. Raises ReportUnknown, NotPublished, OSError.
    """
    if report not in REPORTS:
        raise ReportUnknown(report, tuple(REPORTS))
    releases = Releases(data / "releases", rule, CLAIMS_OF_REPORT)
    if rule == EXPORT and publishing.is_due(releases.of(question.scope), now, tuple(REPORTS)):
        rows = engines.Rows(backend, data / "lake", _whole(question, now))
        whole = [make(key, rows, now=now, rule=rule) for key in REPORTS]
        releases.publish(question.scope, {None: whole, **filtered(backend, data / "lake", question, rule, now)}, now)
    part = next(iter(question.filters.items()), None)
    shown = releases.of(question.scope).shown.get(part, ())
    result = next((one for one in shown if one.report == report), None)
    if result is None or len(question.filters) > 1:
        raise NotPublished(report, question.scope)
    return result


def filtered(backend: Backend, folder: Path, question: Question, rule: Rule, now: datetime) -> dict[Part, list[Result]]:
    """All reports for each value of each dimension that may be offered, before the release. folder: the lake."""
    whole = _whole(question, now)
    values = engines.Rows(backend, folder, whole).ask(_values)
    sets: dict[Part, list[Result]] = {}
    for dimension in DIMENSIONS:
        counts = Counter(row[dimension] for row in values)
        if len(counts) < 2 or min(counts.values()) < LEARNERS_OF_A_FILTER:
            continue
        for value in sorted(counts):
            rows = engines.Rows(backend, folder, whole.narrowed(dimension, value))
            sets[dimension, value] = [make(key, rows, now=now, rule=rule) for key in REPORTS]
    return sets


def _whole(question: Question, now: datetime) -> Question:
    return Question(question.scope, question.simulated, as_of=question.as_of or now, period=question.period)


def _sizes(rows: engines.Rows, question: Question, rule: Rule) -> dict[str, int]:
    """Value -> learners of the dimension asked for. Raises DifferenceTooSmall."""
    if not question.filters:
        return {}
    ((dimension, value), *more) = question.filters.items()
    values = [row[dimension] for row in rows.ask(_values)]
    sizes = {one: values.count(one) for one in dict.fromkeys(values)}
    if more or value not in sizes or min(sizes.values()) < LEARNERS_OF_A_FILTER:
        raise DifferenceTooSmall(len(values), sizes.get(value, 0), rule.below)
    return sizes


def _values(table: ir.Table) -> ir.Table:
    return engines.latest_values(table)
