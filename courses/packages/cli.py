"""`content package`: a course as SCORM 1.2, SCORM 2004 or cmi5."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import click

from courses.errors import CoursesError
from courses.packages import archive
from courses.serving import catalogue

FOLDER = Path(__file__).parents[2] / "content"


@click.command("package")
@click.argument("course")
@click.option("--kind", type=click.Choice(get_args(archive.Kind)), required=True, help="What the other platform takes.")
@click.option("--language", type=click.Choice(["fr", "en"]), default="fr", show_default=True)
@click.option("--site", default="https://hors-les-murs.example", show_default=True, help="The address that names the course (cmi5).")
@click.option("--to", type=click.Path(path_type=Path), required=True, help="The zip to write.")
@click.option("--folder", type=click.Path(path_type=Path), default=FOLDER, show_default="content")
def package(course: str, kind: archive.Kind, language: str, site: str, to: Path, folder: Path) -> None:
    """A course as a zip for another learning platform (docs/connecting.md). Practice questions alone leave the site."""
    now = datetime.now(UTC)
    try:
        request = archive.Request(course, language, kind, folder / "media", now.date(), site)
        raw = archive.pack(catalogue.load(folder, now=now), request)
        to.write_bytes(raw)
    except CoursesError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    except OSError as error:
        click.echo(f"{to} cannot be written ({error.strerror}).", err=True)
        sys.exit(2)
    click.echo(f"{to} ({len(raw):,} bytes)")
