"""A result in the words, numbers and pictures of one language, ready for a page or a terminal to lay out."""

import string
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, get_args

from analytics.display import charts
from analytics.display.dates import date_line, day_words
from analytics.display.early_findings import SAY_NOTHING
from analytics.display.guides import NEXT_STEPS, READING, TITLES
from analytics.display.shown_parts import NOTHING, ShownCell, ShownFigure, ShownStat, ShownTable, is_all_hidden
from analytics.display.words import CLOSED_LISTS, COLUMNS, FINDINGS, PHRASES, STATS, TABLES, say
from analytics.shape import DIGITS, POOL_KEY, Cell, Column, Figure, Hidden, Kind, Result, Stat, Table

LARGEST_PARTS, LARGEST_LINES = 4, 30
"""Charts with tables, and lines, of a page without an index."""

NamesOf = Callable[[str, str], str]
"""(what, key) -> title: what is module, item, situation, option, sign or objective."""


@dataclass(frozen=True)
class ReportView:
    """A whole report. note: the simulated learners' line or empty; reading: how to read it; next_step: what to do with it;
    threshold: what is not shown; colon: as the language writes it; is_nobody: no learner has done what it counts."""

    report: str
    title: str
    note: str
    dated: str
    definition: str
    n: str
    reading: str
    next_step: str
    threshold: str
    stats: tuple[ShownStat, ...]
    tables: tuple[ShownTable, ...]
    colon: str
    is_nobody: bool

    @property
    def lead(self) -> str:
        """What the report says first, in one sentence: its first finding that tells something, else its first headline, else what is too
        early to tell; empty when no figure is shown."""
        if self._telling is not None:
            return self._telling.titled if len(self._open_figures) > 1 else self._telling.finding
        if self._headline is not None:
            return f"{self._headline.label}{self.colon}{self._headline.value}."
        return self._open_figures[0].finding if self._open_figures else ""

    @property
    def advice(self) -> str:
        """What to do with it; empty as long as nothing is told that one could act on."""
        return self.next_step if self._telling is not None or self._headline is not None else ""

    @property
    def _open_figures(self) -> list[ShownFigure]:
        return [figure for table in self.tables for figure in table.figures if figure.table.open_rows]

    @property
    def _telling(self) -> ShownFigure | None:
        return next((figure for figure in self._open_figures if figure.is_telling), None)

    @property
    def _headline(self) -> ShownStat | None:
        return next((stat for stat in self.stats if not stat.is_few and stat.value != NOTHING), None)

    @property
    def is_long(self) -> bool:
        """Whether a page of it needs an index: over three charts or tables, or more lines than fit four screens of a phone."""
        figures = sum(len([figure for figure in table.figures if figure.table.open_rows]) for table in self.tables)
        lines = sum(len(table.rows) for table in self.tables)
        return figures + len(self.tables) > LARGEST_PARTS or lines > LARGEST_LINES

    @property
    def is_all_hidden(self) -> bool:
        """Whether too few learners are behind every figure of it."""
        return all(stat.is_few for stat in self.stats) and not self.has_lines

    @property
    def has_lines(self) -> bool:
        """Whether any line of it shows a figure."""
        return any(table.open_rows for table in self.tables)


def keys_as_names(what: str, key: str) -> str:
    """For who has no content at hand: the key itself."""
    return key


def show(result: Result, language: str, names: NamesOf) -> ReportView:
    """See `results.show`."""
    tables = tuple(_table(table, language, names) for table in result.tables)
    return ReportView(
        report=result.report,
        title=say(TITLES, result.report, language),
        note=say(PHRASES, "simulated", language) if result.simulated else "",
        dated=date_line(result.watermark, language),
        definition=say(PHRASES, "definition", language).format(code=result.code, version=result.version),
        n=say(PHRASES, "n", language).format(n=text_of(result.n, Column("n", "count"), language, names)),
        reading=say(READING, result.report, language),
        next_step=say(NEXT_STEPS, result.report, language),
        threshold=say(PHRASES, "threshold", language).format(below=result.below),
        stats=tuple(_stat(stat, language, names) for stat in result.stats),
        tables=tables,
        colon=say(PHRASES, "colon", language),
        is_nobody=result.n == 0,
    )


def label(column: Column, language: str) -> str:
    """The heading of a column."""
    return say(COLUMNS, column.key, language)


def number(value: float, kind: Kind, language: str) -> str:
    """A number as its language writes it: decimal comma and spaces in French; percent with its sign."""
    text = f"{value:,.{DIGITS[kind]}f}"
    if language == "fr":
        text = text.translate(str.maketrans(",.", "\u202f,"))
    text = text.replace("-", "\u2212")
    return text + ("\u00a0%" if language == "fr" else "%") if kind == "percent" else text


def text_of(cell: Cell, column: Column, language: str, names: NamesOf) -> str:
    """A cell as it is printed."""
    if cell is None:
        return NOTHING
    if isinstance(cell, Hidden):
        return say(PHRASES, cell.reason, language).format(below=cell.below)
    if isinstance(cell, str):
        if column.kind == "name":
            if cell.rpartition("/")[2] == POOL_KEY:
                return say(PHRASES, "pooled", language)
            if column.names == "stat":
                return say(STATS, cell, language)
            return names(column.names, cell)
        if column.kind in ("word", "words"):
            return ", ".join(say(CLOSED_LISTS, key, language) for key in cell.split()) if cell else ""
        return day_words(date.fromisoformat(cell), language) if column.kind == "date" else cell
    return number(cell, column.kind, language)


class _Sentence(string.Formatter):
    """Fills `{value:kind}` with the value as printed; a kind that is no number or word names a thing of content."""

    def __init__(self, language: str, names: NamesOf) -> None:
        self.language, self.names = language, names

    def format_field(self, value: Any, format_spec: str) -> str:
        kind = format_spec if format_spec in get_args(Kind) else "name"
        return text_of(value, Column("", kind, format_spec), self.language, self.names)  # type: ignore[arg-type]  # kind is one of Kind: asked above


def finding_text(figure: Figure, language: str, names: NamesOf) -> str:
    """The finding in one sentence."""
    return _Sentence(language, names).vformat(say(FINDINGS, figure.finding.key, language), (), figure.finding.values)


def _table(table: Table, language: str, names: NamesOf) -> ShownTable:
    figures = tuple(_figure(table, figure, language, names) for figure in table.figures)
    return _rows(table, table.rows, language, names, figures)


def _rows(
    table: Table, rows: tuple[tuple[Cell, ...], ...], language: str, names: NamesOf, figures: tuple[ShownFigure, ...] = ()
) -> ShownTable:
    text_rows = tuple(
        tuple(
            ShownCell(
                text_of(cell, column, language, names), column.is_number, isinstance(cell, Hidden), column.key == "n", _about(cell, column)
            )
            for cell, column in zip(row, table.columns, strict=True)
        )
        for row in rows
    )
    headings = tuple((label(column, language), column.is_number) for column in table.columns)
    return ShownTable(table.key, say(TABLES, table.key, language), headings, text_rows, figures)


def _about(cell: Cell, column: Column) -> tuple[str, str] | None:
    is_thing = column.kind == "name" and isinstance(cell, str) and cell.rpartition("/")[2] != POOL_KEY
    return (column.names, str(cell)) if is_thing else None


def _figure(table: Table, figure: Figure, language: str, names: NamesOf) -> ShownFigure:
    rows = table.rows_of(figure.subject)
    finding = finding_text(figure, language, names)
    words = f"{finding} {say(PHRASES, 'same_in_table', language)}"

    def cell_text(key: str, cell: Cell) -> str:
        return text_of(cell, table.columns[table.place(key)], language, names)

    shown = _rows(table, rows, language, names)
    drawn = tuple(row for row, cells in zip(rows, shown.rows, strict=True) if not is_all_hidden(cells)) or rows
    picture = charts.draw(figure.chart, table, drawn, language, cell_text, words)
    title = "" if figure.subject is None else text_of(figure.subject, table.columns[0], language, names)
    numbered = _numbered(shown, table) if figure.chart == "scatter" else shown
    return ShownFigure(figure.subject, title, finding, picture, numbered, figure.finding.key not in SAY_NOTHING, shown.rows)


def _numbered(shown: ShownTable, table: Table) -> ShownTable:
    """The lines with the numbers their points bear in the chart; a line without a point has none."""
    item, x, y = table.place("item"), table.place("facility"), table.place("r")
    drawn = [row for row in shown.rows if not is_all_hidden(row)] or list(shown.rows)
    rows = []
    for row in shown.rows:
        is_drawn = row in drawn and not (row[x].is_few or row[y].is_few or NOTHING in (row[x].text, row[y].text))
        cell = replace(row[item], text=f"{drawn.index(row) + 1}. {row[item].text}") if is_drawn else row[item]
        rows.append((*row[:item], cell, *row[item + 1 :]))
    return replace(shown, rows=tuple(rows))


def _stat(stat: Stat, language: str, names: NamesOf) -> ShownStat:
    def cell_text(cell: Cell, kind: Kind) -> str:
        return text_of(cell, Column("", kind), language, names)

    small = ""
    if stat.of is not None and not isinstance(stat.value, Hidden):
        small = say(PHRASES, "of", language).format(part=cell_text(stat.of[0], "count"), whole=cell_text(stat.of[1], "count"))
    if stat.interval is not None and not isinstance(stat.value, Hidden):
        low, high = (cell_text(limit, stat.kind) for limit in stat.interval)
        small += f" (95\u00a0%{say(PHRASES, 'colon', 'fr')}" if language == "fr" else " (95%: "
        small += say(PHRASES, "interval", language).format(low=low, high=high) + ")"
    if small:
        small += ", " + say(PHRASES, "n", language).format(n=cell_text(stat.n, "count"))
    return ShownStat(say(STATS, stat.key, language), cell_text(stat.value, stat.kind), small, isinstance(stat.value, Hidden))
