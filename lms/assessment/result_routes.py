"""Pages of an ended sitting: the receipt, the result, and asking a person to look at it again."""

from datetime import date
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.presence import present
from lms.assessment import attempts, contesting, ending, feedback, keeping
from lms.assessment.models import FINAL, LEFT, STOPPED, Sitting
from lms.assessment.pages import changed, own_sitting, pages
from lms.cohorts import assignments, trial_rule
from lms.web.database.extensions import reading_session
from lms.web.database.instants import ZONE, now
from lms.web.database.writing import submit
from lms.web.routing import locales
from lms.web.routing.pages import SIGNED_IN
from lms.web.site import content


@pages.page("/test/<uuid:uuid>/recu", "/test/<uuid:uuid>/receipt", access=SIGNED_IN)
def receipt(uuid: UUID) -> ResponseReturnValue:
    sitting = own_sitting(uuid)
    if sitting.is_open:
        return redirect(url_for("assessment.review", uuid=uuid))
    items = keeping.items_of(reading_session(), sitting)
    return render_template(
        "assessment/receipt.html",
        sitting=sitting,
        given=sum(item.is_answered for item in items),
        number=feedback.receipt(sitting),
        rule=ending.rule_of(sitting),
        is_marked=sitting.verdict not in (LEFT, STOPPED),
    )


@pages.page("/test/<uuid:uuid>/resultat", "/test/<uuid:uuid>/result", access=SIGNED_IN)
def result(uuid: UUID) -> ResponseReturnValue:
    sitting = own_sitting(uuid)
    if sitting.is_open:
        return redirect(url_for("assessment.review", uuid=uuid))
    if sitting.verdict in (LEFT, STOPPED):
        return redirect(url_for("assessment.receipt", uuid=uuid))
    shown_on = _held_until(sitting)
    if shown_on is not None:
        return render_template("assessment/result_later.html", sitting=sitting, shown_on=shown_on)
    sitting_feedback = feedback.of(sitting, keeping.items_of(reading_session(), sitting))
    after = _attempts(sitting)
    return render_template(
        "assessment/result.html",
        sitting=sitting,
        result=sitting_feedback,
        attempts=after,
        next_at=after.opens_at.astimezone(ZONE).date() if after.opens_at else None,
        titles=_titles(sitting, sitting_feedback.modules),
        can_ask=contesting.can_ask(sitting),
        review_due=feedback.review_due(sitting.review_asked_at, sitting_feedback.rule.review_days) if sitting.review_asked_at else None,
    )


def _held_until(sitting: Sitting) -> date | None:
    """In a trial, the day on which the result of a comparing test may be read; None for a final, and outside a trial."""
    if sitting.phase == FINAL:
        return None
    entry = trial_rule.entered_on(reading_session(), present().uuid)
    return trial_rule.quiet_until(entry, assignments.today(now()))


def _attempts(sitting: Sitting) -> attempts.Attempts:
    """The attempts after this sitting, by the rule of today: the one that the next start will follow."""
    known = attempts.of_registration(reading_session(), sitting.registration_id)[sitting.phase]
    course = content.catalogue().courses.get(sitting.course)
    rule = course.passing if course is not None and course.passing is not None else ending.rule_of(sitting)
    return attempts.at(sitting.phase, known, rule, now())


def _titles(sitting: Sitting, keys: list[str]) -> dict[str, str]:
    """Titles of the modules to read again; one that is no longer there is left out."""
    course = content.catalogue().courses.get(sitting.course)
    there = course.modules if course is not None else ()
    return {key: content.catalogue().module(key, locales.current()).title for key in keys if key in there}


@pages.page("/test/<uuid:uuid>/contester", "/test/<uuid:uuid>/contest", access=SIGNED_IN, methods=("POST",))
def contest(uuid: UUID) -> ResponseReturnValue:
    """Ask a person to look at the result; a second press changes nothing."""
    sitting = own_sitting(uuid)
    learner_id, at = present().learner_id, now()
    if sitting.phase == FINAL and not sitting.is_open:
        submit(lambda work: contesting.ask(changed(keeping.of(work, uuid, learner_id, for_change=True)), at))
    return redirect(url_for("assessment.result", uuid=uuid, _anchor="contest"), code=303)
