"""Staff of a cohort end the messages to one of its people, without a reason and without knowing whether she had any."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms import logs
from lms.accounts.models import Learner
from lms.cohorts import card_names, registering
from lms.cohorts.models import Cohort, cohort_membership
from lms.errors import NotFound
from lms.messages import choices
from lms.messages.pages import pages
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing import locales
from lms.web.routing.pages import COHORT_STAFF

AT = "/<uuid:cohort>/messages"


def members(reader: Session, cohort_id: int) -> list[tuple[Learner, str]]:
    """Who is in the cohort now, under the name that its staff know: a card's name, else the sign-in name."""
    table = cohort_membership.c
    query = select(Learner, table.label).join(cohort_membership, table.learner_id == Learner.id)
    rows = reader.execute(query.where(table.cohort_id == cohort_id, table.left_at.is_(None), Learner.account_id.is_not(None)))
    named_rows = [
        (learner, card_names.words(label, locales.current()) if label else learner.account.username)
        for learner, label in rows
        if learner.account
    ]
    return sorted(named_rows, key=lambda row: row[1].casefold())


@pages.page(f"/cohortes{AT}", f"/cohorts{AT}", access=COHORT_STAFF)
def of_cohort(cohort: UUID) -> ResponseReturnValue:
    followed_cohort: Cohort = registering.cohort_of(reading_session(), current_user, cohort)
    rows = members(reading_session(), followed_cohort.id)
    return render_template("messages/cohort.html", cohort=followed_cohort, rows=rows, is_over="done" in request.args)


@pages.page(f"/cohortes{AT}/<uuid:key>/arreter", f"/cohorts{AT}/<uuid:key>/stop", access=COHORT_STAFF, methods=("POST",))
def stop_for(cohort: UUID, key: UUID) -> ResponseReturnValue:
    """Raises NotFound, which is a 404, for somebody who is not in a cohort that whoever asks follows."""
    followed_cohort, at = registering.cohort_of(reading_session(), current_user, cohort), now()
    account_id = next((row.account_id for row, _name in members(reading_session(), followed_cohort.id) if row.uuid == key), None)
    if account_id is None:
        raise NotFound
    submit(lambda work: choices.stop(work, account_id, "staff", at))
    logs.event("messages_stopped", account=account_id, by=current_user.id, reason="staff")
    return redirect(url_for("messages.of_cohort", cohort=cohort, done=1), code=303)
