"""`horslesmurs analytics`: bring the lake up to date, build it anew, print a report."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import make_url

from analytics import cohort_list, disclosure, engines, results
from analytics.asking import answer, published_answer
from analytics.backends.engine_choice import choice_of_environment
from analytics.catalogue import REPORTS
from analytics.comparison.commands import compare_command, trend_command
from analytics.display import narrowing
from analytics.errors import CohortUnknown
from analytics.printing import FORMS, data_folder, said_plainly, write
from analytics.question import Question
from analytics.shape import Result
from analytics.storage import feed
from analytics.storage.pseudonym import site_key


@click.group()
def analytics() -> None:
    """Feed the lake and print reports."""


analytics.add_command(compare_command)
analytics.add_command(trend_command)


@analytics.command("feed")
def feed_command() -> None:
    """Bring the statements that are new into the lake, and make damaged files of it again."""
    with said_plainly(), _store() as engine:
        feed.heal(data_folder() / "lake")
        result = feed.feed(engine, data_folder() / "lake", site_key(data_folder() / "keys"))
    click.echo(f"{result.rows} statements brought in, up to number {result.upto}")


@analytics.command("rebuild")
def rebuild_command() -> None:
    """Build the lake anew from the store, beside the one there is; the store is the truth, the lake a copy."""
    with said_plainly(), _store() as engine:
        result = feed.rebuild(engine, data_folder() / "lake", site_key(data_folder() / "keys"))
    click.echo(f"the lake was built anew: {result.rows} statements, up to number {result.upto}")


@analytics.command("cohorts")
def cohorts_command() -> None:
    """List the cohorts the worker last reported on."""
    for uuid, is_simulated in sorted(cohort_list.read(data_folder() / "lake").items()):
        click.echo(f"{uuid}  {'simulated' if is_simulated else 'real'}")


@analytics.command("report")
@click.argument("report", type=click.Choice(list(REPORTS)))
@click.option("--cohort", required=True, help="UUID of the cohort (see `analytics cohorts`).")
@click.option("--format", "form", type=click.Choice(FORMS), default="table", show_default=True)
@click.option("--language", type=click.Choice(["fr", "en"]), default="fr", show_default=True)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Where to write, for --format pdf.")
@click.option("--table", "table_key", help="Which table of the report, for --format csv; the first when left out.")
@click.option(
    "--fresh", is_flag=True, help="Count the lake again (simulated learners alone: real people's figures are released once a day)."
)
@click.option("--role", help="Only learners of this role; refused unless each role of the cohort has 50 learners.")
@click.option("--speaking", type=click.Choice(["fr", "en"]), help="Only learners who use this language; refused likewise.")
@click.option("--edition", help="Only learners of this edition: pages, window or offline; refused likewise.")
@click.option("--module", help="Only the lines of this module, by its key; headlines are about all modules and are left out.")
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
    module: str | None,
    is_export: bool,
    simulated: bool | None,
) -> None:
    """Print REPORT for one cohort: the same numbers as its page and its CSV."""
    with said_plainly():
        result = None
        filters = {"role": role, "language": speaking, "edition": edition}
        if not (fresh or any(filters.values()) or is_export or simulated is not None):
            result = results.read(data_folder() / "results", report, cohort)
        if result is None:
            result = _count(report, cohort, simulated, filters, disclosure.EXPORT if is_export else disclosure.INTERNAL)
        if module is not None:
            there = narrowing.modules(result)
            if module not in there:
                raise click.UsageError(f"no line of {report} is about the module {module}; it has: {', '.join(there) or 'none'}")
            result = narrowing.of_module(result, module)
        write(result, form, language, output, table_key)


def _count(report: str, cohort: str, simulated: bool | None, filters: dict[str, str | None], rule: disclosure.Rule) -> Result:
    """The report counted from the lake as it stands; of real people what was published.

    Raises CohortUnknown, DifferenceTooSmall, NotPublished.
    """
    folder = data_folder() / "lake"
    if simulated is None:
        cohorts = cohort_list.read(folder)
        if cohort not in cohorts:
            raise CohortUnknown(cohort)
        simulated = cohorts[cohort]
    question = Question(cohort, simulated, role=filters["role"], language=filters["language"], edition=filters["edition"])
    with closing(engines.connect(choice_of_environment())) as backend:
        if simulated:
            return answer(backend, folder, question, report, rule, datetime.now(UTC))
        return published_answer(backend, data_folder(), question, report, rule, datetime.now(UTC))


@contextmanager
def _store() -> Iterator[Engine]:
    """The store's database, for reading."""
    url = make_url(os.environ.get("HORSLESMURS_DATABASE") or f"sqlite:///{data_folder() / 'horslesmurs.sqlite'}")
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise click.UsageError(f"there is no database at {url.database}; start the site once, or set HORSLESMURS_DATA")
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    engine = create_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()
