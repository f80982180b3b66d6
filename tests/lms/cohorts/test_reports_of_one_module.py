"""A report narrowed to one module shows the lines that the whole one shows of it, alike on page, in CSV, on paper and at the terminal."""

import csv
import io
import re
from dataclasses import replace
from uuid import UUID

import pytest
from click.testing import CliRunner
from flask import Flask
from lms_cast import Person
from pypdf import PdfReader
from test_reports_lead_to_the_editor import COLUMNS

from analytics import results
from analytics.cli import analytics
from analytics.display import narrowing
from analytics.shape import Figure, Finding, Hidden, Result, Stat, Table
from lms.web.current_site import site_of
from lms.web.site import content

FEW = Hidden("few", 5)


@pytest.fixture
def modules(site: Flask) -> list[str]:
    with site.app_context():
        found = dict.fromkeys(
            one.key for (_, language), one in content.catalogue().modules.items() if language == "en" and len(one.items) > 1
        )
    return list(found)[:2]


@pytest.fixture
def kept(site: Flask, cohort: UUID, modules: list[str]) -> Result:
    rows = tuple(
        (module, f"{module}/{item}", "practice", 40 + number, 50 + number, 35, 65, 10, 5, 0.3, "")
        for number, (module, item) in enumerate((module, item) for module in modules for item in ("one", "two"))
    )
    rows = (*rows, (modules[0], f"{modules[0]}/few", "practice", FEW, *(FEW,) * 6, ""), ("*", "*", "practice", 44, *(None,) * 6, ""))
    figures = tuple(Figure(module, "facility", Finding("nothing_yet")) for module in modules)
    stats = (Stat("facility", "percent", 42, 57, (24, 42)),)
    tables = (Table("items", COLUMNS, rows, figures), Table("phases", COLUMNS[2:4], (("practice", 42),)))
    one = Result("items", "R8", 1, str(cohort), False, "2026-11-23", 0, "2026-11-23", 42, 5, tables, stats)
    results.write(site_of(site).settings.data / "results", one)
    return one


def numbers_of(page: str) -> list[str]:
    """The learners of each line of the page, first come first."""
    return list(dict.fromkeys(re.findall(r"<td[^>]*>(4\d)</td>", page)))


def test_what_is_left_are_lines_of_the_whole(kept: Result, modules: list[str]) -> None:
    assert narrowing.modules(kept) == tuple(modules)
    parts = [narrowing.of_module(kept, module) for module in modules]
    rows = [row for part in parts for row in part.tables[0].rows]
    assert sorted(map(repr, rows)) == sorted(map(repr, kept.tables[0].rows[:-1]))
    assert [part.stats for part in parts] == [(), ()]
    assert [[table.key for table in part.tables] for part in parts] == [["items"], ["items"]]
    assert [[figure.subject for figure in part.tables[0].figures] for part in parts] == [[module] for module in modules]


def test_page_csv_paper_and_terminal_show_the_same_lines(
    site: Flask, educator: Person, cohort: UUID, kept: Result, modules: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    place, module = f"/en/cohorts/{cohort}/items", modules[1]
    whole = educator.get(place).text
    assert numbers_of(whole) == ["40", "41", "42", "43", "44"] or set(numbers_of(whole)) >= {"40", "41", "42", "43"}
    page = educator.get(f"{place}?module={module}").text
    assert set(numbers_of(page)) == {"42", "43"}
    assert f'<option value="{module}" selected>' in page
    assert 'class="stats"' not in page
    (link,) = set(re.findall(r'href="([^"]+\.csv[^"]*)"', page))
    answer = educator.get(link.replace("&amp;", "&"))
    assert f"items-items-{module}.csv" in answer.headers["Content-Disposition"]
    lines = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff"))))[1:]
    assert [line[3] for line in lines] == ["42", "43"]
    paper = educator.get(f"{place}.pdf?module={module}")
    assert f"items-{module}.pdf" in paper.headers["Content-Disposition"]
    words = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(paper.data)).pages)
    assert "42" in words
    assert "41" not in words
    monkeypatch.setenv("HORSLESMURS_DATA", str(site_of(site).settings.data))
    asked = ["report", "items", "--cohort", str(cohort), "--format", "csv", "--language", "en"]
    said = CliRunner().invoke(analytics, [*asked, "--module", module])
    assert [line[3] for line in list(csv.reader(io.StringIO(said.stdout)))[1:]] == ["42", "43"]
    wrong = CliRunner().invoke(analytics, ["report", "items", "--cohort", str(cohort), "--module", "nowhere"])
    assert wrong.exit_code == 2
    assert modules[0] in wrong.output


def test_lines_without_a_chart_are_not_called_too_few(
    site: Flask, educator: Person, cohort: UUID, kept: Result, modules: list[str]
) -> None:
    bare = replace(kept, tables=(replace(kept.tables[0], figures=()),))
    results.write(site_of(site).settings.data / "results", bare)
    page = educator.get(f"/en/cohorts/{cohort}/items?module={modules[1]}").text
    assert set(numbers_of(page)) == {"42", "43"}
    assert "Too few people" not in page


@pytest.mark.parametrize("asked", ["nowhere", "", "*", "<script>"])
def test_another_word_narrows_nothing(educator: Person, cohort: UUID, kept: Result, asked: str) -> None:
    page = educator.get(f"/en/cohorts/{cohort}/items", query_string={"module": asked})
    assert page.status_code == 200
    assert {"40", "43"} <= set(numbers_of(page.text))
    assert "<script>" not in page.text
