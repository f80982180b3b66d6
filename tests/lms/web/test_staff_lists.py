"""Every list of staff: sorted by each heading, filtered, paged, and the same as CSV; a new table that is none of them fails."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from award_site import award, issued, pharmacist
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from lms_cast import Person, add_person
from lms_site import close, make_site
from people_cast import cards_of, change, link_of, open_cohort, put_in
from sitting_cast import finish_modules, start
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.accounts import professions
from lms.accounts.models import Profession
from lms.accounts.professions import Facts
from lms.api.webhooks import events, hooks
from lms.assessment.models import NOT_YET, Sitting
from lms.cohorts import assigning, assignments
from lms.cohorts.assigning import Order, Shelf
from lms.cohorts.models import COURSE, Cohort
from lms.credentials.models import Attestation
from lms.jobs import queue
from lms.jobs.queue import NewJob
from lms.web.current_site import site_of
from lms.web.database.instants import now
from lms.web.tables import listing
from lrs.maintenance import forwarding

TEMPLATES = Path(__file__).parents[3] / "lms" / "templates"
NAMES = ("Aubert", "=cmd|' /C calc'!A0", "Élie", "-2+3", "محمد")
"""What somebody typed as a family name, formulas of spreadsheets among them."""
ROW = re.compile(r'<tr role="row">(.*?)</tr>', re.S)
CELL = re.compile(r'<t[hd] (?![^>]*"acts")[^>]*role="(?:rowheader|cell)"[^>]*>(.*?)</t[hd]>', re.S)
FORMULA = ("=", "+", "-", "@", "\t", "\r", "|")


@dataclass(frozen=True)
class StaffList:
    """path, csv: of page and file; {cohort} stands for the cohort. filters: queries. finder: by POST under which a name is looked for.

    prefix: of its words in the address. place: which of the page's lists it is.
    """

    path: str
    csv: str
    filters: tuple[str, ...] = ("",)
    finder: str = ""
    prefix: str = ""
    place: int = 0


NO_LINE_YET = (now() + timedelta(days=40)).date()
"""A day of which no line can be, also when the tests run on a later day."""
LISTS = {
    "admin.people_csv": StaffList(
        "/site/personnes", "/site/personnes.csv", ("", "role=pharmacist", "state=open"), "/site/personnes/chercher"
    ),
    "webhooks.all_csv": StaffList("/site/webhooks", "/site/webhooks.csv"),
    "webhooks.sent_csv": StaffList("/site/webhooks", "/site/webhooks-envois.csv", prefix="sent-", place=1),
    "admin.access_keys_csv": StaffList("/site/cles", "/site/cles.csv", ("", "state=open", "state=revoked")),
    "admin.forwards_csv": StaffList("/site/cles", "/site/copies.csv", prefix="copies-", place=1),
    "assessment.contested_csv": StaffList(
        "/suivi-des-tests", "/suivi-des-tests/contestes.csv", ("", "course=pharmacists"), prefix="contested-"
    ),
    "assessment.open_csv": StaffList("/suivi-des-tests", "/suivi-des-tests/en-cours.csv", ("", "course=pharmacists"), place=1),
    # Reading this list adds a line to it: the filters leave those lines out.
    "audit.log_csv": StaffList(
        "/site/journal", "/site/journal.csv", ("kind=accounts", "kind=signatures", f"since={NO_LINE_YET}"), "/site/journal"
    ),
    "authoring.contents_csv": StaffList("/rediger", "/rediger.csv", ("kind=simple", "place=pharmacists&kind=text")),
    "credentials.attestations_csv": StaffList(
        "/site/attestations", "/site/attestations.csv", ("", "state=valid", "state=revoked"), "/site/attestations"
    ),
    "people.assignments_csv": StaffList("/cohortes/{cohort}/demander", "/cohortes/{cohort}/demander.csv", ("", "show=undone")),
    "people.cards_csv": StaffList("/cohortes/{cohort}/aide", "/cohortes/{cohort}/cartes.csv", prefix="card-", place=1),
    "people.due_csv": StaffList("/echeances", "/echeances.csv", ("", "state=late", "state=unverified"), "/echeances"),
    "people.help_csv": StaffList("/cohortes/{cohort}/aide", "/cohortes/{cohort}/aide.csv", ("", "why=late")),
    "people.invitations_csv": StaffList("/cohortes/{cohort}/inviter", "/cohortes/{cohort}/inviter.csv", ("", "state=open", "state=used")),
    "people.roster_csv": StaffList(
        "/cohortes/{cohort}/personnes", "/cohortes/{cohort}/personnes.csv", ("", "show=unfinished"), "/cohortes/{cohort}/personnes"
    ),
    "preview.try_list_csv": StaffList("/jouer/situations", "/jouer/situations.csv", ("campaign=azur&about=call",)),
}
FIGURES = {"dashboards.comparison_csv", "dashboards.over_time_csv"}
"""Files of tables of figures, held by tests/lms/dashboards."""
OTHER_TABLES = {
    "admin/health.html": "the parts of the site, some eight rows in a fixed order",
    "authoring/pilot.html": "a step of a form: the red flags of a set, each to sign",
    "dashboards/table.html": "tables of figures: their order means something; each has its CSV, held by tests/lms/dashboards",
    "evidence/course.html": "sections of the evidence file, which is saved whole as CSV, JSON and PDF",
    "learning/progress.html": "a learner's own",
    "learning/time.html": "a learner's own",
    "trial/site_trial.html": "boxes of a flow in CONSORT's order, and participants by number: the extract of a trial is its file",
    "privacy/how_long.html": "for everybody: how long each thing is kept, in the order of the register",
    "people/import_plan.html": "a step of a form: the faulty lines, in the order of her file; its CSV adds the remarks",
    "people/record.html": "what is asked of one person, with a form in each row",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = make_site(tmp_path_factory.mktemp("site"))
    yield app
    close(app)


@dataclass(frozen=True)
class Filled:
    """A site with rows in every list. client: of an admin, who opens them all."""

    admin: Person
    cohort: str


@pytest.fixture(scope="module")
def filled(site: Flask) -> Filled:
    admin = add_person(site, "admin", "chef")
    cohort = open_cohort(site, admin, "Officines", "pharmacists")
    people = [pharmacist(site, f"pharma-{number}") for number in range(len(NAMES))]
    for number, (person, name) in enumerate(zip(people, NAMES, strict=True)):
        put_in(site, person, cohort)
        _declare(site, person, name)
        if number % 2:
            finish_modules(site, person)
            start(person)
    for number in range(4):
        put_in(site, add_person(site, "patient", f"patiente-{number}"), cohort)
    _ask(site, admin, cohort)
    _contest(site)
    _attest(site, people)
    link_of(admin, cohort)
    cards_of(admin, cohort)
    for label, told in zip(("=HYPERLINK(1)", "Ward", "Tablet", "Phone"), events.TYPES, strict=True):
        assert admin.post("/fr/site/cles", label=label, scopes="statements/read", days="30").status_code == 200
        address = f"https://{len(label)}.example.org/"
        assert admin.post("/fr/site/webhooks", label=label, address=address, events="person.suspended").status_code == 200
        at = now()
        job = NewJob(f"webhook/{label}", hooks.KIND, at, at + timedelta(days=3), None, {"hook": "", "event": {"type": told}})
        change(site, lambda work, job=job, at=at: queue.enqueue(work, job, at))
    with site_of(site).store.engine.begin() as connection:
        for name in ("a", "b", "c", "d"):
            forwarding.add(connection, name=name, endpoint="https://example.org/xapi")
    return Filled(admin, str(cohort))


def _declare(site: Flask, person: Person, name: str) -> None:
    account_id = person.account.id
    change(site, lambda work: professions.declare(work, account_id, Facts("pharmacist", "", "", employer=name), now()))
    rename = update(Profession).where(Profession.account_id == account_id)
    change(site, lambda work: work.execute(rename.values(family_name=name)))  # no form lets such a name in; a row might hold one


def _ask(site: Flask, admin: Person, cohort: object) -> None:
    by, at = admin.account.id, now() - timedelta(days=60)
    here = site_of(site)
    shelf = Shelf(dict(here.newest_content.catalogue.courses), here.settings.home_page)
    for days, key in ((-8, "pharmacists"), (20, "interactions"), (3, "adherence"), (40, "patient-essentials")):
        if key not in shelf.courses:
            continue
        order = Order(COURSE, key, assignments.today(now()) + timedelta(days=days), by, at)

        def work_of(work: Session, order: Order = order) -> None:
            assigning.to_cohort(work, work.scalars(select(Cohort).where(Cohort.uuid == cohort)).one(), order, shelf)

        change(site, work_of)


def _contest(site: Flask) -> None:
    """One of the open sittings ends with a contested result; the other stays open."""
    first = select(Sitting.id).order_by(Sitting.id).limit(1).scalar_subquery()
    ended = {"ended_at": now(), "verdict": NOT_YET, "review_asked_at": now() - timedelta(days=40)}
    change(site, lambda work: work.execute(update(Sitting).where(Sitting.id == first).values(**ended)))


def _attest(site: Flask, people: list[Person]) -> None:
    papers = [issued(site, person) for person in people[:3]]
    award(site, people[3])
    changes: tuple[dict[str, object], ...] = ({"name": "=1+1"}, {"revoked_at": now()}, {"expires_at": now() - timedelta(days=1)})
    for paper, values in zip(papers, changes, strict=True):
        change(
            site, lambda work, id=paper.id, values=values: work.execute(update(Attestation).where(Attestation.id == id).values(**values))
        )


def rows_of(page: str, place: int) -> list[list[str]]:
    """The cells of one list of the page, as somebody reads them; a cell with what to do is no part of the list."""
    tables = re.findall(r'<table class="stack sortable".*?</table>', page, re.S)
    lines = ROW.findall(tables[place].split("<tbody", 1)[1]) if len(tables) > place else []
    rows = [[unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in CELL.findall(line)] for line in lines]
    return [row for row in rows if row]


def sorts_of(page: str, one: StaffList) -> list[str]:
    """Every order that the list's headings offer, rising and falling."""
    tables = re.findall(r'<table class="stack sortable".*?</table>', page, re.S)
    keys = re.findall(rf"{one.prefix}sort=(-?[a-z]+)", tables[one.place].split("<tbody")[0]) if len(tables) > one.place else []
    names = sorted({key.removeprefix("-") for key in keys})
    return ["", *names, *(f"-{name}" for name in names)]


def file_rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))


def test_every_table_is_a_list_of_staff_or_says_why_not(site: Flask) -> None:
    tables = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html") if "<table" in path.read_text("utf-8")}
    assert tables == {"listing.html", *OTHER_TABLES}
    files = {rule.endpoint for rule in site.url_map.iter_rules() if rule.endpoint.endswith("_csv")}
    assert files - FIGURES == set(LISTS)
    users = {path.name for path in TEMPLATES.rglob("*.html") if "t.list(" in path.read_text("utf-8")}
    assert len(users) >= 10


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_the_file_equals_the_screen_in_every_order_and_filter(site: Flask, filled: Filled, data: st.DataObject) -> None:
    endpoint = data.draw(st.sampled_from(sorted(LISTS)))
    one = LISTS[endpoint]
    path, file = (f"/fr{address.format(cohort=filled.cohort)}" for address in (one.path, one.csv))
    query = data.draw(st.sampled_from(one.filters))
    sort = data.draw(st.sampled_from(sorts_of(filled.admin.get(f"{path}?{query}").text, one)))
    query = "&".join(filter(None, (query, f"{one.prefix}sort={sort}" if sort else "")))
    typed = data.draw(st.sampled_from(["", "a", "pharma"])) if one.finder else ""
    token = filled.admin.token() if typed else ""

    def ask(address: str) -> str:
        if not typed:
            return filled.admin.get(address).text
        return filled.admin.client.post(address, data={"csrf_token": token, "name": typed}).text

    shown = f"/fr{one.finder.format(cohort=filled.cohort)}" if typed else path
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(listing, "A_PAGE", 3)
        seen: list[list[str]] = []
        for first in range(0, 300, 3):
            rows = rows_of(ask(f"{shown}?{query}&{one.prefix}from={first}"), one.place)
            if first and rows and rows == seen[: len(rows)]:
                break
            seen += rows
            if len(rows) < 3:
                break
        heading, *lines = file_rows(ask(f"{file}?{query}"))
    escaped = [[f"'{cell}" if cell.startswith(FORMULA) else cell for cell in row] for row in seen]
    assert lines == escaped, (endpoint, query, typed)
    assert all(len(line) == len(heading) for line in lines)
    assert not [cell for line in lines for cell in line if cell.startswith(FORMULA)]


def test_each_list_has_rows_to_compare(filled: Filled) -> None:
    empty = [
        name for name, one in LISTS.items() if not rows_of(filled.admin.get(f"/fr{one.path.format(cohort=filled.cohort)}").text, one.place)
    ]
    assert empty == []


def test_a_name_that_was_typed_stands_in_no_address(filled: Filled) -> None:
    for one in LISTS.values():
        if one.finder:
            page = filled.admin.post(f"/fr{one.finder.format(cohort=filled.cohort)}", name="zqpharma").text
            assert "zqpharma" not in "".join(re.findall(r'(?:href|action|formaction)="([^"]*)"', page)), one.path


def test_rows_that_the_database_holds_stand_on_one_page_each(filled: Filled) -> None:
    """Everybody has the same day and role: what tells rows apart then is the last word of the order."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(listing, "A_PAGE", 3)
        names = [
            row[0] for first in range(0, 12, 3) for row in rows_of(filled.admin.get(f"/fr/site/personnes?sort=state&from={first}").text, 0)
        ]
    assert len(names) == len(set(names)) == 10
