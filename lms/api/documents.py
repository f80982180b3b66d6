"""What the API gives and takes, as types: the answers are made from them, and so is the description."""

from datetime import date, datetime
from typing import Annotated, Generic, Literal, TypeVar

from msgspec import Meta, Struct

Row = TypeVar("Row")
Kind = Literal["course", "campaign"]
Moment = Annotated[datetime, Meta(tz=True)]
Key = Annotated[str, Meta(min_length=1, max_length=80, description="As authors named it.")]


class Page(Struct, Generic[Row]):
    """Rows in the order in which they were made. next: cursor of the page after this one; null on the last."""

    items: list[Row]
    next: str | None


class Course(Struct):
    """A course or campaign that can be asked of people. title: in the language that was asked for."""

    kind: Kind
    key: str
    title: str


class Cohort(Struct):
    """course, campaign: keys, empty for none. people: who are in it now. closed_at: nobody joins it from then on."""

    id: str
    name: str
    course: str
    campaign: str
    is_simulated: bool
    people: int
    created_at: Moment
    closed_at: Moment | None


class Assignment(Struct):
    """due_on: the last day, whole, in Paris. is_renewal: who had finished it begins a new run.

    people: of how many it is asked; done: how many of them did it.
    """

    id: str
    kind: Kind
    key: str
    due_on: date
    is_renewal: bool
    created_at: Moment
    people: int
    done: int


class NewAssignment(Struct, forbid_unknown_fields=True):
    """What to ask a whole cohort for. The same again moves its day."""

    kind: Kind
    key: Key
    due_on: date
    is_renewal: bool = False


class Progress(Struct):
    """In the cohort's course, newest run. last_step_at: of professionals alone."""

    modules: int
    modules_done: int
    is_finished: bool
    last_step_at: Moment | None


class Person(Struct):
    """Somebody who is in a cohort now.

    Of patients and carers there is how many modules are finished, and nothing else: no id, no role, no day. name: a professional's own, or
    of a patient the name printed on her card; only with the right to names. progress: null while she takes part in a trial.
    """

    id: str | None
    is_professional: bool
    role: Literal["gp", "pharmacist", "nurse", "other"] | None
    name: str | None
    username: str | None
    is_suspended: bool | None
    joined_at: Moment | None
    progress: Progress | None


class Due(Struct):
    """One thing asked of one professional. due_on: her own last day. finished_at: when she last finished a run."""

    person: str
    assignment: str
    kind: Kind
    key: str
    due_on: date
    state: Literal["done", "overdue", "soon", "later"]
    finished_at: Moment | None


class Attestation(Struct):
    """What a professional earned. last_day: the last on which it is valid, in Paris; null without an end. No name, no code."""

    person: str
    course: str
    course_version: str
    issued_at: Moment
    last_day: date | None
    state: Literal["unreleased", "valid", "expired", "revoked", "obsolete", "superseded"]


class OwnCohort(Struct):
    id: str
    name: str


class Me(Struct):
    """id: what the API calls her elsewhere; not her pseudonym in the statement store."""

    id: str
    username: str
    role: str
    cohorts: list[OwnCohort]


class OwnModule(Struct):
    key: str
    started_at: Moment
    completed_at: Moment | None


class OwnRun(Struct):
    """One run of a course or campaign."""

    kind: Kind
    key: str
    run: int
    started_at: Moment
    finished_at: Moment | None
    modules: list[OwnModule]


class OwnDue(Struct):
    kind: Kind
    key: str
    due_on: date
    is_done: bool


class OwnAttestation(Struct):
    """code: with it anybody can check the paper at /verify."""

    code: str
    course: str
    course_version: str
    issued_at: Moment
    last_day: date | None
    state: Literal["unreleased", "valid", "expired", "revoked", "obsolete", "superseded"]


class Problem(Struct):
    """RFC 9457. type: ends in a word that never changes; title, detail: in the language that was asked for.

    request: to quote to the operator.
    """

    type: str
    title: str
    status: int
    detail: str
    request: str
