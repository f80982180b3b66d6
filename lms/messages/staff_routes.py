"""Staff of a cohort end the messages to one of its people, without a reason and without knowing whether she had any."""

from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms import logs
from lms.accounts.models import Account, Learner
from lms.cohorts import card_names, registering
from lms.cohorts.models import Cohort, cohort_membership
from lms.errors import NotFound
from lms.messages import choices, reminding
from lms.messages.pages import pages
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing import locales
from lms.web.routing.pages import COHORT_STAFF
from lms.web.site.layout import settings

AT = "/<uuid:cohort>/messages"
FILTERS = ("state", "what", "cohort", "why", "sort", "from")
"""What a list may keep in its address when a press leads back to it."""


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


REMIND = "/<uuid:uuid>/messages/<int:learner_id>"


@pages.page(f"/cohortes{REMIND}/rappeler", f"/cohorts{REMIND}/remind", access=COHORT_STAFF, methods=("POST",))
def remind(uuid: UUID, learner_id: int) -> ResponseReturnValue:
    """One reminder to a professional, once a day at most; then back to the list or record where the button stood."""
    if not settings().mail_host:
        abort(404)
    cohort, at, by = registering.cohort_of(reading_session(), current_user, uuid), now(), current_user.id
    cohort_id = cohort.id
    is_new = submit(lambda work: reminding.remind(work, learner_id, cohort_id, work.get_one(Account, by), at))
    logs.event("reminded", by=by, cohort=uuid, count=int(is_new))
    said = "reminded" if is_new else "reminded-before"
    kept: dict[str, Any] = {key: request.args[key] for key in FILTERS if key in request.args}
    back = request.form.get("back", "")
    if back == "due":
        return redirect(url_for("people.due", said=said, **kept), code=303)
    if back == "help":
        return redirect(url_for("people.needing_help", uuid=uuid, said=said, **kept), code=303)
    return redirect(url_for("people.record", uuid=uuid, learner_id=learner_id, said=said), code=303)
