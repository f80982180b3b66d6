"""The training manager's first page: her cohorts, who is late, who is due soon and until when attestations hold. No answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms import logs
from lms.cohorts import registering
from lms.cohorts.models import Cohort
from lms.people import assignable
from lms.people.imports.csv_file import plain
from lms.people.pages import reminded_today
from lms.people.pages import staff as pages
from lms.people.rosters import due_rows
from lms.people.rosters.due_rows import DueRow
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.routing.pages import MANAGER
from lms.web.site import content
from lms.web.tables.listing import Listing, MemoryRows

SORT = "state"
LARGEST = 2_000
"""People of one list. Whoever follows more, as an admin may, reads one cohort at a time: what is due is worked out person by person."""
MOST_CARDS = 6
"""Cohorts shown as cards; the others are chosen in the filter."""


@pages.page("/echeances", "/due", access=MANAGER)
def due() -> ResponseReturnValue:
    return _page("")


@pages.page("/echeances", "/due", access=MANAGER, methods=("POST",), name="find_due")
def find_due() -> ResponseReturnValue:
    """The rows of people whose name holds what was typed. By POST: a name stands in no address and no log."""
    return _page(_name_part())


def _name_part() -> str:
    return request.form.get("name", "")[:80]


@dataclass(frozen=True)
class Scope:
    """What the list is about. cohorts: hers that are open. sizes: people in each. single: the cohort whose rows are read; None for all."""

    cohorts: list[Cohort]
    sizes: Mapping[int, int]
    single: Cohort | None

    @property
    def is_large(self) -> bool:
        return sum(self.sizes.values()) > LARGEST

    @property
    def sources(self) -> list[Cohort]:
        return self.cohorts if self.single is None else [self.single]


def _scope() -> Scope:
    """The cohort that the address asks for; without one, all of them, or the first with people where they are too many for one list."""
    cohorts = [cohort for cohort in registering.cohorts_of(reading_session(), current_user) if cohort.closed_at is None]
    scope = Scope(cohorts, registering.counts(reading_session(), cohorts), None)
    single = next((cohort for cohort in cohorts if str(cohort.id) == request.args.get("cohort")), None)
    if single is None and scope.is_large:
        single = next(cohort for cohort in cohorts if scope.sizes[cohort.id])
    return replace(scope, single=single)


def _rows(scope: Scope) -> list[DueRow]:
    ids = [cohort.id for cohort in scope.sources]
    return due_rows.of_cohorts(reading_session(), ids, now(), assignable.titles(), content.catalogue().courses)


def _filter(rows: list[DueRow], name: str = "") -> list[DueRow]:
    """By what the address asks for, and the name that was typed."""
    state, what = (request.args.get(key, "") for key in ("state", "what"))
    groups = {"care": ("overdue", "ended", "soon", "renew"), "late": ("overdue", "ended"), "fine": ("later", "done")}
    if state in groups:
        rows = [row for row in rows if row.state in groups[state]]
    if state == "unverified":
        rows = [row for row in rows if not row.member.is_verified]
    if what:
        rows = [row for row in rows if f"{row.item.kind}:{row.item.key}" == what]
    return [row for row in rows if plain(name) in plain(row.member.name)] if name else rows


def _page(name: str) -> ResponseReturnValue:
    scope = _scope()
    rows = _rows(scope)
    single = str(scope.single.id) if scope.single is not None else ""
    table, uuids = _listing(rows, name).page(request.args), {cohort.id: cohort.uuid for cohort in scope.cohorts}
    page = render_template(
        "people/due.html",
        cohorts=scope.cohorts,
        sizes=scope.sizes,
        shown_cohorts=scope.cohorts[:MOST_CARDS],
        one_at_a_time=scope.is_large,
        n_people=sum(scope.sizes.values()),
        counts=due_rows.counts(rows),
        table=table,
        asked={"state": request.args.get("state", ""), "cohort": single, "what": request.args.get("what", "")},
        typed=name,
        due_link=_record_link(uuids),
        uuids=uuids,
        reminded=reminded_today(row.member.learner_id for row, _cells in table.lines),
        said=request.args.get("said", ""),
        choices=sorted({(f"{row.item.kind}:{row.item.key}", row.title) for row in rows}, key=lambda pair: pair[1]),
    )
    return page, 200, {"Cache-Control": "no-store"}


def _record_link(uuids: Mapping[int, UUID]) -> Callable[[DueRow], str]:
    return lambda row: url_for("people.record", uuid=uuids[row.member.cohort_id], learner_id=row.member.learner_id)


@pages.page("/echeances.csv", "/due.csv", access=MANAGER, methods=("GET", "POST"))
def due_csv() -> Response:
    """Every row of the list, with the very cells of the page; by POST, of the name that was typed there."""
    answer = _listing(_rows(_scope()), _name_part()).csv("due", request.args)
    logs.event("list_exported", by=current_user.id, table="due")
    return answer


def _listing(rows: list[DueRow], name: str) -> Listing[DueRow]:
    return Listing(due_rows.columns(), MemoryRows(_filter(rows, name)), SORT)
