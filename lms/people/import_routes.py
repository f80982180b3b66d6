"""Importing professionals: the file is looked at, line by line, and only then written; codes are shown once, on paper and as CSV."""

import json
from typing import NamedTuple
from uuid import UUID

from flask import Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms import logs
from lms.accounts import codes, passphrases, professions
from lms.cohorts.models import Cohort
from lms.errors import FileRefused, ImportChanged, NotFound
from lms.people import assignable
from lms.people.imports import planning, words
from lms.people.imports.checking import CheckedLine
from lms.people.imports.csv_file import COLUMNS, LARGEST_FILE, CsvFile, read, read_text
from lms.people.imports.planning import Batch, Plan, Slip
from lms.people.pages import cohort_of_mine
from lms.people.pages import staff as pages
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing import locales
from lms.web.routing.forms import Form
from lms.web.routing.pages import MANAGER
from lms.web.site.layout import settings
from lms.web.site.printing import qr_svg
from lms.web.tables.csv_files import csv_file

AT = "/<uuid:uuid>"
MOST_DRAWINGS = 100
"""More QR codes than this on one page make it slow; the codes themselves are always there."""


@pages.page(f"/cohortes{AT}/importer", f"/cohorts{AT}/import", access=MANAGER)
def import_people(uuid: UUID) -> ResponseReturnValue:
    return _choose(cohort_of_mine(uuid), Form())


def _choose(cohort: Cohort, form: Form, status: int = 200) -> ResponseReturnValue:
    page = render_template("people/import.html", cohort=cohort, form=form, professions=_profession_words().values())
    return page, status, {"Cache-Control": "no-store"}


@pages.page(f"/cohortes{AT}/importer/modele.csv", f"/cohorts{AT}/import/model.csv", access=MANAGER)
def import_model(uuid: UUID) -> ResponseReturnValue:
    """A file with the headings alone, to fill in."""
    cohort_of_mine(uuid)
    return csv_file("import", [words.column_names()[column] for column in COLUMNS], [])


@pages.page(f"/cohortes{AT}/importer", f"/cohorts{AT}/import", access=MANAGER, methods=("POST",))
def check_import(uuid: UUID) -> ResponseReturnValue:
    """A dry run: what each line would do. Nothing is written, and the file is kept nowhere: it travels in the page."""
    cohort, form = cohort_of_mine(uuid), Form(request.form)
    try:
        file = read(_upload())
    except FileRefused as fault:
        _refuse_file(form, fault)
        return _choose(cohort, form, 422)
    return _show_plan(cohort, file, request.files["file"].filename or "")


def _upload() -> bytes:
    """Raises FileRefused when none was chosen."""
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        raise FileRefused("missing")
    return upload.stream.read(LARGEST_FILE + 1)


def _refuse_file(form: Form, fault: FileRefused) -> None:
    what, todo = words.of_file(fault)
    form.refuse("file", what, f"{what}. {todo}")


class FaultRow(NamedTuple):
    """One fault of one line, in words. number: the line."""

    number: int
    text: str
    what: str
    todo: str


def _fault_rows(plan: Plan) -> list[FaultRow]:
    return [
        FaultRow(row.line.number, " ; ".join(row.line.cells.values()), *words.of_line(fault)) for row in plan.faulty for fault in row.faults
    ]


def _show_plan(cohort: Cohort, file: CsvFile, name: str, *, has_changed: bool = False) -> ResponseReturnValue:
    plan = planning.plan(reading_session(), file, cohort)
    page = render_template(
        "people/import_plan.html",
        cohort=cohort,
        file=file,
        name=name[:80],
        plan=plan,
        faults=_fault_rows(plan),
        of_line=_of_line,
        changed=has_changed,
        separator={";": _("semicolons"), ",": _("commas"), "\t": _("tabs")}[file.separator],
    )
    return page, 422 if plan.faulty or has_changed else 200, {"Cache-Control": "no-store"}


def _of_line(row: CheckedLine) -> str:
    """`Claire Martin, pharmacist`."""
    if row.person is None:
        return ""
    return f"{row.person.given_name} {row.person.family_name}, {_profession_words()[row.person.profession]}"


def _profession_words() -> dict[str, str]:
    return {key: pair[0 if locales.current() == "fr" else 1] for key, pair in professions.PROFESSIONS.items()}


def _carried_file() -> CsvFile:
    """The file as the page carried it. 400 for what no page of ours sent."""
    text = request.form.get("text", "")
    if len(text.encode()) > LARGEST_FILE * 2:
        abort(413)
    try:
        return read_text(text)
    except FileRefused:
        abort(400)


@pages.page(f"/cohortes{AT}/importer/remarques.csv", f"/cohorts{AT}/import/remarks.csv", access=MANAGER, methods=("POST",))
def import_remarks(uuid: UUID) -> ResponseReturnValue:
    """The lines to put right, with what is wrong beside them."""
    plan = planning.plan(reading_session(), _carried_file(), cohort_of_mine(uuid))
    heading = [_("Line"), _("What is written"), _("What is wrong"), _("What to do")]
    return csv_file("import", heading, [(str(row.number), row.text, row.what, row.todo) for row in _fault_rows(plan)])


@pages.page(f"/cohortes{AT}/importer/ecrire", f"/cohorts{AT}/import/write", access=MANAGER, methods=("POST",))
def write_import(uuid: UUID) -> ResponseReturnValue:
    """Write everything that the dry run said, in one transaction; another state of things by now shows the dry run again."""
    cohort, file, mark = cohort_of_mine(uuid), _carried_file(), request.form.get("mark", "")
    batch = _batch(cohort, len(file.lines))
    try:
        slips, n_joined = submit(lambda work: planning.write(work, file, batch, mark))
    except ImportChanged:
        return _show_plan(cohort, file, "", has_changed=True)
    except NotFound:
        abort(404)
    logs.event("people_imported", by=current_user.id, cohort=uuid, count=len(slips))
    return _slips(cohort, slips, n_joined)


def _batch(cohort: Cohort, count: int) -> Batch:
    """Drawn and hashed before the writer is asked. Nobody knows the passphrase behind the one hash: a start code sets another."""
    new_codes = [codes.new_code() for _line in range(count)]
    return Batch(
        cohort_id=cohort.id,
        by_id=current_user.id,
        password_hash=passphrases.hashed(passphrases.generate()),
        codes=[(code, codes.hashed(code)) for code in new_codes],
        shelf=assignable.shelf(),
        language=locales.current(),
        now=now(),
    )


def _slips(cohort: Cohort, slips: list[Slip], n_joined: int) -> ResponseReturnValue:
    drawings = {slip.code: qr_svg(_address(slip.code)) for slip in slips} if len(slips) <= MOST_DRAWINGS else {}
    page = render_template(
        "people/import_done.html",
        cohort=cohort,
        slips=slips,
        joined=n_joined,
        drawings=drawings,
        grouped=codes.grouped,
        carried=json.dumps([[slip.name, slip.username, slip.code] for slip in slips]),
        address=f"{settings().origin}{url_for('joining.code')}".partition("://")[2],
    )
    return page, 200, {"Cache-Control": "no-store"}


def _address(code: str) -> str:
    """Where the code leads, on the site's own address."""
    return f"{settings().origin}{url_for('joining.code_link', typed=code)}"


@pages.page(f"/cohortes{AT}/importer/codes.csv", f"/cohorts{AT}/import/codes.csv", access=MANAGER, methods=("POST",))
def import_codes(uuid: UUID) -> Response:
    """The slips of the page that carried them, as a file: the site itself keeps no code."""
    cohort_of_mine(uuid)
    try:
        rows = json.loads(request.form.get("slips", ""))
        cells = [(str(name)[:200], str(username)[:80], codes.plain(str(code)[:40])) for name, username, code in rows]
    except (ValueError, TypeError):
        abort(400)
    heading = [_("Name"), _("Sign-in name"), _("Start code"), _("Address")]
    return csv_file("codes", heading, [(name, user, codes.grouped(code), _address(code)) for name, user, code in cells])
