"""A result is written whole, read back equal, and its CSV holds the cells of the page."""

import csv
import io
import re
from pathlib import Path

import pytest

from analytics import results
from analytics.display.report_view import SAY_NOTHING
from analytics.display.words import FINDINGS
from analytics.errors import ReportUnknown, ResultUnreadable, TableUnknown
from analytics.shape import Column, Figure, Finding, Hidden, Result, Stat, table

COLUMNS = (
    Column("module", "name", "module"),
    Column("stage", "word"),
    Column("n", "count"),
    Column("share", "percent"),
    Column("days", "days"),
)
ROWS: list[tuple[object, ...]] = [
    ("fievre", "registered", 1064, 100.0, None),
    ("fievre", "initialized", 56, 87.5, 1.25),
    ("fievre", "completed", Hidden("few", 5), Hidden("protected"), Hidden("under", 30)),
    ("=cmd|' /C calc'!A0", "passed", 9, 14.06, -0.5),
]
LOST = Finding("biggest_loss", {"lost": 8, "before": "registered", "after": "initialized"})


def make_result(**changes: object) -> Result:
    made = {
        "report": "completion",
        "code": "R1",
        "version": 1,
        "cohort": "3f0e2a52-0000-4000-8000-000000000001",
        "simulated": True,
        "watermark": "2026-11-23T17:20:00Z",
        "seq": 12,
        "computed": "2026-11-23T17:20:01Z",
        "n": 64,
        "below": 5,
        "tables": (table("stages", COLUMNS, ROWS, [Figure("fievre", "bars", LOST)]),),
        "stats": (Stat("completed", "percent", 60, 69, (44, 64), (57, 79)),),
    }
    return Result(**(made | changes))  # type: ignore[arg-type]


def test_a_result_comes_back_from_its_file_as_it_was(tmp_path: Path) -> None:
    result = make_result()
    results.write(tmp_path, result)
    assert results.read(tmp_path, "completion", result.cohort) == result


def test_nothing_was_written_yet_is_none_and_not_an_error(tmp_path: Path) -> None:
    assert results.read(tmp_path, "completion", "3f0e2a52") is None


def test_no_temporary_file_stays_behind(tmp_path: Path) -> None:
    results.write(tmp_path, make_result())
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [f"{make_result().cohort}.json"]


def test_an_unknown_report_says_which_ones_there_are(tmp_path: Path) -> None:
    with pytest.raises(ReportUnknown, match="completion"):
        results.read(tmp_path, "moods", "a")


@pytest.mark.parametrize("cohort", ["../../etc/passwd", "a/b", "", ".hidden"])
def test_a_cohort_cannot_walk_out_of_the_folder(tmp_path: Path, cohort: str) -> None:
    with pytest.raises(ResultUnreadable):
        results.read(tmp_path, "completion", cohort)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 99}', '{"format": 1}'])
def test_a_spoilt_file_is_named_and_says_what_to_do(tmp_path: Path, text: str) -> None:
    path = results.write(tmp_path, make_result())
    path.write_text(text)
    with pytest.raises(ResultUnreadable, match="delete it"):
        results.read(tmp_path, "completion", make_result().cohort)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_csv_holds_the_cells_of_the_page(language: str) -> None:
    result = make_result()
    page = results.show(result, language).tables[0]
    header, *rows = csv.reader(io.StringIO(results.csv_text(result, language), newline=""))
    assert header == [label for label, _ in page.columns]
    assert [[bare(cell.text) for cell in row] for row in page.rows] == [[bare(cell) for cell in row] for row in rows]


def bare(text: str) -> str:
    """A printed cell without what only the page adds: spaces in numbers, decimal comma, percent sign, dash for nothing."""
    if re.fullmatch(r"[\u2212-]?[\d\u202f,.]+\u00a0?%?", text):
        text = text.replace("\u202f", "").replace("\u2212", "-").rstrip("%\u00a0")
        text = text.replace(",", "") if re.search(r",\d{3}$", text) else text.replace(",", ".")
    return "" if text == "\u2013" else text.lstrip("'")


def test_the_csv_never_hands_a_spreadsheet_a_formula() -> None:
    assert all(not row[0].startswith("=") for row in csv.reader(io.StringIO(results.csv_text(make_result(), "en"), newline="")))


def test_an_unknown_table_says_which_ones_there_are() -> None:
    with pytest.raises(TableUnknown, match="stages"):
        results.csv_text(make_result(), "fr", "moods")


def test_hidden_cells_print_why_in_both_languages() -> None:
    french, english = (results.show(make_result(), language).tables[0].rows[2] for language in ("fr", "en"))
    assert [cell.text for cell in french[2:]] == ["moins de 5", "caché", "caché (moins de 30)"]
    assert [cell.text for cell in english[2:]] == ["fewer than 5", "hidden", "hidden (fewer than 30)"]
    assert all(cell.is_few for cell in french[2:])


def test_a_report_says_its_date_definition_and_n() -> None:
    french, english = (results.show(make_result(), language) for language in ("fr", "en"))
    assert french.dated == "Données du 23\u00a0novembre\u00a02026 à 17\u00a0h\u00a020 (temps universel)"
    assert english.dated == "Data of 23\u00a0November\u00a02026 at 17:20 (universal time)"
    assert (french.definition, english.n) == ("Définition R1, version 1", "n\u00a0=\u00a064")
    assert french.stats[0].small == "44 sur 64 (95\u00a0%\u00a0: 57\u00a0% à 79\u00a0%), n\u00a0=\u00a060"


def test_simulated_learners_are_said_to_be_simulated() -> None:
    assert "simulés" in results.show(make_result(), "fr").note
    assert results.show(make_result(simulated=False), "fr").note == ""


def test_the_finding_is_one_sentence_in_each_language() -> None:
    french, english = (results.show(make_result(), language).tables[0].figures[0] for language in ("fr", "en"))
    assert french.finding == "La plus grande perte\u00a0: 8 personnes entre «\u00a0Inscrits\u00a0» et «\u00a0Ont commencé\u00a0»."
    assert english.finding == "The biggest loss: 8 learners between “Registered” and “Started”."
    assert french.svg.startswith("<svg")
    assert french.finding in french.svg


def test_a_report_says_what_cannot_be_told_and_advises_nothing_then() -> None:
    """A small group's card said "n = 0, Data of …", and "look at the questions marked first" under "too early for signals"."""
    early = table("stages", COLUMNS, ROWS, [Figure("fievre", "bars", Finding("items_early", {"need": 30}))])
    told, nobody = results.show(make_result(), "en"), results.show(make_result(n=0, tables=(), stats=()), "en")
    waiting = results.show(make_result(tables=(early,), stats=()), "en")
    assert (told.is_nobody, bool(told.advice)) == (False, True)
    assert (nobody.is_nobody, nobody.lead, nobody.advice) == (True, "", "")
    assert (waiting.lead, waiting.advice) == ("Too early for signals: 30 learners an item are needed.", "")


def test_a_finding_that_waits_for_more_people_is_never_taken_for_one_about_them() -> None:
    waits = {key for key, pair in FINDINGS.items() if re.match(r"(?:Too early|Not enough|No two groups)", pair[1])}
    assert {"items_early", "reach_one"} <= waits
    assert waits - SAY_NOTHING == set()
