"""A person's own groups: which cohorts she is in, under what name, who looked at her record; she leaves by one button."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms import logs
from lms.accounts.models import PATIENT_ROLES
from lms.accounts.presence import present
from lms.cohorts import answer_consents, card_names, record_looks, registering
from lms.cohorts.models import Cohort, cohort_membership
from lms.errors import NotFound
from lms.people.pages import own as pages
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing import locales
from lms.web.routing.pages import SIGNED_IN
from lms.web.site import content


class Group(NamedTuple):
    cohort: Cohort
    label: str
    joined_at: datetime | None


def of(reader: Session, learner_id: int) -> list[Group]:
    """The cohorts she is in now, by name."""
    table = cohort_membership.c
    query = select(Cohort, table.label, table.joined_at).join(cohort_membership, table.cohort_id == Cohort.id)
    rows = reader.execute(query.where(table.learner_id == learner_id, table.left_at.is_(None)).order_by(Cohort.name, Cohort.id))
    return [Group(cohort, card_names.words(label, locales.current()) if label else "", joined) for cohort, label, joined in rows]


@pages.page("/mes-groupes", "/my-groups", access=SIGNED_IN)
def groups() -> ResponseReturnValue:
    learner_id = present().learner_id
    assert learner_id is not None  # noqa: S101 - every account has a learner
    mine, joined = of(reading_session(), learner_id), request.args.get("joined", "")
    return render_template(
        "people/groups.html",
        groups=mine,
        joined=next((group for group in mine if str(group.cohort.uuid) == joined), None),
        courses=content.catalogue().courses,
        readers={group.cohort.id: answer_consents.readers(group.cohort) for group in mine} if present().role in PATIENT_ROLES else {},
        consents=answer_consents.of(reading_session(), learner_id),
        shared=request.args.get("shared", ""),
        looks=record_looks.of(reading_session(), learner_id),
        look_words=lambda what: record_looks.words(what, locales.current()),
    )


@pages.page("/mes-groupes/<uuid:cohort>/quitter", "/my-groups/<uuid:cohort>/leave", access=SIGNED_IN, methods=("POST",))
def leave(cohort: UUID) -> ResponseReturnValue:
    learner_id, at = present().learner_id, now()
    assert learner_id is not None  # noqa: S101 - every account has a learner

    def work_of(work: Session) -> None:
        cohort_id = work.scalar(select(Cohort.id).where(Cohort.uuid == cohort))
        if cohort_id is None:
            raise NotFound
        registering.leave(work, learner_id, cohort_id, at)

    try:
        submit(work_of)
    except NotFound:
        abort(404)
    logs.event("cohort_left", account=current_user.id, cohort=cohort)
    return redirect(url_for("joining.groups"), code=303)
