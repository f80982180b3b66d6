"""What learners made of each question, beside it in the editor: the very cells that the reports of her cohorts already show.

Nothing is counted here, and no two cohorts are put together: a cell that a report hides stays hidden, in the report's own words.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_login import current_user

from analytics import results
from analytics.display.report_view import text_of
from analytics.errors import ResultUnreadable
from analytics.shape import Cell, Hidden, Result, Table
from lms.cohorts import registering
from lms.cohorts.models import Cohort
from lms.web.database.extensions import reading_session
from lms.web.routing import locales
from lms.web.site.layout import settings

MOST_COHORTS = 3
"""Cohorts told beside one question: those with the most answers."""


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """One question in one cohort and phase. figures: label and printed cell; options: key of the option, printed share, printed link."""

    cohort: str
    phase: str
    figures: tuple[tuple[str, str], ...]
    options: tuple[tuple[str, str, str], ...]


def of_module(module: str) -> dict[str, list[ItemFigures]]:
    """By the key of the question. Empty where no cohort of this educator has a result yet."""
    rows: dict[str, list[tuple[int, ItemFigures]]] = defaultdict(list)
    for cohort in registering.cohorts_of(reading_session(), current_user):
        items = _result("items", cohort)
        table = items.table("items") if items else None
        if table is None:
            continue
        options = _options(cohort, module)
        for row in table.rows:
            cells = dict(zip((column.key for column in table.columns), row, strict=True))
            if cells["module"] == module:
                key = str(cells["item"]).rpartition("/")[2]
                said = _figures(cohort, table, cells, options.get(key, ()) if cells["phase"] == "practice" else ())
                rows[key].append((_size(cells["n"]), said))
    return {key: [one for _size_of, one in sorted(found, key=lambda row: -row[0])[:MOST_COHORTS]] for key, found in rows.items()}


def _size(n: Cell) -> int:
    return n if isinstance(n, int) else 0


def _result(report: str, cohort: Cohort) -> Result | None:
    try:
        return results.read(settings().data / "results", report, str(cohort.uuid))
    except ResultUnreadable:
        return None


def _figures(cohort: Cohort, table: Table, cells: Mapping[str, Cell], options: Sequence[tuple[str, str, str]]) -> ItemFigures:
    labels = {
        "n": _("learners"),
        "facility": _("right at the first attempt"),
        "r": _("link with the other questions (r)"),
        "unsafe": _("unsafe"),
        "unsafe_sure": _("unsafe, and sure of it"),
    }
    columns = {column.key: column for column in table.columns}
    # A result written by an older version of the report has fewer columns.
    said = {key: text_of(cells[key], columns[key], locales.current(), _name) for key in (*labels, "phase", "watch") if key in columns}
    figures = [(labels[key], said[key]) for key in labels if key in said]
    if cells["watch"]:
        figures.append((_("to look at"), said["watch"]))
    return ItemFigures(cohort.name, said["phase"], tuple(figures), tuple(options))


def _options(cohort: Cohort, module: str) -> dict[str, list[tuple[str, str, str]]]:
    """By question: each option that enough learners chose, with its share of them and its link; the others stand together."""
    result = _result("distractors", cohort)
    table = result.table("responses") if result else None
    found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    if table is None:
        return found
    columns = {column.key: column for column in table.columns}
    for row in table.rows:
        cells = dict(zip(columns, row, strict=True))
        head, _slash, key = str(cells["item"]).rpartition("/")
        if head == module:
            share, link = (text_of(cells[name], columns[name], locales.current(), _name) for name in ("share", "r"))
            said = text_of(cells["response"], columns["response"], locales.current(), _name)
            found[key].append((said, share, "" if cells["r"] is None or isinstance(cells["r"], Hidden) else link))
    return found


def _name(_kind: str, key: str) -> str:
    """The letter of an option, as the question beside it shows them in this order."""
    return f"{key.rpartition('/')[2]})"
