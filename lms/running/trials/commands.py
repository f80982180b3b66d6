"""What the operator types about trials on the site, from horslesmurs site-trial open to close, bundle and extract."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from random import SystemRandom
from typing import ParamSpec, TypeVar

import click
from flask import Flask
from sqlalchemy.orm import Session

from analytics.trial import freezing, participants, report
from analytics.trial import protocol as protocols
from analytics.trial.analysis import analyse, shuffled
from analytics.trial.errors import TrialError
from analytics.trial.extracts import health
from analytics.trial.flow import flow
from analytics.trial.participants import Participant
from lms import logs
from lms.running.command_support import in_one_line, site, write
from lms.running.trials import bundle
from lms.settings import read
from lms.trial import content_hash, instruments, papers, sealing, trials
from lms.trial.errors import TrialRefused
from lms.trial.models import Trial
from lms.trial.table import extract
from lms.web.current_site import site_of
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now

P = ParamSpec("P")
R = TypeVar("R")
FILE = click.Path(path_type=Path, dir_okay=False)


def said_plainly(command: Callable[P, R]) -> Callable[P, R]:
    """As `in_one_line`, for what the files of a trial get wrong too."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except TrialError as error:
            raise TrialRefused(str(error)) from error

    return in_one_line(run)


@click.group("site-trial")
def site_trial() -> None:
    """Trials that this site runs: from a locked protocol to the table of its participants."""


@site_trial.command("open")
@click.argument("protocol_file", metavar="PROTOCOL", type=FILE)
@click.argument("instruments_file", metavar="INSTRUMENTS", type=FILE)
@said_plainly
def open_command(protocol_file: Path, instruments_file: Path) -> None:
    """Open the trial of a locked PROTOCOL; its questions come from INSTRUMENTS, which is sealed and belongs in no repository."""
    settings = read()
    made = instruments.read(instruments_file, protocols.read(protocol_file))
    with site(settings, reads_texts=True) as app:
        content = content_hash.current(site_of(app), site_of(app).newest_content.catalogue)
        box = sealing.box_of(settings)
        name = write(app, lambda work: trials.open_trial(work, protocol_file, made, box, content, now()).name)
        logs.event("trial_opened", key=name, by="command")
    click.echo(f"{name} is open: /en/trials/{name}. Texts SHA-256 {content}. Its key is keys/trials.key: keep a copy of it elsewhere.")


@site_trial.command("amend")
@click.argument("protocol_file", metavar="PROTOCOL", type=FILE)
@said_plainly
def amend_command(protocol_file: Path) -> None:
    """Take over a change of PROTOCOL that `trial amend` recorded with its reason. Arms, strata and blocks cannot change."""
    settings = read()
    new = protocols.read(protocol_file)
    with site(settings) as app:
        row = trials.find(reading_session(), new.trial)
        made = trials.instruments_of(row, sealing.box_of(settings))
        if faults := list(instruments.check(made, new)):
            raise TrialRefused("\n".join(faults))
        write(app, lambda work: trials.amend(work, protocol_file, made).id)
        logs.event("trial_amended", key=new.trial, by="command")
    click.echo(f"{new.trial} goes on under the changed protocol.")


@site_trial.command("accept-content")
@click.argument("name")
@click.option("--reason", required=True, help="What changed in the texts and why, in a sentence.")
@said_plainly
def accept_command(name: str, reason: str) -> None:
    """Go on giving places although the texts changed; the change is kept with its reason."""
    with site(read(), reads_texts=True) as app:
        content = content_hash.current(site_of(app), site_of(app).newest_content.catalogue)
        write(app, lambda work: trials.accept_content(work, name, content, reason, now()))
        logs.event("trial_content_accepted", key=name, by="command")
    click.echo(f"{name} goes on with the texts SHA-256 {content}.")


@site_trial.command("papers")
@click.argument("name")
@click.argument("course")
@said_plainly
def papers_command(name: str, course: str) -> None:
    """Print the booklet of COURSE in both languages from the accepted texts, for the arm that is given it, with the sums of the files."""
    settings = read()
    with site(settings, reads_texts=True) as app:
        row, catalogue = trials.find(reading_session(), name), site_of(app).newest_content.catalogue
        files = papers.make(settings, row, catalogue, content_hash.current(site_of(app), catalogue), course)
        logs.event("trial_papers", key=name, by="command")
    click.echo("\n".join(str(file) for file in files))


@site_trial.command("flow")
@click.argument("name")
@said_plainly
def flow_command(name: str) -> None:
    """Print the flow of participants; by arm only once the data are closed."""
    with site(read()) as app:
        row, people = _people(app, name)
        protocol = trials.protocol_of(row)
        boxes = flow(people, protocol)
        lines = ["simulated people: nobody took part"] if protocol.simulated else []
        lines += [f"assessed\t{boxes.assessed}", *(f"excluded, {key}\t{count}" for key, count in boxes.excluded.items())]
        lines.append(f"randomised\t{boxes.randomised}")
        if row.closed_at is not None:
            lines += [f"{arm.arm}\trandomised {arm.randomised}, analysed {arm.analysed}" for arm in boxes.arms]
    click.echo("\n".join(lines))


@site_trial.command("rehearse")
@click.argument("name")
@click.argument("output", type=FILE)
@click.option("--language", type=click.Choice(["fr", "en"]), default="fr", show_default=True)
@said_plainly
def rehearse_command(name: str, output: Path, language: str) -> None:
    """Write the report to OUTPUT with arms mixed by a chance that nobody keeps: what it will look like, and nothing of what was found."""
    with site(read()) as app:
        row, people = _people(app, name)
        protocol, lock = trials.protocol_of(row), trials.lock_of(row)
        mixed = shuffled(people, protocol, SystemRandom().getrandbits(64))
        frame = report.Frame(lock, participants.digest(participants.write(mixed, protocol)), None, is_dry_run=True)
        words = report.page(analyse(mixed, protocol), protocol, frame, language)
        output.write_bytes(report.pdf(words, datetime.now(UTC)))
    click.echo(f"{output.name}: a rehearsal, arms mixed by chance")


@site_trial.command("close")
@click.argument("name")
@click.confirmation_option(prompt="No answer is taken after this, and it cannot be undone. Go on?")
@said_plainly
def close_command(name: str) -> None:
    """Close the data of a trial: after this its arms can be read, and nothing of it changes."""
    with site(read()) as app:
        row, people = _people(app, name)
        flow(people, trials.protocol_of(row))
        write(app, lambda work: trials.close(work, name, now()).id)
        logs.event("trial_closed", key=name, by="command")
    click.echo(f"The data of {name} are closed. Now: horslesmurs site-trial extract {name} TABLE")


@site_trial.command("extract")
@click.argument("name")
@click.argument("table", type=FILE)
@said_plainly
def extract_command(name: str, table: Path) -> None:
    """Write the participants of a closed trial to TABLE and freeze it, for `horslesmurs trial report PROTOCOL TABLE PDF`."""
    with site(read()) as app:
        data = _data(app, name)
        if data.trial.closed_at is None:
            raise TrialRefused(f"{name} is not closed: horslesmurs site-trial close {name} comes first; until then: rehearse")
        people, protocol = data.gathered.people, data.protocol
        flow(people, protocol)
        table.write_text(participants.write(people, protocol), encoding="utf-8")
        note = freezing.freeze(table, protocol, data.trial.closed_at, data.elsewhere, data.gathered.health)
    click.echo(f"{table.name}: {note.people} people, frozen, SHA-256 {note.sha256}")


@site_trial.command("bundle")
@click.argument("name")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--language", type=click.Choice(["fr", "en"]), default="fr", show_default=True)
@said_plainly
def bundle_command(name: str, folder: Path, language: str) -> None:
    """Write all that is made of a closed trial into FOLDER: frozen table, flow, anonymised rows, codebook, report, and their sums.

    Before the close: the rows without their arms, to look at the data alone. The same site gives the same bytes each time.
    """
    with site(read()) as app:
        data = _data(app, name)
        is_closed = data.trial.closed_at is not None
        files = bundle.write_closed(folder, data, language) if is_closed else bundle.write_blind(folder, data)
    for key, count in data.gathered.health:
        click.echo(f"left out: {health.words(key, language)}: {count}")
    who = "simulated people" if data.protocol.simulated else "people"
    ending = "" if is_closed else ", without arms: the data are not closed"
    click.echo(f"{folder}: {len(files)} files of {len(data.gathered.people)} {who}{ending}")


def _data(app: Flask, name: str) -> bundle.Data:
    reader, settings = reading_session(), site_of(app).settings
    row, box = trials.find(reader, name), sealing.box_of(settings)
    gathered = extract.gather(reader, row, box, now(), settings.home_page)
    met = extract.elsewhere(reader, row, box) if row.closed_at is not None else []
    seed = bytes.fromhex(sealing.unseal(box, row.seed_box))
    return bundle.Data(row, trials.protocol_of(row), trials.lock_of(row), gathered, met, seed)


def _people(app: Flask, name: str) -> tuple[Trial, list[Participant]]:
    reader: Session = reading_session()
    row = trials.find(reader, name)
    return row, extract.participants(reader, row, sealing.box_of(site_of(app).settings), now())
