"""Pages of training managers and admins: evidence files, certificates of completion, reading times, complaints."""

from typing import Any
from uuid import UUID

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from courses.model.content import Course
from lms import logs, training_body
from lms.accounts.models import Account
from lms.active_time import measuring
from lms.cohorts import record_looks
from lms.credentials.badges import documents
from lms.credentials.badges.routes import signing_key
from lms.credentials.pages import file
from lms.evidence import complaints, completion, files, gathering, runs
from lms.evidence.dossier import Dossier
from lms.evidence.models import Complaint
from lms.evidence.pages import pages, period_asked, professional_course, professional_courses, subject_of, times_of
from lms.evidence.runs import Period, Run
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.database.long_work import without_transaction
from lms.web.database.writing import submit
from lms.web.routing import locales
from lms.web.routing.forms import Form
from lms.web.routing.pages import MANAGER
from lms.web.routing.whole_numbers import number_of
from lms.web.site.layout import settings

FR, EN = "/dossiers-de-formation/<course_key>", "/evidence/<course_key>"
KINDS = {"pdf": "application/pdf", "csv": "text/csv", "json": "application/json"}


@pages.page("/dossiers-de-formation", "/evidence", access=MANAGER)
def courses() -> ResponseReturnValue:
    return render_template("evidence/courses.html", courses=professional_courses(), missing=missing_words())


def missing_words() -> list[str]:
    """What the settings do not say of the training body, in the page's language."""
    return [training_body.label(key, locales.current()) for key in settings().training_body.missing(tuple(training_body.FACTS))]


@pages.page(FR, EN, access=MANAGER)
def course(course_key: str) -> ResponseReturnValue:
    return _page(professional_course(course_key), Form(request.args))


def _page(one: Course, form: Form, status: int = 200) -> ResponseReturnValue:
    period = period_asked()
    own_runs = _runs(one, period)
    page = render_template(
        "evidence/course.html",
        course=one,
        form=form,
        period=period,
        runs=own_runs,
        dossier=gathering.gather(reading_session(), subject_of(one, period), own_runs),
        allowances=measuring.ALLOWANCES,
        waiting=_waiting(own_runs),
        missing=missing_words(),
    )
    return page, status


def _runs(one: Course, period: Period) -> list[Run]:
    reader = reading_session()
    registrations = runs.registrations_of(reader, _me(), one.key, period, is_demo=settings().is_demo)
    return runs.runs_of(reader, registrations, times_of(one), locales.current(), settings().home_page)


def _me() -> Account:
    account: Account = current_user
    return account


def _waiting(own_runs: list[Run]) -> list[tuple[Complaint, str]]:
    """Complaints without an answer, the oldest first, with what each is about."""
    which = 0 if locales.current() == "fr" else 1
    rows = [row for run in own_runs for row in complaints.of_run(reading_session(), run.registration.id) if row.answered_at is None]
    return [(row, complaints.SUBJECTS[row.subject][which]) for row in sorted(rows, key=lambda row: row.created_at)]


@pages.page(f"{FR}/dossier.<kind>", f"{EN}/file.<kind>", access=MANAGER, methods=("POST",))
def download(course_key: str, kind: str) -> ResponseReturnValue:
    """A form of the file. Each download is noted for everybody it names before it is sent."""
    one, period = professional_course(course_key), period_asked()
    if kind not in KINDS:
        abort(404)
    own_runs = _runs(one, period)
    dossier = gathering.gather(reading_session(), subject_of(one, period), own_runs)
    raw = _raw(dossier, kind)
    _note([run.registration.learner_id for run in own_runs], kind)
    return file(raw, KINDS[kind], f"dossier-{one.key}-{period.first}-{period.last}.{kind}")


def _raw(dossier: Dossier, kind: str) -> bytes:
    if kind == "csv":
        return files.csv_text(dossier, (_("Section"), _("Row"), _("What"), _("Value"))).encode("utf-8")
    if kind == "json":
        key = signing_key()
        return files.signed_json(dossier, key, documents.key_address(settings(), key.kid))
    made_at = int(now().timestamp())
    return without_transaction(lambda: files.pdf(dossier, made_at))


def _note(learner_ids: list[int], kind: str) -> None:
    """In the record of each person named, and one line in the log without anybody's."""
    by, at = _me().id, now()

    def work_of(work: Session) -> None:
        account = work.get_one(Account, by)
        for learner_id in learner_ids:
            record_looks.note(work, learner_id, account, "evidence", at)

    submit(work_of)
    logs.event("evidence_downloaded", by=by, format=kind, count=len(learner_ids))


@pages.page(f"{FR}/<uuid:uuid>/certificat.pdf", f"{EN}/<uuid:uuid>/completion.pdf", access=MANAGER, methods=("POST",))
def completion_certificate(course_key: str, uuid: UUID) -> Response:
    """For one run that is finished: the body signs it."""
    one = professional_course(course_key)
    run = _run(one, uuid)
    if len(run.modules_done) < len(one.modules):
        abort(409)
    words = completion.words(subject_of(one, period_asked()), run)
    made_at = int(now().timestamp())
    raw = without_transaction(lambda: files.completion_pdf(words, made_at))
    _note([run.registration.learner_id], "completion")
    return file(raw, "application/pdf", f"certificat-{one.key}-{uuid}.pdf")


def _run(one: Course, uuid: UUID) -> Run:
    """One run of the period by its registration, 404 for another's."""
    return next((run for run in _runs(one, period_asked()) if run.registration.uuid == uuid), None) or abort(404)


@pages.page(f"{FR}/<uuid:uuid>/temps-de-lecture", f"{EN}/<uuid:uuid>/reading-time", access=MANAGER, methods=("POST",))
def allow(course_key: str, uuid: UUID) -> ResponseReturnValue:
    """Lengthen, or bring back to the usual, what a page may count for one person."""
    run, times = _run(professional_course(course_key), uuid), number_of(request.form, "times")
    if times not in measuring.ALLOWANCES:
        abort(400)
    learner_id, by, at = run.registration.learner_id, _me().id, now()

    def work_of(work: Session) -> None:
        measuring.allow(work, learner_id, times, by, at)
        record_looks.note(work, learner_id, work.get_one(Account, by), "reading_time", at)

    submit(work_of)
    logs.event("reading_time_allowed", by=by, count=times)
    return redirect(_back(course_key), code=303)


@pages.page(f"{FR}/reclamations/<uuid:uuid>", f"{EN}/complaints/<uuid:uuid>", access=MANAGER, methods=("POST",))
def answer_complaint(course_key: str, uuid: UUID) -> ResponseReturnValue:
    one, form = professional_course(course_key), Form(request.form)
    if uuid not in {row.uuid for row, _words in _waiting(_runs(one, period_asked()))}:
        abort(404)
    words, by, at = form.text("answer"), _me().id, now()
    if not 10 <= len(words) <= complaints.LONGEST_ANSWER:
        form.refuse(f"answer-{uuid}", _("The answer is missing"), _("Write 10 to 500 characters; the person reads them."))
        return _page(one, form, 422)
    submit(lambda work: complaints.answer(work, uuid, course_key, words, by, at))
    logs.event("complaint_answered", by=by)
    return redirect(_back(course_key), code=303)


def _back(course_key: str) -> str:
    period = period_asked()
    query: dict[str, Any] = {"from": period.first.isoformat(), "until": period.last.isoformat()}
    return url_for("evidence.course", course_key=course_key, **query)
