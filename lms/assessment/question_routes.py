"""Pages of an open sitting: one question a page, and all answers before handing in."""

import time
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses.errors import ResponseUnfit
from lms.accounts.presence import present
from lms.assessment import ending, keeping, question_view
from lms.assessment.errors import NothingAnswered
from lms.assessment.frozen_items import thaw
from lms.assessment.keeping import Given
from lms.assessment.models import Sitting, SittingItem
from lms.assessment.pages import changed, own_sitting, pages
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing.forms import Form
from lms.web.routing.pages import SIGNED_IN
from lms.web.routing.whole_numbers import number_of
from lms.web.site.layout import settings

QUESTION = "/test/<uuid:uuid>/question/<int:number>"
MINUTES_A_QUESTION = 0.8
"""What a question takes, for the estimate on its page; most take less."""


@pages.page(QUESTION, QUESTION, access=SIGNED_IN)
def question(uuid: UUID, number: int) -> ResponseReturnValue:
    sitting = own_sitting(uuid)
    if not sitting.is_open:
        return redirect(url_for("assessment.receipt", uuid=uuid))
    items = keeping.items_of(reading_session(), sitting)
    row = _row(items, number)
    fields = question_view.fields_of(thaw(row.frozen), row.response)
    return _page(sitting, items, row, fields, Form())


@pages.page(QUESTION, QUESTION, access=SIGNED_IN, methods=("POST",), name="answer")
def answer(uuid: UUID, number: int) -> ResponseReturnValue:
    """Keep what is on the page, then go where the button says. What cannot be kept stays on the page, which says why."""
    sitting = own_sitting(uuid)
    if not sitting.is_open:
        return redirect(url_for("assessment.receipt", uuid=uuid), code=303)
    items = keeping.items_of(reading_session(), sitting)
    row = _row(items, number)
    fields = {name: list(values) for name, values in request.form.lists()}
    at, learner_id = now(), present().learner_id
    try:
        response = question_view.read(thaw(row.frozen), fields)
    except ResponseUnfit:
        form = Form()
        form.refuse("choice", _unfit(row), _("This answer is not kept yet; nothing else is lost."))
        return _page(sitting, items, row, fields, form), 422
    seconds = max(0.0, time.time() - number_of(request.form, "shown_at", int(time.time())))
    given = Given(number, number_of(request.form, "revision"), response, request.form.get("marked") == "yes", seconds)
    outcome = submit(lambda work: keeping.store_answer(work, changed(keeping.of(work, uuid, learner_id, for_change=True)), given, at))
    if outcome == "ended":
        return redirect(url_for("assessment.receipt", uuid=uuid), code=303)
    if outcome == "stale":
        return _stale(uuid, number)
    return redirect(_next(uuid, number, len(items)), code=303)


def _stale(uuid: UUID, number: int) -> ResponseReturnValue:
    """The page knew an older answer than the one kept: that one is shown, and stays until it is changed here."""
    sitting = own_sitting(uuid)
    items = keeping.items_of(reading_session(), sitting)
    row = _row(items, number)
    form = Form()
    words = _("It is the one below; the one you just sent was not kept. To change it, choose here and keep it.")
    form.refuse("choice", _("A newer answer was kept from another page"), words)
    return _page(sitting, items, row, question_view.fields_of(thaw(row.frozen), row.response), form), 409


def _row(items: list[SittingItem], number: int) -> SittingItem:
    if not 1 <= number <= len(items):
        abort(404)
    return items[number - 1]


def _next(uuid: UUID, number: int, count: int) -> str:
    go = request.form.get("go", "next")
    if go == "previous" and number > 1:
        return url_for("assessment.question", uuid=uuid, number=number - 1)
    if go == "all" or number == count:
        return url_for("assessment.review", uuid=uuid)
    return url_for("assessment.question", uuid=uuid, number=number + 1)


def _page(sitting: Sitting, items: list[SittingItem], row: SittingItem, fields: dict[str, list[str]], form: Form) -> str:
    at = now()
    return render_template(
        "assessment/question.html",
        sitting=sitting,
        row=row,
        count=len(items),
        form=form,
        question=question_view.question(thaw(row.frozen), fields),
        shown_at=int(time.time()),
        minutes_left=max(1, round(MINUTES_A_QUESTION * (len(items) - row.position + 1))),
        time_left=_time_left(sitting, at),
    )


def _time_left(sitting: Sitting, at: datetime) -> int | None:
    """Whole minutes until its end by the server's clock, floored; None without a limit."""
    return None if sitting.limit_minutes is None else max(0, int((sitting.ends_at - at).total_seconds() // 60))


def _unfit(row: SittingItem) -> str:
    if row.frozen["item"]["kind"] == "short":
        return _("Write a few words")
    return _("Write a number") if row.frozen["item"]["kind"] == "number" else _("Choose something in every line, each place once")


@pages.page("/test/<uuid:uuid>/relire", "/test/<uuid:uuid>/review", access=SIGNED_IN)
def review(uuid: UUID) -> ResponseReturnValue:
    sitting = own_sitting(uuid)
    if not sitting.is_open:
        return redirect(url_for("assessment.receipt", uuid=uuid))
    return _review(sitting, Form())


def _review(sitting: Sitting, form: Form) -> str:
    items = keeping.items_of(reading_session(), sitting)
    lines = [_line(row) for row in items]
    return render_template(
        "assessment/review.html",
        sitting=sitting,
        form=form,
        open=[line for line in lines if not line["is_answered"]],
        marked=[line for line in lines if line["is_answered"] and line["is_marked"]],
        answered=[line for line in lines if line["is_answered"] and not line["is_marked"]],
        given=sum(bool(line["is_answered"]) for line in lines),
        time_left=_time_left(sitting, now()),
    )


def _line(row: SittingItem) -> dict[str, Any]:
    frozen = thaw(row.frozen)
    return {
        "number": row.position,
        "question": question_view.question(frozen, {}),
        "answer": question_view.answer_words(frozen, row.response),
        "is_answered": row.is_answered,
        "is_marked": row.is_marked,
    }


@pages.page("/test/<uuid:uuid>/remettre", "/test/<uuid:uuid>/hand-in", access=SIGNED_IN, methods=("POST",))
def hand_in(uuid: UUID) -> ResponseReturnValue:
    """Hand in once: a second press, tab or replayed form leads to the same receipt."""
    own_sitting(uuid)
    learner_id, at, home_page = present().learner_id, now(), settings().home_page
    try:
        submit(lambda work: ending.hand_in(work, changed(keeping.of(work, uuid, learner_id, for_change=True)), at, home_page))
    except NothingAnswered:
        form = Form()
        form.refuse("hand-in", _("No question is answered yet"), _("A test without one answer is not handed in, and not marked."))
        return _review(own_sitting(uuid), form), 422
    return redirect(url_for("assessment.receipt", uuid=uuid), code=303)
