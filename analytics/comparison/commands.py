"""`horslesmurs analytics compare` and `trend`: cohorts beside each other, and one cohort over time."""

from datetime import UTC, datetime, time, timedelta
from functools import partial
from pathlib import Path

import click

from analytics import cohort_list, results
from analytics.catalogue import REPORTS
from analytics.comparison import history
from analytics.comparison.beside import compare
from analytics.comparison.lines import is_comparable
from analytics.comparison.past_weeks import past_weeks
from analytics.comparison.trend import STEPS, Step, trend
from analytics.display.comparison_view import show_as
from analytics.errors import CohortUnknown
from analytics.printing import FORMS, data_folder, said_plainly, write
from analytics.shape import Result

COMPARABLE = tuple(key for key in REPORTS if is_comparable(key))
_form = click.option("--format", "form", type=click.Choice(FORMS), default="table", show_default=True)
_language = click.option("--language", type=click.Choice(["fr", "en"]), default="fr", show_default=True)
_output = click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Where to write, for --format pdf.")
_table = click.option("--table", "table_key", help="Which table, for --format csv; the first when left out.")


@click.command("compare")
@click.argument("report", type=click.Choice(COMPARABLE))
@click.option("--cohort", "cohorts", required=True, multiple=True, help="UUID of a cohort; give two or more.")
@_form
@_language
@_output
@_table
def compare_command(report: str, cohorts: tuple[str, ...], form: str, language: str, output: Path | None, table_key: str | None) -> None:
    """Print the main figures of REPORT of several cohorts side by side, as their pages show them."""
    with said_plainly():
        write(compare([_of_page(report, cohort) for cohort in cohorts]), form, language, output, table_key, partial(show_as, "compared"))


@click.command("trend")
@click.argument("report", type=click.Choice(COMPARABLE))
@click.option("--cohort", required=True, help="UUID of the cohort.")
@click.option("--by", "step", type=click.Choice(STEPS), default="week", show_default=True)
@click.option("--fill", is_flag=True, help="First count the past weeks of simulated learners, and keep them for the pages.")
@_form
@_language
@_output
@_table
def trend_command(
    report: str, cohort: str, step: Step, fill: bool, form: str, language: str, output: Path | None, table_key: str | None
) -> None:
    """Print the main figures of REPORT of one cohort over time, as its pages showed them."""
    with said_plainly():
        latest = _of_page(report, cohort)
        if fill:
            past_weeks(data_folder(), cohort, datetime.combine(history.day_of(latest) + timedelta(days=1), time(), UTC))
        weeks = history.read(data_folder() / "releases", report, cohort)
        write(trend(latest, weeks, step), form, language, output, table_key, partial(show_as, "over_time"))


def _of_page(report: str, cohort: str) -> Result:
    """What the page shows. Raises CohortUnknown before the first result."""
    result = results.read(data_folder() / "results", report, cohort)
    if result is None or cohort not in cohort_list.read(data_folder() / "lake"):
        raise CohortUnknown(cohort)
    return result
