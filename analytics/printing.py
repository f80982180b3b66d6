"""How a command prints a report, finds the site's data, and says what went wrong."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table as RichTable
from sqlalchemy.exc import DBAPIError

from analytics import results
from analytics.display import report_pdf
from analytics.display.report_view import ReportView
from analytics.errors import AnalyticsError
from analytics.shape import Result

TERMINAL_WIDTH = 160
FORMS = ("table", "csv", "json", "pdf")
ViewOf = Callable[[Result, str], ReportView]
"""(result, language) -> in words."""


def write(result: Result, form: str, language: str, output: Path | None, table_key: str | None, view_of: ViewOf = results.show) -> None:
    """The result to the terminal as a table, CSV or JSON, or as a PDF to a file."""
    if form == "pdf":
        if output is None:
            raise click.UsageError("a PDF is a file: say where with --output")
        output.write_bytes(report_pdf.pdf(view_of(result, language), language, result.cohort, datetime.now(UTC)))
    elif form == "csv":
        click.echo(results.csv_text(result, language, table_key), nl=False)
    elif form == "json":
        click.echo(results.to_json(result), nl=False)
    else:
        _print(view_of(result, language))


def _print(page: ReportView) -> None:
    console = Console(width=None if os.isatty(1) else TERMINAL_WIDTH, highlight=False)
    console.print(page.title, style="bold")
    for line in (page.note, f"{page.n} · {page.dated} · {page.definition}", page.threshold):
        if line:
            console.print(line)
    for stat in page.stats:
        console.print(f"{stat.label}{page.colon}{stat.value} {stat.small}".rstrip())
    for part in page.tables:
        table = RichTable(title=part.caption, title_justify="left")
        for heading, is_number in part.columns:
            table.add_column(heading, justify="right" if is_number else "left", overflow="fold")
        for row in part.rows:
            table.add_row(*(cell.text for cell in row))
        console.print(table)
        for figure in part.figures:
            console.print(figure.titled)


def data_folder() -> Path:
    """The site's data folder. Raises click.UsageError when none is set."""
    data = os.environ.get("HORSLESMURS_DATA")
    if not data:
        raise click.UsageError("HORSLESMURS_DATA is not set; give the site's data folder (with `make run` it is var/)")
    return Path(data)


@contextmanager
def said_plainly() -> Iterator[Any]:
    """Known errors as one line and exit code 2; those that pass by themselves say so with 75 (try again)."""
    try:
        yield
    except AnalyticsError as error:
        click.echo(str(error), err=True)
        raise SystemExit(2 if error.permanent else 75) from error
    except (DBAPIError, OSError) as error:
        words = str(getattr(error, "orig", None) or error).splitlines()[0]
        click.echo(f"{words}; check HORSLESMURS_DATA and HORSLESMURS_DATABASE", err=True)
        raise SystemExit(2) from error
