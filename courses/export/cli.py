"""The commands of `content` that write files: booklet, offline, gamebook, review-pack, triage-sheet; questions in and out beside them."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from courses.errors import CoursesError, UnknownContent
from courses.export import booklet, gamebook, offline, question_commands, review_game, review_pack, triage_table
from courses.export.command_files import FOLDER, load, write
from courses.library import content_folder
from courses.text.source_texts import Texts
from courses.triage import register

Command = TypeVar("Command", bound=Callable[..., Any])


def options(command: Command) -> Command:
    """--folder, --language, --to: the same for every export."""
    click.option("--to", type=click.Path(path_type=Path), required=True, help="The file to write.")(command)
    click.option("--language", type=click.Choice(["fr", "en"]), default="fr", show_default=True)(command)
    click.option("--folder", type=click.Path(path_type=Path), default=FOLDER, show_default="content")(command)
    return command


@click.command("booklet")
@options
@click.argument("key")
@click.option("--site", default="https://hors-les-murs.example", show_default=True, help="Where the pages stand, for the QR code.")
@click.option("--large", is_flag=True, help="Large print (18 points).")
@click.option("--simple", is_flag=True, help="The simple version where there is one.")
@click.option("--fonts", type=click.Path(path_type=Path, exists=True), multiple=True, help="A folder of fonts.")
def booklet_(folder: Path, language: str, to: Path, key: str, site: str, large: bool, simple: bool, fonts: tuple[Path, ...]) -> None:
    """A module or a course as a tagged PDF."""
    paper = booklet.Print(
        address=f"{site.rstrip('/')}/{language}/module/{{key}}",
        media=folder / "media",
        on=datetime.now(UTC).date(),
        size="large" if large else "a4",
        simple=simple,
        fonts=fonts,
    )
    try:
        catalogue = load(folder)
        is_course = key in catalogue.courses
        raw = (booklet.course_pdf if is_course else booklet.module_pdf)(catalogue, key, language, paper)
    except CoursesError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    write(to, raw)


@click.command("offline")
@click.option("--to", type=click.Path(path_type=Path), required=True, help="The zip to write.")
@click.option("--folder", type=click.Path(path_type=Path), default=FOLDER, show_default="content")
@click.argument("extras", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
def offline_(folder: Path, to: Path, extras: tuple[Path, ...]) -> None:
    """Every module as plain pages in a zip for a USB stick; EXTRAS are files to put beside them."""
    try:
        more = {path.name: path.read_bytes() for path in extras}
        raw = offline.pack(load(folder), offline.Pack(folder / "media", datetime.now(UTC).date(), more))
    except CoursesError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    write(to, raw)


@click.command("gamebook")
@options
@click.argument("campaign")
@click.option("--large", is_flag=True, help="Large print (18 points).")
@click.option("--fonts", type=click.Path(path_type=Path, exists=True), multiple=True, help="A folder of fonts.")
def gamebook_(folder: Path, language: str, to: Path, campaign: str, large: bool, fonts: tuple[Path, ...]) -> None:
    """The situations of a campaign as a paper book with numbered paragraphs."""
    try:
        catalogue = load(folder)
        if catalogue.game is None:
            raise UnknownContent("campaign", campaign)
        size: booklet.Size = "large" if large else "a4"
        today = datetime.now(UTC).date()
        raw = gamebook.pdf(catalogue.game, catalogue.references, campaign, language, on=today, size=size, fonts=fonts)
    except CoursesError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    write(to, raw)


@click.command("review-pack")
@click.argument("modules", nargs=-1)
@click.option("--to", type=click.Path(path_type=Path), required=True, help="The PDF to write.")
@click.option("--rule", help="The site rule whose values are set in; the default one without it.")
@click.option("--game", is_flag=True, help="The game's words and the triage register too, with the modules named.")
@click.option("--folder", type=click.Path(path_type=Path), default=FOLDER, show_default="content")
@click.option("--fonts", type=click.Path(path_type=Path, exists=True), multiple=True, help="A folder of fonts.")
def review_pack_(folder: Path, to: Path, modules: tuple[str, ...], rule: str | None, game: bool, fonts: tuple[Path, ...]) -> None:
    """Every sentence a reader sees with its sources, both languages, boxes to sign: for a clinician.

    All modules, the game's words and the triage register when no module is named.
    """
    today = datetime.now(UTC).date()
    try:
        library = content_folder.load(folder, today=today)
        unknown = [key for key in modules if key not in library.structure.modules]
        if unknown:
            click.echo(f"There is no module {unknown[0]!r}.", err=True)
            sys.exit(2)
        site_rule = library.rules.preset(rule)
        beside = review_game.parts(library, site_rule) if game or not modules else []
        raw = review_pack.pdf(library, modules or tuple(library.structure.modules), site_rule, on=today, parts=beside, fonts=fonts)
    except CoursesError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    write(to, raw)


@click.command("triage-sheet")
@options
@click.option("--fonts", type=click.Path(path_type=Path, exists=True), multiple=True, help="A folder of fonts.")
def triage_sheet(folder: Path, language: str, to: Path, fonts: tuple[Path, ...]) -> None:
    """The triage register as a table of two A4 pages, for a clinician to sign."""
    triage_register, problems = register.read(Texts(folder))
    if triage_register is None:
        click.echo(str(problems[0]) if problems else f"There is no {register.FILE} in {folder}.", err=True)
        sys.exit(2)
    try:
        raw = triage_table.pdf(triage_register, language, fonts=fonts)
    except triage_table.TableTooLong:
        click.echo("The register does not fit two pages; shorten the words of its rows.", err=True)
        sys.exit(2)
    write(to, raw)


COMMANDS = (booklet_, gamebook_, offline_, *question_commands.COMMANDS, review_pack_, triage_sheet)
