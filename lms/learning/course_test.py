"""The test of a course: what it asks, who may start it now, and starting it. The sitting itself is in lms.assessment."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from courses.model.content import Course
from courses.model.passing import PassingRule
from lms.accounts.models import GUEST, PATIENT_ROLES
from lms.accounts.presence import Presence, learner_row, present
from lms.active_time import page_times
from lms.assessment import attempts, drawing, starting
from lms.assessment.attempts import Attempts
from lms.assessment.errors import AssessmentError, CannotStart, PoolTooSmall, PoolUnreadable
from lms.assessment.models import FINAL, FOLLOW_UP, POST, PRE
from lms.assessment.pools import private_pools
from lms.assessment.pools.private_pools import TestItems
from lms.assessment.starting import TestOffer
from lms.cmi5_modules import standing as packages
from lms.cohorts import registering
from lms.cohorts.models import COURSE, Registration
from lms.credentials import renewal
from lms.credentials.renewal import Renewal
from lms.learning.pages import pages, registration_of, standing_in
from lms.learning.standing import CourseStanding
from lms.web.current_site import current_site
from lms.web.database.extensions import reading_session
from lms.web.database.instants import ZONE, now
from lms.web.database.writing import submit
from lms.web.routing import locales
from lms.web.routing.pages import ANYONE, SIGNED_IN
from lms.web.site import content
from lms.web.site.layout import settings

PHASES = (PRE, POST, FOLLOW_UP, FINAL)


@dataclass(frozen=True)
class CourseTest:
    """A course's test for one visitor. modules_left: how many to finish first. shortage: the final lacks items that may decide.

    follow_up_at: when the test at a distance opens or opened; None before the closing test. now: the instant of the request.
    """

    rule: PassingRule
    is_guest: bool
    modules_left: int
    modules_done: int
    shortage: AssessmentError | None
    final: Attempts
    practice: dict[str, Attempts]
    renewal: Renewal | None
    follow_up_at: datetime | None
    now: datetime

    @property
    def can_start(self) -> bool:
        return not self.is_guest and not self.modules_left and self.shortage is None and self.final.state == "ready"

    def can_practise(self, phase: str) -> bool:
        """An entry test before any module is finished, a closing test after all are, one at a distance 30 days later: each once."""
        if phase == FOLLOW_UP:
            is_its_time = self.follow_up_at is not None and self.follow_up_at <= self.now
        else:
            is_its_time = not self.modules_done if phase == PRE else not self.modules_left
        return not self.is_guest and is_its_time and self.practice[phase].state == "ready"


def test_of(row: CourseStanding) -> CourseTest | None:
    """None where there is no test to speak of: no rule, a pilot, which attests nothing, or somebody who never meets a mark."""
    who, rule = present(), row.course.passing
    if rule is None or settings().is_pilot or who.role in PATIENT_ROLES:
        return None
    registration = registration_of(row.course)
    packages_left = sum(not one.is_done for one in packages.of_learner(reading_session(), row.course.key, row.registration_id, ""))
    by_phase = attempts.of_registration(reading_session(), registration.id if registration else None)
    at = now()
    return CourseTest(
        rule=rule,
        is_guest=who.role == GUEST,
        modules_left=len(row.modules) - row.done + packages_left,
        modules_done=row.done,
        shortage=_shortage(row.course, rule),
        final=attempts.at_final(by_phase[FINAL], rule, at),
        practice={phase: attempts.at_practice(by_phase[phase], at) for phase in (PRE, POST, FOLLOW_UP)},
        renewal=renewal.of_run(reading_session(), registration, at, rule.obsolete_before),
        follow_up_at=attempts.follow_up_opens_at(by_phase[POST]),
        now=at,
    )


def _shortage(course: Course, rule: PassingRule) -> AssessmentError | None:
    """What the pool lacks today; found by drawing once, as a start would."""
    try:
        drawing.draw_final(rule.draws, _items(course, FINAL).items, "")
    except (PoolTooSmall, PoolUnreadable) as error:
        return error
    return None


def _items(course: Course, phase: str, form: str = "") -> TestItems:
    return private_pools.items_for(current_site(), content.catalogue(), course, locales.current(), phase, form)


def next_day(of_final: Attempts) -> datetime | None:
    """When the next attempt opens, in the site's zone."""
    return of_final.opens_at.astimezone(ZONE) if of_final.opens_at else None


@pages.page("/cours/<course_key>/test", "/courses/<course_key>/test", access=ANYONE)
def test(course_key: str) -> ResponseReturnValue:
    row = standing_in(course_key)
    course_test = test_of(row)
    if course_test is None:
        abort(404)
    return render_template(
        "learning/test.html",
        row=row,
        test=course_test,
        next_at=next_day(course_test.final),
        objectives=_objectives(row.course, course_test.rule),
    )


def _objectives(course: Course, rule: PassingRule) -> list[str]:
    objectives = content.catalogue().objectives_for(course.audience)
    return [objectives[draw.objective].text[locales.current()] for draw in rule.draws if draw.objective in objectives]


@pages.page("/cours/<course_key>/test", "/courses/<course_key>/test", access=SIGNED_IN, methods=("POST",), name="start_test")
def start_test(course_key: str) -> ResponseReturnValue:
    """Start a test, or go on with the one that is open. What may not be started now leads back to the page that says why."""
    row = standing_in(course_key)
    course_test, phase = test_of(row), request.form.get("phase", FINAL)
    if course_test is None or phase not in PHASES:
        abort(404)
    current = (course_test.final if phase == FINAL else course_test.practice[phase]).current
    if current is not None:
        return redirect(url_for("assessment.question", uuid=current.uuid, number=1), code=303)
    may = course_test.can_start if phase == FINAL else course_test.can_practise(phase)
    if not may:
        return redirect(url_for("learning.test", course_key=course_key), code=303)
    offer, who = _offer(row.course, phase), present()
    try:
        uuid = submit(lambda work: starting.start(work, _registration_for(work, offer, who), offer).uuid)
    except (CannotStart, PoolTooSmall):
        return redirect(url_for("learning.test", course_key=course_key), code=303)
    return redirect(url_for("assessment.question", uuid=uuid, number=1), code=303)


RENEW = ("/cours/<course_key>/test/renouveler", "/courses/<course_key>/test/renew")


@pages.page(*RENEW, access=SIGNED_IN, methods=("POST",), name="renew")
def renew(course_key: str) -> ResponseReturnValue:
    """Begin a new run of the course once its renewal is open; a second press finds the new run, which has nothing to renew yet."""
    row = standing_in(course_key)
    course_test = test_of(row)
    if course_test is None:
        abort(404)
    if course_test.renewal is not None and course_test.renewal.is_open:
        who, at, home_page, language = present(), now(), settings().home_page, locales.current()
        with suppress(IntegrityError):  # two presses at once on PostgreSQL: one of them made the run
            submit(lambda work: _begin_new_run(work, row.course, who, at, home_page, language))
    return redirect(url_for("learning.test", course_key=course_key), code=303)


def _begin_new_run(work: Session, course: Course, who: Presence, at: datetime, home_page: str, language: str) -> None:
    learner = learner_row(work, who, at)
    last = registering.find(work, learner.id, COURSE, course.key)
    rule = course.passing
    still_open = renewal.of_run(work, last, at, rule.obsolete_before if rule else None)
    if still_open is not None and still_open.is_open:
        registering.new_run(work, learner, course, home_page, at, language=language)


def _offer(course: Course, phase: str) -> TestOffer:
    """What the start needs of the site, taken before the writer runs."""
    catalogue, language, who = content.catalogue(), locales.current(), present()
    test_items = _items(course, phase, "" if phase == FINAL else drawing.form_of(who.uuid, phase))
    modules = [catalogue.module(key, language) for key in course.modules]
    return TestOffer(
        course=course,
        phase=phase,
        pool=test_items.items,
        is_private=test_items.is_private,
        objectives=catalogue.objectives_for(course.audience),
        language=language,
        minutes=sum(module.minutes for module in modules),
        home_page=settings().home_page,
        now=now(),
        is_demo=settings().is_demo,
        page_times=page_times.of_modules(modules, test_items.items),
    )


def _registration_for(work: Session, offer: TestOffer, who: Presence) -> Registration:
    """The learner's registration for the course, made and told if need be: an entry test may come before the first module."""
    learner = learner_row(work, who, offer.now)
    registration = registering.find(work, learner.id, COURSE, offer.course.key)
    if registration is not None:
        return registration
    registration = registering.register(work, learner, COURSE, offer.course.key, offer.now)
    registering.tell_registered(work, registration, offer.course, offer.language, offer.home_page, offer.now)
    return registration
