"""An educator's cohorts beside each other, and one of them over time: made of what her pages of each already show."""

from collections.abc import Callable
from uuid import UUID

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from analytics import results
from analytics.catalogue import REPORTS
from analytics.comparison import history
from analytics.comparison.beside import MOST, compare
from analytics.comparison.lines import is_comparable
from analytics.comparison.trend import STEPS, trend
from analytics.display.comparison_view import show_as
from analytics.errors import CohortsApart, ResultUnreadable, TableUnknown
from analytics.shape import Result
from lms import logs
from lms.cohorts import registering
from lms.cohorts.models import Cohort
from lms.dashboards.routes import csv_file, names_of, pages, result_of
from lms.web.database.extensions import reading_session
from lms.web.routing import locales
from lms.web.routing.pages import EDUCATOR
from lms.web.site.layout import settings


@pages.page("/cohortes/<uuid:uuid>/<report_key>/comparer", "/cohorts/<uuid:uuid>/<report_key>/compare", access=EDUCATOR)
def comparison(uuid: UUID, report_key: str) -> ResponseReturnValue:
    """This cohort beside those that are ticked; without any, the list to tick from."""
    one_cohort, others, partners = _choice(uuid, report_key)
    result, is_apart = None, False
    if partners:
        try:
            result = _beside(one_cohort, partners, report_key)
        except CohortsApart:
            is_apart = True
    view = show_as("compared", result, locales.current(), _names([one_cohort, *partners])) if result else None
    return render_template(
        "dashboards/comparison.html",
        cohort=one_cohort,
        key=report_key,
        others=others,
        ticked=partners,
        shown=view,
        is_apart=is_apart,
        most=MOST,
    )


@pages.page(
    "/cohortes/<uuid:uuid>/<report_key>/comparer/<table>.csv", "/cohorts/<uuid:uuid>/<report_key>/compare/<table>.csv", access=EDUCATOR
)
def comparison_csv(uuid: UUID, report_key: str, table: str) -> ResponseReturnValue:
    """One table of a comparison, with the very cells of its page."""
    one_cohort, _, partners = _choice(uuid, report_key)
    try:
        result = _beside(one_cohort, partners, report_key)
    except CohortsApart:
        abort(404)
    return _csv(result, table, f"{report_key}-compare-{table}", _names([one_cohort, *partners]))


@pages.page("/cohortes/<uuid:uuid>/<report_key>/evolution", "/cohorts/<uuid:uuid>/<report_key>/over-time", access=EDUCATOR)
def over_time(uuid: UUID, report_key: str) -> ResponseReturnValue:
    """This cohort at the end of each week or month."""
    one_cohort, result, step = _trend(uuid, report_key)
    view = show_as("over_time", result, locales.current(), names_of(one_cohort)) if result else None
    return render_template("dashboards/over_time.html", cohort=one_cohort, key=report_key, shown=view, step=step)


@pages.page(
    "/cohortes/<uuid:uuid>/<report_key>/evolution/<table>.csv", "/cohorts/<uuid:uuid>/<report_key>/over-time/<table>.csv", access=EDUCATOR
)
def over_time_csv(uuid: UUID, report_key: str, table: str) -> ResponseReturnValue:
    """One table of it, with the very cells of its page."""
    one_cohort, result, step = _trend(uuid, report_key)
    if result is None:
        abort(404)
    return _csv(result, table, f"{report_key}-{step}-{table}", names_of(one_cohort))


def _cohort(uuid: UUID, report_key: str) -> Cohort:
    if report_key not in REPORTS or not is_comparable(report_key):
        abort(404)
    return registering.cohort_of(reading_session(), current_user, uuid)


def _choice(uuid: UUID, report_key: str) -> tuple[Cohort, list[Cohort], list[Cohort]]:
    """This cohort, those that may stand beside it (mine, of the same kind of people), and those of them that are ticked."""
    one_cohort = _cohort(uuid, report_key)
    mine = registering.cohorts_of(reading_session(), current_user)
    others = [one for one in mine if one.uuid != uuid and one.is_simulated == one_cohort.is_simulated]
    keys = request.args.getlist("with")
    return one_cohort, others, [one for one in others if str(one.uuid) in keys][: MOST - 1]


def _beside(one_cohort: Cohort, partners: list[Cohort], report_key: str) -> Result:
    """Raises CohortsApart, also when one of them has no report yet."""
    cohorts = (one_cohort, *partners)
    whole = [result for one in cohorts if (result := result_of(report_key, one.uuid)) is not None]
    if len(whole) < len(cohorts):
        raise CohortsApart(report_key)
    return compare(whole)


def _trend(uuid: UUID, report_key: str) -> tuple[Cohort, Result | None, str]:
    one_cohort = _cohort(uuid, report_key)
    step = next((one for one in STEPS if one == request.args.get("by")), STEPS[0])
    latest = result_of(report_key, uuid)
    if latest is None:
        return one_cohort, None, step
    try:
        weeks = history.read(settings().data / "releases", report_key, str(uuid))
    except ResultUnreadable:
        weeks = {}
    return one_cohort, trend(latest, weeks, step), step


def _names(cohorts: list[Cohort]) -> Callable[[str, str], str]:
    """The words of content, and the names of these cohorts."""
    title_of, cohort_name = names_of(cohorts[0]), {str(one.uuid): one.name for one in cohorts}
    return lambda kind, key: cohort_name.get(key, key) if kind == "cohort" else title_of(kind, key)


def _csv(result: Result, table: str, name: str, title_of: Callable[[str, str], str]) -> Response:
    try:
        words = results.csv_text(result, locales.current(), table, title_of)
    except TableUnknown:
        abort(404)
    logs.event("report_exported", by=current_user.id, report=result.report, cohort=result.cohort)
    return csv_file(words, name)


DASHBOARDS = pages
"""The blueprint with the pages of this module."""
