"""Two accounts of one person: an admin looks at both, then makes them one."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms import logs
from lms.accounts import opening
from lms.accounts.merging import merge_accounts
from lms.accounts.models import Account, Profession
from lms.accounts.role_names import role_names
from lms.admin import account_rows
from lms.admin.people_routes import ONE_EN, ONE_FR, show_person
from lms.admin.store_routes import pages
from lms.cohorts import record_looks
from lms.cohorts.models import Registration
from lms.credentials.models import Attestation
from lms.errors import MergeRefused
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing.forms import Form
from lms.web.routing.pages import ADMIN
from lms.web.routing.whole_numbers import number_of
from lms.web.site.layout import settings


def refusal_words(reason: str) -> str:
    """Why two accounts stay two, for the page."""
    return {
        merge_accounts.SAME: _("This is the same account."),
        merge_accounts.STAFF: _("One of the two looks after others. Such accounts stay apart."),
        merge_accounts.ROLES: _(
            "The two have different roles. What a patient or carer did never becomes a professional’s, nor the reverse."
        ),
        merge_accounts.SIMULATED: _("One of the two is a demonstration."),
        merge_accounts.VERIFIED: _("Somebody checked both professions, or their RPPS numbers differ: these are two people."),
        merge_accounts.OPEN_TEST: _("A test is going on. Wait until it has ended."),
    }[reason]


@pages.page(f"{ONE_FR}/fusion", f"{ONE_EN}/merge", access=ADMIN, methods=("POST",))
def look_at_merge(account_id: int) -> ResponseReturnValue:
    """Show both accounts side by side and what would become of them. Changes nothing; by POST, since a name stands in no address."""
    reader, form = reading_session(), Form(request.form)
    kept = reader.get(Account, account_id) or abort(404)
    gone = opening.find(reader, form.text("other"))
    if gone is None:
        form.refuse("other", _("There is no such account"), _("Type its sign-in name as the list of people has it."))
        return show_person(account_id, form=form, status=422)
    reason = merge_accounts.refusal(reader, kept, gone)
    if reason is not None:
        form.refuse("other", _("These two accounts stay apart"), refusal_words(reason))
        return show_person(account_id, form=form, status=422)
    page = render_template("admin/merge.html", kept=_side(reader, kept), gone=_side(reader, gone))
    return page, 200, {"Cache-Control": "no-store"}


@pages.page(f"{ONE_FR}/fusion/faire", f"{ONE_EN}/merge/do", access=ADMIN, methods=("POST",))
def merge_people(account_id: int) -> ResponseReturnValue:
    """Make them one. The two may have changed since they were shown: what refuses then refuses now."""
    reader, by, at, home_page = reading_session(), current_user.id, now(), settings().home_page
    if reader.get(Account, account_id) is None or account_id == by:
        abort(404)
    gone_id = number_of(request.form, "gone")

    def work_of(work: Session) -> None:
        merge_accounts.merge(work, account_id, gone_id, home_page, at, by)
        record_looks.note(work, work.get_one(Account, account_id).learner.id, work.get_one(Account, by), "merged", at)

    try:
        submit(work_of)
    except MergeRefused as error:
        form = Form(request.form)
        form.refuse("other", _("These two accounts stay apart"), refusal_words(error.reason))
        return show_person(account_id, form=form, status=422)
    logs.event("accounts_merged", account=account_id, by=by)
    return redirect(url_for("admin.person", account_id=account_id, said="merged"), code=303)


def _side(reader: Session, account: Account) -> dict[str, object]:
    """What tells an admin whether it is the same person, and how much hangs on it."""
    row = account_rows.of_account(reader, account.id) or abort(404)
    profession = reader.get(Profession, account.id)
    learner = account.learner.id
    return {
        "row": row,
        "role": role_names().get(row.role, row.role),
        "state": account_rows.state_words()[row.state],
        "person": " ".join(filter(None, (profession.given_name, profession.family_name))) if profession else "",
        "is_verified": profession is not None and profession.state == "verified",
        "runs": reader.scalar(select(func.count()).select_from(Registration).where(Registration.learner_id == learner)),
        "attestations": reader.scalar(select(func.count()).select_from(Attestation).where(Attestation.learner_id == learner)),
    }
