"""Pages of items: the question, the answer, what to remember."""

import time
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses.errors import ResponseUnfit
from courses.items.marking import mark
from courses.items.responses import from_form
from courses.model import timing
from courses.model.content import Item, Module
from courses.serving.item_languages import in_each_language
from lms.accounts.presence import present
from lms.cohorts import trial_rule
from lms.learning import answering, question_standing
from lms.learning.answering import Answer
from lms.learning.item_view import feedback, question
from lms.learning.models import SURE, UNSURE
from lms.learning.pages import pages, reader_of, registration_of
from lms.spaced_review import cards
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing.forms import Form
from lms.web.routing.pages import ANYONE
from lms.web.routing.whole_numbers import number_of
from lms.web.site import content

ITEM_FR = "/cours/<course_key>/<module_key>/question/<int:number>"
ITEM_EN = "/courses/<course_key>/<module_key>/item/<int:number>"
LONGEST = 3600
"""A form left open over an hour tells nothing of how long the answer took."""


@pages.page(ITEM_FR, ITEM_EN, access=ANYONE)
def item(course_key: str, module_key: str, number: int) -> ResponseReturnValue:
    module = content.module(course_key, module_key)
    one_item = content.item(module, number)
    n_tried = answering.count(reading_session(), registration_of(content.course(course_key)), module_key, one_item.key)
    return render_template("learning/item.html", form=Form(), **_frame(course_key, module, one_item, number, n_tried + 1, time.time()))


def _frame(course_key: str, module: Module, one_item: Item, number: int, attempt: int, shown_at: float) -> dict[str, Any]:
    return {
        "course": content.course(course_key),
        "module": module,
        "item": one_item,
        "number": number,
        "attempt": attempt,
        "shown_at": int(shown_at),
        "question": question(one_item, f"{present().uuid} {attempt}"),
        "minutes_left": timing.minutes_left(module, len(module.screens), number - 1),
        "again": again(),
        "given": request.form,
    }


def again() -> int | None:
    """1 while only what is left is taken again, from the module's end; else None, which leaves addresses as they are."""
    return 1 if request.args.get("again") == "1" else None


@pages.page(f"{ITEM_FR}/reponse", f"{ITEM_EN}/answer", access=ANYONE, methods=("POST",))
def answer(course_key: str, module_key: str, number: int) -> ResponseReturnValue:
    module = content.module(course_key, module_key)
    one_item = content.item(module, number)
    attempt, shown_at = number_of(request.form, "attempt"), number_of(request.form, "shown_at")
    seconds = max(0.0, min(time.time() - shown_at, LONGEST))
    confidence = request.form.get("confidence") or None
    if confidence not in (None, SURE, UNSURE):
        abort(400)
    try:
        response = from_form(one_item, request.form.to_dict(flat=False))
        items = in_each_language(content.catalogue(), module, one_item)
        new_answer = Answer(one_item, items, response, mark(one_item, response), attempt, seconds, confidence)
    except ResponseUnfit:
        form = Form(request.form)
        form.refuse("choice", _unfit(one_item), _("Nothing is counted before that."))
        frame = _frame(course_key, module, one_item, number, attempt, shown_at)
        return render_template("learning/item.html", form=form, **frame), 422
    reader = reader_of(content.course(course_key), module)
    number_in_store = submit(lambda work: answering.answer(work, reader, new_answer))
    at: dict[str, Any] = {"course_key": course_key, "module_key": module_key, "number": number}
    return redirect(url_for("learning.answered", **at, attempt=number_in_store, again=again()), code=303)


def _unfit(one_item: Item) -> str:
    if one_item.kind in ("single", "survey"):
        return _("Choose one of the answers")
    if one_item.kind == "multi":
        return _("Choose one answer or more")
    if one_item.kind == "number":
        return _("Write a number")
    return _("Choose something in every line, each place once")


def has_cards() -> bool:
    """Whether a missed safety item brings cards to whoever is here: not to a guest, nor in a trial before its last test."""
    who = present()
    entry = None if who.is_guest else trial_rule.entered_on(reading_session(), who.uuid)
    return not who.is_guest and not trial_rule.is_quiet(entry, cards.day_of(now()))


@pages.page(f"{ITEM_FR}/reponse/<int:attempt>", f"{ITEM_EN}/answer/<int:attempt>", access=ANYONE)
def answered(course_key: str, module_key: str, number: int, attempt: int) -> ResponseReturnValue:
    """The feedback on one's own attempt; another person's is not here."""
    module = content.module(course_key, module_key)
    one_item = content.item(module, number)
    row = answering.attempt(reading_session(), registration_of(content.course(course_key)), module_key, one_item.key, attempt)
    if row is None:
        abort(404)
    following = number + 1 if number < len(module.items) else None
    if again():
        next_row = question_standing.of(reading_session(), registration_of(content.course(course_key)), module).after(number)
        following = next_row.number if next_row is not None else None
    return render_template(
        "learning/answered.html",
        row=row,
        following=following,
        feedback=feedback(one_item, row),
        offers_cards=one_item.is_safety and not row.is_right and not question_standing.is_possible(one_item, row) and has_cards(),
        sure_miss=question_standing.ItemReview(number, one_item, row, row.is_right).is_sure_miss,
        **_frame(course_key, module, one_item, number, attempt, 0),
    )
