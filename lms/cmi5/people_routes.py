"""Educators see how far the people of their cohorts are in a package, and may spare somebody a unit (waived)."""

from uuid import UUID, uuid4

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.packages.course_structure import words_in
from lms import logs, statements
from lms.accounts.models import STAFF_ROLES
from lms.cmi5 import keeping, satisfaction, site_statements
from lms.cmi5.pages import NO_STORE, package, pages, site_of_work
from lms.cmi5_modules.models import Cmi5Module, Cmi5Registration
from lms.cohorts import registering
from lms.cohorts.models import COURSE, Cohort, Registration
from lms.people.rosters import members
from lms.people.rosters.members import Member
from lms.web.database.extensions import reading_session
from lms.web.database.writing import submit
from lms.web.routing import locales
from lms.web.routing.pages import EDUCATOR
from lms.web.routing.whole_numbers import whole_number
from lms.web.site import content


@pages.page("/rediger/paquets/<uuid:uuid>/personnes", "/writing/packages/<uuid:uuid>/people", access=EDUCATOR)
def package_people(uuid: UUID) -> ResponseReturnValue:
    """By cohort: who has begun, what is done and what is left. Of nobody a score."""
    row, language = package(uuid), locales.current()
    groups = [(cohort, _people_of(row, cohort)) for cohort in _cohorts(row)]
    page = render_template(
        "cmi5/people.html",
        row=row,
        title=words_in(row.content.title, language) or row.key,
        units=[(number, words_in(unit.title, language) or unit.id) for number, unit in enumerate(row.content.units(), 1)],
        groups=groups,
        is_done=bool(request.args.get("done")),
    )
    return page, 200, NO_STORE


def _cohorts(row: Cmi5Module) -> list[Cohort]:
    """Those this person follows that follow the course of the package."""
    return [cohort for cohort in registering.cohorts_of(reading_session(), current_user) if cohort.course == row.course]


def _people_of(row: Cmi5Module, cohort: Cohort) -> list[tuple[Member, set[int] | None, bool]]:
    """Each person with the units that are done, None before she began, and whether all is; nobody whose trial keeps it under seal."""
    reader, courses = reading_session(), content.catalogue().courses
    owners = {owner.registration.learner_id: owner for owner in _owners(row)}
    people: list[tuple[Member, set[int] | None, bool]] = []
    for member in members.of_cohorts(reader, [cohort.id]):
        owner = owners.get(member.learner_id)
        if member.is_sealed or member.role in STAFF_ROLES:
            continue
        if owner is None:
            people.append((member, None, False))
            continue
        is_marked = keeping.is_marked(owner.registration, courses)
        ready = satisfaction.met_units(row.content, owner.units, is_marked=is_marked)
        people.append((member, ready, owner.completed_at is not None))
    return people


def _owners(row: Cmi5Module) -> list[Cmi5Registration]:
    """In the order of the runs: the newest of each learner comes last."""
    query = select(Cmi5Registration).join(Registration, Registration.id == Cmi5Registration.registration_id)
    return list(reading_session().scalars(query.where(Cmi5Registration.module_id == row.id).order_by(Registration.run)))


WAIVE = ("/rediger/paquets/<uuid:uuid>/personnes/<int:learner_id>", "/writing/packages/<uuid:uuid>/people/<int:learner_id>")


@pages.page(*WAIVE, access=EDUCATOR, methods=("POST",))
def waive_unit(uuid: UUID, learner_id: int) -> ResponseReturnValue:
    """Spare one person of one's cohorts a unit, once; a second press changes nothing."""
    row = package(uuid)
    number = whole_number(request.form.get("unit", ""))
    if number is None or satisfaction.unit_of(row, number) is None:
        abort(400)
    unit: int = number
    ids = [cohort.id for cohort in _cohorts(row)]
    if not any(not one.is_sealed for one in members.of_cohorts(reading_session(), ids, learner_id)):
        abort(404)
    site, module_id, course = site_of_work(), row.id, row.course

    def work_of(work: Session) -> None:
        registration = registering.find(work, learner_id, COURSE, course)
        if registration is None:
            abort(404)
        owner = keeping.register(work, registration, work.get_one(Cmi5Module, module_id), site)
        if satisfaction.WAIVED in owner.units.get(str(unit), {}):
            return
        session = uuid4()
        statements.put(work, [site_statements.waived_statement(owner, unit, session, site.now, site.home_page)], home_page=site.home_page)
        keeping.note(work, owner, unit, satisfaction.WAIVED, site)
        keeping.evaluate(work, owner, session, site)

    submit(work_of)
    logs.event("package_unit_waived")
    return redirect(url_for("cmi5.package_people", uuid=uuid, done="yes"), code=303)
