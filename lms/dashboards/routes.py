"""An educator's pages: her cohorts, and each report of a cohort as page, table and CSV."""

import re
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from analytics import results
from analytics.catalogue import REPORTS
from analytics.comparison.lines import is_comparable
from analytics.display import narrowing, report_pdf
from analytics.display.guides import TITLES
from analytics.display.report_view import ReportView
from analytics.display.words import say
from analytics.errors import ResultUnreadable, TableUnknown
from analytics.shape import Result
from lms import logs
from lms.cohorts import registering
from lms.cohorts.models import Cohort
from lms.cohorts.naming import checked_name
from lms.dashboards.naming import names, where_written
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing import locales
from lms.web.routing.forms import Form
from lms.web.routing.pages import EDUCATOR, Pages
from lms.web.site import content
from lms.web.site.layout import settings

pages = Pages("dashboards", __name__)


@pages.page("/cohortes", "/cohorts", access=EDUCATOR, methods=("GET", "POST"))
def cohorts() -> ResponseReturnValue:
    """My cohorts, and a form to open another."""
    form = Form(request.form if request.method == "POST" else None)
    if request.method == "POST":
        uuid = _open_cohort(form)
        if uuid is not None:
            return redirect(url_for("dashboards.cohort", uuid=uuid), code=303)
    mine = registering.cohorts_of(reading_session(), current_user)
    counts = registering.counts(reading_session(), mine)
    page = render_template("dashboards/cohorts.html", form=form, cohorts=mine, counts=counts, courses=_courses(), campaigns=_campaigns())
    return page, 422 if form.refusals else 200


def _open_cohort(form: Form) -> UUID | None:
    name, course, campaign = checked_name(form, "name"), form.text("course"), form.text("campaign")
    if course not in dict(_courses()) or campaign not in dict(_campaigns()):
        abort(400)
    if not form.is_good:
        return None
    educator_id, at = current_user.id, now()
    return submit(lambda work: registering.open_cohort(work, name, course, campaign, educator_id, at).uuid)


def _courses() -> list[tuple[str, str]]:
    return [(course.key, course.title[locales.current()]) for course in content.catalogue().courses.values()]


def _campaigns() -> list[tuple[str, str]]:
    catalogue = content.catalogue()
    title_of = names(catalogue, locales.current())
    keys = list(catalogue.game.campaigns) if catalogue.game else []
    return [("", _("No game")), *((key, title_of("campaign", key)) for key in keys)]


def _titles() -> dict[str, str]:
    return {key: say(TITLES, key, locales.current()) for key in REPORTS}


def _cohort(uuid: UUID) -> Cohort:
    return registering.cohort_of(reading_session(), current_user, uuid)


@pages.page("/cohortes/<uuid:uuid>", "/cohorts/<uuid:uuid>", access=EDUCATOR)
def cohort(uuid: UUID) -> ResponseReturnValue:
    one_cohort = _cohort(uuid)
    course = content.catalogue().courses.get(one_cohort.course)
    title_of = names_of(one_cohort)
    rows = []
    for key in REPORTS:
        result = result_of(key, uuid)
        rows.append((key, results.show(result, locales.current(), title_of) if result else None))
    count = registering.counts(reading_session(), [one_cohort])[one_cohort.id]
    return render_template("dashboards/cohort.html", cohort=one_cohort, course=course, rows=rows, count=count, titles=_titles())


@pages.page("/cohortes/<uuid:uuid>/<report_key>", "/cohorts/<uuid:uuid>/<report_key>", access=EDUCATOR)
def report(uuid: UUID, report_key: str) -> ResponseReturnValue:
    """The last result with its date; the worker makes a new one by itself a few seconds after each statement."""
    one_cohort = _cohort(uuid)
    if report_key not in REPORTS:
        abort(404)
    result = result_of(report_key, uuid)
    page = _view_of(result, one_cohort) if result else None
    count = registering.counts(reading_session(), [one_cohort])[one_cohort.id]
    return render_template(
        "dashboards/report.html",
        cohort=one_cohort,
        key=report_key,
        shown=page,
        count=count,
        is_comparable=is_comparable(report_key),
        written_at=where_written(content.catalogue(), locales.current()),
        modules=_modules(result, one_cohort),
        module=_module(result),
    )


def _module(result: Result | None) -> str:
    """The module that the address narrows the report to; empty for all of them, and for one that no line is about."""
    module = request.args.get("module", "")
    return module if result is not None and module in narrowing.modules(result) else ""


def _modules(result: Result | None, one_cohort: Cohort) -> list[tuple[str, str]]:
    """Key and title of those to choose from; none where there is no choice."""
    title_of = names_of(one_cohort)
    keys = narrowing.modules(result) if result is not None else ()
    return sorted(((key, title_of("module", key)) for key in keys), key=lambda pair: pair[1].casefold()) if len(keys) > 1 else []


def _narrowed(result: Result) -> Result:
    """As the address asks."""
    module = _module(result)
    return narrowing.of_module(result, module) if module else result


def _view_of(result: Result, one_cohort: Cohort) -> ReportView:
    """In words, with the module in its title when it is narrowed to one."""
    title_of, module = names_of(one_cohort), _module(result)
    view = results.show(_narrowed(result), locales.current(), title_of)
    return replace(view, title=f"{view.title} · {title_of('module', module)}") if module else view


@pages.page("/cohortes/<uuid:uuid>/<report_key>.pdf", "/cohorts/<uuid:uuid>/<report_key>.pdf", access=EDUCATOR, name="pdf")
def report_on_paper(uuid: UUID, report_key: str) -> ResponseReturnValue:
    """The report on A4, with the very cells of the page."""
    one_cohort = _cohort(uuid)
    result = result_of(report_key, uuid) if report_key in REPORTS else None
    if result is None:
        abort(404)
    page = _view_of(result, one_cohort)
    paper = report_pdf.pdf(page, locales.current(), one_cohort.name, now())
    logs.event("report_exported", by=current_user.id, report=report_key, cohort=uuid)
    response = Response(paper, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{_file_name(report_key, result)}.pdf"'
    return response


@pages.page("/cohortes/<uuid:uuid>/<report_key>/<table>.csv", "/cohorts/<uuid:uuid>/<report_key>/<table>.csv", access=EDUCATOR, name="csv")
def table_csv(uuid: UUID, report_key: str, table: str) -> ResponseReturnValue:
    """The rows of one table, with the very cells of the page."""
    one_cohort = _cohort(uuid)
    result = result_of(report_key, uuid) if report_key in REPORTS else None
    if result is None:
        abort(404)
    try:
        words = results.csv_text(_narrowed(result), locales.current(), table, names_of(one_cohort))
    except TableUnknown:
        abort(404)
    logs.event("report_exported", by=current_user.id, report=report_key, cohort=uuid)
    return csv_file(words, _file_name(f"{report_key}-{table}", result))


def _file_name(name: str, result: Result) -> str:
    """With the module that it is narrowed to."""
    module = _module(result)
    return f"{name}-{module}" if module else name


def csv_file(words: str, name: str) -> Response:
    """A table for a spreadsheet, in Unicode that it recognises."""
    response = Response("\ufeff" + words, mimetype="text/csv")
    plain = re.sub(r"[^a-z0-9-]", "-", name)
    response.headers["Content-Disposition"] = f'attachment; filename="{plain}.csv"'
    return response


def names_of(one_cohort: Cohort) -> Callable[[str, str], str]:
    """The words of content, for the readers of that cohort's course."""
    course = content.catalogue().courses.get(one_cohort.course)
    return names(content.catalogue(), locales.current(), course.audience if course else "patient")


def result_of(report_key: str, uuid: UUID) -> Result | None:
    """None before the first result, and for a file that cannot be read: the worker makes it again."""
    try:
        return results.read(settings().data / "results", report_key, str(uuid))
    except ResultUnreadable:
        return None
