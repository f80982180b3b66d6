"""A report on A4, as a tagged PDF with the very cells of the page; charts stay on the page, their numbers are in the tables."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import fontpkg_atkinson_hyperlegible
import typst

from analytics.display.report_view import ReportView
from analytics.display.shown_parts import ShownTable
from analytics.display.words import PHRASES, say

TEMPLATE = Path(__file__).with_name("report.typ")
FONTS = Path(fontpkg_atkinson_hyperlegible.__file__).parent / "files"
WIDE = 7
"""Columns from which the paper lies on its side."""


def pdf(view: ReportView, language: str, heading: str, made_at: datetime) -> bytes:
    """One report (PDF/UA-1). heading: what it is of, the name of the cohort; made_at: the date the file bears, aware."""
    page = {
        "lang": language,
        "title": f"{view.title}, {heading}",
        "is_wide": any(len(table.columns) >= WIDE for table in view.tables),
        "lines": [line for line in (view.lead, view.advice, view.note, f"{view.dated}, {view.n}.") if line],
        "stats": [[stat.label + say(PHRASES, "colon", language), stat.value, stat.small] for stat in view.stats],
        "tables": [_table(table, language) for table in view.tables],
        "reading_title": say(PHRASES, "reading", language),
        "reading": view.reading,
        "footer": f"{view.definition}. {view.threshold}",
    }
    options: dict[str, Any] = {"font_paths": [str(FONTS)], "ignore_system_fonts": True, "pdf_standards": ["ua-1"]}
    inputs = {"page": json.dumps(page, ensure_ascii=False, sort_keys=True)}
    document: bytes = typst.compile(TEMPLATE.read_bytes(), format="pdf", sys_inputs=inputs, timestamp=int(made_at.timestamp()), **options)
    return document


def _table(table: ShownTable, language: str) -> dict[str, Any]:
    return {
        "caption": table.caption,
        "head": [label for label, _ in table.columns],
        "numbers": [is_number for _, is_number in table.columns],
        "rows": [[cell.text for cell in row] for row in table.rows],
        "findings": [figure.titled for figure in table.figures],
        "empty": say(PHRASES, "no_data", language),
    }
