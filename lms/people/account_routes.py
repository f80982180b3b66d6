"""What an admin changes of an account from its record: suspended or open, role, sign-in name. Each change is noted."""

from uuid import UUID

from flask import abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms import logs
from lms.accounts.models import PATIENT_ROLES, ROLES
from lms.accounts.wording import refuse_name
from lms.cohorts import account_changes
from lms.errors import NameTaken
from lms.people.pages import staff as pages
from lms.people.record_routes import ONE, ONE_EN, back, cohort_and_row, show_record
from lms.people.rosters.roster_rows import RosterRow
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing.forms import Form
from lms.web.routing.pages import ADMIN


def _account_id(row: RosterRow) -> int:
    """404 for a learner without an account and for one's own: nobody locks herself out."""
    if row.member.account_id is None or row.member.account_id == current_user.id:
        abort(404)
    return row.member.account_id


@pages.page(f"{ONE}/suspendre", f"{ONE_EN}/suspend", access=ADMIN, methods=("POST",))
def suspend(uuid: UUID, learner_id: int) -> ResponseReturnValue:
    """Suspend an account, or open it again. Its sessions end at once; nothing is erased."""
    _cohort, row = cohort_and_row(uuid, learner_id)
    account_id, by, at, opens = _account_id(row), current_user.id, now(), request.form.get("open") == "yes"
    submit(lambda work: account_changes.set_open(work, account_id, by, at, is_open=opens))
    logs.event("account_opened_again" if opens else "account_suspended", account=account_id, by=by)
    return back(uuid, learner_id, "opened" if opens else "suspended")


@pages.page(f"{ONE}/role", f"{ONE_EN}/role", access=ADMIN, methods=("POST",))
def change_role(uuid: UUID, learner_id: int) -> ResponseReturnValue:
    """Give another role. A patient or carer stays one, and nobody is made one: that is her own word, given when she opened her account."""
    _cohort, row = cohort_and_row(uuid, learner_id)
    account_id, by, at, role = _account_id(row), current_user.id, now(), request.form.get("role", "")
    if role not in ROLES or role in PATIENT_ROLES or row.member.is_patient:
        abort(400)
    submit(lambda work: account_changes.change_role(work, account_id, by, at, role))
    logs.event("role_changed", account=account_id, role=role, by=by)
    return back(uuid, learner_id, "role")


@pages.page(f"{ONE}/nom", f"{ONE_EN}/name", access=ADMIN, methods=("POST",))
def rename(uuid: UUID, learner_id: int) -> ResponseReturnValue:
    """Give another sign-in name; not a patient's, which staff do not know."""
    cohort, row = cohort_and_row(uuid, learner_id)
    account_id, by, at, form = _account_id(row), current_user.id, now(), Form(request.form)
    if row.member.is_patient:
        abort(404)
    name = form.text("username")
    refuse_name(form, "username", name)
    if form.is_good:
        try:
            submit(lambda work: account_changes.rename(work, account_id, by, at, name))
            logs.event("account_renamed", account=account_id, by=by)
            return back(uuid, learner_id, "renamed")
        except NameTaken:
            form.refuse("username", _("This name is taken, or too much like another"), _("Choose another name."))
    return show_record(cohort, row, form, 422)
