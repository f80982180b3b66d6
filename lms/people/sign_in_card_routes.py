"""Staff of a cohort print a sign-in card for a patient or carer, or end one; each time is noted. The PIN is hers alone."""

from uuid import UUID

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import Session

from lms import logs
from lms.accounts import codes
from lms.accounts.cards import sign_in_cards
from lms.accounts.models import Learner
from lms.cohorts import record_looks
from lms.people.own_card_routes import slip
from lms.people.pages import staff as pages
from lms.people.record_routes import ONE, ONE_EN, back, cohort_and_row
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing.pages import EDUCATOR


def account_of_patient(uuid: UUID, learner_id: int) -> tuple[int, str]:
    """The account of a patient or carer who is in a cohort of hers who asks, and the name staff know. 404 for anybody else."""
    _cohort, row = cohort_and_row(uuid, learner_id)
    account_id = reading_session().get_one(Learner, learner_id).account_id
    if not row.member.is_patient or account_id is None:
        abort(404)
    return account_id, row.member.name


@pages.page(f"{ONE}/carte", f"{ONE_EN}/card", access=EDUCATOR, methods=("POST",))
def print_sign_in_card(uuid: UUID, learner_id: int) -> ResponseReturnValue:
    """A card, shown once; the one before ends. 404 while she has no PIN."""
    account_id, name = account_of_patient(uuid, learner_id)
    code, by, by_id, by_role, at = codes.new_code(), current_user.id, current_user.learner.id, current_user.role, now()
    hash = codes.hashed(code)

    def work_of(work: Session) -> None:
        sign_in_cards.issue(work, account_id, hash, by, at)
        record_looks.note_of(work, learner_id, by_id, by_role, "card", at)

    submit(work_of)
    logs.event("sign_in_card_made", account=account_id, by=by)
    shown = slip(code, at, name)
    page = render_template("accounts/card_to_print.html", **shown, back=url_for("people.record", uuid=uuid, learner_id=learner_id))
    return page, 200, {"Cache-Control": "no-store"}


@pages.page(f"{ONE}/carte/fin", f"{ONE_EN}/card/end", access=EDUCATOR, methods=("POST",))
def end_sign_in_card(uuid: UUID, learner_id: int) -> ResponseReturnValue:
    account_id, _name = account_of_patient(uuid, learner_id)
    by, by_id, by_role, at = current_user.id, current_user.learner.id, current_user.role, now()

    def work_of(work: Session) -> None:
        sign_in_cards.end(work, account_id, at)
        record_looks.note_of(work, learner_id, by_id, by_role, "card_ended", at)

    submit(work_of)
    logs.event("sign_in_card_ended", account=account_id, by=by)
    return back(uuid, learner_id, "card-ended")
