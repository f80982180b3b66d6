"""A table as a CSV file that spreadsheets open whole: with a mark of UTF-8, the language's separator, and no cell that is a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

from lms.web.routing import locales

FORMULA = ("=", "+", "-", "@", "\t", "\r", "|")


def safe(cell: str) -> str:
    """The cell as text: an apostrophe before what a spreadsheet would reckon."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def csv_text(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Lines end with CR LF; cells are parted by the separator that the language's spreadsheets expect."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";" if locales.current() == "fr" else ",", lineterminator="\r\n")
    writer.writerow([safe(cell) for cell in heading])
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue()


def csv_file(name: str, heading: Sequence[str], rows: Iterable[Sequence[str]]) -> Response:
    """The answer that saves it. name: of the file, without its ending; nothing of a person stands in it."""
    response = Response("\ufeff" + csv_text(heading, rows), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.headers["Cache-Control"] = "no-store"
    return response
