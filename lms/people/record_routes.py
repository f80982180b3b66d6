"""One person's record, for staff of her cohort: what is due, what is finished, her profession; each look and each change is noted."""

from dataclasses import replace
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from lms import logs
from lms.accounts import codes, professions, start_codes
from lms.accounts.cards import sign_in_cards
from lms.accounts.models import Account, Learner
from lms.accounts.professions import Facts
from lms.accounts.role_names import role_names
from lms.cohorts import answer_consents, assigning, record_looks, registering
from lms.cohorts.models import Cohort
from lms.errors import NotFound, RppsInvalid, RppsTaken
from lms.people import assignable
from lms.people.pages import cohort_of_mine
from lms.people.pages import staff as pages
from lms.people.rosters import due_rows, roster_rows
from lms.people.rosters.roster_rows import RosterRow
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing import locales
from lms.web.routing.forms import Form
from lms.web.routing.pages import COHORT_STAFF, EDUCATOR, MANAGER
from lms.web.site import content

AT = "/<uuid:uuid>"
ONE = f"/cohortes{AT}/personnes/<int:learner_id>"
ONE_EN = f"/cohorts{AT}/people/<int:learner_id>"


@pages.page(ONE, ONE_EN, access=COHORT_STAFF)
def record(uuid: UUID, learner_id: int) -> ResponseReturnValue:
    """Opening it is noted: the person reads who did, and when."""
    cohort, row = cohort_and_row(uuid, learner_id)
    page = show_record(cohort, row, Form())
    _note_look(learner_id)  # before the page leaves: one that could not be noted is not shown
    return page


def cohort_and_row(uuid: UUID, learner_id: int) -> tuple[Cohort, RosterRow]:
    """A cohort of hers who asks, and the row of somebody who is in it now. 404 else."""
    cohort = cohort_of_mine(uuid)
    rows = roster_rows.of_cohort(reading_session(), cohort, content.catalogue().courses.get(cohort.course), learner_id)
    return cohort, rows[0] if rows else abort(404)


def _note_look(learner_id: int) -> None:
    by_id, by_role, at = current_user.learner.id, current_user.role, now()
    submit(lambda work: record_looks.note_of(work, learner_id, by_id, by_role, "record", at))


def show_record(cohort: Cohort, row: RosterRow, form: Form, status: int = 200, *, code: str = "") -> ResponseReturnValue:
    """The record. code: a new start code, on this answer alone."""
    reader, at = reading_session(), now()
    others = [one for one in registering.cohorts_of(reader, current_user) if one.id != cohort.id and one.closed_at is None]
    page = render_template(
        "people/record.html",
        cohort=cohort,
        row=row,
        member=row.member,
        form=form,
        due=due_rows.of_member(reader, row.member, at, assignable.titles(), content.catalogue().courses),
        state_words=due_rows.state_words,
        done_words=roster_rows.done_words,
        account_words=roster_rows.account_words,
        choices=assignable.choices(cohort.course),
        others=[one for one in others if one.is_simulated == cohort.is_simulated],
        code=codes.grouped(code),
        gives_code=may_give_code(row),
        professions=_profession_choices(),
        profession=professions.of(reader, row.member.account_id) if row.member.account_id is not None else None,
        is_manager=current_user.role in (MANAGER.roles or ()),
        is_admin=current_user.role == "admin",
        is_own=current_user.id == row.member.account_id,
        roles=role_names(),
        card=_sign_in_card(reader, row) if row.member.is_patient and current_user.role in (EDUCATOR.roles or ()) else None,
        may_read_answers=row.member.is_patient and answer_consents.may_read(reader, row.member.learner_id, cohort.id, current_user),
        reminder_said=request.args.get("said", ""),
        said=notice(request.args.get("said", "")),
    )
    return page, status, {"Cache-Control": "no-store"}


def _sign_in_card(reader: Session, row: RosterRow) -> str | None:
    """Where her sign-in card stands: open, none (a PIN and no card) or no-pin; None for somebody without an account."""
    account_id = reader.get_one(Learner, row.member.learner_id).account_id
    if account_id is None:
        return None
    known = sign_in_cards.row_of(reader, account_id)
    if known is None:
        return "no-pin"
    return "open" if sign_in_cards.is_open(known, now()) else "none"


def notice(what: str) -> str:
    """What the last press did, in words."""
    return {
        "verified": _("The profession is verified, and says by whom wherever it is printed."),
        "assigned": _("It is asked of her. She sees the day on “My learning”."),
        "moved-day": _("Her day is changed."),
        "suspended": _("Her account is suspended: she is signed out and cannot sign in. Nothing is erased."),
        "opened": _("Her account is open again."),
        "role": _("Her role is changed, and she is signed out: she signs in again."),
        "card-ended": _("The sign-in card opens nothing any more. She can be given another one."),
        "renamed": _("Her sign-in name is changed. Tell her: the old one opens nothing."),
    }.get(what, "")


def _profession_choices() -> list[tuple[str, str]]:
    return [(key, pair[0 if locales.current() == "fr" else 1]) for key, pair in professions.PROFESSIONS.items()]


def may_give_code(row: RosterRow) -> bool:
    """A start code takes an account over: staff give one to somebody who has not started; an admin also to who lost her passphrase."""
    if row.member.account_id is None or row.member.is_patient or row.member.account_id == current_user.id:
        return False
    return current_user.role == "admin" or not row.member.has_started


def back(uuid: UUID, learner_id: int, what: str) -> ResponseReturnValue:
    return redirect(url_for("people.record", uuid=uuid, learner_id=learner_id, said=what), code=303)


@pages.page(f"{ONE}/profession", f"{ONE_EN}/profession", access=MANAGER, methods=("POST",))
def verify(uuid: UUID, learner_id: int) -> ResponseReturnValue:
    """Keep the profession, number and employer as somebody entitled checked them. Nobody verifies herself."""
    cohort, row = cohort_and_row(uuid, learner_id)
    form, account_id, by, at = Form(request.form), row.member.account_id, current_user.id, now()
    if account_id is None or row.member.is_patient or account_id == by or form.text("profession") not in professions.PROFESSIONS:
        abort(400)
    facts = Facts(form.text("profession"), rpps="".join(form.text("rpps").split()), employer=form.text("employer")[:120])
    departement = professions.departement_code(form.text("departement"))
    if departement is None:
        what_to_do = _("Write 01 to 95, 2A, 2B or 971 to 988, or leave it empty.")
        form.refuse("departement", _("This is no code of a French département"), what_to_do)
        return show_record(cohort, row, form, 422)
    facts = replace(facts, departement=departement)
    capacity = "admin" if current_user.role == "admin" else "training_manager"

    def work_of(work: Session) -> None:
        professions.declare(work, account_id, facts, at)
        professions.verify(work, account_id, work.get_one(Account, by), capacity, at)
        record_looks.note(work, learner_id, work.get_one(Account, by), "verified", at)

    try:
        submit(work_of)
    except RppsInvalid:
        form.refuse("rpps", _("The RPPS number does not fit"), _("Eleven digits; compare it with her card, or leave it empty."))
    except RppsTaken:
        form.refuse("rpps", _("Another account has this RPPS number"), _("Compare it with her card, or ask an admin."))
    if not form.is_good:
        return show_record(cohort, row, form, 422)
    logs.event("profession_verified", account=account_id, by=by)
    return back(uuid, learner_id, "verified")


@pages.page(f"{ONE}/code", f"{ONE_EN}/code", access=COHORT_STAFF, methods=("POST",))
def give_code(uuid: UUID, learner_id: int) -> ResponseReturnValue:
    """A new start code, shown once; the one before ends."""
    cohort, row = cohort_and_row(uuid, learner_id)
    account_id, by, at = row.member.account_id, current_user.id, now()
    if account_id is None or not may_give_code(row):
        abort(404)
    code = codes.new_code()
    hash = codes.hashed(code)

    def work_of(work: Session) -> None:
        start_codes.issue(work, account_id, hash, by, at)
        record_looks.note(work, learner_id, work.get_one(Account, by), "start_code", at)

    submit(work_of)
    logs.event("start_code_given", account=account_id, by=by)
    return show_record(cohort, row, Form(), code=code)


@pages.page(f"{ONE}/groupe", f"{ONE_EN}/cohort", access=COHORT_STAFF, methods=("POST",))
def move(uuid: UUID, learner_id: int) -> ResponseReturnValue:
    """Take her out of this cohort, and put her in another of mine when one is chosen, in one transaction."""
    cohort, row = cohort_and_row(uuid, learner_id)
    other = _chosen_cohort(request.form.get("cohort", ""), cohort)
    by, at, shelf, cohort_id = current_user.id, now(), assignable.shelf(), cohort.id

    def work_of(work: Session) -> None:
        registering.leave(work, learner_id, cohort_id, at)
        if other is not None:
            assigning.join(work, work.get_one(Cohort, other), work.get_one(Learner, learner_id), shelf, at)
        record_looks.note(work, learner_id, work.get_one(Account, by), "moved", at)

    try:
        submit(work_of)
    except NotFound:
        abort(404)
    logs.event("cohort_changed", by=by, cohort=uuid, account=row.member.account_id or 0)
    return redirect(url_for("people.roster", uuid=uuid, said="moved" if other is not None else "removed"), code=303)


def _chosen_cohort(value: str, here: Cohort) -> int | None:
    """Another cohort of hers who asks; None when none was chosen. 404 for one that is not hers."""
    if not value:
        return None
    mine = {str(one.uuid): one for one in registering.cohorts_of(reading_session(), current_user)}
    other = mine.get(value)
    if other is None or other.id == here.id:
        abort(404)
    return other.id
