"""What a cohort is asked for, as a list: by which day, and how many have done it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from lms.cohorts import assignments
from lms.cohorts.models import Assignment
from lms.web.routing import locales
from lms.web.tables.listing import Column, Listing, MemoryRows


@dataclass(frozen=True)
class AssignmentRow:
    """count, done, late: of people, by this assignment."""

    assignment: Assignment
    title: str
    count: int
    done: int
    late: int

    @property
    def words(self) -> str:
        """Its title, and whether it is a renewal."""
        return f"{self.title} ({_('renewal')})" if self.assignment.is_renewal else self.title


def of_cohort(reader: Session, cohort_id: int, day: date, titles: Mapping[tuple[str, str], str]) -> list[AssignmentRow]:
    """day: today. titles: by kind and key."""
    items = [item for item in assignments.of_cohorts(reader, [cohort_id]) if item.cohort_id == cohort_id]
    rows = []
    for row in assignments.of_cohort(reader, cohort_id):
        own = [item for item in items if item.assignment_id == row.id]
        late, done = sum(item.state(day) == "overdue" for item in own), sum(item.is_done for item in own)
        rows.append(AssignmentRow(row, titles.get((row.kind, row.key), row.key), len(own), done, late))
    return rows


def listing(rows: Sequence[AssignmentRow], filters: Mapping[str, str]) -> Listing[AssignmentRow]:
    """filters: `show` of the address: all, late or undone."""
    fits = {"late": lambda row: row.late > 0, "undone": lambda row: row.done < row.count}.get(filters.get("show", ""))
    columns: list[Column[AssignmentRow]] = [
        Column("what", _("What"), lambda row: row.words, lambda row: row.words),
        Column("day", _("Last day"), lambda row: locales.day(row.assignment.due_on), lambda row: row.assignment.due_on),
        Column("done", _("Done"), _done, lambda row: (row.done - row.count, row.late)),
    ]
    return Listing(columns, MemoryRows([row for row in rows if fits is None or fits(row)]), "day")


def _done(row: AssignmentRow) -> str:
    words = _("%(n)s of %(all)s", n=row.done, all=row.count)
    return f"{words}, {_('%(n)s late', n=row.late)}" if row.late else words
