"""Admins' pages of people: the list of accounts, one account, a new one, a new passphrase, a cohort to put her in."""

from uuid import UUID

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms import logs
from lms.accounts import opening, passphrases
from lms.accounts.models import LEARNER_ROLES, PATIENT_ROLES, ROLES, Account
from lms.accounts.role_names import role_names
from lms.accounts.second_factor import second_factors
from lms.accounts.wording import refuse_name
from lms.admin import account_rows
from lms.admin.store_routes import pages
from lms.cohorts import assigning, registering
from lms.cohorts.assigning import Shelf
from lms.cohorts.models import Cohort
from lms.errors import NameLooksAlike, NameTaken
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing import locales
from lms.web.routing.forms import Form
from lms.web.routing.pages import ADMIN
from lms.web.site import content
from lms.web.site.layout import settings

FILTERS = ("role", "state")
LONGEST_PART = 80
ONE_FR, ONE_EN = "/site/personnes/<int:account_id>", "/site/people/<int:account_id>"


@pages.page("/site/personnes", "/site/people", access=ADMIN)
def people() -> ResponseReturnValue:
    return _people(Form(), "")


def _people(form: Form, name_part: str, status: int = 200, passphrase: str = "") -> ResponseReturnValue:
    """name_part: what was typed to find somebody. passphrase: of a new account, shown on this answer alone."""
    reader = reading_session()
    page = render_template(
        "admin/people.html",
        form=form,
        made=passphrase,
        table=account_rows.listing(reader, request.args, name_part).page(request.args),
        person_link=lambda row: url_for("admin.person", account_id=row.id),
        asked={key: request.args.get(key, "") for key in FILTERS},
        typed=name_part,
        renamed=list(reader.scalars(select(Account).where(Account.renamed_from.is_not(None)).order_by(Account.id))),
        roles=ROLES,
        role_words=role_names(),
        state_words=account_rows.state_words(),
    )
    return page, status, {"Cache-Control": "no-store"}


@pages.page("/site/personnes/chercher", "/site/people/find", access=ADMIN, methods=("POST",))
def find_people() -> ResponseReturnValue:
    """Accounts whose sign-in name holds what was typed. By POST: a name stands in no address and no log."""
    return _people(Form(), _name_part())


def _name_part() -> str:
    return request.form.get("name", "")[:LONGEST_PART]


@pages.page("/site/personnes.csv", "/site/people.csv", access=ADMIN, methods=("GET", "POST"))
def people_csv() -> Response:
    """Every account of the list, with the very cells of the page; by POST, of the name that was typed there."""
    logs.event("list_exported", by=current_user.id, table="accounts")
    return account_rows.listing(reading_session(), request.args, _name_part()).csv("accounts", request.args)


@pages.page("/site/personnes", "/site/people", access=ADMIN, methods=("POST",))
def add_person() -> ResponseReturnValue:
    form = Form(request.form)
    name, role = form.text("name"), form.text("role")
    refuse_name(form, "name", name)
    if role not in ROLES:
        abort(400)
    if form.is_good:
        passphrase, at = passphrases.generate(locales.current()), now()
        is_demo = form.text("simulated") == "yes"  # nobody's own account: there is nobody to ask
        new = opening.NewAccount(name, passphrases.hashed(passphrase), role, is_simulated=is_demo, has_consented=is_demo)
        try:
            account_id = submit(lambda work: opening.open_account(work, new, at).id)
            logs.event("account_opened", account=account_id, role=role, by=current_user.id)
            return _people(Form(), "", passphrase=f"{name}: {passphrase}")
        except NameLooksAlike:
            words = _("On a screen one would be taken for the other. Choose another name.")
            form.refuse("name", _("This name is too much like another"), words)
        except NameTaken:
            form.refuse("name", _("This name is taken"), _("Choose another name."))
    return _people(form, "", 422)


@pages.page(ONE_FR, ONE_EN, access=ADMIN)
def person(account_id: int) -> ResponseReturnValue:
    """One account: what it is, and what an admin may do with it."""
    return show_person(account_id)


def show_person(account_id: int, passphrase: str = "", *, form: Form | None = None, status: int = 200) -> ResponseReturnValue:
    """passphrase: a new one, shown on this answer alone. form: one that was refused."""
    row = account_rows.of_account(reading_session(), account_id) or abort(404)
    mine = registering.cohorts_of(reading_session(), current_user)
    page = render_template(
        "admin/person.html",
        row=row,
        form=form or Form(),
        made=passphrase,
        role=role_names().get(row.role, row.role),
        state=account_rows.state_words()[row.state],
        has_second_factor=second_factors.is_on(reading_session(), account_id) and account_id != current_user.id,
        cohorts=[cohort for cohort in mine if cohort.is_simulated == row.is_simulated and cohort.closed_at is None],
        is_own=account_id == current_user.id,
        is_patient=row.role in PATIENT_ROLES,
        is_learner=row.role in LEARNER_ROLES,
        roles=[(key, words) for key, words in role_names().items() if key in ROLES and key not in PATIENT_ROLES],
        said=notice(request.args.get("said", ""), row),
    )
    return page, status, {"Cache-Control": "no-store"}


def notice(what: str, row: account_rows.AccountRow) -> str:
    """What the last press did, in words; empty for anything else."""
    return {
        "joined": _("%(name)s is in a cohort now: %(cohorts)s.", name=row.username, cohorts=", ".join(row.cohorts)),
        "suspended": _("This account is suspended: its owner is signed out and cannot sign in. Nothing is erased."),
        "opened": _("This account is open again."),
        "role": _("The role is changed: its owner is signed out, and signs in again."),
        "merged": _("The two accounts are one now. The sign-in name below is the one that opens it."),
        "renamed": _("The sign-in name is changed. Tell its owner: the old one opens nothing."),
    }.get(what, "")


@pages.page(f"{ONE_FR}/phrase", f"{ONE_EN}/passphrase", access=ADMIN, methods=("POST",))
def new_passphrase(account_id: int) -> ResponseReturnValue:
    """A new random passphrase for somebody who lost hers; her sessions end."""
    account = reading_session().get(Account, account_id) or abort(404)
    name, passphrase = account.username, passphrases.generate(locales.current())
    stored = passphrases.hashed(passphrase)
    submit(lambda work: opening.change_passphrase(work, account_id, stored))
    logs.event("passphrase_reset", account=account_id, by=current_user.id)
    return show_person(account_id, f"{name}: {passphrase}")


@pages.page(f"{ONE_FR}/second-facteur", f"{ONE_EN}/second-factor", access=ADMIN, methods=("POST",))
def remove_second_factor(account_id: int) -> ResponseReturnValue:
    """For somebody who lost telephone and paper. Her sessions end; the passphrase alone opens until she sets it up again. Not one's own."""
    if reading_session().get(Account, account_id) is None or account_id == current_user.id:
        abort(404)

    def work_of(work: Session) -> None:
        second_factors.remove(work, account_id)
        opening.end_sessions(work, account_id)

    submit(work_of)
    logs.event("second_factor_removed", account=account_id, by=current_user.id)
    return redirect(url_for("admin.person", account_id=account_id), code=303)


@pages.page(f"{ONE_FR}/cohorte", f"{ONE_EN}/cohort", access=ADMIN, methods=("POST",))
def join_cohort(account_id: int) -> ResponseReturnValue:
    """Put a person in a cohort; a simulated cohort takes simulated learners alone, and the other way round: else 404."""
    at, shelf = now(), Shelf(content.catalogue().courses, settings().home_page)
    try:
        uuid = UUID(request.form.get("cohort", ""))
    except ValueError:
        abort(400)

    def work_of(work: Session) -> None:
        account, cohort = work.get(Account, account_id), work.scalar(select(Cohort).where(Cohort.uuid == uuid))
        if account is None or cohort is None:
            abort(404)
        assigning.join(work, cohort, account.learner, shelf, at)

    submit(work_of)
    return redirect(url_for("admin.person", account_id=account_id, said="joined"), code=303)
