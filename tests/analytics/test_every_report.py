"""What holds for every report: words in both languages, plain charts, cells alike on page and in CSV, nothing small shown."""

import csv
import inspect
import io
import random
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdf
import pytest
from click.testing import CliRunner
from saying import MONDAY, Saying
from standing import NOW, Site

from analytics import printing, results
from analytics.catalogue import REPORTS
from analytics.cli import analytics
from analytics.display import guides, report_pdf, words
from analytics.making import MEASURE_OF_REPORT
from analytics.shape import Hidden, Result
from xapi import activities, builders

LEARNERS = 34
ROOT = Path(__file__).resolve().parents[2]


def everything(seed: int = 5) -> Iterator[dict[str, Any]]:
    """A cohort that does all there is to do, with a few rare choices and a small role."""
    say, chance = Saying(), random.Random(seed)
    week = builders.activity(activities.week("azur", 2), "level")
    for who in range(LEARNERS):
        at = MONDAY + timedelta(days=who % 16)
        more: dict[str, Any] = {"role": "caregiver" if who < 2 else "patient", "platform": "window" if who % 3 == 0 else "pages", "at": at}
        yield say.registered(who, **more)
        yield say.module(who, "initialized", **more)
        if who % 4:
            yield say.module(who, "completed", **more)
        for item in range(6):
            right = chance.random() < 0.3 + who / 60
            unsafe = not right and chance.random() < 0.3
            response = "a" if right else chance.choice("bc")
            yield say.answered(
                who,
                f"q{item}",
                right,
                response=response,
                unsafe=unsafe,
                confidence="sure" if unsafe and len(str(who)) % 2 else "unsure",
                objective=f"K0{item % 3}",
                language="en" if who == 3 else "fr",
                **more,
            )
        yield say.sat(who, "pre", chance.uniform(0.2, 0.7), **more)
        course = "patients" if who < 29 else "caregivers"
        yield say.sat(who, "post", chance.uniform(0.4, 0.9), course=course, **more)
        for card in ("q1", "q2"):
            yield say.reviewed(who, card, 3, None, **more)
            yield say.reviewed(who, card, 3 if chance.random() < 0.7 else 1, chance.choice([2, 9]), **more)
        yield from (say.rated(who, question, chance.choice([2, 3, 3, 4]), **more) for question in ("clear", "daily", "use"))
        yield say.assigned(who, "pharmacists", "2026-11-20" if who < 20 else "2026-12-20", **more)
        until = NOW + timedelta(days=(-10, 400, 40)[who % 3])
        yield say.attested(who, "earned", "pharmacists", until, departement="75" if who % 5 else "2B", **more)
        yield say.say(who, "initialized", week, **more)
        option = chance.choice(["call", "call", "call", "wait", "rest"])
        said = {"parent": (week,), "game_hour": 44.0, **more}
        yield say.selected(who, "shivers", option, safe=option == "call", unsafe=option == "wait", **said)
        yield say.sign(who, "presented", "fever", 20.0, parent=(week,), **more)
        if who % 5:
            yield say.sign(who, "reported", "fever", chance.choice([20.0, 26.0]), parent=(week,), **more)
            yield say.say(who, "completed", week, **more)
        for day in range(1, 6):
            yield say.dose(who, "took" if (who + day) % 4 else "skipped", day, covered=bool((who + day) % 4), **more)


def reports_of(folder: Path, statements: Iterable[dict[str, Any]]) -> dict[str, Result]:
    site = Site(folder)
    site.keep(statements)
    found = {key: site.report(key) for key in REPORTS}
    site.engine.dispose()
    return found


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Result]:
    return reports_of(tmp_path_factory.mktemp("every"), everything())


@pytest.fixture(scope="module")
def of_nobody(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Result]:
    return reports_of(tmp_path_factory.mktemp("nobody"), [])


def test_the_catalogue_and_the_makers_name_the_same_reports() -> None:
    assert list(REPORTS) == list(MEASURE_OF_REPORT)
    assert set(REPORTS) == set(guides.TITLES) == set(guides.READING)


def test_every_finding_and_phrase_the_code_names_has_words_in_both_languages() -> None:
    folder = Path(results.__file__).parent
    code = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    named = set(re.findall(r'Finding\(\s*"(\w+)"', code))
    assert named == set(words.FINDINGS)
    assert set(re.findall(r"""say\(PHRASES, ["'](\w+)["']""", code)) <= set(words.PHRASES)


@pytest.mark.parametrize(
    ("kind", "shared"),
    [
        ("tables", words.TABLES),
        ("columns", words.COLUMNS),
        ("values", words.CLOSED_LISTS),
        ("findings", words.FINDINGS),
        ("stats", words.STATS),
    ],
)
def test_no_report_changes_the_words_of_another(kind: str, shared: dict[str, tuple[str, str]]) -> None:
    """Words are found by key alone: of two reports that gave one key two meanings, the last won on every page."""
    source = inspect.getsource(words)
    changed = [key for report in REPORTS.values() for key, pair in getattr(report, kind).items() if shared[key] != pair]
    own = [key for report in REPORTS.values() for key in getattr(report, kind)]
    name = next(name for name, value in vars(words).items() if value is shared)
    listed = source[source.index(f"{name}: dict") : source.index(f"**_of_reports({kind!r})".replace("'", '"'))]
    assert changed == []
    assert [key for key in own if f'"{key}": (' in listed] == []


@pytest.mark.parametrize("key", list(REPORTS))
def test_a_report_has_words_for_all_it_shows(made: dict[str, Result], key: str) -> None:
    result = made[key]
    assert result.n == LEARNERS
    assert result.tables
    for table in result.tables:
        assert table.key in words.TABLES
        assert {column.key for column in table.columns} <= set(words.COLUMNS)
        assert {figure.finding.key for figure in table.figures} <= set(words.FINDINGS)
        for column, cells in zip(table.columns, zip(*table.rows, strict=True), strict=False):
            if column.kind in ("word", "words"):
                assert {part for cell in cells for part in str(cell).split()} <= set(words.CLOSED_LISTS)
    assert {stat.key for stat in result.stats} <= set(words.STATS)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("key", list(REPORTS))
def test_charts_are_plain_svg_that_fits_any_width(made: dict[str, Result], key: str, language: str) -> None:
    shown = results.show(made[key], language)
    figures = [figure for table in shown.tables for figure in table.figures]
    assert figures
    for figure in figures:
        root = ET.fromstring(figure.svg)
        assert (root.tag, root.get("role"), root.get("width"), root.get("class")) == ("svg", "img", "100%", "chart")
        assert figure.finding in str(root.get("aria-label"))
        for part in root.iter():
            assert part.tag in {"svg", "text", "rect", "line", "circle"}
            assert not {"style", "viewBox", "onclick", "href"} & set(part.keys())
            assert all(not str(value).startswith("-") for name, value in part.items() if name in {"width", "height", "r"})
        assert figure.table.rows


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("key", list(REPORTS))
def test_page_and_csv_have_the_same_rows(made: dict[str, Result], key: str, language: str) -> None:
    shown = results.show(made[key], language)
    for table, page in zip(made[key].tables, shown.tables, strict=True):
        header, *rows = csv.reader(io.StringIO(results.csv_text(made[key], language, table.key), newline=""))
        assert header == [label for label, _ in page.columns]
        assert len(rows) == len(page.rows)
        for row, printed, cells in zip(rows, page.rows, table.rows, strict=True):
            for text, cell, raw in zip(row, printed, cells, strict=True):
                assert text == (str(raw) if cell.is_number and isinstance(raw, (int, float)) else cell.text.replace("–", ""))


@pytest.mark.parametrize("key", list(REPORTS))
def test_every_line_of_a_table_stands_on_the_page_with_its_chart_or_alone(made: dict[str, Result], key: str) -> None:
    for table in results.show(made[key], "en").tables:
        drawn = [row for figure in table.figures if figure.table.open_rows for row in figure.lines]
        assert sorted(map(str, dict.fromkeys((*drawn, *table.loose.rows)))) == sorted(map(str, dict.fromkeys(table.rows)))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_terminal_prints_the_cells_of_the_page(
    made: dict[str, Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    """Wide enough that no cell is broken."""
    monkeypatch.setenv("HORSLESMURS_DATA", str(tmp_path))
    monkeypatch.setattr(printing, "TERMINAL_WIDTH", 3000)
    for key, result in made.items():
        results.write(tmp_path / "results", result)
        asked = ["report", key, "--cohort", result.cohort, "--language", language]
        printed = CliRunner().invoke(analytics, asked).stdout
        for table in results.show(result, language).tables:
            for row in table.rows:
                assert any(all(cell.text in line for cell in row) for line in printed.splitlines()), (key, row)
            as_csv = CliRunner().invoke(analytics, [*asked, "--format", "csv", "--table", table.key]).stdout
            assert as_csv.splitlines() == results.csv_text(result, language, table.key).splitlines()


def test_a_curve_bears_its_interval_and_how_many_were_still_followed(made: dict[str, Result]) -> None:
    (figure,) = results.show(made["signs"], "en").tables[0].figures
    root = ET.fromstring(figure.svg)
    followed = [row[2].text for row in figure.table.rows]
    assert "Still followed" in [text.text for text in root.iter("text")]
    assert followed[0] in [text.text for text in root.iter("text")]
    assert len([part for part in root.iter("rect") if part.get("class") == "track"]) == len(figure.table.rows) - 1


def test_a_report_begins_with_what_tells_something(made: dict[str, Result]) -> None:
    """Not with a part that is hidden, which says nothing of learners."""
    for result in made.values():
        view = results.show(result, "en")
        figures = [figure for table in view.tables for figure in table.figures if figure.table.open_rows]
        if any(figure.is_telling for figure in figures) or any(not stat.is_few for stat in view.stats):
            assert "hidden" not in view.lead
            assert "Not enough" not in view.lead


NAMED = re.compile(r"\{\w+:(module|course|item|response|situation|option|sign|objective|campaign)\}")
QUOTED = re.compile("«[^»]*»|“[^”]*”")


def colons(text: str) -> list[int]:
    """Colons of each sentence, outside quotation marks."""
    return [sentence.count(":") for sentence in re.split(r"(?<=[.?!])\s+", QUOTED.sub("", text))]


@pytest.mark.parametrize("title", ["La fièvre\u00a0: le bon réflexe", "Que faire\u202f?"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_lead_puts_a_second_colon_behind_a_title(made: dict[str, Result], language: str, title: str) -> None:
    """Neither the first sentence of a report nor what stands over a chart, whatever content calls its things."""
    views = [results.show(result, language, lambda _what, _key: title) for result in made.values()]
    texts = [view.lead for view in views] + [figure.titled for view in views for table in view.tables for figure in table.figures]
    assert [text for text in texts if max(colons(text)) > 1 or re.search(r"[?!]\.", text)] == []
    assert any(text.startswith(title) for text in texts)


@pytest.mark.parametrize("key", list(words.FINDINGS))
def test_a_finding_has_one_colon_and_quotes_what_content_names(key: str) -> None:
    for text in words.FINDINGS[key]:
        assert not NAMED.search(QUOTED.sub("", text)), text
        assert max(colons(re.sub(r"\{[^}]*\}", "", text))) <= 1


@pytest.mark.parametrize("key", [key for key in REPORTS if key != "health"])
def test_no_count_under_five_is_shown(made: dict[str, Result], key: str) -> None:
    for table in made[key].tables:
        for column, cells in zip(table.columns, zip(*table.rows, strict=True), strict=False):
            if column.kind == "count" and column.key not in ("week_number", "later"):
                assert all(isinstance(cell, Hidden) or cell is None or cell == 0 or cell >= 5 for cell in cells), column.key


@pytest.mark.parametrize("key", list(REPORTS))
def test_a_cohort_where_nothing_happened_has_an_empty_report(of_nobody: dict[str, Result], key: str) -> None:
    result = of_nobody[key]
    assert (result.n, result.watermark, result.seq) == (0, None, 0)
    assert all(table.rows == () for table in result.tables)
    assert results.show(result, "fr").dated == "Aucune donnée encore"


def test_every_report_and_command_stands_in_the_docs() -> None:
    page = (ROOT / "docs" / "reports.md").read_text(encoding="utf-8")
    for key, report in REPORTS.items():
        assert f"| `{key}` | {report.code} " in page
    for command in analytics.commands.values():
        assert f"horslesmurs analytics {command.name}" in page
        assert all(option in page for part in command.params for option in part.opts if option.startswith("--") and option != "--help")


def test_the_table_of_the_docs_is_made_from_the_definitions() -> None:
    answer = subprocess.run([sys.executable, ROOT / "scripts" / "report_docs.py", "--check"], timeout=60)
    assert answer.returncode == 0, "run python scripts/report_docs.py"


def test_every_folder_of_a_report_stands_in_the_catalogue() -> None:
    folders = {path.parent.name for path in (ROOT / "analytics" / "reports").glob("*/definition.py")}
    assert folders == set(REPORTS)
    assert {path.parent.name for path in (ROOT / "analytics" / "reports").glob("*/tables.py")} == folders


@pytest.mark.slow
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_paper_of_every_report_has_the_cells_of_its_page(made: dict[str, Result], language: str) -> None:
    for result in made.values():
        check_paper(result, language)


def test_the_paper_of_a_report_has_the_cells_of_its_page(made: dict[str, Result]) -> None:
    check_paper(made["training"], "fr")


def check_paper(result: Result, language: str) -> None:
    view = results.show(result, language)
    paper = pypdf.PdfReader(io.BytesIO(report_pdf.pdf(view, language, "Groupe", NOW)))
    text = squeezed("".join(page.extract_text() for page in paper.pages))
    for part in view.tables:
        for row in part.rows:
            assert all(squeezed(cell.text) in text for cell in row), row


def squeezed(text: str) -> str:
    """Without spaces and hyphens, which break where a column is narrow."""
    return re.sub(r"[\s\u00ad\u200b\u2010-]", "", text)
