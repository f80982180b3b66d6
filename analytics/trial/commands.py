"""`horslesmurs trial`: a protocol checked and locked, people allocated, data frozen, a rehearsal and the report."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from random import SystemRandom

import click

from analytics.trial import allocation, freezing, lock, participants, protocol, report, simulated
from analytics.trial.analysis import analyse, shuffled
from analytics.trial.errors import TrialError
from analytics.trial.extracts import anonymising
from xapi.formats import moment

FILE = click.Path(path_type=Path, dir_okay=False)
PROTOCOL = click.argument("protocol_file", metavar="PROTOCOL", type=FILE)
TABLE = click.argument("table", type=FILE)
LANGUAGE = click.option("--language", type=click.Choice(["fr", "en"]), default="fr", show_default=True)


@contextmanager
def _said_plainly() -> Iterator[None]:
    try:
        yield
    except TrialError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}") from error


@click.group()
def trial() -> None:
    """A randomised trial of learning, from its protocol to its report."""


@trial.command("check")
@PROTOCOL
def check_command(protocol_file: Path) -> None:
    """Say what is wrong with PROTOCOL, and where."""
    with _said_plainly():
        terms = protocol.read(protocol_file)
    for warning in protocol.warnings(terms):
        click.echo(f"warning: {protocol_file.name}: {warning}")
    click.echo(f"{protocol_file.name}: {terms.trial}, {len(terms.arms)} arms, SHA-256 {lock.digest(terms)}")


@trial.command("lock")
@PROTOCOL
def lock_command(protocol_file: Path) -> None:
    """Lock PROTOCOL: after this, a change is recorded with its reason and printed in the report."""
    with _said_plainly():
        terms = lock.lock(protocol_file, protocol.read(protocol_file), _now())
    click.echo(f"{protocol_file.name} is locked: SHA-256 {terms.sha256}, {terms.at}")


@trial.command("amend")
@PROTOCOL
@click.option("--reason", required=True, help="Why it changes, in a sentence.")
def amend_command(protocol_file: Path, reason: str) -> None:
    """Record a change of a locked PROTOCOL."""
    with _said_plainly():
        terms = lock.amend(protocol_file, protocol.read(protocol_file), reason, _now())
    click.echo(f"change {len(terms.amendments)} of {protocol_file.name} is recorded")


@trial.command("seed")
@PROTOCOL
@click.argument("seed_file", metavar="SEED", type=FILE)
def seed_command(protocol_file: Path, seed_file: Path) -> None:
    """Draw the seed of a locked PROTOCOL into SEED, for the person who keeps it: never for those who enrol."""
    with _said_plainly():
        lock.check_locked(protocol_file, protocol.read(protocol_file))
        seed_file.touch(mode=0o600, exist_ok=False)
        seed_file.write_text(allocation.new_seed().hex() + "\n")
    click.echo(f"{seed_file.name}: readable by you alone; keep a sealed copy elsewhere")


@trial.command("list")
@PROTOCOL
@click.argument("seed_file", metavar="SEED", type=FILE)
@click.option("--stratum", required=True, help='Such as "role=patient|site=a".')
@click.option("--places", default=30, show_default=True)
def list_command(protocol_file: Path, seed_file: Path, stratum: str, places: int) -> None:
    """Print the arms of a stratum in order, for sealed envelopes."""
    with _said_plainly():
        terms = protocol.read(protocol_file)
        lock.check_locked(protocol_file, terms)
        parts = [part.partition("=") for part in stratum.split("|")]
        name = allocation.stratum_of(terms, {key: value for key, _, value in parts})
        seed = bytes.fromhex(seed_file.read_text().strip())
    for number, arm in enumerate(islice(allocation.arms(terms, seed, name), places), start=1):
        click.echo(f"{number}\t{arm}")


@trial.command("simulate")
@PROTOCOL
@TABLE
@click.option("--people", default=400, show_default=True, help="People assessed.")
@click.option("--effect", default=6.0, show_default=True, help="True difference of the first contrast, in points.")
@click.option("--seed", default=1, show_default=True)
def simulate_command(protocol_file: Path, table: Path, people: int, effect: float, seed: int) -> None:
    """Write TABLE with made-up people, for a PROTOCOL that says `simulated = true`."""
    with _said_plainly():
        terms = protocol.read(protocol_file)
        if not terms.simulated:
            raise click.ClickException(f"{protocol_file.name} is of real people: nobody is made up for it")
        truth = simulated.Truth({terms.plan.contrast[0]: effect})
        rows = simulated.participants(terms, truth, people, seed)
        table.write_text(participants.write(rows, terms), encoding="utf-8")
    click.echo(f"{table.name}: {len(rows)} simulated people")


@trial.command("freeze")
@PROTOCOL
@TABLE
def freeze_command(protocol_file: Path, table: Path) -> None:
    """Close the data of TABLE: after this its arms may be compared, and nothing of it may change."""
    with _said_plainly():
        terms = protocol.read(protocol_file)
        lock.check_locked(protocol_file, terms)
        freeze = freezing.freeze(table, terms, _now())
    click.echo(f"{table.name} is frozen: {freeze.people} people, SHA-256 {freeze.sha256}")


@trial.command("dry-run")
@PROTOCOL
@TABLE
@click.argument("output", type=FILE)
@click.option("--seed", default=1, show_default=True)
@LANGUAGE
def dry_run_command(protocol_file: Path, table: Path, output: Path, seed: int, language: str) -> None:
    """Write the report of TABLE with its arms mixed by chance: what the report will look like, and nothing of what was found."""
    with _said_plainly():
        terms = protocol.read(protocol_file)
        lock_note = lock.check_locked(protocol_file, terms)
        people = participants.read(table, terms)
        frame = report.Frame(lock_note, participants.digest(table.read_text("utf-8-sig")), None, is_dry_run=True)
        words = report.page(analyse(shuffled(people, terms, seed), terms), terms, frame, language)
        output.write_bytes(report.pdf(words, moment(lock_note.at)))
    click.echo(f"{output.name}: a rehearsal, arms mixed by chance")


@trial.command("report")
@PROTOCOL
@TABLE
@click.argument("output", type=FILE)
@LANGUAGE
def report_command(protocol_file: Path, table: Path, output: Path, language: str) -> None:
    """Write the report of a frozen TABLE as one PDF, the same to the byte each time."""
    with _said_plainly():
        terms = protocol.read(protocol_file)
        lock_note = lock.check_locked(protocol_file, terms)
        freeze = freezing.check_frozen(table, terms)
        frame = report.frame_of(lock_note, freeze)
        words = report.page(analyse(participants.read(table, terms), terms), terms, frame, language)
        output.write_bytes(report.pdf(words, moment(freeze.at)))
    click.echo(f"{output.name}: {words['finding']}")


@trial.command("release")
@PROTOCOL
@TABLE
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def release_command(protocol_file: Path, table: Path, folder: Path) -> None:
    """Write the anonymised data of a frozen TABLE and their codebook into FOLDER."""
    with _said_plainly():
        terms = protocol.read(protocol_file)
        freezing.check_frozen(table, terms)
        folder.mkdir(parents=True, exist_ok=True)
        release = anonymising.anonymise(participants.read(table, terms), terms, SystemRandom())
        (folder / "people.csv").write_text(anonymising.write(release, terms), encoding="utf-8")
        (folder / "codebook.csv").write_text(freezing.codebook(terms), encoding="utf-8")
        (folder / "notes.csv").write_text(anonymising.notes(release), encoding="utf-8")
    cells = sum(release.emptied.values())
    words = f"each in a class of {anonymising.K} or more; {cells} cells emptied, {release.withheld} people withheld"
    click.echo(f"{folder}: {len(release.rows)} people, {words}")


def _now() -> datetime:
    return datetime.now(UTC)
