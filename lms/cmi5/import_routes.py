"""Staff bring a package in as a module of a course, see which there are, and take one out again."""

from uuid import UUID, uuid4

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from courses.packages import foreign_archive, refusal_sentences
from courses.packages.course_structure import words_in
from courses.packages.errors import PackageRefused
from lms import logs
from lms.accounts.models import PATIENT_ROLES
from lms.cmi5 import package_files
from lms.cmi5.pages import NO_STORE, package, pages
from lms.cmi5_modules.models import Cmi5Module
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.database.long_work import without_transaction
from lms.web.database.writing import submit
from lms.web.guards.body_refusal import LARGEST_PACKAGE
from lms.web.routing import locales
from lms.web.routing.forms import Form
from lms.web.routing.pages import EDUCATOR
from lms.web.site import content
from lms.web.site.layout import settings


@pages.page("/rediger/paquets", "/writing/packages", access=EDUCATOR)
def packages() -> ResponseReturnValue:
    return _page(Form({"course": request.args.get("course", "")}))


def _page(form: Form, status: int = 200) -> ResponseReturnValue:
    language = locales.current()
    courses = {course.key: course.title[language] for course in content.catalogue().courses.values()}
    rows = reading_session().scalars(select(Cmi5Module).where(Cmi5Module.ended_at.is_(None)).order_by(Cmi5Module.id)).all()
    page = render_template(
        "cmi5/packages.html",
        form=form,
        courses=list(courses.items()),
        rows=[(row, words_in(row.content.title, language) or row.key, courses.get(row.course, row.course)) for row in rows],
        most=LARGEST_PACKAGE // 1_000_000,
        is_done=bool(request.args.get("done")),
    )
    return page, status, NO_STORE


@pages.page("/rediger/paquets", "/writing/packages", access=EDUCATOR, methods=("POST",))
def bring_package() -> ResponseReturnValue:
    """What is refused leaves nothing behind."""
    form, upload = Form(request.form), request.files.get("file")
    course = content.catalogue().courses.get(form.text("course"))
    if course is None:
        form.refuse("course", _("The course is missing"), _("Choose the course the package becomes a module of."))
    if upload is None or not upload.filename:
        form.refuse("file", _("No file was chosen"), _("Choose the package, or its cmi5.xml, that you got from its publisher."))
    if course is None or upload is None or not form.is_good:
        return _page(form, 422)
    uuid = uuid4()
    try:
        raw = without_transaction(lambda: _taken(upload, uuid))
    except PackageRefused as refusal:
        form.refuse("file", _("The package cannot be brought in"), refusal_sentences.sentence(refusal.why, locales.current()))
        return _page(form, 422)
    except OSError as error:
        current_app.logger.error("a package cannot be kept: %s", type(error).__name__)
        form.refuse("file", _("The site cannot write its files"), _("Nothing was kept. Tell who runs the site, then try again."))
        return _page(form, 503)
    row = Cmi5Module(uuid=uuid, course=course.key, structure=raw, created_at=now())
    try:
        submit(lambda work: _add(work, row))
    except BaseException:
        package_files.remove(settings(), uuid)
        raise
    logs.event("package_brought_in", key=course.key)
    return redirect(url_for("cmi5.packages", done="yes"), code=303)


def _taken(upload: FileStorage, uuid: UUID) -> bytes:
    """The bytes of its cmi5.xml; its files stand in their folder. Raises PackageRefused, OSError."""
    folder = package_files.make_folder(settings(), uuid)
    try:
        _content, raw = foreign_archive.take(upload.stream, folder)  # type: ignore[arg-type]  # Werkzeug's file of an upload
    except BaseException:
        package_files.remove(settings(), uuid)
        raise
    finally:
        upload.close()  # a large one waits in a file that nobody else closes
    return raw


def _add(work: Session, row: Cmi5Module) -> None:
    work.add(row)


@pages.page("/rediger/paquets/<uuid:uuid>", "/writing/packages/<uuid:uuid>", access=EDUCATOR)
def about_package(uuid: UUID) -> ResponseReturnValue:
    """What is in it, what each unit asks here, and what may be done with it."""
    row, language = package(uuid), locales.current()
    course = content.catalogue().courses.get(row.course)
    return render_template(
        "cmi5/package.html",
        row=row,
        title=words_in(row.content.title, language) or row.key,
        course=course,
        units=[(unit, words_in(unit.title, language) or unit.id) for unit in row.content.units()],
        is_marked=course is not None and course.audience not in PATIENT_ROLES,
    )


@pages.page("/rediger/paquets/<uuid:uuid>/retirer", "/writing/packages/<uuid:uuid>/end", access=EDUCATOR, methods=("POST",))
def end_package(uuid: UUID) -> ResponseReturnValue:
    """Nobody launches it any more, and the course asks for it no more; what was done in it stays."""
    id, at = package(uuid).id, now()

    def work_of(work: Session) -> None:
        work.get_one(Cmi5Module, id).ended_at = at

    submit(work_of)
    logs.event("package_ended")
    return redirect(url_for("cmi5.packages", done="yes"), code=303)
