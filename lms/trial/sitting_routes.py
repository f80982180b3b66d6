"""Questionnaires of a trial, the page after each, leaving, and saying that something went badly."""

from collections.abc import Callable
from contextlib import suppress

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from analytics.trial.errors import StepRefused
from lms import logs
from lms.trial import content_hash, papers, placing, sittings
from lms.trial.arm_pages import BOOKLET, GAME, MODULES
from lms.trial.errors import PlacesStopped
from lms.trial.models import DAY_30, END, PHASES, START, WITHDRAWN, TrialParticipant
from lms.trial.pages import LEARNER, box, own_part, pages
from lms.trial.participation import Participation
from lms.web.current_site import current_site
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing import locales
from lms.web.routing.forms import Form
from lms.web.site import content

FR, EN = "/essais/<trial>", "/trials/<trial>"
TRIES = 10
WHY = ("own_wish", "no_time", "health", "other")
"""Reasons for leaving, as keys; nothing is typed."""


def _due(part: Participation, phase: str) -> Participation:
    return part if phase in PHASES and part.is_due(phase) else abort(404)


@pages.page(f"{FR}/questions/<phase>", f"{EN}/questions/<phase>", access=LEARNER)
def questions(trial: str, phase: str) -> ResponseReturnValue:
    part = own_part(trial)
    return _after(part, phase) if phase in part.handed_in else _questions(_due(part, phase), phase, Form())


def _after(part: Participation, phase: str) -> ResponseReturnValue:
    """Where somebody goes whose answers are kept: also at a second press, which keeps nothing more."""
    return redirect(url_for("trial.after", trial=part.trial.name, phase=phase), code=303)


def _questions(part: Participation, phase: str, form: Form, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "trial/questions.html",
        part=part,
        protocol=part.protocol,
        phase=phase,
        questions=part.instruments.of(phase),
        form=form,
        given=request.form,
        asks_use=phase == END,
        elsewhere=(MODULES, GAME, BOOKLET) if phase == DAY_30 else (),
    )
    return page, status


@pages.page(f"{FR}/questions/<phase>", f"{EN}/questions/<phase>", access=LEARNER, methods=("POST",), name="hand_in")
def hand_in(trial: str, phase: str) -> ResponseReturnValue:
    """Keep the answers; the first questionnaire gives her the next place of her stratum, in the same transaction."""
    part, form = own_part(trial), Form(request.form)
    if phase in part.handed_in:
        return _after(part, phase)
    asked = _due(part, phase).instruments.of(phase)
    for key in sittings.missing(asked, request.form):
        form.refuse(key, _("An answer is missing"), _("Choose one, also when you are not sure."))
    yes_no = (["used"] if phase == END else []) + [f"elsewhere-{what}" for what in (MODULES, GAME, BOOKLET) if phase == DAY_30]
    for name in yes_no:
        if request.form.get(name) not in ("yes", "no"):
            form.refuse(name, _("An answer is missing"), _("Choose yes or no."))
    if not form.is_good:
        return _questions(part, phase, form, 422)
    try:
        _submit_until_kept(_work(part, phase))
    except (PlacesStopped, StepRefused):
        return render_template("trial/stopped.html", part=part, protocol=part.protocol), 409
    logs.event("trial_questions", key=trial, action=phase)
    return _after(part, phase)


def _submit_until_kept(work: Callable[[Session], None]) -> None:
    """Another process may give the same place at the same moment: the table keeps one, and the other draws again."""
    for _attempt in range(TRIES):
        with suppress(IntegrityError):
            return submit(work)
    return submit(work)


def _work(part: Participation, phase: str) -> Callable[[Session], None]:
    answers = {question.key: request.form[question.key] for question in part.instruments.of(phase)}
    elsewhere = {what: request.form.get(f"elsewhere-{what}") == "yes" for what in (MODULES, GAME, BOOKLET)} if phase == DAY_30 else None
    row_id, place_id, at, language = part.row.id, part.row.place_id, now(), locales.current()
    was_used = phase == END and request.form.get("used") == "yes"
    seal, texts = box(), content_hash.current(current_site(), content.catalogue()) if phase == START else ""

    def work_of(work: Session) -> None:
        if sittings.is_handed_in(work, row_id, phase):  # her other press
            return
        sittings.hand_in(work, row_id, phase, answers, elsewhere, language, at)
        if phase == START:
            placing.give_place(work, work.get_one(TrialParticipant, row_id), seal, texts, at)
        if was_used and place_id is not None:
            sittings.note_use(work, place_id, at)

    return work_of


@pages.page(f"{FR}/merci/<phase>", f"{EN}/thanks/<phase>", access=LEARNER)
def after(trial: str, phase: str) -> ResponseReturnValue:
    """The same page in every arm, with the same sheet."""
    part = own_part(trial)
    if phase not in part.handed_in:
        abort(404)
    return render_template("trial/after.html", row=part.trial, protocol=part.protocol)


@pages.page(f"{FR}/livret.pdf", f"{EN}/booklet.pdf", access=LEARNER)
def booklet(trial: str) -> ResponseReturnValue:
    """Her arm's booklet, as it was printed from the accepted texts. Other arms find nothing here, before the end and after it."""
    part = own_part(trial)
    if part.arm is None or BOOKLET not in part.arm.offers:
        abort(404)
    raw = papers.booklet(current_site().settings, part.trial, locales.current())
    if raw is None:
        abort(404)
    response = Response(raw, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{part.trial.name}-{locales.current()}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@pages.page(f"{FR}/quitter", f"{EN}/leave", access=LEARNER)
def leave(trial: str) -> ResponseReturnValue:
    part = own_part(trial)
    return abort(404) if part.is_over else _leave(part, Form())


def _leave(part: Participation, form: Form, status: int = 200) -> ResponseReturnValue:
    names = {
        "own_wish": _("I do not want to go on"),
        "no_time": _("I have no time"),
        "health": _("I am not well enough"),
        "other": _("Another reason"),
    }
    return render_template(
        "trial/leave.html", part=part, protocol=part.protocol, form=form, reasons=[(key, names[key]) for key in WHY]
    ), status


@pages.page(f"{FR}/quitter", f"{EN}/leave", access=LEARNER, methods=("POST",), name="withdraw")
def withdraw(trial: str) -> ResponseReturnValue:
    """She leaves: nothing more is asked, and every page opens for her. What she answered before stays in the count."""
    part, form = own_part(trial), Form(request.form)
    if part.row.status == WITHDRAWN:  # a second press
        return redirect(url_for("trial.information", trial=trial), code=303)
    if part.is_over:
        abort(404)
    reason = form.text("reason")
    if reason not in WHY:
        form.refuse("reason", _("The reason is missing"), _("Choose the one that is nearest; none is asked for in words."))
        return _leave(part, form, 422)
    row_id, at = part.row.id, now()

    def work_of(work: Session) -> None:
        row = work.get_one(TrialParticipant, row_id)
        row.status, row.reason, row.status_at = WITHDRAWN, reason, at

    submit(work_of)
    logs.event("trial_withdrawn", key=trial)
    return redirect(url_for("trial.information", trial=trial), code=303)


@pages.page(f"{FR}/signaler", f"{EN}/report", access=LEARNER)
def harm(trial: str) -> ResponseReturnValue:
    part = own_part(trial)
    return abort(404) if part.row.place is None else _harm(part, Form())


def _harm(part: Participation, form: Form, status: int = 200) -> ResponseReturnValue:
    return render_template("trial/harm.html", part=part, protocol=part.protocol, form=form, was_kept="kept" in request.args), status


@pages.page(f"{FR}/signaler", f"{EN}/report", access=LEARNER, methods=("POST",), name="report_harm")
def report_harm(trial: str) -> ResponseReturnValue:
    """Count a harm of the protocol's list, once for two presses. It calls nobody: the page says whom to call."""
    part, form = own_part(trial), Form(request.form)
    key = form.text("harm")
    if part.row.place is None or part.trial.closed_at is not None:
        abort(404)
    if key not in {one.key for one in part.protocol.harms}:
        form.refuse("harm", _("An answer is missing"), _("Choose one."))
        return _harm(part, form, 422)
    row_id, at = part.row.id, now()
    submit(lambda work: sittings.count_harm(work, row_id, key, at))
    logs.event("trial_harm", key=trial)
    return redirect(url_for("trial.harm", trial=trial, kept=1), code=303)
