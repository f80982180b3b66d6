"""The statements that pages write: who speaks, the context all share, and the one door into the store."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from lrs.writing import statement_writer
from xapi import activities, actor, builders

Json = dict[str, Any]
PLATFORM = "pages"
AUTHORITY_NAME = "hors-les-murs"
GATHERED = "gathered statements"
"""Key of `Session.info`: a list here collects what would be stored, for work that stores many lessons of one learner at once."""


@dataclass(frozen=True)
class Speaker:
    """The learner of a statement, as a pseudonym, in one registration. home_page: that of every actor of this site.

    language: the one she reads in; None when nobody knows it yet: the statement then names none.
    """

    uuid: UUID
    role: str
    is_simulated: bool
    registration: UUID
    cohort: UUID | None
    language: str | None
    home_page: str

    @property
    def actor(self) -> Json:
        return actor.account(self.home_page, self.uuid)

    @property
    def marks(self) -> Json:
        """The extensions every statement carries."""
        return {"role": self.role, "simulated": self.is_simulated, "cohort": str(self.cohort) if self.cohort else None}


def authority(home_page: str) -> Json:
    """Who vouches for what the pages write: the site itself."""
    return {"objectType": "Agent", "account": {"homePage": home_page, "name": AUTHORITY_NAME}}


def put(work: Session, new_statements: Sequence[Mapping[str, Any]], *, home_page: str) -> None:
    """Put statements in the store, in the transaction of this work: kept with it, or lost with it.

    The store reads its own clock for `stored`, once the writer writes: a reader was never told of a later moment before.
    """
    work.flush()
    list_of_simulation = work.info.get(GATHERED)
    if list_of_simulation is not None:
        list_of_simulation.extend(new_statements)
    elif new_statements:
        statement_writer.put(work.connection(), list(new_statements), authority=authority(home_page))


def course(key: str, title: Mapping[str, str]) -> Json:
    return builders.activity(activities.course(key), "course", title)


def module(key: str, title: Mapping[str, str]) -> Json:
    return builders.activity(activities.module(key), "module", title)


def make_statement(
    speaker: Speaker,
    verb: str,
    about: Mapping[str, Any],
    now: datetime,
    *,
    id: UUID | None = None,
    result: Mapping[str, Any] | None = None,
    parent: Iterable[Mapping[str, Any]] = (),
    grouping: Iterable[Mapping[str, Any]] = (),
    extensions: Mapping[str, Any] | None = None,
) -> Json:
    """One statement of a page. extensions: short names, added to those every statement carries."""
    context = builders.context(
        registration=speaker.registration,
        language=speaker.language,
        platform=PLATFORM,
        parent=parent,
        grouping=grouping,
        extensions={**speaker.marks, **(extensions or {})},
    )
    return builders.statement(id=id or uuid4(), actor=speaker.actor, verb=verb, object=about, timestamp=now, result=result, context=context)
