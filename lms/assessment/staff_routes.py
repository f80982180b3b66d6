"""Staff's pages of tests: contested results, and sittings that are open now."""

from typing import Any
from uuid import UUID

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms import logs
from lms.assessment import contesting, ending, feedback, follow_up_rows, keeping, question_view
from lms.assessment.contesting import Effect
from lms.assessment.follow_up_rows import ContestedRow, OpenRow
from lms.assessment.frozen_items import thaw
from lms.assessment.models import Sitting, SittingItem
from lms.assessment.pages import TEST_REVIEWER, changed, pages
from lms.errors import LmsError
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing import locales
from lms.web.routing.forms import Form
from lms.web.routing.whole_numbers import number_of, whole_number
from lms.web.site import content
from lms.web.site.layout import settings
from lms.web.tables.listing import Listing

MOST_MINUTES = 240


class DryRun(LmsError):
    """Ends a piece of work whose effect was asked for, so that nothing of it is kept."""

    def __init__(self, effect: Effect) -> None:
        self.effect = effect
        super().__init__("nothing is kept of a dry run")


@pages.page("/suivi-des-tests", "/tests-follow-up", access=TEST_REVIEWER)
def follow_up() -> ResponseReturnValue:
    """Contested results without a name, each by its receipt; open sittings by the name of their account, without an answer."""
    return _follow_up("")


@pages.page("/suivi-des-tests", "/tests-follow-up", access=TEST_REVIEWER, methods=("POST",))
def find_open_sittings() -> ResponseReturnValue:
    """Open sittings of people whose sign-in name holds what was typed. By POST: a name stands in no address and no log."""
    return _follow_up(_name_part())


def _name_part() -> str:
    return request.form.get("name", "")[:80]


def _follow_up(name_part: str) -> ResponseReturnValue:
    courses = content.catalogue().courses.values()
    page = render_template(
        "assessment/follow_up.html",
        contested=_contested_listing().page(request.args),
        open=_open_listing(name_part).page(request.args),
        contested_link=lambda row: url_for("assessment.contested", uuid=row.sitting.uuid),
        asked={"course": request.args.get("course", "")},
        typed=name_part,
        courses=[("", _("all")), *((one.key, one.title[locales.current()]) for one in courses if one.passing is not None)],
    )
    return page, 200, {"Cache-Control": "no-store"}


def _contested_listing() -> Listing[ContestedRow]:
    return follow_up_rows.contested(reading_session(), request.args, now().date())


def _open_listing(name_part: str) -> Listing[OpenRow]:
    return follow_up_rows.open_sittings(reading_session(), request.args, name_part)


@pages.page("/suivi-des-tests/contestes.csv", "/tests-follow-up/contested.csv", access=TEST_REVIEWER)
def contested_csv() -> Response:
    """Every contested result of the list, with the very cells of the page."""
    logs.event("list_exported", by=current_user.id, table="contested")
    return _contested_listing().csv("contested", request.args)


@pages.page("/suivi-des-tests/en-cours.csv", "/tests-follow-up/open.csv", access=TEST_REVIEWER, methods=("GET", "POST"))
def open_csv() -> Response:
    """Every open sitting of the list, with the very cells of the page; by POST, of the name that was typed there."""
    logs.event("list_exported", by=current_user.id, table="sittings")
    return _open_listing(_name_part()).csv("sittings", request.args)


@pages.page("/suivi-des-tests/<uuid:uuid>", "/tests-follow-up/<uuid:uuid>", access=TEST_REVIEWER)
def contested(uuid: UUID) -> ResponseReturnValue:
    return _contested(_asked(uuid), Form(), None)


def _asked(uuid: UUID) -> Sitting:
    sitting = reading_session().scalar(select(Sitting).where(Sitting.uuid == uuid, Sitting.review_asked_at.is_not(None)))
    return changed(sitting)


def _contested(sitting: Sitting, form: Form, effect: Effect | None) -> str:
    items = keeping.items_of(reading_session(), sitting)
    chosen = request.form.getlist("accept")
    return render_template(
        "assessment/contested.html",
        sitting=sitting,
        number=feedback.receipt(sitting),
        result=feedback.of(sitting, items),
        rows=[_row(item, str(item.position) in chosen, shows_key=not sitting.frozen.get("is_private")) for item in items],
        form=form,
        effect=effect,
        gives_back=request.form.get("give-back") == "yes",
    )


def _row(item: SittingItem, is_chosen: bool, *, shows_key: bool) -> dict[str, Any]:
    """shows_key: whether the right answer is shown; that of a private pool's item stands in its author's file alone."""
    frozen = thaw(item.frozen)
    return {
        "item": item,
        "question": question_view.question(frozen, question_view.fields_of(frozen, item.response)),
        "answer": question_view.answer_words(frozen, item.response),
        "right": [option.text for option in frozen.item.options if option.verdict == "right"] if shows_key else [],
        "is_chosen": is_chosen,
    }


@pages.page("/suivi-des-tests/<uuid:uuid>", "/tests-follow-up/<uuid:uuid>", access=TEST_REVIEWER, methods=("POST",), name="decide")
def decide(uuid: UUID) -> ResponseReturnValue:
    """First what the decision would change, then, pressed again, the decision itself."""
    sitting, form = _asked(uuid), Form(request.form)
    if sitting.reviewed_at is not None:
        return redirect(url_for("assessment.contested", uuid=uuid), code=303)
    note = form.text("note")
    if not 10 <= len(note) <= contesting.LONGEST_NOTE:
        form.refuse("note", _("The reason is missing"), _("Write 10 to 500 characters: the person reads them with their result."))
        return _contested(sitting, form, None), 422
    positions = [place for text in request.form.getlist("accept") if (place := whole_number(text)) is not None]
    gives_back, by, at, home_page = request.form.get("give-back") == "yes", current_user.id, now(), settings().home_page

    def run(work: Session) -> Effect:
        fresh = changed(work.scalar(select(Sitting).where(Sitting.uuid == uuid).with_for_update()))
        if fresh.reviewed_at is not None:
            raise DryRun(Effect(fresh.right, fresh.right, fresh.verdict == "passed", 0, 0))
        return contesting.decide(work, fresh, positions, note, by, at, home_page, gives_attempt_back=gives_back)

    if request.form.get("decision") != "yes":

        def try_out(work: Session) -> None:
            raise DryRun(run(work))

        try:
            submit(try_out)
        except DryRun as tried:
            return _contested(sitting, form, tried.effect)
    try:
        submit(run)
    except DryRun:
        return redirect(url_for("assessment.contested", uuid=uuid), code=303)
    logs.event("test_reviewed", by=by, count=len(positions))
    return redirect(url_for("assessment.follow_up"), code=303)


@pages.page("/suivi-des-tests/<uuid:uuid>/temps", "/tests-follow-up/<uuid:uuid>/time", access=TEST_REVIEWER, methods=("POST",))
def lengthen(uuid: UUID) -> ResponseReturnValue:
    minutes = number_of(request.form, "minutes")
    if not 1 <= minutes <= MOST_MINUTES:
        abort(400)
    submit(lambda work: ending.lengthen(_open(work, uuid), minutes))
    logs.event("test_lengthened", by=current_user.id, seconds=60 * minutes)
    return redirect(url_for("assessment.follow_up"), code=303)


@pages.page("/suivi-des-tests/<uuid:uuid>/arreter", "/tests-follow-up/<uuid:uuid>/stop", access=TEST_REVIEWER, methods=("POST",))
def stop(uuid: UUID) -> ResponseReturnValue:
    at = now()
    submit(lambda work: ending.stop(_open(work, uuid), at))
    logs.event("test_stopped", by=current_user.id)
    return redirect(url_for("assessment.follow_up"), code=303)


def _open(work: Session, uuid: UUID) -> Sitting:
    return changed(work.scalar(select(Sitting).where(Sitting.uuid == uuid).with_for_update()))
