"""What the operator types about copies: horslesmurs backups run, list, try, key."""

from pathlib import Path

import click

from lms.running import site_restore
from lms.running.backups import copies, keys, nightly, retention
from lms.running.command_support import in_one_line, in_use
from lms.settings import read
from lms.web.database.instants import now

MB = 1_000_000


@click.group()
def backups() -> None:
    """Copies of each night: make one now, list them, try one, print their key."""


@backups.command("run")
@in_one_line
def run() -> None:
    """Make an encrypted copy now, in HORSLESMURS_BACKUP_FOLDER, while the site runs; the worker does it each night."""
    settings = read()
    with in_use(settings, "backups run"):
        file = nightly.make_and_note(settings, now(), by="command")
    click.echo(f"Copied to {file} ({file.stat().st_size / MB:.1f} MB).")
    if not keys.was_printed(settings):
        click.echo("Its key is in the data folder alone: print it with `horslesmurs backups key`, and keep it away from this machine.")


@backups.command("list")
@in_one_line
def list_copies() -> None:
    """Print the copies: instant, size, file."""
    settings = read()
    for at, path in copies.every(copies.folder_of(settings)).items():
        click.echo(f"{at:%Y-%m-%d %H:%M} UTC\t{path.stat().st_size / MB:.1f} MB\t{path}")
    keep = retention.RetentionRule(*settings.backup_keep)
    click.echo(
        f"Kept: of {keep.days} days, {keep.weeks} weeks, {keep.months} months; the oldest goes after {keep.longest_days} days at most."
    )


@backups.command("try")
@click.argument("file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@in_one_line
def try_one(file: Path | None) -> None:
    """Bring a copy back in a scratch folder and count it: FILE, or the newest. The site goes on meanwhile."""
    settings = read()
    with in_use(settings, "backups try"):
        counts = nightly.try_and_note(settings, file)
    click.echo("It comes back whole: " + ", ".join(f"{kind}: {count}" for kind, count in counts.items()) + ".")


@backups.command("key")
@in_one_line
def key() -> None:
    """Print the key that opens the copies. Keep it on paper, away from this machine: without it no copy opens once the machine is lost."""
    settings = read()
    site_restore.prepare_folder(settings)
    with copies.alone(settings, "backups key"):
        identity = keys.identity(settings)
    click.echo(f"{identity}")
    keys.note_printed(settings, now())
    click.echo("Write it down or print it, and keep it where the copies are not. Whoever has both reads everything.", err=True)
