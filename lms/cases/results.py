"""What a learner's own cases show, in words: where each stands, and by objective what is solid and what to look at again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.model.cases import Case
from courses.model.content import Objective
from lms.cases.models import CaseRun
from lms.cohorts.models import Registration


@dataclass(frozen=True)
class CaseStanding:
    """One case, for one learner. open_run: the newest play, when it has not ended; latest: the last one that ended; runs: how many did."""

    case: Case
    open_run: UUID | None
    latest: CaseRun | None
    runs: int


@dataclass(frozen=True)
class Results:
    """By objective, each in one list: every case ended by the right way at its last play; one that was not; none ended yet."""

    solid: tuple[Objective, ...]
    to_see: tuple[tuple[Objective, tuple[Case, ...]], ...]
    unmet: tuple[Objective, ...]

    def __bool__(self) -> bool:
        return bool(self.solid or self.to_see)


def standings(reader: Session, registration: Registration | None, cases: Sequence[Case]) -> list[CaseStanding]:
    """One for each case, in the order given, in one query. A play of a version rewritten since cannot go on, but its end counts."""
    runs: dict[str, list[CaseRun]] = {}
    if registration is not None:
        chosen = select(CaseRun).where(CaseRun.registration_id == registration.id).order_by(CaseRun.id)
        for run in reader.scalars(chosen):
            runs.setdefault(run.case_key, []).append(run)
    return [_standing(case, runs.get(case.key, [])) for case in cases]


def _standing(case: Case, runs: Sequence[CaseRun]) -> CaseStanding:
    ended = [run for run in runs if run.finished_at is not None]
    last = ended[-1].id if ended else 0
    left = [run.uuid for run in runs if run.finished_at is None and run.version == case.version and run.id > last]
    return CaseStanding(case, left[-1] if left else None, ended[-1] if ended else None, len(ended))


def by_objective(rows: Iterable[CaseStanding], objectives: Mapping[str, Objective]) -> Results:
    """Unsafe ends come first among what is to be looked at again."""
    groups: dict[str, list[CaseStanding]] = {}
    for row in rows:
        if row.case.objective in objectives:
            groups.setdefault(row.case.objective, []).append(row)
    solid, unmet = list[Objective](), list[Objective]()
    to_see: list[tuple[bool, Objective, tuple[Case, ...]]] = []
    for key, group in groups.items():
        weak = [row for row in group if row.latest is not None and not row.latest.is_right]
        if weak:
            is_unsafe = any(row.latest is not None and row.latest.is_unsafe for row in weak)
            to_see.append((not is_unsafe, objectives[key], tuple(row.case for row in weak)))
        elif any(row.latest is not None for row in group):
            solid.append(objectives[key])
        else:
            unmet.append(objectives[key])
    to_see.sort(key=lambda one: one[0])
    return Results(tuple(solid), tuple((objective, cases) for _, objective, cases in to_see), tuple(unmet))
