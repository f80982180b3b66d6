"""What learners answered, beside the question: cells that the reports of her own cohorts show, hidden ones too, and of no other cohort."""

import re
from uuid import UUID

from flask import Flask
from sqlalchemy.orm import Session
from writers import Writer

from analytics import results
from analytics.reports.distractors.tables import COLUMNS as OPTION_COLUMNS
from analytics.reports.items.tables import COLUMNS
from analytics.shape import Hidden, Result, table
from lms.cohorts import registering
from lms.web.current_site import site_of
from lms.web.database.instants import now
from lms.web.database.writing import submit

FILE = "fr/patient-essentials/fever.items.md"


def open_cohort(site: Flask, name: str, who: Writer) -> UUID:
    educator = who.person.account.id

    def work(session: Session) -> UUID:
        return registering.open_cohort(session, name, "patient-essentials", "", educator, now()).uuid

    with site.app_context():
        return submit(work)


def write_results(site: Flask, cohort: UUID, key: str, n: object, facility: object, sure: object = Hidden("few", 5)) -> None:
    few = Hidden("few", 5)
    row = ("fever", f"fever/{key}", "practice", n, facility, few, few, few, few, sure, few, "unsafe_choice")
    option = (f"fever/{key}", f"fever/{key}/b", "distractor", 12, 30, None, None, None, None)
    for report, code, one in (
        ("items", "R8", table("items", COLUMNS, [row])),
        ("distractors", "R9", table("responses", OPTION_COLUMNS, [option])),
    ):
        made = Result(report, code, 2, str(cohort), False, None, 0, "2026-11-29T10:00:00Z", 40, 5, (one,))
        results.write(site_of(site).settings.data / "results", made)


def test_cells_of_her_cohorts_stand_beside_the_question_and_hidden_ones_stay_hidden(desk_site: Flask, claire: Writer, jean: Writer) -> None:
    shown = claire.person.get(f"/en/writing/questions/{FILE}").text
    key = re.findall(r'<li id="([a-z0-9-]+)" class="panel', shown)[0]
    assert "What learners answered" not in shown
    hers, few = open_cohort(desk_site, "Automne", claire), open_cohort(desk_site, "Hiver", claire)
    write_results(desk_site, hers, key, 40, 78, 17)
    write_results(desk_site, few, key, Hidden("few", 5), Hidden("few", 5))
    shown = claire.person.get(f"/en/writing/questions/{FILE}").text
    assert "78%" in shown
    assert "unsafe, and sure of it" in shown
    assert "17%" in shown
    assert "b)" in shown
    assert "30%" in shown
    assert "fewer than 5" in shown
    assert shown.index("Automne") < shown.index("Hiver"), "the cohort with more answers first"
    assert "78%" in claire.person.get(f"/en/writing/question/{FILE}?item={key}").text
    assert "Automne" not in jean.person.get(f"/en/writing/questions/{FILE}").text
