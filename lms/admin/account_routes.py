"""What an admin changes of one account from its own page, in a cohort or in none: suspended or open, role, sign-in name."""

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms import logs
from lms.accounts.models import PATIENT_ROLES, ROLES, Account
from lms.accounts.wording import refuse_name
from lms.admin.people_routes import ONE_EN, ONE_FR, show_person
from lms.admin.store_routes import pages
from lms.cohorts import account_changes
from lms.errors import NameTaken
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing.forms import Form
from lms.web.routing.pages import ADMIN


def _role_of(account_id: int) -> str:
    """The role of somebody else's account; 404 for none and for one's own: nobody locks herself out."""
    account = reading_session().get(Account, account_id)
    if account is None or account_id == current_user.id:
        abort(404)
    return str(account.role)


def _back(account_id: int, said: str) -> ResponseReturnValue:
    return redirect(url_for("admin.person", account_id=account_id, said=said), code=303)


@pages.page(f"{ONE_FR}/suspendre", f"{ONE_EN}/suspend", access=ADMIN, methods=("POST",))
def suspend_person(account_id: int) -> ResponseReturnValue:
    """Suspend an account, or open it again."""
    _role_of(account_id)
    by, at, opens = current_user.id, now(), request.form.get("open") == "yes"
    submit(lambda work: account_changes.set_open(work, account_id, by, at, is_open=opens))
    logs.event("account_opened_again" if opens else "account_suspended", account=account_id, by=by)
    return _back(account_id, "opened" if opens else "suspended")


@pages.page(f"{ONE_FR}/role", f"{ONE_EN}/role", access=ADMIN, methods=("POST",))
def change_person_role(account_id: int) -> ResponseReturnValue:
    """Give another role. A patient or carer stays one, and nobody is made one: that is her own word, given when she opened her account."""
    by, at, role = current_user.id, now(), request.form.get("role", "")
    if role not in ROLES or role in PATIENT_ROLES or _role_of(account_id) in PATIENT_ROLES:
        abort(400)
    submit(lambda work: account_changes.change_role(work, account_id, by, at, role))
    logs.event("role_changed", account=account_id, role=role, by=by)
    return _back(account_id, "role")


@pages.page(f"{ONE_FR}/nom", f"{ONE_EN}/name", access=ADMIN, methods=("POST",))
def rename_person(account_id: int) -> ResponseReturnValue:
    """Give another sign-in name."""
    _role_of(account_id)
    form, by, at = Form(request.form), current_user.id, now()
    name = form.text("username")
    refuse_name(form, "username", name)
    if form.is_good:
        try:
            submit(lambda work: account_changes.rename(work, account_id, by, at, name))
            logs.event("account_renamed", account=account_id, by=by)
            return _back(account_id, "renamed")
        except NameTaken:
            form.refuse("username", _("This name is taken, or too much like another"), _("Choose another name."))
    return show_person(account_id, form=form, status=422)
