"""`horslesmurs content`: check, list, begin, stamp and export what educators write."""

import importlib
import json
import os
import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import ClassVar, NoReturn

import click

from courses.authoring import translation_stamps
from courses.checks.codes import DATED_CODES
from courses.errors import ContentUnreadable, CoursesError
from courses.library import content_folder as libraries
from courses.library import new_files
from courses.model.content import Problem
from courses.sentences import sentence
from courses.serving import catalogue, listing
from courses.serving.catalogue import Catalogue

FOLDER = Path(__file__).parents[1] / "content"
EXPORTS = ("booklet", "gamebook", "offline", "import", "export", "review-pack", "triage-sheet")
PACKAGES = {"package": "courses.packages.cli:package", "cartridge": "courses.packages.cartridge_cli:cartridge_command"}
LANGUAGES = ("fr", "en")
WARNING = sentence(" (warning)")
folder_option = click.option(
    "--folder", type=click.Path(path_type=Path), default=FOLDER, show_default="content", help="The content folder."
)


class LateExports(click.Group):
    """The exports load PDF writers; `content check` must start without them.

    elsewhere: name of a command -> `module:command` of another package, put there by horslesmurs.py.
    """

    elsewhere: ClassVar[dict[str, str]] = {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*super().list_commands(ctx), *EXPORTS, *PACKAGES, *self.elsewhere]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        place = PACKAGES.get(cmd_name) or self.elsewhere.get(cmd_name)
        if place is not None:
            module, _, attribute = place.partition(":")
            command: click.Command = getattr(importlib.import_module(module), attribute)
            return command
        if cmd_name in EXPORTS:
            commands = importlib.import_module("courses.export.cli").COMMANDS
            return next((command for command in commands if command.name == cmd_name), None)
        return super().get_command(ctx, cmd_name)


@click.group(cls=LateExports)
def content() -> None:
    """Check, list and export what educators write."""


json_option = click.option("--json", "as_json", is_flag=True, help="One JSON list, for editors and machines.")
errors_option = click.option("--no-warnings", is_flag=True, help="Errors only.")
language_option = click.option(
    "--language", type=click.Choice(LANGUAGES), help="In which language; French where LANG says French, else English."
)


@content.command()
@folder_option
@json_option
@errors_option
@language_option
def check(folder: Path, as_json: bool, no_warnings: bool, language: str | None) -> None:
    """Say what is wrong in the files, as path:line: CODE message. Exit code 1 when there is an error.

    What is past its day is said by `content freshness`: a folder that passes today passes on every later day.
    """
    catalogue = _catalogue(folder, _today(), language)
    problems = [problem for problem in catalogue.problems if problem.code not in DATED_CODES]
    _report(problems, folder, as_json=as_json, no_warnings=no_warnings, language=_language(language))


@content.command("freshness")
@folder_option
@json_option
@errors_option
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day to look from, to see what comes; today when left out.")
@language_option
def freshness_(folder: Path, as_json: bool, no_warnings: bool, on: datetime | None, language: str | None) -> None:
    """Say which texts and sources are past their day, as path:line: CODE message. Exit code 1 when there is an error."""
    overdue = _catalogue(folder, on.date() if on else _today(), language).overdue
    _report(overdue, folder, as_json=as_json, no_warnings=no_warnings, language=_language(language))


def _language(language_option_value: str | None) -> str:
    """What was asked for, else the machine's own language when it is French: the order of POSIX, the first that is set."""
    machine = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return language_option_value or ("fr" if machine.lower().startswith("fr") else "en")


def _catalogue(folder: Path, day: date, language: str | None = None) -> Catalogue:
    try:
        return catalogue.load(folder, now=datetime.combine(day, time(), UTC))
    except ContentUnreadable as error:
        _stop(error.line_in(_language(language)))
    except CoursesError as error:
        _stop(error)


def _report(problems: Iterable[Problem], folder: Path, *, as_json: bool, no_warnings: bool, language: str) -> NoReturn:
    """Print the problems and leave with 1 when one is an error, 0 otherwise."""
    listed_problems = [problem for problem in problems if not no_warnings or problem.severity == "error"]
    errors = sum(problem.severity == "error" for problem in listed_problems)
    warnings = len(listed_problems) - errors
    if as_json:
        click.echo(json.dumps([_row(problem, language) for problem in listed_problems], ensure_ascii=False, indent=1))
    else:
        for problem in listed_problems:
            warning = "" if problem.severity == "error" else WARNING.in_language(language)
            click.echo(f"{_from_here(folder)}{problem.line_in(language)}{warning}")
        said = sentence("{errors} {errors:error|errors}, {warnings} {warnings:warning|warnings}.", errors=errors, warnings=warnings)
        click.echo(said.in_language(language), err=True)
    sys.exit(1 if errors else 0)


@content.command("list")
@folder_option
@click.option("--json", "as_json", is_flag=True, help="One JSON list.")
def list_(folder: Path, as_json: bool) -> None:
    """Every module in each language: state, expiry, freshness, screens, words, items, problems."""
    try:
        rows = listing.rows(folder, today=_today())
    except CoursesError as error:
        _stop(error)
    if as_json:
        click.echo(json.dumps([row.as_dict() for row in rows], ensure_ascii=False, indent=1))
        return
    widths = [max(len(str(cell)) for cell in column) for column in zip(listing.HEAD, *(row.cells() for row in rows), strict=True)]
    for cells in (listing.HEAD, *(row.cells() for row in rows)):
        click.echo("  ".join(str(cell).ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip())


@content.command()
@folder_option
@click.argument("key")
@click.option("--course", help="The course a module joins.")
@click.option("--situation", "is_situation", is_flag=True, help="A situation of the game instead of a module.")
def new(folder: Path, key: str, course: str | None, is_situation: bool) -> None:
    """Begin a module (its text and items in each language, its line in course.yml), or a situation of the game."""
    if is_situation == bool(course):
        raise click.UsageError("Say either --course, for a module, or --situation.")
    try:
        files = new_files.module(folder, course, key, today=_today()) if course else new_files.situation(folder, key, today=_today())
    except CoursesError as error:
        _stop(error)
    for file in files:
        (folder / file.path).parent.mkdir(parents=True, exist_ok=True)
        translation_stamps.write(folder, file.path, file.text)
        click.echo(f"{_from_here(folder)}{file.path}")


@content.command()
@folder_option
@click.argument("paths", nargs=-1, required=True)
@click.option("--by", required=True, help="Who read the translation against its source.")
def sync(folder: Path, paths: tuple[str, ...], by: str) -> None:
    """Stamp translations after a person has read them against their source."""
    try:
        library = libraries.load(folder, today=_today())
        for path in paths:
            files = _files_of(library, path)
            before = translation_stamps.change(files, library)
            translation_stamps.write(folder, files.path, translation_stamps.stamp(files, library, by=by, on=_today()))
            safety = f" (safety blocks: {', '.join(before.safety)})" if before.safety else ""
            click.echo(f"{files.path}: {before.freshness}{safety} -> stamped {library.today} by {by}")
    except CoursesError as error:
        _stop(error)


def _files_of(library: libraries.Library, path: str) -> libraries.Files:
    """The module meant by `en/course/module.md`, with or without the folder before it."""
    for files in library:
        if path.replace("\\", "/").endswith(files.path):
            return files
    raise translation_stamps.CannotStamp(f"{path} is no module of a course; name it like en/patient-essentials/fever.md.")


def _today() -> date:
    return datetime.now(UTC).date()


def _stop(error: Exception | str) -> NoReturn:
    click.echo(str(error), err=True)
    sys.exit(2)


def _row(problem: Problem, language: str) -> dict[str, object]:
    return {
        "path": problem.path,
        "line": problem.line,
        "code": problem.code,
        "severity": problem.severity,
        "message": problem.sentence.in_language(language),
        "values": {name: str(value) for name, value in problem.sentence.values},
    }


def _from_here(folder: Path) -> str:
    """What to put before a path so that a terminal or an editor opens it."""
    try:
        return f"{folder.resolve().relative_to(Path.cwd()).as_posix()}/"
    except ValueError:
        return f"{folder.as_posix()}/"


if __name__ == "__main__":
    content()
