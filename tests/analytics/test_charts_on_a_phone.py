"""In a real browser at 360 px, no word of a chart runs out of it, with long titles of content in both languages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from analytics import results
from analytics.display import charts
from analytics.shape import Cell, Column, Figure, Finding, Hidden, Result, Table, table

pytestmark = pytest.mark.browser

STYLE = "body{margin:16px;font:18px sans-serif} .chart{display:block;width:100%;overflow:visible;font:400 16px/1 sans-serif}"
LONG = "Samedi soir, des frissons mais 37,2 °C, et le médecin de garde ne connaît pas le dossier"
FEW = Hidden("few", 5)


def made(chart: str, key: str, columns: list[Column], rows: list[tuple[Cell, ...]], finding: Finding) -> Table:
    return table(key, tuple(columns), rows, [Figure(None, chart, finding)])


def tables() -> list[Table]:
    n, share = Column("n", "count"), Column("share", "percent")
    calm = Finding("nothing_yet")
    funnel = [("m", stage, 12345, 64.0) for stage in ("registered", "initialized", "half", "completed")] + [("m", "earned", FEW, FEW)]
    counts = [Column(key, "count") for key in ("safe_n", "other_n", "unsafe_n")]
    objective = [Column(key, "count") for key in ("mastered_n", "likely_n", "early_n")]
    duty, attested = ([Column(key, "count") for key in keys] for keys in (("done", "open", "overdue"), ("valid_n", "due_n", "expired_n")))
    facility = [("m", "long", 31, 50.0 + place, place / 10) for place in range(9)] + [("m", "long", FEW, FEW, FEW)]
    item = [Column("module", "name", "module"), Column("item", "name", "item"), n, Column("facility", "percent"), Column("r", "r")]
    scale = [item[0], item[1], *(Column(key, "r") for key in ("b", "b_low", "b_high"))]
    hardness = [("m", "long", -3.5 + place, -4.12, 3.45) for place in range(8)] + [("m", "long", FEW, FEW, FEW)]
    of_both = [Column(f"{key}_{what}", kind) for key in ("fr", "en") for what, kind in (("n", "count"), ("facility", "percent"))]
    both = [Column("item", "name", "item"), *of_both]
    curve = [Column("sign", "name", "sign"), Column("hour", "hours"), Column("reported_share", "percent")]
    weeks = [Column("week", "date"), Column("role", "word"), n]
    days = [Column("day", "date"), Column("statements", "count")]
    active: list[tuple[Cell, ...]] = [
        (f"2026-11-{day:02}", role, 1200 + day) for day in (2, 9, 16) for role in ("patient", "caregiver", "gp", "pharmacist")
    ]
    beside = [("long", "Cohorte du printemps, hôpital de jour de la Croix-Rousse", 1234, 55.0), ("long", "Autre", FEW, FEW)]
    stood = [Column(key, "count") for key in ("finished", "active", "silent")]
    gaps = [("gap_1", 1234, 88.0, 91.0), ("gap_14", FEW, FEW, FEW), ("gap_90", 0, None, None)]
    return [
        made("stacked_silent", "standing", [Column("course", "name"), *stood], [("long", 1000, FEW, 1000)], calm),
        made("recall", "gaps", [Column("gap", "word"), n, share, Column("expected", "percent")], gaps, calm),
        made("bars", "stages", [Column("module", "name", "module"), Column("stage", "word"), n, share], funnel, calm),
        made("rates", "reach", [Column("dimension", "word"), Column("value", "word"), n, share], [("edition", "window", 1234, 99.0)], calm),
        made("stacked", "situations", [Column("situation", "name"), *counts], [("long", 1000, 1000, 1000), ("long", FEW, FEW, 22)], calm),
        made("stacked_mastery", "objectives", [Column("objective", "name"), *objective], [("long", 18, FEW, Hidden("protected"))], calm),
        made("stacked_duties", "duties", [Column("key", "name"), *duty], [("long", 1000, 1000, 1000)], calm),
        made("stacked_attestations", "attestations", [Column("key", "name"), *attested], [("long", 1000, FEW, 1000)], calm),
        made("scatter", "items", item, facility, calm),
        made("facility", "items", item, facility, calm),
        made("difficulty", "difficulty", scale, hardness, calm),
        made("languages", "languages", both, [("long", 31, 55.0, 28, 61.0), ("long", FEW, FEW, FEW, FEW)], calm),
        made("steps", "curve", curve, [("long", 0, 40.0), ("long", 26, 66.0), ("long", 72, 100.0)], calm),
        made("lines", "weeks", weeks, active, calm),
        made("beside", "situations", [Column("situation", "name"), Column("cohort", "name"), n, share], beside, calm),
        made("learners", "learners_by_day", [Column("up_to", "date"), n], [("2026-11-23", 12345), ("2026-11-30", FEW)], calm),
        made("days", "days", days, [("2026-11-23", 1234567)], calm),
    ]


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page(viewport={"width": 360, "height": 800})
    yield page
    page.close()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_kind_of_chart_fits_a_phone(page: Page, language: str, tmp_path: Path) -> None:
    found = tables()
    assert {figure.chart for part in found for figure in part.figures} == set(charts._KINDS)
    result = Result("items", "R8", 1, "c", True, "2026-11-23T17:20:00Z", 1, "2026-11-23T17:20:00Z", 30, 5, tuple(found))
    shown = results.show(result, language, lambda kind, key: LONG)
    svgs = "".join(figure.svg for part in shown.tables for figure in part.figures)
    page.set_content(f"<!doctype html><meta charset=utf-8><style>{STYLE}</style>{svgs}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    out = page.evaluate("""[...document.querySelectorAll('.chart text')].map(text => [text.textContent, text.getBoundingClientRect(),
        text.closest('.chart').getBoundingClientRect()]).filter(([words, one, all]) => one.left < all.left - 1 || one.right > all.right + 1
        || one.top < all.top - 4 || one.bottom > all.bottom + 4).map(([words]) => words)""")
    assert out == []
    assert page.locator(".chart").count() == len(found)
