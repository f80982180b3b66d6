"""The page by which an admin suspends the accounts of people who left, from a file: each line is looked at first, then it is done."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms import logs
from lms.accounts.role_names import role_names
from lms.errors import FileRefused
from lms.people.imports import leaving, words
from lms.people.imports.csv_file import LARGEST_FILE, CsvFile, read, read_text
from lms.people.imports.leaving import HEADINGS, Leaver
from lms.people.pages import staff as pages
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing.forms import Form
from lms.web.routing.pages import ADMIN

NO_STORE = {"Cache-Control": "no-store"}


@pages.page("/site/departs", "/site/leavers", access=ADMIN)
def leavers() -> ResponseReturnValue:
    return _choose(Form())


def _choose(form: Form, status: int = 200) -> ResponseReturnValue:
    return render_template("people/leavers.html", form=form), status, NO_STORE


@pages.page("/site/departs", "/site/leavers", access=ADMIN, methods=("POST",))
def check_leavers() -> ResponseReturnValue:
    """A dry run: whom each line means. Nothing is changed, and the file is kept nowhere: it travels in the page."""
    form, upload = Form(request.form), request.files.get("file")
    try:
        if upload is None or not upload.filename:
            raise FileRefused("missing")
        file = read(upload.stream.read(LARGEST_FILE + 1), HEADINGS)
    except FileRefused as fault:
        what, todo = words.of_file(fault)
        form.refuse("file", what, f"{what}. {todo}")
        return _choose(form, 422)
    if not file.columns:
        what = _("The first line names no column that is known")
        form.refuse("file", what, _("Give it one of these headings: name (sign-in name), email, rpps."))
        return _choose(form, 422)
    return _show(file, is_done=False)


@pages.page("/site/departs/suspendre", "/site/leavers/suspend", access=ADMIN, methods=("POST",))
def suspend_leavers() -> ResponseReturnValue:
    """What the page showed, looked at once more: all of it is done, or nothing. 400 for what no page of ours sent."""
    text, by, at = request.form.get("text", ""), current_user.id, now()
    if len(text.encode()) > LARGEST_FILE * 2:
        abort(413)
    try:
        file = read_text(text, headings=HEADINGS)
    except FileRefused:
        abort(400)
    rows = _rows(file)
    ids = [row.account_id for row in rows if row.account_id is not None and row.account_id != by]
    for account_id in submit(lambda work: leaving.suspend(work, ids, by, at)):
        logs.event("account_suspended", account=account_id, by=by)
    return _show(file, is_done=True, rows=rows)


def _rows(file: CsvFile) -> list[Leaver]:
    """With the words of the page, in its language."""
    words_of = {
        leaving.DIFFERENT: _("its columns mean different accounts, or one of them none"),
        leaving.NOBODY: _("no account"),
        leaving.OF_PATIENT: _("an account of a patient or carer: it is hers"),
        leaving.SUSPENDED: _("suspended already"),
    }
    rows = [leaving.leaver(reading_session(), line.number, line.cells) for line in file.lines if any(line.cells.values())]
    roles = role_names()
    return [row._replace(words=f"{row.words} ({roles[row.role]})" if row.role else words_of.get(row.words, row.words)) for row in rows]


def _show(file: CsvFile, *, is_done: bool, rows: list[Leaver] | None = None) -> ResponseReturnValue:
    own, lines = current_user.id, _rows(file) if rows is None else rows
    lines = [row._replace(account_id=None, words=_("your own account")) if row.account_id == own else row for row in lines]
    page = render_template(
        "people/leavers_plan.html",
        file=file,
        is_done=is_done,
        leavers=[row for row in lines if row.account_id is not None],
        others=[row for row in lines if row.account_id is None],
    )
    return page, 200, NO_STORE
