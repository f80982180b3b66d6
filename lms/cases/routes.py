"""Pages of cases: the list of a course, a case before it begins, one moment a page, and what was said of every option at its end."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from courses.model.cases import Case
from game.core.cases.case_commands import Ask, ChooseOption, GoOn, LookUp
from game.core.cases.case_play import CasePlay
from game.core.errors import NotNow, SaveUnreadable, Unknown
from game.core.state.commands import Command
from game.core.views.view import Line
from lms.accounts.presence import present
from lms.cases import playing, results
from lms.cases.models import CaseRun
from lms.cases.pages import book, case_of, cases_of, course_of, pages, player_of, registration_of, source_titles
from lms.errors import NotFound
from lms.web.database.extensions import reading_session
from lms.web.database.writing import submit
from lms.web.routing import locales
from lms.web.routing.pages import ANYONE
from lms.web.routing.whole_numbers import number_of
from lms.web.site import content

LIST_FR, LIST_EN = "/cours/<course_key>/cas", "/courses/<course_key>/cases"
COMMANDS: dict[str, Callable[[str], Command]] = {"ask": Ask, "look": LookUp, "decide": ChooseOption, "say": ChooseOption}


@pages.context_processor
def words() -> dict[str, Any]:
    return {"line": line, "titles": lambda keys: source_titles(keys, content.rule())}


def line(of: Line) -> str:
    """The words of a line in the page's language."""
    return book().text(locales.current(), of.key)


def title(case: Case) -> str:
    return book().text(locales.current(), f"case.{case.key}.title")


@pages.page(LIST_FR, LIST_EN, access=ANYONE)
def index(course_key: str) -> ResponseReturnValue:
    """The cases of a course, where each stands, and what they show by objective, in words."""
    course = content.course(course_key)
    rows = results.standings(reading_session(), registration_of(course), cases_of(course))
    own = results.by_objective(rows, content.catalogue().objectives_for(course.audience))
    return render_template("cases/index.html", course=course, rows=rows, results=own, title=title)


@pages.page(f"{LIST_FR}/<case_key>", f"{LIST_EN}/<case_key>", access=ANYONE)
def opening(course_key: str, case_key: str) -> ResponseReturnValue:
    course = content.course(course_key)
    case = case_of(course, case_key)
    [standing] = results.standings(reading_session(), registration_of(course), [case])
    scene = book().text(locales.current(), f"case.{case.key}.scene")
    return render_template(
        "cases/opening.html", course=course, case=case, case_title=title(case), scene=scene, standing=standing, token=uuid4()
    )


@pages.page(f"{LIST_FR}/<case_key>/commencer", f"{LIST_EN}/<case_key>/begin", access=ANYONE, methods=("POST",))
def begin(course_key: str, case_key: str) -> ResponseReturnValue:
    """Begin a play; `again`: the name of one's own play whose luck is to be met again."""
    course = content.course(course_key)
    case = case_of(course, case_key)
    try:
        token = UUID(request.form.get("token", ""))
        again = request.form.get("again", "")
        seed = playing.own_run(reading_session(), present(), UUID(again)).seed if again else playing.new_seed()
    except ValueError:
        abort(400)
    submit(playing.begin(book(), player_of(course), case.key, token, seed))
    return redirect(url_for("cases.show", play=token), code=303)


def opened(run: CaseRun) -> CasePlay:
    """The play as it was left. Raises SaveUnreadable."""
    return CasePlay.resume(book(), run.save)


@pages.errorhandler(SaveUnreadable)
def say_rewritten(error: SaveUnreadable) -> ResponseReturnValue:
    """The case was rewritten or withdrawn since: say so kindly, and lead back to the courses."""
    return render_template("cases/rewritten.html"), 409


@pages.page("/cas/<uuid:play>", "/cases/<uuid:play>", access=ANYONE)
def show(play: UUID) -> ResponseReturnValue:
    """The moment this play has reached; at its end, what is said of every option."""
    return _page(opened(playing.own_run(reading_session(), present(), play)))


@pages.page("/cas/<uuid:play>/faire", "/cases/<uuid:play>/do", access=ANYONE, methods=("POST",))
def do(play: UUID) -> ResponseReturnValue:
    """One command of a form. Without a choice nothing is counted; one of a turn that is over shows where the play is."""
    run = playing.own_run(reading_session(), present(), play)
    case_play, turn = opened(run), number_of(request.form, "turn")
    here = redirect(url_for("cases.show", play=play), code=303)
    if turn != case_play.state.turn or case_play.is_over:
        return here
    choice, is_going_on = request.form.get("choice", ""), request.form.get("do") == "go_on"
    if not choice and not is_going_on:
        return _page(case_play, is_empty=True), 422
    command = GoOn() if is_going_on else COMMANDS[case_play.state.moment](choice)
    try:
        turn_taken = playing.take(case_play, player_of(course_of(case_play.case)), turn, command)
    except (NotNow, Unknown):
        abort(400)
    submit(turn_taken)
    return here


def _page(play: CasePlay, *, is_empty: bool = False) -> str:
    case, view = play.case, play.view()
    course = course_of(case)
    at: dict[str, Any] = {"course": course, "case": case, "view": view, "play": play.play}
    if view.feedback is None:
        return render_template("cases/moment.html", is_empty=is_empty, **at)
    rows = results.standings(reading_session(), registration_of(course), cases_of(course))
    register = [book().rows[key] for key in view.feedback.rows if key in book().rows]
    return render_template(
        "cases/end.html",
        feedback=view.feedback,
        is_right=play.is_right,
        is_unsafe=play.is_unsafe,
        register=register,
        is_late=any(one.is_chosen and one.is_late for one in view.feedback.first),
        after=next((row.case for row in rows if row.runs == 0), None),
        left=sum(row.runs == 0 for row in rows),
        module=_module(case),
        title=title,
        token=uuid4(),
        **at,
    )


def _module(case: Case) -> Any:
    """The module that teaches it, when this site shows it."""
    try:
        return content.module(course_of(case).key, case.module)
    except NotFound:
        return None
