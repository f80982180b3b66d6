"""Rows of the triage register: the list for who writes and who signs, and the form of one row for a clinician."""

from collections.abc import Mapping
from pathlib import Path

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from courses.authoring.registers import changed_folder, shared_files, triage_rows
from courses.authoring.registers.shared_files import Entry
from courses.authoring.registers.yaml_places import CannotEdit
from courses.errors import ContentUnreadable, CoursesError
from courses.model.content import Problem
from lms.authoring import history
from lms.authoring.clinical import row_fields
from lms.authoring.errors import ContentBusy, TextChanged
from lms.authoring.pages import desk, pages, today
from lms.authoring.registers import fields, keeping
from lms.authoring.registers import routes as register_routes
from lms.authoring.registers.keeping import NotReadable
from lms.errors import NotFound
from lms.web.database.long_work import without_transaction
from lms.web.routing import locales
from lms.web.routing.forms import Form
from lms.web.routing.pages import CLINICIAN, REVIEWER
from lms.web.site import content
from lms.web.site.layout import settings

PATH = triage_rows.PATH
WROTE, SIGNED, RENAMED = "rows", "sign", "rowkey"
"""How the history names what was done to rows: `rows fever,cold`, `sign fever`, `rowkey old,new`."""


class Breaks(CoursesError):
    """What the checks find with the register as it would be, and not as it is."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(str(problems[0].sentence))
        self.problems = problems


def text_now() -> str:
    return shared_files.read(settings().shown_content, PATH)


def row_of(key: str) -> Entry:
    """Raises NotFound, ContentUnreadable."""
    one = triage_rows.rows(text_now()).get(key)
    if one is None:
        raise NotFound
    return one


def writers_of(own: Path, key: str) -> set[str]:
    """Pseudonyms of who wrote in a row since it was last signed: none of them signs it."""
    names: set[str] = set()
    for version in history.versions(own, [PATH]):
        what, _space, keys = version.did.partition(" ")
        if what == RENAMED and keys.endswith(f",{key}"):
            key = keys.partition(",")[0]  # before that, the same row had this key
        if what == SIGNED and keys == key:
            break
        if what == WROTE and key in keys.split(","):
            names.add(version.who)
    return names


@pages.page("/rediger/tri", "/writing/triage", access=REVIEWER)
def triage() -> ResponseReturnValue:
    """Every row with its urgency and who signed it."""
    rows = triage_rows.rows(text_now())
    return render_template("authoring/clinical/rows.html", rows=rows, urgency_names=row_fields.urgency_names(), may_write=may_write())


def may_write() -> bool:
    return bool(CLINICIAN.roles and current_user.role in CLINICIAN.roles)


@pages.page("/rediger/tri/ligne", "/writing/triage/row", access=CLINICIAN)
def triage_row() -> ResponseReturnValue:
    """`key` opens one row; without it, a new one."""
    key = request.args.get("key", "")
    values = row_of(key).values if key else {}
    return _page(key, row_fields.opening_form(values), values, keeping.mark(values) if key else keeping.NOTHING)


@pages.page("/rediger/tri/ligne", "/writing/triage/row", access=CLINICIAN, methods=("POST",))
def save_triage_row() -> ResponseReturnValue:
    """Keep a row, or only look at it. What changed is signed by nobody; a change that the checks refuse is not kept."""
    form, at, base = Form(request.form), request.form.get("at", ""), request.form.get("base", "")
    all_rows = triage_rows.rows(text_now())
    if at and at not in all_rows:
        raise NotFound
    now = all_rows[at].values if at else {}
    key = at or fields.check_key(form, all_rows)
    values = row_fields.read(form, request.form, now, {name: list(rows) for name, rows in choices_of_row().items()})
    if not at:
        numbers = [one.values.get("number") for one in all_rows.values()]
        values = {("number",): 1 + max((number for number in numbers if isinstance(number, int)), default=0), **values, ("reviewer",): ""}
    if not form.is_good:
        return _page(at, form, now, base, status=422)

    def make(texts: Mapping[str, str]) -> dict[str, str]:
        return {PATH: triage_rows.with_row(texts[PATH], key, values)}

    try:
        if request.form.get("do") == "look":
            check_rows(settings().shown_content, make({PATH: text_now()}))
            return _page(at, form, now, base)
        place = desk()
        without_transaction(
            lambda: keeping.change_files(
                place, [PATH], make, base=base, mark_of=lambda texts: mark_of_row(texts, key), check=check_rows, did=f"{WROTE} {key}"
            )
        )
    except TextChanged:
        theirs = triage_rows.rows(text_now()).get(key)
        return _page(at, form, now, mark_of_row({PATH: text_now()}, key), theirs=theirs.values if theirs else {}, status=409)
    except Breaks as error:
        refuse_problems(form, error.problems)
        return _page(at, form, now, base, status=422)
    except (CannotEdit, NotReadable, ContentUnreadable, ContentBusy, KeyError, OSError) as error:
        register_routes.refuse(form, "urgency", CannotEdit(str(error)) if isinstance(error, KeyError) else error)
        return _page(at, form, now, base, status=503)
    return redirect(url_for("authoring.triage_row", key=key), code=303)


def check_rows(own: Path, texts: Mapping[str, str]) -> None:
    """Raises Breaks."""
    text = texts.get(PATH)
    if text is None:
        return
    keys = triage_rows.changed_rows(shared_files.read(own, PATH), text)
    earlier = [*content.catalogue().problems, *triage_rows.problems(own, shared_files.read(own, PATH), keys, today=today())]
    if fresh := changed_folder.new_ones(earlier, triage_rows.problems(own, text, keys, today=today())):
        raise Breaks(fresh)


def refuse_problems(form: Form, problems: list[Problem]) -> None:
    for problem in problems[:5]:
        where = "" if problem.path == PATH else f"{problem.path}, {_('line %(n)s', n=problem.line)}{_(': ')}"
        form.refuse("urgency", _("The texts would not agree any more"), where + problem.sentence.in_language(locales.current()))


def mark_of_row(texts: Mapping[str, str], key: str) -> str:
    one = triage_rows.rows(texts[PATH]).get(key)
    return keeping.mark(one.values) if one else keeping.NOTHING


def choices_of_row() -> dict[str, dict[str, str]]:
    """Key -> words of all that a row may name."""
    folder, language = settings().shown_content, locales.current()
    node = shared_files.values(text_now(), PATH)
    regimens = node.get("regimens") if isinstance(node, Mapping) else None
    alerts = shared_files.values(shared_files.read(folder, "_structure/game/alerts.yml"), "_structure/game/alerts.yml")
    listed_alerts = alerts.get("alerts") if isinstance(alerts, Mapping) else None
    names = {key: one.values for key, one in shared_files.entries_of(regimens).items()} if isinstance(regimens, Mapping) else {}
    return {
        "sources": {key: register_routes.title_of("sources", one) for key, one in register_routes.entries_of("sources").items()},
        "regimens": {key: str(values.get(language) or key) for key, values in names.items()},
        "alerts": {str(one["key"]): str(one["key"]) for one in listed_alerts or () if isinstance(one, Mapping) and "key" in one},
    }


def _page(
    key: str, form: Form, values: Mapping[str, object], base: str, *, theirs: Mapping[str, object] | None = None, status: int = 200
) -> ResponseReturnValue:
    choices = choices_of_row()
    page = render_template(
        "authoring/clinical/row.html",
        key=key,
        form=form,
        values=values,
        known=choices,
        chosen={
            "for": request.form.getlist("for") if request.method == "POST" else list(values.get("for") or ()),  # type: ignore[call-overload]
            "alert": request.form.getlist("alert") if request.method == "POST" else list(values.get("alerts") or ()),  # type: ignore[call-overload]
        },
        sources=row_fields.sources_of(values),
        base=base,
        theirs=None if theirs is None else row_fields.told(theirs, choices),
        labels=row_fields.labels(),
        urgency_names=row_fields.urgency_names(),
        speed_names=row_fields.speed_names(),
        path=PATH,
    )
    return page, status
