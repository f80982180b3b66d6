"""`content cartridge`: courses as links in a Common Cartridge."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import click

from courses.packages import cartridge, link_folders
from courses.packages.cli import FOLDER
from courses.serving import catalogue

TITLES = {"fr": "Cours de Hors les murs", "en": "Courses of Hors les murs"}


@click.command("cartridge")
@click.argument("course", nargs=-1)
@click.option("--edition", type=click.Choice(get_args(cartridge.Edition)), required=True, help="cc-1.1 for Moodle, thin-cc-1.3 for others.")
@click.option("--language", type=click.Choice(["fr", "en"]), default="fr", show_default=True)
@click.option("--site", required=True, help="The address of the site that the links open, as https://site.example.")
@click.option("--to", type=click.Path(path_type=Path), required=True, help="The .imscc to write.")
@click.option("--folder", type=click.Path(path_type=Path), default=FOLDER, show_default="content")
def cartridge_command(course: tuple[str, ...], edition: cartridge.Edition, language: str, site: str, to: Path, folder: Path) -> None:
    """Links that open courses on the site from another platform; of every course when none is named (docs/connecting.md)."""
    now = datetime.now(UTC)
    content = catalogue.load(folder, now=now)
    if unknown := set(course) - set(content.courses):
        click.echo(f"there is no course {min(unknown)}: {', '.join(content.courses)}", err=True)
        sys.exit(2)
    links = link_folders.folders(content, course or content.courses, language)
    raw = cartridge.pack(cartridge.Cartridge(TITLES[language], language, site.rstrip("/"), now.date(), links), edition)
    try:
        to.write_bytes(raw)
    except OSError as error:
        click.echo(f"{to} cannot be written ({error.strerror}).", err=True)
        sys.exit(2)
    click.echo(f"{to} ({sum(len(one.links) for one in links)} links)")
