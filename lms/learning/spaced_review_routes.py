"""“To look at again”: today's cards one by one, two buttons, a pause without question. Nobody reads a mark here."""

from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from courses.errors import UnknownContent
from courses.model.content import Item, Module
from courses.serving.item_languages import in_each_language
from lms.accounts.presence import present
from lms.cohorts import trial_rule
from lms.errors import NotFound
from lms.learning.item_view import question, remember
from lms.learning.pages import pages
from lms.spaced_review import card_rating, cards, desk, scheduling
from lms.spaced_review.desk import Desk
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing import locales
from lms.web.routing.pages import ANYONE, SIGNED_IN
from lms.web.routing.whole_numbers import number_of
from lms.web.site import content
from lms.web.site.layout import settings

PAGE_FR, PAGE_EN = "/a-revoir", "/look-again"
BUTTONS = {"again": scheduling.AGAIN, "good": scheduling.GOOD}
PAUSES = {"2": 2, "6": 6, "open": None}
"""Weeks of a pause, by the value of its button; None: until she comes back."""


def find_item(module_key: str, item_key: str) -> Item | None:
    """A practice item of a module that this site shows, in the page's language."""
    one_module = _module(module_key)
    return next((item for item in one_module.items if item.key == item_key), None) if one_module else None


def _module(key: str) -> Module | None:
    try:
        one_module = content.catalogue().module(key, locales.current())
    except UnknownContent:
        return None
    return one_module if one_module.course in content.catalogue().courses else None


def own_desk() -> Desk:
    """Today's cards of whoever is here; none for a guest, nor in a trial before its last test."""
    who, today = present(), cards.day_of(now())
    if who.is_guest or trial_rule.is_quiet(trial_rule.entered_on(reading_session(), who.uuid), today):
        return Desk(())
    return desk.of(reading_session(), who.learner_id, today, find_item)


@pages.page(PAGE_FR, PAGE_EN, access=ANYONE)
def reviews() -> ResponseReturnValue:
    own = own_desk()
    if not own.today:
        return render_template("learning/reviews.html", desk=own, is_guest=present().is_guest)
    card, item = own.today[0]
    one_module = _module(card.module)
    assert one_module is not None  # noqa: S101 - the item was found in it
    return render_template(
        "learning/review_card.html",
        desk=own,
        card=card,
        item=item,
        module=one_module,
        question=question(item, f"{present().uuid} card {card.ratings}"),
        to_remember=remember(item),
    )


@pages.page(f"{PAGE_FR}/carte", f"{PAGE_EN}/card", access=SIGNED_IN, methods=("POST",))
def look_at_card() -> ResponseReturnValue:
    """Keep what she said of a card, and show the next one. What comes twice, or from another device too late, changes nothing."""
    learner_id, rating = present().learner_id, BUTTONS.get(request.form.get("rating", ""))
    try:
        uuid = UUID(request.form.get("card", ""))
    except ValueError:
        abort(400)
    if rating is None or learner_id is None:
        abort(400)
    card = card_rating.own_card(reading_session(), learner_id, uuid)
    item, one_module = find_item(card.module, card.item), _module(card.module)
    if item is None or one_module is None:
        raise NotFound
    one_look = card_rating.RatingForm(
        card=uuid,
        number=number_of(request.form, "number"),
        rating=rating,
        item=item,
        items=in_each_language(content.catalogue(), one_module, item),
        titles=content.titles(one_module.key),
        course=content.course(one_module.course),
        home_page=settings().home_page,
        now=now(),
    )
    if own_desk().today:  # none in a pause, and none in a trial before its last test
        submit(lambda work: card_rating.rate_card(work, learner_id, one_look))
    return redirect(url_for("learning.reviews"), code=303)


@pages.page(f"{PAGE_FR}/pause", f"{PAGE_EN}/pause", access=SIGNED_IN, methods=("POST",))
def pause_reviews() -> ResponseReturnValue:
    learner_id, weeks = present().learner_id, request.form.get("weeks", "")
    if weeks not in PAUSES or learner_id is None:
        abort(400)
    at = now()
    submit(lambda work: card_rating.pause(work, learner_id, PAUSES[weeks], at))
    return redirect(url_for("learning.reviews"), code=303)


@pages.page(f"{PAGE_FR}/reprendre", f"{PAGE_EN}/resume", access=SIGNED_IN, methods=("POST",))
def resume_reviews() -> ResponseReturnValue:
    learner_id = present().learner_id
    if learner_id is None:
        abort(400)
    submit(lambda work: card_rating.resume(work, learner_id))
    return redirect(url_for("learning.reviews"), code=303)
