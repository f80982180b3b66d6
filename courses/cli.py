"""`horslesmurs content`: check, list and export what educators write."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from courses import catalogue
from courses.errors import CoursesError
from courses.model.content import Problem

FOLDER = Path(__file__).parents[1] / "content"


@click.group()
def content() -> None:
    """Check, list and export what educators write."""


@content.command()
@click.option("--folder", type=click.Path(path_type=Path), default=FOLDER, show_default="content", help="The content folder.")
@click.option("--json", "as_json", is_flag=True, help="One JSON list, for editors and machines.")
@click.option("--no-warnings", is_flag=True, help="Errors only.")
def check(folder: Path, as_json: bool, no_warnings: bool) -> None:
    """Say everything that is wrong, as path:line: CODE message. Exit code 1 when there is an error."""
    try:
        found = catalogue.load(folder, now=datetime.now(UTC)).problems
    except CoursesError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    shown = [problem for problem in found if not no_warnings or problem.severity == "error"]
    if as_json:
        click.echo(json.dumps([_row(problem) for problem in shown], ensure_ascii=False, indent=1))
    else:
        for problem in shown:
            click.echo(f"{_from_here(folder)}{problem}" + (" (warning)" if problem.severity == "warning" else ""))
        errors = sum(problem.severity == "error" for problem in shown)
        click.echo(f"{errors} errors, {len(shown) - errors} warnings.", err=True)
    sys.exit(1 if any(problem.severity == "error" for problem in shown) else 0)


def _row(problem: Problem) -> dict[str, object]:
    return {
        "path": problem.path,
        "line": problem.line,
        "code": problem.code,
        "severity": problem.severity,
        "message": problem.message,
    }


def _from_here(folder: Path) -> str:
    """What to put before a path so that a terminal or an editor opens it."""
    try:
        return f"{folder.resolve().relative_to(Path.cwd()).as_posix()}/"
    except ValueError:
        return f"{folder.as_posix()}/"


if __name__ == "__main__":
    content()
