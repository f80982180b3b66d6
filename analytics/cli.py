"""`horslesmurs analytics`: bring the lake up to date, build it anew, print a report."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table as RichTable
from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from analytics import cohort_list, disclosure, engines, results
from analytics.asking import answer, published_answer
from analytics.catalogue import REPORTS
from analytics.display import report_pdf
from analytics.display.report_view import ReportView
from analytics.errors import AnalyticsError, CohortUnknown
from analytics.question import Question
from analytics.shape import Result
from analytics.storage import feed
from analytics.storage.pseudonym import site_key

TERMINAL_WIDTH = 160


@click.group()
def analytics() -> None:
    """Feed the lake and print reports."""


@analytics.command("feed")
def feed_command() -> None:
    """Bring the statements that are new into the lake, and make damaged files of it again."""
    with _said_plainly(), _store() as engine:
        feed.heal(_data() / "lake")
        result = feed.feed(engine, _data() / "lake", site_key(_data() / "keys"))
    click.echo(f"{result.rows} statements brought in, up to number {result.upto}")


@analytics.command("rebuild")
def rebuild_command() -> None:
    """Build the lake anew from the store, beside the one there is; the store is the truth, the lake a copy."""
    with _said_plainly(), _store() as engine:
        result = feed.rebuild(engine, _data() / "lake", site_key(_data() / "keys"))
    click.echo(f"the lake was built anew: {result.rows} statements, up to number {result.upto}")


@analytics.command("cohorts")
def cohorts_command() -> None:
    """List the cohorts the worker last reported on."""
    for uuid, is_simulated in sorted(cohort_list.read(_data() / "lake").items()):
        click.echo(f"{uuid}  {'simulated' if is_simulated else 'real'}")


@analytics.command("report")
@click.argument("report", type=click.Choice(list(REPORTS)))
@click.option("--cohort", required=True, help="UUID of the cohort (see `analytics cohorts`).")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json", "pdf"]), default="table", show_default=True)
@click.option("--language", type=click.Choice(["fr", "en"]), default="fr", show_default=True)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Where to write, for --format pdf.")
@click.option("--table", "table_key", help="Which table of the report, for --format csv; the first when left out.")
@click.option(
    "--fresh", is_flag=True, help="Count the lake again (simulated learners alone: real people's figures are released once a day)."
)
@click.option("--role", help="Only learners of this role; refused unless each role of the cohort has 50 learners.")
@click.option("--speaking", type=click.Choice(["fr", "en"]), help="Only learners who use this language; refused likewise.")
@click.option("--edition", help="Only learners of this edition: pages, window or offline; refused likewise.")
@click.option("--export", "is_export", is_flag=True, help="For use outside the site: nothing under 11 learners.")
@click.option("--simulated/--real", "simulated", default=None, help="Whose statements count; the worker's list says when left out.")
def report_command(
    report: str,
    cohort: str,
    form: str,
    language: str,
    output: Path | None,
    table_key: str | None,
    fresh: bool,
    role: str | None,
    speaking: str | None,
    edition: str | None,
    is_export: bool,
    simulated: bool | None,
) -> None:
    """Print REPORT for one cohort: the same numbers as its page and its CSV."""
    with _said_plainly():
        result = None
        filters = {"role": role, "language": speaking, "edition": edition}
        if not (fresh or any(filters.values()) or is_export or simulated is not None):
            result = results.read(_data() / "results", report, cohort)
        if result is None:
            result = _count(report, cohort, simulated, filters, disclosure.EXPORT if is_export else disclosure.INTERNAL)
        if form == "pdf":
            _write_pdf(result, language, output)
        else:
            _printers(language, table_key)[form](result)


def _count(report: str, cohort: str, simulated: bool | None, filters: dict[str, str | None], rule: disclosure.Rule) -> Result:
    """The report counted from the lake as it stands; of real people what was published.

    Raises CohortUnknown, DifferenceTooSmall, NotPublished.
    """
    folder = _data() / "lake"
    if simulated is None:
        cohorts = cohort_list.read(folder)
        if cohort not in cohorts:
            raise CohortUnknown(cohort)
        simulated = cohorts[cohort]
    question = Question(cohort, simulated, role=filters["role"], language=filters["language"], edition=filters["edition"])
    if simulated:
        return answer(engines.connect(), folder, question, report, rule, datetime.now(UTC))
    return published_answer(engines.connect(), _data(), question, report, rule, datetime.now(UTC))


def _write_pdf(result: Result, language: str, output: Path | None) -> None:
    if output is None:
        raise click.UsageError("a PDF is a file: say where with --output")
    view = results.show(result, language)
    output.write_bytes(report_pdf.pdf(view, language, result.cohort, datetime.now(UTC)))


def _printers(language: str, table_key: str | None) -> dict[str, Callable[[Result], None]]:
    return {
        "table": lambda result: _print(results.show(result, language)),
        "csv": lambda result: click.echo(results.csv_text(result, language, table_key), nl=False),
        "json": lambda result: click.echo(results.to_json(result), nl=False),
    }


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


def _data() -> Path:
    data = os.environ.get("HORSLESMURS_DATA")
    if not data:
        raise click.UsageError("HORSLESMURS_DATA is not set; give the site's data folder (with `make run` it is var/)")
    return Path(data)


@contextmanager
def _store() -> Iterator[Engine]:
    """The store's database, for reading."""
    url = make_url(os.environ.get("HORSLESMURS_DATABASE") or f"sqlite:///{_data() / 'horslesmurs.sqlite'}")
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise click.UsageError(f"there is no database at {url.database}; start the site once, or set HORSLESMURS_DATA")
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    engine = create_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def _said_plainly() -> Iterator[Any]:
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
