"""Answering one question outside the worker: all reports of the cohort are counted and released together, and one of them is given."""

from datetime import datetime
from pathlib import Path

import ibis
import ibis.expr.types as ir

from analytics import engines
from analytics.catalogue import REPORTS
from analytics.disclosure import Rule
from analytics.errors import DifferenceTooSmall, ReportUnknown
from analytics.making import CLAIMS_OF_REPORT, make
from analytics.question import Question
from analytics.release.releasing import Part, release
from analytics.shape import Result

LEARNERS_OF_A_FILTER = 50
"""A filter is offered when each of its values has so many learners: with fewer, most of its cells would be hidden (a judgement)."""


def answer(backend: ibis.BaseBackend, folder: Path, question: Question, report: str, rule: Rule, now: datetime) -> Result:
    """One report for one question, as it may be shown beside all others of the cohort.

    With a filter, the whole and every value of its dimension are counted and released as one set, so that the answer does not depend on
    which value is asked for. folder: the lake. now: aware. Raises ReportUnknown, DifferenceTooSmall (also for two filters at once).
    """
    if report not in REPORTS:
        raise ReportUnknown(report, tuple(REPORTS))
    whole = Question(question.scope, question.simulated, as_of=question.as_of or now, period=question.period)
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
