"""Who is in one cohort and how far: completion alone, for everybody; and, of professionals, who needs help and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from courses.model.content import Course
from lms.cmi5_modules.standing import PackagesOfRuns, packages_of_runs
from lms.cohorts import assignments
from lms.cohorts.models import COURSE, Cohort, Registration, cohort_membership
from lms.learning.models import Attempt, Progress
from lms.people.rosters import members
from lms.people.rosters.members import Member
from lms.web.routing import locales
from lms.web.tables.listing import Column

STALL = timedelta(days=14)
"""So long without a step in a course that was begun and is not finished."""
UNSAFE = 2
"""So many questions of one module whose last answer was an unsafe one, before it is called a need for help."""


@dataclass(frozen=True)
class RosterRow:
    """One person. done, modules: of the cohort's course, in her newest run. is_finished: all that this course asks is done."""

    member: Member
    done: int
    modules: int
    is_finished: bool
    last_step: datetime | None
    registration_id: int | None


def of_cohort(reader: Session, cohort: Cohort, course: Course | None, learner_id: int | None = None) -> list[RosterRow]:
    """Everybody who is in the cohort now, by name, in six queries. learner_id: she alone."""
    people = members.of_cohorts(reader, [cohort.id], learner_id)
    ids = _runs_of(cohort, cohort.course, learner_id)
    runs = _newest_runs(reader, ids) if course is not None else {}
    done, steps = _progress(reader, ids), _last_attempts(reader, ids)
    n_own = len(course.modules) if course is not None else 0
    packages = packages_of_runs(reader, cohort.course, ids) if course is not None else PackagesOfRuns(0, {})
    rows = []
    for member in people:
        if member.is_sealed:
            rows.append(RosterRow(member, 0, 0, is_finished=False, last_step=None, registration_id=None))
            continue
        registration_id, finished_at = runs.get(member.learner_id, (None, None))
        count, progress_at = done.get(registration_id or 0, (0, None))
        last = max(filter(None, (progress_at, steps.get(registration_id or 0))), default=None)
        all_done = min(count, n_own) + packages.completions.get(registration_id or 0, 0)
        rows.append(RosterRow(member, all_done, n_own + packages.count, finished_at is not None, last, registration_id))
    return rows


def _runs_of(cohort: Cohort, key: str, learner_id: int | None = None) -> Select[Any]:
    """Ids of every run that members of the cohort, or one of them, have of a course."""
    table = cohort_membership.c
    inside = select(table.learner_id).where(table.cohort_id == cohort.id, table.left_at.is_(None))
    if learner_id is not None:
        inside = inside.where(table.learner_id == learner_id)
    return select(Registration.id).where(Registration.learner_id.in_(inside), Registration.kind == COURSE, Registration.key == key)


def _newest_runs(reader: Session, ids: Select[Any]) -> dict[int, tuple[int, datetime | None]]:
    """Learner -> her newest run of the cohort's course, and when it was finished."""
    query = select(Registration.learner_id, Registration.id, Registration.finished_at)
    rows = reader.execute(query.where(Registration.id.in_(ids)).order_by(Registration.run))
    return {learner_id: (id, finished_at) for learner_id, id, finished_at in rows}


def _progress(reader: Session, ids: Select[Any]) -> dict[int, tuple[int, datetime | None]]:
    """Run -> modules completed, and when the last one was begun or completed."""
    latest = func.max(func.coalesce(Progress.completed_at, Progress.started_at), type_=Progress.started_at.type)
    query = select(Progress.registration_id, func.count(Progress.completed_at), latest).group_by(Progress.registration_id)
    rows = reader.execute(query.where(Progress.registration_id.in_(ids)))
    return {run: (count, at) for run, count, at in rows}


def _last_attempts(reader: Session, ids: Select[Any]) -> dict[int, datetime]:
    query = select(Attempt.registration_id, func.max(Attempt.created_at)).group_by(Attempt.registration_id)
    rows = reader.execute(query.where(Attempt.registration_id.in_(ids)))
    return {row[0]: row[1] for row in rows}


def columns(role_name: Mapping[str, str]) -> list[Column[RosterRow]]:
    """Of the roster. role_name: role -> its word."""
    return [
        Column("name", _("Name"), lambda row: row.member.name, lambda row: members.name_order(row.member.name)),
        Column(
            "role", _("Role"), lambda row: role_name.get(row.member.role, row.member.role), lambda row: role_name.get(row.member.role, "")
        ),
        Column("done", _("Modules finished"), done_words, lambda row: (row.is_finished, row.done)),
        Column(
            "profession", _("Profession"), lambda row: row.member.profession, lambda row: (row.member.is_verified, row.member.profession)
        ),
        Column("employer", _("Employer"), lambda row: row.member.employer, lambda row: members.name_order(row.member.employer)),
        Column("joined", _("Since"), _joined_words, lambda row: row.member.joined_at or datetime.min.replace(tzinfo=UTC)),
        Column("account", _("Account"), account_words, account_words),
    ]


def card_columns() -> list[Column[RosterRow]]:
    """Of patients and carers beside those who need help: what is finished, nothing else."""
    return [
        Column("name", _("Card"), lambda row: row.member.name, lambda row: members.name_order(row.member.name)),
        Column("done", _("Modules finished"), done_words, lambda row: (row.is_finished, row.done)),
    ]


def done_words(row: RosterRow) -> str:
    """`3 of 4`, or `finished`; empty in a cohort without a course."""
    if row.member.is_sealed:
        return _("not shown during a trial")
    if row.is_finished:
        return _("finished")
    return _("%(n)s of %(all)s", n=row.done, all=row.modules) if row.modules else ""


def _joined_words(row: RosterRow) -> str:
    return locales.day(row.member.joined_at) if row.member.joined_at is not None else ""


def account_words(row: RosterRow) -> str:
    """What staff must know of the account: suspended, or not opened with its start code yet."""
    if row.member.account_id is None:
        return ""
    if not row.member.is_active:
        return _("suspended")
    return _("open") if row.member.has_started or row.member.is_patient else _("not started yet")


@dataclass
class HelpRow:
    """A professional who needs help, and why, in words: days, and modules by title. No answer, no mark, no attempt."""

    member: Member
    reasons: list[str] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    weight: int = 0

    def add(self, kind: str, words: str, weight: int) -> None:
        """One reason. kind: late, stopped or unsafe. weight: how much it counts for the order."""
        self.reasons.append(words)
        self.kinds.add(kind)
        self.weight += weight


def help_columns() -> list[Column[HelpRow]]:
    """Of the list of who needs help."""
    return [
        Column("name", _("Name"), lambda row: row.member.name, lambda row: members.name_order(row.member.name)),
        Column("why", _("Why"), lambda row: _("; ").join(row.reasons), lambda row: -row.weight),
        Column("cohort", _("Employer"), lambda row: row.member.employer, lambda row: members.name_order(row.member.employer)),
    ]


def needing_help(
    reader: Session, cohort: Cohort, course: Course | None, module_titles: Mapping[str, str], now: datetime
) -> tuple[list[HelpRow], list[RosterRow]]:
    """Professionals who are late, stopped, or answered unsafely more than once in one module; and the patients' and carers' completion."""
    rows, today = of_cohort(reader, cohort, course), assignments.today(now)
    late = _late(reader, cohort, today)
    unsafe = _unsafe_modules(reader, cohort)
    help_rows = []
    for row in rows:
        if row.member.is_patient or row.member.is_sealed:
            continue
        one = HelpRow(row.member)
        if row.member.learner_id in late:
            days = late[row.member.learner_id]
            one.add("late", ngettext("%(num)s day late", "%(num)s days late", days), 1)
        has_stopped = row.last_step is not None and not row.is_finished and now - row.last_step >= STALL
        if has_stopped and row.last_step is not None:
            one.add("stopped", ngettext("stopped for %(num)s day", "stopped for %(num)s days", (now - row.last_step).days), 1)
        for module in unsafe.get(row.registration_id or 0, ()):
            one.add("unsafe", _("unsafe answers more than once in “%(title)s”", title=module_titles.get(module, module)), 2)
        if one.reasons:
            help_rows.append(one)
    return sorted(help_rows, key=lambda one: -one.weight), [row for row in rows if row.member.is_patient]


def _late(reader: Session, cohort: Cohort, today: date) -> dict[int, int]:
    """Learner -> the most days that something asked of her is late."""
    late: dict[int, int] = {}
    for item in assignments.of_cohorts(reader, [cohort.id]):
        if item.state(today) == "overdue" and item.cohort_id in (cohort.id, None):
            late[item.learner_id] = max(late.get(item.learner_id, 0), -item.days_left(today))
    return late


def _unsafe_modules(reader: Session, cohort: Cohort) -> dict[int, Sequence[str]]:
    """Run -> modules in which the last answers to UNSAFE questions or more were unsafe ones."""
    later = aliased(Attempt)
    of_same_item = (
        (later.registration_id == Attempt.registration_id)
        & (later.module == Attempt.module)
        & (later.item == Attempt.item)
        & (later.number > Attempt.number)
    )
    # One look into the index of attempts an unsafe answer; a join with the newest of all answers took six times as long for 500 people.
    is_last = ~select(later.id).where(of_same_item).exists()
    query = select(Attempt.registration_id, Attempt.module).where(Attempt.registration_id.in_(_runs_of(cohort, cohort.course)))
    query = query.where(Attempt.is_unsafe, is_last).group_by(Attempt.registration_id, Attempt.module)
    rows = reader.execute(query.having(func.count() >= UNSAFE))
    help_rows: dict[int, list[str]] = {}
    for run, module in rows:
        help_rows.setdefault(run, []).append(module)
    return {run: tuple(modules) for run, modules in help_rows.items()}
