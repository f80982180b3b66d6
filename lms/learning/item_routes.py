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
from lms.accounts.presence import present
from lms.learning import answering, review
from lms.learning.answering import Answer
from lms.learning.pages import pages, reader_of, registration_of
from lms.learning.shown import feedback, question
from lms.web.database.extensions import reading_session
from lms.web.database.writing import submit
from lms.web.routing import locales
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
    made = content.module(course_key, module_key)
    shown = content.item(made, number)
    tried = answering.count(reading_session(), registration_of(content.course(course_key)), module_key, shown.key)
    return render_template("learning/item.html", form=Form(), **_frame(course_key, made, shown, number, tried + 1, time.time()))


def _frame(course_key: str, made: Module, shown: Item, number: int, attempt: int, shown_at: float) -> dict[str, Any]:
    return {
        "course": content.course(course_key),
        "module": made,
        "item": shown,
        "number": number,
        "attempt": attempt,
        "shown_at": int(shown_at),
        "question": question(shown, f"{present().uuid} {attempt}"),
        "minutes_left": timing.minutes_left(made, len(made.screens), number - 1),
        "again": again(),
        "given": request.form,
    }


def again() -> int | None:
    """1 while only what is left is taken again, from the module's end; else None, which leaves addresses as they are."""
    return 1 if request.args.get("again") == "1" else None


@pages.page(f"{ITEM_FR}/reponse", f"{ITEM_EN}/answer", access=ANYONE, methods=("POST",))
def answer(course_key: str, module_key: str, number: int) -> ResponseReturnValue:
    made = content.module(course_key, module_key)
    shown = content.item(made, number)
    attempt, shown_at = number_of(request.form, "attempt"), number_of(request.form, "shown_at")
    seconds = max(0.0, min(time.time() - shown_at, LONGEST))
    try:
        response = from_form(shown, request.form.to_dict(flat=False))
        given = Answer(shown, _in_every_language(made, shown), response, mark(shown, response), attempt, seconds)
    except ResponseUnfit:
        form = Form(request.form)
        form.refuse("choice", _unfit(shown), _("Nothing is counted before that."))
        frame = _frame(course_key, made, shown, number, attempt, shown_at)
        return render_template("learning/item.html", form=form, **frame), 422
    reader = reader_of(content.course(course_key), made)
    kept = submit(lambda work: answering.answer(work, reader, given))
    at: dict[str, Any] = {"course_key": course_key, "module_key": module_key, "number": number}
    return redirect(url_for("learning.answered", **at, attempt=kept, again=again()), code=303)


def _unfit(shown: Item) -> str:
    if shown.kind in ("single", "survey"):
        return _("Choose one of the answers")
    if shown.kind == "multi":
        return _("Choose one answer or more")
    if shown.kind == "number":
        return _("Write a number")
    return _("Choose something in every line, each place once")


def _in_every_language(made: Module, shown: Item) -> dict[str, Item]:
    found = {}
    for language in locales.LANGUAGES:
        other = content.module(made.course, made.key, language)
        same = next((one for one in other.items if one.key == shown.key), None)
        if same is not None and other.freshness != "missing":
            found[language] = same
    return found or {made.language: shown}


@pages.page(f"{ITEM_FR}/reponse/<int:attempt>", f"{ITEM_EN}/answer/<int:attempt>", access=ANYONE)
def answered(course_key: str, module_key: str, number: int, attempt: int) -> ResponseReturnValue:
    """The feedback on one's own attempt; another person's is not here."""
    made = content.module(course_key, module_key)
    shown = content.item(made, number)
    row = answering.attempt(reading_session(), registration_of(content.course(course_key)), module_key, shown.key, attempt)
    if row is None:
        abort(404)
    following = number + 1 if number < len(made.items) else None
    if again():
        left = review.of(reading_session(), registration_of(content.course(course_key)), made).after(number)
        following = left.number if left is not None else None
    return render_template(
        "learning/answered.html",
        row=row,
        following=following,
        feedback=feedback(shown, row),
        **_frame(course_key, made, shown, number, attempt, 0),
    )
