"""Pages of cohorts side by side, of one over time, and a report on paper: hers alone, one kind of people, the cells of the reports."""

from uuid import UUID, uuid4

import pytest
from flask import Flask
from lms_cast import Person

from analytics import results
from analytics.comparison import history
from analytics.shape import Column, Hidden, Result, Table
from lms.web.current_site import site_of

COLUMNS = (
    Column("module", "name", "module"),
    Column("stage", "word"),
    Column("n", "count"),
    *(Column(key, "percent") for key in ("share", "low", "high")),
)
FEW = Hidden("few", 5)


def made(cohort: UUID | str, n: int, share: int, day: str = "2026-11-23") -> Result:
    rows = (
        ("fever", "registered", n, 100, 90, 100),
        ("fever", "completed", n // 2, share, share - 10, share + 10),
        ("fever", "passed", FEW, FEW, FEW, FEW),
    )
    return Result("completion", "R1", 1, str(cohort), False, day, 0, day, n, 5, (Table("stages", COLUMNS, rows),))


@pytest.fixture
def other(site: Flask, educator: Person, cohort: UUID) -> str:
    """A second cohort of hers; both have a report."""
    answer = educator.post("/en/cohorts", name="Spring", course="patient-essentials", campaign="")
    uuid = str(answer.location).rpartition("/")[2]
    folder = site_of(site).settings.data / "results"
    results.write(folder, made(cohort, 40, 50))
    results.write(folder, made(uuid, 60, 70))
    return uuid


def test_two_of_her_cohorts_stand_side_by_side_in_page_and_csv(educator: Person, cohort: UUID, other: str) -> None:
    page = educator.get(f"/en/cohorts/{cohort}/completion/compare?with={other}")
    assert page.status_code == 200
    for text in ("Spring", "50%", "70%", "20", "rest on too few people"):
        assert text in page.text
    table = educator.get(f"/en/cohorts/{cohort}/completion/compare/stages.csv?with={other}")
    lines = [line.split(",") for line in table.text.splitlines()]
    assert [line[3:7] for line in lines if "Completed" in line] == [["20", "50", "40", "60"], ["30", "70", "60", "80"]]
    assert lines[4][7] == "20"
    assert set(lines[5][3:]) <= {"fewer than 5", ""}
    assert set(lines[6][3:]) <= {"fewer than 5", "hidden", ""}


def test_without_a_tick_the_page_lists_what_may_be_compared(educator: Person, cohort: UUID, other: str) -> None:
    page = educator.get(f"/fr/cohortes/{cohort}/completion/comparer").text
    assert f'value="{other}"' in page
    assert "checked" not in page


def test_somebody_elses_cohort_never_stands_beside_hers(
    site: Flask, educator: Person, stranger: Person, admin: Person, cohort: UUID, other: str
) -> None:
    assert stranger.get(f"/en/cohorts/{cohort}/completion/compare?with={other}").status_code == 404
    answer = stranger.post("/en/cohorts", name="Foreign", course="patient-essentials", campaign="")
    foreign = str(answer.location).rpartition("/")[2]
    results.write(site_of(site).settings.data / "results", made(foreign, 90, 77))
    page = educator.get(f"/en/cohorts/{cohort}/completion/compare?with={foreign}").text
    assert "77%" not in page
    assert "Foreign" not in page
    assert educator.get(f"/en/cohorts/{cohort}/completion/compare/stages.csv?with={foreign}").status_code == 404
    assert "77%" in admin.get(f"/en/cohorts/{cohort}/completion/compare?with={foreign}").text


def test_a_cohort_without_a_report_is_said(site: Flask, educator: Person, cohort: UUID, other: str) -> None:
    results.path_of(site_of(site).settings.data / "results", "completion", other).unlink()
    page = educator.get(f"/en/cohorts/{cohort}/completion/compare?with={other}")
    assert page.status_code == 200
    assert "cannot be laid side by side yet" in page.text


def test_one_cohort_over_time_in_page_and_csv(site: Flask, educator: Person, cohort: UUID, other: str) -> None:
    for day, n in (("2026-11-10", 20), ("2026-11-17", 30)):
        history.note(site_of(site).settings.data / "releases", made(cohort, n, 40, day))
    page = educator.get(f"/en/cohorts/{cohort}/completion/over-time").text
    assert "17\u00a0November\u00a02026" in page
    table = educator.get(f"/en/cohorts/{cohort}/completion/over-time/learners_by_day.csv")
    assert [line.split(",")[1] for line in table.text.splitlines()[1:]] == ["20", "30", "40"]
    monthly = educator.get(f"/en/cohorts/{cohort}/completion/over-time/learners_by_day.csv?by=month")
    assert [line.split(",")[1] for line in monthly.text.splitlines()[1:]] == ["40"]


def test_a_report_without_main_figures_is_not_compared(educator: Person, cohort: UUID, other: str) -> None:
    assert educator.get(f"/en/cohorts/{cohort}/health/compare").status_code == 404
    assert educator.get(f"/en/cohorts/{cohort}/health/over-time").status_code == 404
    assert educator.get(f"/en/cohorts/{uuid4()}/completion/compare").status_code == 404


def test_a_report_is_a_pdf(educator: Person, stranger: Person, cohort: UUID, other: str) -> None:
    paper = educator.get(f"/fr/cohortes/{cohort}/completion.pdf")
    assert paper.mimetype == "application/pdf"
    assert paper.data.startswith(b"%PDF")
    assert stranger.get(f"/fr/cohortes/{cohort}/completion.pdf").status_code == 404
    assert educator.get(f"/fr/cohortes/{cohort}/nothing.pdf").status_code == 404
