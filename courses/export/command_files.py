"""What every export command does: load the content folder, write one file."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from courses.serving import catalogue
from courses.serving.catalogue import Catalogue

FOLDER = Path(__file__).parents[2] / "content"


def load(folder: Path) -> Catalogue:
    return catalogue.load(folder, now=datetime.now(UTC))


def write(to: Path, raw: bytes) -> None:
    """Leaves with exit code 2 when the file cannot be written."""
    try:
        to.write_bytes(raw)
    except OSError as error:
        click.echo(f"{to} cannot be written ({error.strerror}).", err=True)
        sys.exit(2)
    click.echo(f"{to} ({len(raw):,} bytes)")
