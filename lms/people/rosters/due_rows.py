"""What is due of whom, for staff: each thing asked of a professional, with its day and the end of her attestation."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.model.content import Course
from lms.cohorts import assignments
from lms.cohorts.assignments import DueItem
from lms.cohorts.models import COURSE, cohort_membership
from lms.credentials import validity
from lms.credentials.models import Attestation
from lms.people.rosters import members
from lms.people.rosters.members import Member
from lms.web.routing import locales
from lms.web.tables.listing import Column

STATES = ("overdue", "ended", "soon", "renew", "later", "done")
"""From what needs care first to what needs none."""


@dataclass(frozen=True)
class DueRow:
    """One thing asked of one person. state: of STATES; ended and renew are about the attestation she has. days: to its day, or to that end.

    valid_until: the last day of her newest attestation for the course; None without one or without an end.
    """

    member: Member
    item: DueItem
    title: str
    state: str
    days: int
    valid_until: date | None

    @property
    def needs_care(self) -> bool:
        """Whether a reminder makes sense: late, soon, or an attestation that ended or is to be renewed."""
        return self.state in ("overdue", "ended", "soon", "renew")


def of_cohorts(
    reader: Session, cohort_ids: Collection[int], now: datetime, titles: Mapping[tuple[str, str], str], courses: Mapping[str, Course]
) -> list[DueRow]:
    """Of the professionals of these cohorts, in four queries however many there are. Patients and carers are never due.

    Who is in a trial is not shown.
    """
    people = [one for one in members.of_cohorts(reader, cohort_ids) if not (one.is_patient or one.is_sealed)]
    return _rows(people, assignments.of_cohorts(reader, cohort_ids), last_days(reader, cohort_ids, courses), titles, now)


def of_member(
    reader: Session, member: Member, now: datetime, titles: Mapping[tuple[str, str], str], courses: Mapping[str, Course]
) -> list[DueRow]:
    """Of one of them, asked by her cohort or of her alone, in three queries."""
    if member.is_patient or member.is_sealed:
        return []
    items = assignments.of_cohorts(reader, [member.cohort_id], member.learner_id)
    return _rows([member], items, last_days(reader, [member.cohort_id], courses, member.learner_id), titles, now)


def _rows(
    members_there: Sequence[Member],
    items: Sequence[DueItem],
    ends: Mapping[tuple[int, str], date],
    titles: Mapping[tuple[str, str], str],
    now: datetime,
) -> list[DueRow]:
    people = {(one.cohort_id, one.learner_id): one for one in members_there}
    any_cohort = {one.learner_id: one for one in people.values()}
    rows, today = [], assignments.today(now)
    for item in items:
        own = (item.cohort_id, item.learner_id) if item.cohort_id is not None else None
        member = people.get(own) if own is not None else any_cohort.get(item.learner_id)
        if member is not None:
            title = titles.get((item.kind, item.key), item.key)
            rows.append(_row(member, item, title, ends.get((item.learner_id, item.key)) if item.kind == COURSE else None, today))
    return rows


def last_days(
    reader: Session, cohort_ids: Collection[int], courses: Mapping[str, Course], learner_id: int | None = None
) -> dict[tuple[int, str], date]:
    """(learner, course) -> last day of her attestation, of those that nothing withdrew, replaced or made obsolete."""
    table = cohort_membership.c
    inside = select(table.learner_id).where(table.cohort_id.in_(sorted(cohort_ids)), table.left_at.is_(None))
    if learner_id is not None:
        inside = inside.where(table.learner_id == learner_id)
    query = select(Attestation.learner_id, Attestation.course, Attestation.course_version, Attestation.expires_at)
    holding = (Attestation.revoked_at.is_(None), Attestation.superseded_at.is_(None), Attestation.expires_at.is_not(None))
    ends: dict[tuple[int, str], date] = {}
    for learner_id, key, version, expires_at in reader.execute(query.where(Attestation.learner_id.in_(inside), *holding)):
        rule = courses[key].passing if key in courses else None
        if expires_at is not None and not validity.is_obsolete(version, rule.obsolete_before if rule is not None else None):
            ends[learner_id, key] = validity.last_day(expires_at)
    return ends


def _row(member: Member, item: DueItem, title: str, end: date | None, today: date) -> DueRow:
    state, days = item.state(today), item.days_left(today)
    if state == "done" and end is not None:
        days_left = (end - today).days
        state_of_end = "ended" if days_left < 0 else "renew" if days_left <= validity.RENEWAL_DAYS else "done"
        return DueRow(member, item, title, state_of_end, days_left, end)
    return DueRow(member, item, title, state, days, end)


def state_words(row: DueRow) -> str:
    """`3 days late`, `in 14 days`, `done`: days in words, never a mark."""
    if row.state == "overdue":
        return ngettext("%(num)s day late", "%(num)s days late", -row.days)
    if row.state == "ended":
        return _("attestation ended")
    if row.state == "renew":
        return ngettext("to renew: %(num)s day left", "to renew: %(num)s days left", row.days)
    if row.state == "done":
        return _("done")
    return _("today") if row.days == 0 else ngettext("in %(num)s day", "in %(num)s days", row.days)


def columns() -> list[Column[DueRow]]:
    """Of the list of what is due."""
    return [
        Column("name", _("Name"), lambda row: row.member.name, lambda row: members.name_order(row.member.name)),
        Column("what", _("What"), _what, lambda row: row.title),
        Column("day", _("Last day"), lambda row: locales.day(row.item.due_on), lambda row: row.item.due_on),
        Column("state", _("State"), state_words, lambda row: (STATES.index(row.state), row.days)),
        Column("until", _("Valid until"), _until, lambda row: row.valid_until or date.max),
        Column(
            "profession", _("Profession"), lambda row: row.member.profession, lambda row: (row.member.is_verified, row.member.profession)
        ),
        Column("cohort", _("Cohort"), lambda row: row.member.cohort_name, lambda row: members.name_order(row.member.cohort_name)),
    ]


def _what(row: DueRow) -> str:
    return f"{row.title} ({_('renewal')})" if row.item.is_renewal else row.title


def _until(row: DueRow) -> str:
    return locales.day(row.valid_until) if row.valid_until is not None else ""


@dataclass(frozen=True)
class Counts:
    """Of people, each counted once, by what needs care most."""

    all: int
    late: int
    soon: int

    @property
    def rest(self) -> int:
        return self.all - self.late - self.soon


def counts(rows: Sequence[DueRow]) -> Counts:
    """late: a day is over, or an attestation ended; soon: a day within thirty days, or an attestation to renew."""
    late = {row.member.learner_id for row in rows if row.state in ("overdue", "ended")}
    soon = {row.member.learner_id for row in rows if row.state in ("soon", "renew")} - late
    return Counts(len({row.member.learner_id for row in rows}), len(late), len(soon))
