"""A result in the words, numbers and pictures of one language, ready for a page or a terminal to lay out."""

import string
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from analytics.display import charts
from analytics.display.guides import NEXT_STEPS, READING, TITLES
from analytics.display.words import CLOSED_LISTS, COLUMNS, FINDINGS, MONTHS, PHRASES, STATS, TABLES, say
from analytics.shape import DIGITS, POOL_KEY, Cell, Column, Figure, Hidden, Kind, Result, Stat, Table
from xapi.formats import moment

NOTHING = "\u2013"
"""What is printed for a figure that does not exist."""
NamesOf = Callable[[str, str], str]
"""(what, key) -> title: what is module, item, situation, option, sign or objective."""


@dataclass(frozen=True)
class ShownCell:
    """text: as printed; is_few: nothing is shown here, text says why."""

    text: str
    is_number: bool
    is_few: bool


@dataclass(frozen=True)
class ShownFigure:
    """One chart with its finding; svg is safe markup; table holds the same numbers."""

    subject: str | None
    title: str
    finding: str
    svg: str
    table: "ShownTable"


@dataclass(frozen=True)
class ShownTable:
    """key: what the CSV link asks for; columns: (label, is a number)."""

    key: str
    caption: str
    columns: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[ShownCell, ...], ...]
    figures: tuple[ShownFigure, ...] = ()

    @property
    def open_rows(self) -> tuple[tuple[ShownCell, ...], ...]:
        """Rows that show a figure."""
        return tuple(row for row in self.rows if not is_all_hidden(row))

    @property
    def hidden_rows(self) -> tuple[tuple[ShownCell, ...], ...]:
        """Rows whose every figure is hidden, for a page to name in one line."""
        return tuple(row for row in self.rows if is_all_hidden(row))


def is_all_hidden(row: tuple[ShownCell, ...]) -> bool:
    """Whether nothing of a row is shown but what it is about; a figure that does not exist, or is nought, shows nothing."""
    figures = [cell for cell in row[1:] if (cell.is_number and cell.text not in (NOTHING, "0")) or cell.is_few]
    return bool(figures) and all(cell.is_few for cell in figures)


@dataclass(frozen=True)
class ShownStat:
    label: str
    value: str
    small: str
    is_few: bool


@dataclass(frozen=True)
class ReportView:
    """A whole report. note: the simulated learners' line or empty; reading: how to read it; next_step: what to do with it;
    threshold: what is not shown."""

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

    @property
    def lead(self) -> str:
        """What the report says first, in one sentence: its first finding that rests on a figure shown; empty when there is none."""
        figures = (figure for table in self.tables for figure in table.figures)
        return next((figure.finding for figure in figures if figure.table.open_rows), "")

    @property
    def is_all_hidden(self) -> bool:
        """Whether too few learners are behind every figure of it."""
        return all(stat.is_few for stat in self.stats) and not any(table.open_rows for table in self.tables)


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
    )


def label(column: Column, language: str) -> str:
    """The heading of a column."""
    return say(COLUMNS, column.key, language)


def date_line(watermark: str | None, language: str) -> str:
    """The date of the data in words; the month is written out, the time is universal."""
    if watermark is None:
        return say(PHRASES, "no_data", language)
    if len(watermark) == len("2026-11-23"):
        return say(PHRASES, "dated_day", language).format(date=_day(date.fromisoformat(watermark), language))
    at = moment(watermark)
    time = f"{at:%H}\u00a0h\u00a0{at:%M}" if language == "fr" else f"{at:%H:%M}"
    return say(PHRASES, "dated", language).format(date=_day(at.date(), language), time=time)


def _day(day: date, language: str) -> str:
    french = language == "fr"
    first = "1er" if french and day.day == 1 else str(day.day)
    return f"{first} {MONTHS[0 if french else 1][day.month - 1]} {day.year}"


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
            return names(column.names, cell)
        if column.kind in ("word", "words"):
            return ", ".join(say(CLOSED_LISTS, key, language) for key in cell.split()) if cell else ""
        return _day(date.fromisoformat(cell), language) if column.kind == "date" else cell
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
            ShownCell(text_of(cell, column, language, names), column.is_number, isinstance(cell, Hidden))
            for cell, column in zip(row, table.columns, strict=True)
        )
        for row in rows
    )
    headings = tuple((label(column, language), column.is_number) for column in table.columns)
    return ShownTable(table.key, say(TABLES, table.key, language), headings, text_rows, figures)


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
    return ShownFigure(figure.subject, title, finding, picture, shown)


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
