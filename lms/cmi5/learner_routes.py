"""A learner's page of a package, and opening one of its units."""

from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.packages.course_structure import words_in
from lms import logs
from lms.accounts.presence import learner_row, present
from lms.cmi5 import keeping, launching, satisfaction
from lms.cmi5.launching import Launch, Wish
from lms.cmi5.pages import NO_STORE, package, pages, site_of_work
from lms.cmi5_modules.models import Cmi5Module, Cmi5Registration
from lms.cohorts import registering
from lms.cohorts.models import COURSE, Registration
from lms.web.database.extensions import reading_session
from lms.web.database.writing import submit
from lms.web.routing import locales
from lms.web.routing.pages import SIGNED_IN
from lms.web.routing.whole_numbers import whole_number
from lms.web.site import content

AT = ("/cours/<course_key>/paquet/<uuid:uuid>", "/courses/<course_key>/package/<uuid:uuid>")


@pages.page(*AT, access=SIGNED_IN)
def module(course_key: str, uuid: UUID) -> ResponseReturnValue:
    """Its units, what each is and where it leads."""
    course, row, language = content.course(course_key), _package_of(course_key, uuid), locales.current()
    owner = _own(row)
    is_marked = owner is not None and keeping.is_marked(owner.registration, content.catalogue().courses)
    ready = satisfaction.met_units(row.content, owner.units, is_marked=is_marked) if owner is not None else set()
    units = [
        (number, unit, words_in(unit.title, language) or unit.id, words_in(unit.description, language), number in ready)
        for number, unit in enumerate(row.content.units(), 1)
    ]
    page = render_template(
        "cmi5/module.html",
        course=course,
        row=row,
        title=words_in(row.content.title, language) or row.key,
        summary=words_in(row.content.description, language),
        units=units,
        is_done=owner is not None and owner.completed_at is not None,
    )
    return page, 200, NO_STORE


def _package_of(course_key: str, uuid: UUID) -> Cmi5Module:
    row = package(uuid)
    if row.course != course_key:
        abort(404)
    return row


def _own(row: Cmi5Module) -> Cmi5Registration | None:
    """Hers, in her newest run of the course."""
    registration = registering.find(reading_session(), present().learner_id, COURSE, row.course)
    if registration is None:
        return None
    query = select(Cmi5Registration).where(Cmi5Registration.registration_id == registration.id, Cmi5Registration.module_id == row.id)
    return reading_session().scalar(query)


@pages.page(f"{AT[0]}/ouvrir", f"{AT[1]}/open", access=SIGNED_IN, methods=("POST",))
def open_unit(course_key: str, uuid: UUID) -> ResponseReturnValue:
    """A page of the archive opens at once; before another site a page says that it is one."""
    row = _package_of(course_key, uuid)
    number = whole_number(request.form.get("unit", ""))
    if number is None or satisfaction.unit_of(row, number) is None:
        abort(400)
    who, course, language = present(), content.course(course_key), locales.current()
    site, module_id = site_of_work(), row.id
    return_to = url_for("cmi5.module", course_key=course_key, uuid=uuid, _external=True)
    wish = Wish(number, language, request.url_root.rstrip("/"), return_to)

    def work_of(work: Session) -> Launch | None:
        learner = learner_row(work, who, site.now)
        registration = registering.find(work, learner.id, COURSE, course.key)
        if registration is None:
            registration = registering.register(work, learner, COURSE, course.key, site.now)
            registering.tell_registered(work, registration, course, language, site.home_page, site.now)
        owner = keeping.register(work, work.get_one(Registration, registration.id), work.get_one(Cmi5Module, module_id), site)
        return launching.launch(work, owner, wish, site)

    launch = submit(work_of)
    if launch is None:
        abort(404)
    logs.event("package_launched", key=course.key)
    if not launch.site:
        return redirect(launch.address, code=303)
    return (
        render_template("cmi5/leaving.html", course=course, row=row, launch=launch, title=words_in(row.content.title, language)),
        200,
        NO_STORE,
    )
