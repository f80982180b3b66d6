"""Pages of courses and modules: what there is, a module's screens, its end."""

import time
from typing import Any

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from courses.model import timing
from courses.model.content import Module, Screen
from courses.text.safe_html import render_screen
from lms.accounts.models import LEARNER_ROLES, PATIENT_ROLES, PROFESSIONAL_ROLES
from lms.accounts.presence import present
from lms.cmi5_modules import standing as packages
from lms.learning import course_test, knowledge, own_dates, own_things, path_rows, prerequisites, question_standing, reading
from lms.learning.item_view import chosen_reasons, question
from lms.learning.pages import pages, reader_of, registration_of, resolve, standing_in, standings
from lms.learning.spaced_review_routes import own_desk
from lms.web.database.extensions import reading_session
from lms.web.database.writing import submit
from lms.web.routing import locales
from lms.web.routing.pages import ANYONE
from lms.web.routing.whole_numbers import whole_number
from lms.web.site import content
from lms.web.site.layout import settings

MODULE = "/<course_key>/<module_key>"
LONGEST = 3600.0
"""A page left open over an hour tells nothing of how long it was read."""
PICTURES = {".svg": "image/svg+xml", ".png": "image/png"}


@pages.page("/cours", "/courses", access=ANYONE)
def courses() -> ResponseReturnValue:
    """Every course; those of the reader's own role first, then those she began, then patients' before professionals'."""
    order = ("patient", "caregiver", "pharmacist", "gp")
    rows = sorted(
        standings(), key=lambda row: (row.course.audience != present().role, not row.is_registered, order.index(row.course.audience))
    )
    return render_template("learning/courses.html", rows=rows, mine=present().role, paths=path_rows.of_present())


@pages.page("/avancee", "/progress", access=ANYONE)
def progress() -> ResponseReturnValue:
    """My learning: what comes next, what is solid and what to read again in words, and every module begun."""
    all_rows = standings()
    dates, rows = own_dates.of_present(all_rows), [row for row in all_rows if row.is_registered]
    game = content.catalogue().game
    return render_template(
        "learning/progress.html",
        rows=rows,
        dates=dates,
        next_date=own_dates.next_of(dates),
        next_row=own_dates.next_row(rows, dates),
        knowledge=knowledge.of(reading_session(), rows, content.catalogue().objectives_for(rows[0].course.audience if rows else "")),
        has_game=bool(game and game.campaigns),
        desk=own_desk(),
        attestations=own_things.attestations(),
        has_kit=bool(content.catalogue().preparing.topics),
    )


@pages.page("/cours/<course_key>", "/courses/<course_key>", access=ANYONE)
def course(course_key: str) -> ResponseReturnValue:
    row = standing_in(course_key)
    test = course_test.test_of(row)
    return render_template(
        "learning/course.html",
        row=row,
        test=test,
        next_at=course_test.next_day(test.final) if test else None,
        packages=packages.of_learner(reading_session(), course_key, row.registration_id, locales.current()),
        n_cases=len(content.catalogue().cases.of_profession(row.course.audience)),
        professional_roles=PROFESSIONAL_ROLES,
        learner_roles=LEARNER_ROLES,
    )


@pages.page(f"/cours{MODULE}", f"/courses{MODULE}", access=ANYONE)
def module(course_key: str, module_key: str) -> ResponseReturnValue:
    one_module = content.module(course_key, module_key)
    row = next(one for one in standing_in(course_key).modules if one.module.key == module_key)
    one_course = content.course(course_key)
    return render_template(
        "learning/module.html",
        course=one_course,
        module=one_module,
        standing=row,
        sources=sources(one_module),
        first=prerequisites.to_finish_first(one_course, one_module),
        mirrors=path_rows.same_subject(one_module),
    )


@pages.page(f"/cours{MODULE}/commencer", f"/courses{MODULE}/start", access=ANYONE, methods=("POST",))
def start(course_key: str, module_key: str) -> ResponseReturnValue:
    reader = reader_of(content.course(course_key), content.module(course_key, module_key))
    last_screen = submit(lambda work: reading.enter(work, reader).progress.screen)
    number = last_screen if last_screen <= reader.screens else 1
    return redirect(url_for("learning.screen", course_key=course_key, module_key=module_key, number=number), code=303)


@pages.page(f"/cours{MODULE}/<int:number>", f"/courses{MODULE}/<int:number>", access=ANYONE)
def screen(course_key: str, module_key: str, number: int) -> ResponseReturnValue:
    one_module = content.module(course_key, module_key)
    if not 1 <= number <= len(one_module.screens):
        abort(404)
    one_screen = one_module.screens[number - 1]
    return render_template(
        "learning/screen.html",
        course=content.course(course_key),
        module=one_module,
        screen=one_screen,
        number=number,
        minutes_left=timing.minutes_left(one_module, number - 1, 0),
        body=body(one_module, one_screen),
        shown_at=int(time.time()),
    )


@pages.page(f"/cours{MODULE}/<int:number>/lu", f"/courses{MODULE}/<int:number>/read", access=ANYONE, methods=("POST",))
def read(course_key: str, module_key: str, number: int) -> ResponseReturnValue:
    """The learner has read a screen: keep it, and show what comes next."""
    reader = reader_of(content.course(course_key), content.module(course_key, module_key))
    if not 1 <= number <= reader.screens:
        abort(404)
    seconds = shown_seconds()
    submit(lambda work: reading.go_on(work, reader, number, seconds))
    at: dict[str, Any] = {"course_key": course_key, "module_key": module_key}
    if number < reader.screens:
        return redirect(url_for("learning.screen", number=number + 1, **at), code=303)
    if reader.module.items:
        return redirect(url_for("learning.item", number=1, **at), code=303)
    submit(lambda work: reading.finish(work, reader))
    return redirect(url_for("learning.end", **at), code=303)


def shown_seconds() -> float | None:
    """Since the page that came back was shown, an hour at most; None when it does not say."""
    shown_at = whole_number(request.form.get("shown_at", ""))
    return None if shown_at is None else max(0.0, min(time.time() - shown_at, LONGEST))


@pages.page(f"/cours{MODULE}/simple", f"/courses{MODULE}/simple", access=ANYONE)
def simple(course_key: str, module_key: str) -> ResponseReturnValue:
    one_module = content.module(course_key, module_key)
    if not one_module.simple:
        abort(404)
    bodies = [(one_screen.title, render_screen(one_screen, locales.current(), resolve=resolve)) for one_screen in one_module.simple]
    return render_template("learning/simple.html", course=content.course(course_key), module=one_module, bodies=bodies)


@pages.page(f"/cours{MODULE}/finir", f"/courses{MODULE}/finish", access=ANYONE, methods=("POST",))
def finish(course_key: str, module_key: str) -> ResponseReturnValue:
    reader = reader_of(content.course(course_key), content.module(course_key, module_key))
    at: dict[str, Any] = {"course_key": course_key, "module_key": module_key}
    if submit(lambda work: reading.finish(work, reader)):
        return redirect(url_for("learning.end", **at), code=303)
    place = reading.of(reading_session(), registration_of(reader.course), module_key)
    return redirect(url_for("learning.screen", number=place.screen if place else 1, **at), code=303)


@pages.page(f"/cours{MODULE}/fin", f"/courses{MODULE}/end", access=ANYONE)
def end(course_key: str, module_key: str) -> ResponseReturnValue:
    """What is left first, unsafe answers before all else; open to whoever read every screen, done or not.

    Answers are counted for professionals alone: so many of so many is a mark, and patients and carers meet none.
    """
    row = standing_in(course_key)
    here = next((one for one in row.modules if one.module.key == module_key), None)
    if here is None or (here.next_screen and not here.is_done):
        abort(404)
    one_review = question_standing.of(reading_session(), registration_of(row.course), here.module)
    return render_template(
        "learning/end.html",
        course=row.course,
        here=here,
        after=row.next if row.next is None or row.next.module.key != module_key else None,
        review=one_review,
        unsafe=[(one, question(one.item, ""), chosen_reasons(one)) for one in one_review.unsafe],
        missed=[(one, question(one.item, "")) for one in one_review.missed],
        sure=[(one, question(one.item, "")) for one in one_review.sure_misses],
        has_counts=not {row.course.audience, present().role} & set(PATIENT_ROLES),
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


def body(of: Module, one_screen: Screen) -> str:
    at = url_for("home.sources", module=of.key)
    return render_screen(one_screen, locales.current(), resolve=resolve, references=of.references, sources_at=at)


def sources(of: Module) -> list[str]:
    """The titles of a module's references, in their order."""
    references = content.catalogue().references
    return [references[key].title for key in of.references if key in references]
