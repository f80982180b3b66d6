"""A cohort's people: the roster, who needs help and why, who follows the cohort, its name and its end."""

from uuid import UUID

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy.orm import Session

from lms import logs
from lms.accounts import opening
from lms.accounts.role_names import role_names
from lms.cohorts.models import Cohort
from lms.cohorts.naming import checked_name
from lms.errors import NotFound
from lms.people.imports.csv_file import plain
from lms.people.pages import cohort_of_mine, reminded_today
from lms.people.pages import staff as pages
from lms.people.rosters import roster_rows
from lms.people.rosters.roster_rows import HelpRow, RosterRow
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing.forms import Form
from lms.web.routing.pages import COHORT_STAFF, EDUCATOR
from lms.web.routing.whole_numbers import whole_number
from lms.web.site import content
from lms.web.tables.listing import Listing, MemoryRows

AT = "/<uuid:uuid>"
SORT = "name"
HELP_KINDS = ("late", "stopped", "unsafe")
FOLLOWERS = ("educator", "training_manager", "admin")


@pages.page(f"/cohortes{AT}/personnes", f"/cohorts{AT}/people", access=COHORT_STAFF)
def roster(uuid: UUID) -> ResponseReturnValue:
    return _page(cohort_of_mine(uuid), Form())


@pages.page(f"/cohortes{AT}/personnes", f"/cohorts{AT}/people", access=COHORT_STAFF, methods=("POST",), name="find_in_roster")
def find_in_roster(uuid: UUID) -> ResponseReturnValue:
    """The rows of people whose name holds what was typed. By POST: a name stands in no address and no log."""
    return _page(cohort_of_mine(uuid), Form(), name_part=_name_part())


def _name_part() -> str:
    return request.form.get("name", "")[:80]


def _rows(cohort: Cohort) -> list[RosterRow]:
    return roster_rows.of_cohort(reading_session(), cohort, content.catalogue().courses.get(cohort.course))


def _filter(rows: list[RosterRow], name: str = "") -> list[RosterRow]:
    choice = request.args.get("show", "all")
    if choice == "unfinished":
        rows = [row for row in rows if not row.is_finished]
    if choice == "unverified":
        rows = [row for row in rows if row.member.profession and not row.member.is_verified]
    if choice == "suspended":
        rows = [row for row in rows if not row.member.is_active]
    return [row for row in rows if plain(name) in plain(row.member.name)]


def _page(cohort: Cohort, form: Form, status: int = 200, name_part: str = "") -> ResponseReturnValue:
    rows = _rows(cohort)
    page = render_template(
        "people/roster.html",
        cohort=cohort,
        form=form,
        count=len(rows),
        finished=sum(row.is_finished for row in rows),
        table=_listing(rows, name_part).page(request.args),
        roster_link=lambda row: url_for("people.record", uuid=cohort.uuid, learner_id=row.member.learner_id),
        shown=request.args.get("show", "all"),
        typed=name_part,
        followers=sorted(cohort.educators, key=lambda account: account.username_key),
        said=notice(request.args.get("said", ""), whole_number(request.args.get("n"))),
    )
    return page, status, {"Cache-Control": "no-store"}


def notice(what: str, count: int | None) -> str:
    """What the last press did, in words; empty for anything else."""
    words = {
        "removed": _("She is no longer in the cohort. What she did stays hers."),
        "moved": _("She is in the other cohort now."),
        "follower": _("The followers of the cohort are changed."),
        "renamed": _("The cohort has its new name."),
        "reopened": _("The cohort is open again."),
    }
    if what == "closed" and count is not None:
        return ngettext(
            "The cohort is closed: nobody joins it, nothing more is asked. Its %(num)s person keeps what she did.",
            "The cohort is closed: nobody joins it, nothing more is asked. Its %(num)s people keep what they did.",
            count,
        )
    return words.get(what, "")


@pages.page(f"/cohortes{AT}/personnes.csv", f"/cohorts{AT}/people.csv", access=COHORT_STAFF, methods=("GET", "POST"))
def roster_csv(uuid: UUID) -> Response:
    """Every row of the roster, with the very cells of the page; by POST, of the name that was typed there."""
    rows = _rows(cohort_of_mine(uuid))
    logs.event("list_exported", by=current_user.id, table="roster", cohort=uuid)
    return _listing(rows, _name_part()).csv("people", request.args)


def _listing(rows: list[RosterRow], name: str) -> Listing[RosterRow]:
    return Listing(roster_rows.columns(role_names()), MemoryRows(_filter(rows, name)), SORT)


@pages.page(f"/cohortes{AT}/aide", f"/cohorts{AT}/help", access=EDUCATOR)
def needing_help(uuid: UUID) -> ResponseReturnValue:
    """Who needs help and why, of professionals; of patients and carers what is finished, and nothing else."""
    cohort = cohort_of_mine(uuid)
    rows, patients = _in_need(cohort)
    table = _help_listing(rows).page(request.args)
    page = render_template(
        "people/help.html",
        cohort=cohort,
        rows=rows,
        asked={"why": request.args.get("why", "")},
        table=table,
        reminded=reminded_today(row.member.learner_id for row, _cells in table.lines),
        said=request.args.get("said", ""),
        record_link=lambda row: url_for("people.record", uuid=cohort.uuid, learner_id=row.member.learner_id),
        patients=_card_listing(patients).page(request.args),
    )
    return page, 200, {"Cache-Control": "no-store"}


def _card_listing(patients: list[RosterRow]) -> Listing[RosterRow]:
    return Listing(roster_rows.card_columns(), MemoryRows(patients), "name", "card-")


def _in_need(cohort: Cohort) -> tuple[list[HelpRow], list[RosterRow]]:
    course = content.catalogue().courses.get(cohort.course)
    titles = {key: content.module(course.key, key).title for key in course.modules} if course is not None else {}
    return roster_rows.needing_help(reading_session(), cohort, course, titles, now())


@pages.page(f"/cohortes{AT}/aide.csv", f"/cohorts{AT}/help.csv", access=EDUCATOR)
def help_csv(uuid: UUID) -> Response:
    """Every professional who needs help, with the very cells of the page; no patient."""
    rows, _patients = _in_need(cohort_of_mine(uuid))
    logs.event("list_exported", by=current_user.id, table="help", cohort=uuid)
    return _help_listing(rows).csv("help", request.args)


@pages.page(f"/cohortes{AT}/cartes.csv", f"/cohorts{AT}/cards.csv", access=EDUCATOR)
def cards_csv(uuid: UUID) -> Response:
    """Every patient and carer of the list, with the very cells of the page: the name of a card and what is finished."""
    _rows_in_need, patients = _in_need(cohort_of_mine(uuid))
    logs.event("list_exported", by=current_user.id, table="cards", cohort=uuid)
    return _card_listing(patients).csv("cards", request.args)


def _help_listing(rows: list[HelpRow]) -> Listing[HelpRow]:
    kind = request.args.get("why", "")
    fitting = [row for row in rows if kind in row.kinds] if kind in HELP_KINDS else rows
    return Listing(roster_rows.help_columns(), MemoryRows(fitting), "why")


@pages.page(f"/cohortes{AT}/suivi", f"/cohorts{AT}/followers", access=COHORT_STAFF, methods=("POST",))
def change_followers(uuid: UUID) -> ResponseReturnValue:
    """Let another educator or training manager follow the cohort, or take one off; somebody always stays, but for admins."""
    cohort, form = cohort_of_mine(uuid), Form(request.form)
    cohort_id, name, off = cohort.id, form.text("name"), whole_number(form.text("off"))

    def work_of(work: Session) -> None:
        row = work.get_one(Cohort, cohort_id)
        if off is not None:
            row.educators = [account for account in row.educators if account.id != off]
            return
        account = opening.find(work, name)
        if account is None or account.role not in FOLLOWERS:
            raise NotFound
        if account not in row.educators:
            row.educators.append(account)

    if off is not None and len(cohort.educators) < 2 and current_user.role != "admin":
        form.refuse("name", _("Somebody has to follow the cohort"), _("Name another person first."))
        return _page(cohort, form, 422)
    try:
        submit(work_of)
    except NotFound:
        form.refuse("name", _("No educator or training manager has this sign-in name"), _("Ask her for it: capitals do not matter."))
        return _page(cohort, form, 422)
    logs.event("cohort_followers_changed", by=current_user.id, cohort=uuid)
    if off == current_user.id and current_user.role != "admin":
        return redirect(url_for("home.home"), code=303)
    return redirect(url_for("people.roster", uuid=uuid, said="follower"), code=303)


@pages.page(f"/cohortes{AT}/nom", f"/cohorts{AT}/name", access=COHORT_STAFF, methods=("POST",))
def rename_cohort(uuid: UUID) -> ResponseReturnValue:
    cohort, form = cohort_of_mine(uuid), Form(request.form)
    cohort_id, name = cohort.id, checked_name(form, "cohort_name")
    if not form.is_good:
        return _page(cohort, form, 422)

    def work_of(work: Session) -> None:
        work.get_one(Cohort, cohort_id).name = name

    submit(work_of)
    logs.event("cohort_renamed", by=current_user.id, cohort=uuid)
    return redirect(url_for("people.roster", uuid=uuid, said="renamed"), code=303)


@pages.page(f"/cohortes{AT}/fermer", f"/cohorts{AT}/close", access=COHORT_STAFF, methods=("POST",))
def close_cohort(uuid: UUID) -> ResponseReturnValue:
    """Close a cohort, or open it again: nobody joins a closed one, and nothing is asked of it. What was done stays."""
    cohort, at, opens = cohort_of_mine(uuid), now(), request.form.get("open") == "yes"
    cohort_id = cohort.id

    def work_of(work: Session) -> None:
        work.get_one(Cohort, cohort_id).closed_at = None if opens else at

    submit(work_of)
    logs.event("cohort_opened" if opens else "cohort_closed", by=current_user.id, cohort=uuid)
    count = len(_rows(cohort_of_mine(uuid)))
    return redirect(url_for("people.roster", uuid=uuid, said="reopened" if opens else "closed", n=count), code=303)
