"""Pages of a pilot: who answers for what, for everybody; choosing, answering, signing and ticking, for those who may."""

from dataclasses import dataclass
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from courses.library.content_folder import Library
from courses.pilot import standing
from courses.pilot.pilot_file import LASTS, PARTS, PROFESSIONS, Declaration, Pilot
from courses.pilot.standing import Standing
from courses.serving import compiled_cache
from courses.text.typography import typeset
from courses.triage.register import Row
from lms import logs
from lms.authoring import pilot_keeping
from lms.authoring.clinical import row_fields
from lms.authoring.errors import AuthoringError, ContentLost, TextChanged
from lms.authoring.pages import desk, is_readers_name, pages, today
from lms.authoring.pilot_keeping import Change
from lms.errors import NotFound
from lms.web.database.long_work import without_transaction
from lms.web.routing import locales
from lms.web.routing.forms import Form
from lms.web.routing.pages import ANYONE, CLINICIAN, OFFICER, PILOT_STAFF, SIGNED_IN
from lms.web.site import content
from lms.web.site.layout import settings

ROLES = ("clinician", "data_protection_officer", "educator", "admin")


@dataclass(frozen=True)
class Unit:
    """One thing a set may hold. open_rows: red flags whose question is open: with one of them the whole set stays shut."""

    key: str
    title: str
    rows: tuple[str, ...]
    open_rows: tuple[str, ...]
    is_in: bool


@dataclass(frozen=True)
class Line:
    """One red flag of the set. professions: of those who signed it as it reads now."""

    row: Row
    professions: frozenset[str]
    is_open: bool


def only_on_a_pilot() -> None:
    if not settings().is_pilot:
        raise NotFound


def library_of_today() -> Library:
    """The content as it stands on the disk, from the cache where nothing changed."""
    folder, cache = settings().shown_content, settings().data / "content-cache"
    return without_transaction(lambda: compiled_cache.read(folder, today=today(), cache_folder=cache).library)


@pages.page("/pilote", "/pilot", access=ANYONE)
def pilot() -> ResponseReturnValue:
    """Who answers for the texts of this site and until when; more for those who work on it."""
    only_on_a_pilot()
    return _page(Form())


def _page(form: Form, status: int = 200, *, is_changed: bool = False) -> ResponseReturnValue:
    state = content.catalogue().pilot or Standing()
    role = current_user.role if current_user.is_authenticated else ""
    values: dict[str, Any] = {"state": state, "role": "", "professions": profession_names(), "form": form, "is_changed": is_changed}
    if role in ROLES:
        values |= _staff_view(role)
    titles = {unit: _title(unit) for unit in sorted(values["state"].units)}
    return render_template("authoring/pilot.html", titles=titles, **values), status


def _staff_view(role: str) -> dict[str, Any]:
    library = library_of_today()
    pilot_now = pilot_keeping.read(library)
    me = pilot_keeping.person_key(current_user.id)
    mine = [one for one in (*pilot_now.clinicians, *pilot_now.officers) if one.person == me and one.holds_on(today())]
    now_state = standing.of(library, library.shared.register, pilot_now, today())
    return {
        "role": role,
        "state": now_state,
        "units": _units(library, pilot_now),
        "lines": _lines(library, pilot_now, now_state),
        "mine": mine[0] if mine else None,
        "base": pilot_keeping.set_mark(library, pilot_now),
        "pilot_now": pilot_now,
        "last_day": today() + LASTS,
        "title_of": lambda unit: _title(unit, library),
        "picks": list(profession_names().items()),
        "names_of": lambda keys: ", ".join(sorted(profession_names()[key] for key in keys)),
    }


def _units(library: Library, pilot_now: Pilot) -> list[Unit]:
    register, units = library.shared.register, []
    for key in (*library.structure.modules, *PARTS):
        rows = tuple(standing.rows_of_unit(library, register, key))
        open_rows = tuple(row for row in rows if register is not None and standing.is_open(register.rows[row]))
        units.append(Unit(key, _title(key, library), rows, open_rows, key in pilot_now.units))
    return units


def _lines(library: Library, pilot_now: Pilot, state: Standing) -> list[Line]:
    rows = standing.rows_of_set(library, library.shared.register, pilot_now)
    return [Line(row, frozenset(standing.professions_of(row, pilot_now, state.people, today())), standing.is_open(row)) for row in rows]


def _title(unit: str, library: Library | None = None) -> str:
    parts = {"sheet": _("The sheet “When I call”"), "game": _("The game"), "symptoms": _("The symptom pages")}
    if unit in parts:
        return parts[unit]
    titles = content.titles(unit)
    if not titles and library is not None:
        files = library.of(unit, locales.current()) or library.of(unit, "fr")
        return typeset(files.text.front.text("title"), files.language) or unit if files is not None and files.text is not None else unit
    return titles.get(locales.current()) or titles.get("fr") or unit


def profession_names() -> dict[str, str]:
    names = {
        "oncologist": _("oncologist"),
        "pharmacist": _("pharmacist"),
        "physician": _("physician"),
        "gp": _("GP"),
        "nurse": _("nurse"),
    }
    return {key: names[key] for key in PROFESSIONS}


@pages.page("/pilote/ensemble", "/pilot/set", access=PILOT_STAFF, methods=("POST",))
def choose_set() -> ResponseReturnValue:
    only_on_a_pilot()
    keys = tuple(request.form.getlist("unit"))
    return _write("set_chosen", pilot_keeping.choosing(keys, keys))


@pages.page("/pilote/repondre", "/pilot/answer", access=CLINICIAN, methods=("POST",))
def answer_for() -> ResponseReturnValue:
    """A clinician answers for the whole set, by her name, for six months."""
    only_on_a_pilot()
    form = Form(request.form)
    _check_name(form)
    if form.text("profession") not in PROFESSIONS:
        form.refuse("profession", _("Your profession is missing"), _("Choose it in the list."))
    if not form.text("agree"):
        form.refuse("agree", _("Your agreement is missing"), _("Tick the line if you take responsibility for these texts."))
    if not form.is_good:
        return _page(form, 422)
    me = pilot_keeping.person_key(current_user.id)
    make = pilot_keeping.answering(desk(), me, form.text("name"), form.text("profession"), form.text("base"))
    return _write("answered_for", make)


def _check_name(form: Form) -> None:
    if not is_readers_name(form.text("name")):
        form.refuse("name", _("Your name is missing"), _("Write it as readers are to see it, for instance “Dr Anne Martin”."))


@pages.page("/pilote/signe/<row>", "/pilot/sign/<row>", access=CLINICIAN)
def pilot_row(row: str) -> ResponseReturnValue:
    """One red flag with its words, its sources and the words that were read in them."""
    only_on_a_pilot()
    return _row_page(row, Form())


def _row_page(key: str, form: Form, status: int = 200) -> ResponseReturnValue:
    library = library_of_today()
    row = pilot_keeping.row_of(library, key)
    if row is None or not standing.is_red_flag(row):
        raise NotFound
    pilot_now, me = pilot_keeping.read(library), pilot_keeping.person_key(current_user.id)
    mine: Declaration | None = next((one for one in pilot_now.clinicians if one.person == me and one.holds_on(today())), None)
    lines = _lines(library, pilot_now, standing.of(library, library.shared.register, pilot_now, today()))
    to_sign = [line.row.key for line in lines if mine is not None and not line.is_open and mine.profession not in line.professions]
    page = render_template(
        "authoring/pilot_row.html",
        row=row,
        is_open=standing.is_open(row),
        base=standing.row_mark(row),
        sources={source: library.structure.references.get(source) for source in row.says},
        regimens=library.shared.register.regimens if library.shared.register else {},
        mine=mine,
        left=to_sign,
        form=form,
        urgency_names=row_fields.urgency_names(),
    )
    return page, status


@pages.page("/pilote/signe/<row>", "/pilot/sign/<row>", access=CLINICIAN, methods=("POST",), name="sign_row")
def sign_row(row: str) -> ResponseReturnValue:
    """Sign this one row. Every source is ticked as opened: there is no button for several rows."""
    only_on_a_pilot()
    form = Form(request.form)
    row_now = pilot_keeping.row_of(library_of_today(), row)
    if row_now is None:
        raise NotFound
    if not set(row_now.says) <= set(request.form.getlist("opened")):
        form.refuse("opened", _("A source is not ticked"), _("Open each source, read the words, then tick it."))
        return _row_page(row, form, 422)
    me = pilot_keeping.person_key(current_user.id)
    return _write("row_signed", pilot_keeping.signing(desk(), me, row, form.text("base")), row=row)


@pages.page("/pilote/protection-des-donnees", "/pilot/data-protection", access=OFFICER, methods=("POST",))
def tick() -> ResponseReturnValue:
    """The data protection officer says that she has looked."""
    only_on_a_pilot()
    form = Form(request.form)
    _check_name(form)
    if not form.text("agree"):
        form.refuse("agree", _("Your agreement is missing"), _("Tick the line once you have looked."))
    if not form.is_good:
        return _page(form, 422)
    return _write("ticked", pilot_keeping.ticking(desk(), pilot_keeping.person_key(current_user.id), form.text("name")))


@pages.page("/pilote/reprendre", "/pilot/take-back", access=SIGNED_IN, methods=("POST",))
def take_back() -> ResponseReturnValue:
    """Whoever answered or ticked takes it back; what only she held up is shut by the next page."""
    only_on_a_pilot()
    return _write("taken_back", pilot_keeping.taking_back(desk(), pilot_keeping.person_key(current_user.id)))


def _write(what: str, make: Change, row: str = "") -> ResponseReturnValue:
    """Write it, then show the page again. row: of a signature, whose own page comes back."""
    place = desk()
    try:
        without_transaction(lambda: pilot_keeping.change(place, make))
    except TextChanged:
        return _page(Form(), 409, is_changed=True)
    except ContentLost:
        raise
    except (AuthoringError, OSError):
        abort(503)
    logs.event("pilot_changed", by=current_user.id, reason=what)
    return redirect(url_for("authoring.pilot_row", row=row) if row else url_for("authoring.pilot"), code=303)
