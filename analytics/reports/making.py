"""Making one result: which function makes which report, for which learners, at which date of data."""

from collections.abc import Mapping
from datetime import UTC, datetime

import ibis.expr.types as ir

from analytics import disclosure
from analytics.catalogue import REPORTS
from analytics.disclosure import Rule
from analytics.errors import ReportUnknown
from analytics.reports.completion import completion
from analytics.reports.content import Measured
from analytics.reports.decisions import decisions
from analytics.reports.items import items
from analytics.reports.signs import signs
from analytics.shape import Result

MEASURED: Mapping[str, Measured] = {
    "completion": completion,
    "items": items,
    "decisions": decisions,
    "signs": signs,
}


def make(report: str, rows: ir.Table, *, cohort: str, simulated: bool, now: datetime, rule: Rule = disclosure.INTERNAL) -> Result:
    """One report over the rows of one cohort (see `engines.of_cohort`). now: aware. Raises ReportUnknown."""
    if report not in MEASURED:
        raise ReportUnknown(report, tuple(MEASURED))
    content = MEASURED[report](rows, rule)
    last = rows.agg(stored=rows.stored.max(), seq=rows.seq.max()).to_pyarrow().to_pylist()[0]
    stored = last["stored"]
    return Result(
        report=report,
        code=REPORTS[report].code,
        version=REPORTS[report].version,
        cohort=cohort,
        simulated=simulated,
        watermark=None if stored is None else _text(datetime.fromtimestamp(stored, UTC)),
        seq=last["seq"] or 0,
        computed=_text(now.astimezone(UTC)),
        n=disclosure.count(content.n, rule),
        below=rule.below,
        tables=content.tables,
        stats=content.stats,
    )


def _text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
