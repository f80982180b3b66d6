"""Pages of courses and modules: what there is, a module's screens, its end."""

from typing import Any

from flask import Response, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from courses.model.content import Module, Screen
from courses.text.safe_html import render_screen
from lms.accounts.presence import present
from lms.learning import course_test, reading, review
from lms.learning.pages import pages, reader_of, registration_of, resolve, standing_in, standings
from lms.learning.shown import chosen, question
from lms.web.database.extensions import reading_session
from lms.web.database.writing import submit
from lms.web.routing import locales
from lms.web.routing.pages import ANYONE
from lms.web.site import content
from lms.web.site.layout import settings

MODULE = "/<course_key>/<module_key>"
PICTURES = {".svg": "image/svg+xml", ".png": "image/png"}


@pages.page("/cours", "/courses", access=ANYONE)
def courses() -> ResponseReturnValue:
    rows = sorted(standings(), key=lambda row: (row.course.audience != present().role, not row.is_registered))
    return render_template("learning/courses.html", rows=rows, mine=present().role)


@pages.page("/avancee", "/progress", access=ANYONE)
def progress() -> ResponseReturnValue:
    return render_template("learning/progress.html", rows=[row for row in standings() if row.is_registered])


@pages.page("/cours/<course_key>", "/courses/<course_key>", access=ANYONE)
def course(course_key: str) -> ResponseReturnValue:
    row = standing_in(course_key)
    test = course_test.test_of(row)
    return render_template("learning/course.html", row=row, test=test, next_at=course_test.next_day(test.final) if test else None)


@pages.page(f"/cours{MODULE}", f"/courses{MODULE}", access=ANYONE)
def module(course_key: str, module_key: str) -> ResponseReturnValue:
    made = content.module(course_key, module_key)
    row = next(one for one in standing_in(course_key).modules if one.module.key == module_key)
    return render_template("learning/module.html", course=content.course(course_key), module=made, standing=row, sources=sources(made))


@pages.page(f"/cours{MODULE}/commencer", f"/courses{MODULE}/start", access=ANYONE, methods=("POST",))
def start(course_key: str, module_key: str) -> ResponseReturnValue:
    made = reader_of(content.course(course_key), content.module(course_key, module_key))
    opened = submit(lambda work: reading.enter(work, made).progress.screen)
    number = opened if opened <= made.screens else 1
    return redirect(url_for("learning.screen", course_key=course_key, module_key=module_key, number=number), code=303)


@pages.page(f"/cours{MODULE}/<int:number>", f"/courses{MODULE}/<int:number>", access=ANYONE)
def screen(course_key: str, module_key: str, number: int) -> ResponseReturnValue:
    made = content.module(course_key, module_key)
    if not 1 <= number <= len(made.screens):
        abort(404)
    shown = made.screens[number - 1]
    left = max(1, round(made.minutes * (len(made.screens) - number + 1) / (len(made.screens) + 1)))
    return render_template(
        "learning/screen.html",
        course=content.course(course_key),
        module=made,
        screen=shown,
        number=number,
        minutes_left=left,
        body=body(made, shown),
        sources=sources(made),
    )


@pages.page(f"/cours{MODULE}/<int:number>/lu", f"/courses{MODULE}/<int:number>/read", access=ANYONE, methods=("POST",))
def read(course_key: str, module_key: str, number: int) -> ResponseReturnValue:
    """The learner has read a screen: keep it, and show what comes next."""
    made = reader_of(content.course(course_key), content.module(course_key, module_key))
    if not 1 <= number <= made.screens:
        abort(404)
    submit(lambda work: reading.go_on(work, made, number))
    at: dict[str, Any] = {"course_key": course_key, "module_key": module_key}
    if number < made.screens:
        return redirect(url_for("learning.screen", number=number + 1, **at), code=303)
    if made.module.items:
        return redirect(url_for("learning.item", number=1, **at), code=303)
    submit(lambda work: reading.finish(work, made))
    return redirect(url_for("learning.end", **at), code=303)


@pages.page(f"/cours{MODULE}/simple", f"/courses{MODULE}/simple", access=ANYONE)
def simple(course_key: str, module_key: str) -> ResponseReturnValue:
    made = content.module(course_key, module_key)
    if not made.simple:
        abort(404)
    bodies = [(shown.title, body(made, shown)) for shown in made.simple]
    return render_template("learning/simple.html", course=content.course(course_key), module=made, bodies=bodies)


@pages.page(f"/cours{MODULE}/finir", f"/courses{MODULE}/finish", access=ANYONE, methods=("POST",))
def finish(course_key: str, module_key: str) -> ResponseReturnValue:
    made = reader_of(content.course(course_key), content.module(course_key, module_key))
    at: dict[str, Any] = {"course_key": course_key, "module_key": module_key}
    if submit(lambda work: reading.finish(work, made)):
        return redirect(url_for("learning.end", **at), code=303)
    place = reading.of(reading_session(), registration_of(made.course), module_key)
    return redirect(url_for("learning.screen", number=place.screen if place else 1, **at), code=303)


@pages.page(f"/cours{MODULE}/fin", f"/courses{MODULE}/end", access=ANYONE)
def end(course_key: str, module_key: str) -> ResponseReturnValue:
    """What is left first, unsafe answers before all else; open to whoever read every screen, done or not."""
    row = standing_in(course_key)
    here = next((one for one in row.modules if one.module.key == module_key), None)
    if here is None or (here.next_screen and not here.is_done):
        abort(404)
    looked = review.of(reading_session(), registration_of(row.course), here.module)
    return render_template(
        "learning/end.html",
        course=row.course,
        here=here,
        after=row.next if row.next is None or row.next.module.key != module_key else None,
        review=looked,
        unsafe=[(one, question(one.item, ""), chosen(one)) for one in looked.unsafe],
        missed=[(one, question(one.item, "")) for one in looked.missed],
    )


@pages.plain("/media/<path:path>", access=ANYONE)
def media(path: str) -> ResponseReturnValue:
    """A picture of the content folder, by the path authors write."""
    folder = (settings().shown_content / "media").resolve()
    try:
        file = (folder / path).resolve()
        if file.suffix not in PICTURES or not file.is_relative_to(folder) or not file.is_file():
            abort(404)
        raw = file.read_bytes()
    except (OSError, ValueError):  # a name longer than the file system takes, or with a sign that no file name has
        abort(404)
    response = Response(raw, mimetype=PICTURES[file.suffix])
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


def body(of: Module, shown: Screen) -> str:
    at = url_for("home.sources", module=of.key)
    return render_screen(shown, locales.current(), resolve=resolve, references=of.references, sources_at=at)


def sources(of: Module) -> list[str]:
    """The titles of a module's references, in their order."""
    known = content.catalogue().references
    return [known[key].title for key in of.references if key in known]
