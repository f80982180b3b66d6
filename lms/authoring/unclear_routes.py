"""“This page is not clear”: a reader's tick at a screen, and an educator's putting it away."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from courses.model.content import Module
from lms.accounts.throttle import may_tick
from lms.authoring import reporting
from lms.authoring.models import REASONS
from lms.authoring.pages import back_to, pages, piece
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing import locales
from lms.web.routing.pages import ANYONE, EDUCATOR
from lms.web.site import content

SCREEN = "/<course_key>/<module_key>/<int:number>"


@pages.page(f"/cours{SCREEN}/pas-clair", f"/courses{SCREEN}/not-clear", access=ANYONE)
def unclear(course_key: str, module_key: str, number: int) -> ResponseReturnValue:
    """The closed list of reasons; `told` thanks."""
    return _question_page(course_key, _screen(course_key, module_key, number), number, was_told=request.args.get("told") == "yes")


@pages.page(f"/cours{SCREEN}/pas-clair", f"/courses{SCREEN}/not-clear", access=ANYONE, methods=("POST",))
def tell_unclear(course_key: str, module_key: str, number: int) -> ResponseReturnValue:
    module, reason = _screen(course_key, module_key, number), request.form.get("reason", "")
    if reason not in REASONS:
        return _question_page(course_key, module, number, lacking=True), 422
    if not may_tick():
        abort(429)
    screen, language, at = module.screens[number - 1].key, locales.current(), now()
    submit(lambda work: reporting.add_report(work, module=module.key, screen=screen, language=language, reason=reason, now=at))
    return redirect(url_for("authoring.unclear", course_key=course_key, module_key=module_key, number=number, told="yes"), code=303)


def _screen(course_key: str, module_key: str, number: int) -> Module:
    module = content.module(course_key, module_key)
    if not 1 <= number <= len(module.screens):
        abort(404)
    return module


def _question_page(course_key: str, module: Module, number: int, *, was_told: bool = False, lacking: bool = False) -> str:
    course = content.course(course_key)
    return render_template(
        "authoring/unclear.html", course=course, module=module, number=number, reasons=REASONS, told=was_told, lacking=lacking
    )


@pages.page("/rediger/vu/<path:file>", "/writing/seen/<path:file>", access=EDUCATOR, methods=("POST",))
def close_reports(file: str) -> ResponseReturnValue:
    """An educator has looked at what readers said of a module."""
    module, at = piece(file), now()
    submit(lambda work: reporting.close_reports(work, module.key, at))
    return back_to(module.path)
