"""Making one result: which function makes which report, for which learners, at which date of data."""

from dataclasses import replace
from datetime import UTC, datetime

from analytics import disclosure
from analytics.catalogue import REPORTS
from analytics.disclosure import Rule
from analytics.engines import Rows
from analytics.errors import ReportUnknown
from analytics.reports.active.claims import claims_of as claims_of_active
from analytics.reports.active.tables import active
from analytics.reports.adherence.claims import claims_of as claims_of_adherence
from analytics.reports.adherence.tables import adherence
from analytics.reports.adoption.claims import claims_of as claims_of_adoption
from analytics.reports.adoption.tables import adoption
from analytics.reports.completion.claims import claims_of as claims_of_completion
from analytics.reports.completion.tables import completion
from analytics.reports.content import Measure
from analytics.reports.decisions.claims import claims_of as claims_of_decisions
from analytics.reports.decisions.tables import decisions
from analytics.reports.distractors.claims import claims_of as claims_of_distractors
from analytics.reports.distractors.tables import distractors
from analytics.reports.experience.claims import claims_of as claims_of_experience
from analytics.reports.experience.tables import experience
from analytics.reports.gain.claims import claims_of as claims_of_gain
from analytics.reports.gain.tables import gain
from analytics.reports.health.tables import health
from analytics.reports.items.claims import claims_of as claims_of_items
from analytics.reports.items.tables import items
from analytics.reports.languages.claims import claims_of as claims_of_languages
from analytics.reports.languages.tables import languages
from analytics.reports.links.claims import claims_of as claims_of_links
from analytics.reports.links.tables import links
from analytics.reports.mastery.claims import claims_of as claims_of_mastery
from analytics.reports.mastery.tables import mastery
from analytics.reports.progress.claims import claims_of as claims_of_progress
from analytics.reports.progress.tables import progress
from analytics.reports.quality.claims import claims_of as claims_of_quality
from analytics.reports.quality.tables import quality
from analytics.reports.reach.claims import claims_of as claims_of_reach
from analytics.reports.reach.tables import reach
from analytics.reports.recall.claims import claims_of as claims_of_recall
from analytics.reports.recall.tables import recall
from analytics.reports.retention.claims import claims_of as claims_of_retention
from analytics.reports.retention.tables import retention
from analytics.reports.signs.claims import claims_of as claims_of_signs
from analytics.reports.signs.tables import signs
from analytics.reports.silent.claims import claims_of as claims_of_silent
from analytics.reports.silent.tables import silent
from analytics.reports.training.claims import claims_of as claims_of_training
from analytics.reports.training.tables import training
from analytics.shape import Hidden, Result

MEASURE_OF_REPORT: dict[str, Measure] = {
    "completion": completion,
    "items": items,
    "decisions": decisions,
    "signs": signs,
    "progress": progress,
    "adherence": adherence,
    "distractors": distractors,
    "mastery": mastery,
    "quality": quality,
    "languages": languages,
    "gain": gain,
    "recall": recall,
    "links": links,
    "retention": retention,
    "silent": silent,
    "training": training,
    "adoption": adoption,
    "reach": reach,
    "experience": experience,
    "active": active,
    "health": health,
}

CLAIMS_OF_REPORT = {
    "decisions": claims_of_decisions,
    "items": claims_of_items,
    "distractors": claims_of_distractors,
    "mastery": claims_of_mastery,
    "adherence": claims_of_adherence,
    "quality": claims_of_quality,
    "languages": claims_of_languages,
    "gain": claims_of_gain,
    "recall": claims_of_recall,
    "links": claims_of_links,
    "retention": claims_of_retention,
    "silent": claims_of_silent,
    "training": claims_of_training,
    "adoption": claims_of_adoption,
    "progress": claims_of_progress,
    "reach": claims_of_reach,
    "experience": claims_of_experience,
    "completion": claims_of_completion,
    "signs": claims_of_signs,
    "active": claims_of_active,
}
"""What each report says about numbers of learners; those of `health` are no learners."""


def make(report: str, rows: Rows, *, now: datetime, rule: Rule = disclosure.INTERNAL) -> Result:
    """One report over the rows of one question; without any figure when it counts too few learners. now: aware. Raises ReportUnknown."""
    if report not in MEASURE_OF_REPORT:
        raise ReportUnknown(report, tuple(MEASURE_OF_REPORT))
    content = MEASURE_OF_REPORT[report](rows, rule)
    arrived, seq = rows.newest
    stored = None if arrived is None else _text(datetime.fromtimestamp(arrived, UTC))
    result = Result(
        report=report,
        code=REPORTS[report].code,
        version=REPORTS[report].version,
        cohort=rows.question.scope,
        simulated=rows.question.simulated,
        watermark=stored,
        seq=seq,
        computed=_text(now.astimezone(UTC)),
        n=disclosure.count(content.n, rule),
        below=rule.below,
        tables=content.tables,
        stats=content.stats,
    )
    return _withheld(result) if isinstance(result.n, Hidden) else result


def _withheld(result: Result) -> Result:
    """The report of few learners: nothing but its frame. A row, a minute or a key in a list would already tell what one of them did."""
    tables = tuple(replace(table, rows=(), figures=()) for table in result.tables)
    day = result.watermark[:10] if result.watermark else None
    return replace(result, tables=tables, stats=(), watermark=day, seq=0, computed=result.computed[:10])


def _text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
