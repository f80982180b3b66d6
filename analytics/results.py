"""Result files: written whole or not at all by the worker, read and shown by the pages without any engine."""

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from analytics.catalogue import REPORTS
from analytics.display import report_view
from analytics.display.report_view import NamesOf, ReportView, keys_as_names
from analytics.errors import ReportUnknown, ResultUnreadable, TableUnknown
from analytics.shape import Cell, Column, Figure, Finding, Hidden, Result, Stat, Table
from infrastructure.file_writing import write_whole

FORMAT = 2
_SAFE = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$")


def path_of(folder: Path, report: str, cohort: str) -> Path:
    """`<folder>/<report>/<cohort>.json`. Raises ReportUnknown; a cohort that is no plain key is an unreadable path."""
    if report not in REPORTS:
        raise ReportUnknown(report, tuple(REPORTS))
    path = folder / report / f"{cohort}.json"
    if not _SAFE.match(cohort):
        raise ResultUnreadable(path, "a cohort is named by its UUID")
    return path


def write(folder: Path, result: Result) -> Path:
    """Keeps the result for the pages; a reader never sees half a file."""
    path = path_of(folder, result.report, result.cohort)
    write_text(path, to_json(result))
    return path


def write_text(path: Path, text: str) -> None:
    """Whole or not at all. Raises OSError."""
    write_whole(path, text.encode())


def read(folder: Path, report: str, cohort: str) -> Result | None:
    """The last result, or None before the first. Raises ReportUnknown, ResultUnreadable."""
    path = path_of(folder, report, cohort)
    try:
        return from_json(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise ResultUnreadable(path, f"{type(error).__name__}: {error}") from error


def is_like(path: Path, result: Result) -> bool:
    """Whether a result file shows the same figures, of whatever date."""
    try:
        before = from_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return replace(before, computed="", watermark="", seq=0) == replace(result, computed="", watermark="", seq=0)


def show(result: Result, language: str, names: NamesOf = keys_as_names) -> ReportView:
    """The result in words and pictures of one language. names(kind, key) gives the title of a thing of content."""
    return report_view.show(result, language, names)


def csv_text(result: Result, language: str, table_key: str | None = None, names: NamesOf = keys_as_names) -> str:
    """One table as CSV with the very cells of the page, numbers with a point; the first table when no key is given.

    A text that a spreadsheet would run as a formula is led by an apostrophe. Raises TableUnknown.
    """
    keys = tuple(table.key for table in result.tables)
    table = result.table(table_key or (keys[0] if keys else ""))
    if table is None:
        raise TableUnknown(result.report, str(table_key), keys)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([report_view.label(column, language) for column in table.columns])
    for row in table.rows:
        writer.writerow([_csv_cell(cell, column, language, names) for cell, column in zip(row, table.columns, strict=True)])
    return out.getvalue()


def _csv_cell(cell: Cell, column: Column, language: str, names: NamesOf) -> str:
    if cell is None:
        return ""
    if isinstance(cell, (int, float)) and column.is_number:
        return str(cell)
    return spreadsheet_text(report_view.text_of(cell, column, language, names))


def spreadsheet_text(text: str) -> str:
    """A cell that no spreadsheet runs as a formula: one that begins like one is led by an apostrophe."""
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def to_json(result: Result) -> str:
    """The file's text; hidden cells are {"hidden": reason, "below": threshold}."""
    body = {"format": FORMAT} | _plain(result)
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


def _plain(thing: Any) -> Any:
    if isinstance(thing, Hidden):
        return {"hidden": thing.reason, "below": thing.below}
    if isinstance(thing, (list, tuple)):
        return [_plain(part) for part in thing]
    if isinstance(thing, dict):
        return {key: _plain(value) for key, value in thing.items()}
    if hasattr(thing, "__dataclass_fields__"):
        return {key: _plain(getattr(thing, key)) for key in thing.__dataclass_fields__}
    return thing


def from_json(text: str) -> Result:
    """The result back from its file's text. Raises ValueError, KeyError or TypeError when it is not one."""
    body = json.loads(text)
    if body.pop("format") != FORMAT:
        raise ValueError("written by another version")
    body["n"] = _cell(body["n"])
    body["tables"] = tuple(_table(table) for table in body["tables"])
    body["stats"] = tuple(_stat(stat) for stat in body["stats"])
    return Result(**body)


def _table(body: dict[str, Any]) -> Table:
    columns = tuple(Column(**column) for column in body["columns"])
    figures = tuple(Figure(figure["subject"], figure["chart"], _finding(figure["finding"])) for figure in body["figures"])
    return Table(body["key"], columns, tuple(tuple(_cell(cell) for cell in row) for row in body["rows"]), figures)


def _stat(body: dict[str, Any]) -> Stat:
    value, n = _cell(body["value"]), _cell(body["n"])
    return Stat(body["key"], body["kind"], n, value, _pair(body["of"]), _pair(body["interval"]))


def _finding(body: dict[str, Any]) -> Finding:
    return Finding(body["key"], {key: _cell(value) for key, value in body["values"].items()})


def _pair(pair: list[Any] | None) -> tuple[Cell, Cell] | None:
    return None if pair is None else (_cell(pair[0]), _cell(pair[1]))


def _cell(cell: Any) -> Cell:
    if isinstance(cell, dict):
        return Hidden(cell["hidden"], cell["below"])
    if cell is None or isinstance(cell, (str, int, float)):
        return cell
    raise TypeError(f"{cell!r} is no cell")
