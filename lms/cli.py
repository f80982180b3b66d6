"""What the operator types: serve, demo, user, cohort, credential, db, backup, restore. Every refusal is one line and exit code 2."""

import os
import secrets
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import click
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from infrastructure.locks import file_lock
from lms import logs
from lms.errors import NotFound, Unknown, WouldLose, lost_in_words
from lms.health import notes
from lms.health.readings import BACKUP
from lms.running import database_setup
from lms.running.audit_commands import note_command
from lms.running.command_support import in_one_line, site, write
from lms.running.key_commands.badge_key_commands import credential
from lms.running.leaving_commands import people_who_left
from lms.running.user_commands import account_of, user
from lms.settings import Settings, read
from lms.web.current_site import site_of
from lms.web.database.instants import now
from lrs.storage.locks import SITE

if TYPE_CHECKING:
    from lms.authoring.shipped.follow import Following

__all__ = ["backup", "cohort", "credential", "db", "demo", "restore", "serve", "upgrade_site", "user"]

user.add_command(people_who_left)


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Listen here instead of HORSLESMURS_PORT.")
@in_one_line
def serve(port: int | None) -> None:
    """Start the site: the web process and its worker, both started again if they die. Ctrl-C or SIGTERM stops both."""
    from lms.authoring.shipped import follow
    from lms.running import supervisor

    environment = {**os.environ, **({"HORSLESMURS_PORT": str(port)} if port else {})}
    settings = read(environment)
    with supervisor.only_serve(settings):
        supervisor.check(settings)
        _say_texts(follow.follow(settings.content, settings.own_content))
        click.echo(f"Hors les murs ({settings.instance}): open http://{settings.host}:{settings.port}/")
        supervisor.serve(settings, environment)


@click.group()
def db() -> None:
    """Create or upgrade the database."""


@db.command()
@in_one_line
def upgrade() -> None:
    """Make the database, or bring its tables to the newest form; the site must be stopped."""
    _upgrade(read())
    click.echo("The database is up to date.")


def _upgrade(settings: Settings) -> None:
    """Raises InUse while a process has the site open, DatabaseUnready."""
    from lms.running import site_restore

    site_restore.prepare_folder(settings)
    with file_lock(settings.data / SITE, "db upgrade"):
        database_setup.upgrade(settings)
        site_restore.apply_journal(settings)


@click.command("upgrade")
@in_one_line
def upgrade_site() -> None:
    """Copy the site, then bring its tables to the newest form; the site must be stopped. Says how to go back."""
    from lms.running import upgrading

    settings = read()
    result = upgrading.upgrade(settings, now())
    _say_texts(result.texts)
    if result.copy is None:
        click.echo(f"The database is up to date ({result.after}).")
        return
    click.echo(f"From {result.before} to {result.after}. To go back: install the version before, then")
    click.echo(f"  horslesmurs restore {result.copy}")
    click.echo(f"That copy goes after {upgrading.KEPT.days} days.")


def _say_texts(texts: "Following") -> None:
    """What became of the shipped texts that changed, where there were any."""
    if texts.taken:
        click.echo(f"{len(texts.taken)} shipped files that nobody here touched are the new ones.")
    if texts.drafts:
        click.echo(f"Drafts again, because a shipped safety block changed: {', '.join(texts.drafts)}.")
    if texts.waiting:
        urgent = f" Urgent: {', '.join(texts.urgent)}." if texts.urgent else ""
        click.echo(f"{len(texts.waiting)} wait for an educator (Writing > Shipped texts).{urgent}")


@click.group()
def cohort() -> None:
    """Create cohorts and enrol learners."""


@cohort.command("add")
@click.argument("name")
@click.option("--course", default="", help="Key of the course its learners follow.")
@click.option("--campaign", default="", help="Key of the campaign its learners play.")
@click.option("--educator", required=True, help="Sign-in name of the person who follows it.")
@click.option("--demo", "is_demo", is_flag=True, help="For simulated learners and demo accounts only.")
@in_one_line
def add_cohort(name: str, course: str, campaign: str, educator: str, is_demo: bool) -> None:
    """Open a cohort and print its UUID."""
    from lms.cohorts import registering
    from lms.cohorts.naming import LONGEST, has_fitting_length, refused_word

    with site(read(), reads_texts=True) as app:
        name = name.strip()
        if not has_fitting_length(name):
            raise Unknown(f"a name has 1 to {LONGEST} characters, this one has {len(name)}")
        word = refused_word(site_of(app).settings.shown_content, name)
        if word is not None:
            raise Unknown(f"the name tells of an illness or a treatment ({word}): take the word out, others see it on cards and screens")
        catalogue = site_of(app).newest_content.catalogue
        campaigns = catalogue.game.campaigns if catalogue.game else {}
        for key, keys, word in ((course, catalogue.courses, "course"), (campaign, campaigns, "campaign")):
            if key and key not in keys:
                raise Unknown(f"there is no {word} {key}; there are: {', '.join(keys)}")

        def work_of(work: Session) -> UUID:
            return registering.open_cohort(work, name, course, campaign, account_of(work, educator).id, now(), is_simulated=is_demo).uuid

        click.echo(write(app, work_of))


@cohort.command("join")
@click.argument("uuid", type=click.UUID)
@click.argument("names", nargs=-1, required=True)
@in_one_line
def join_cohort(uuid: UUID, names: tuple[str, ...]) -> None:
    """Put people in a cohort by their sign-in names."""
    with site(read(), reads_texts=True) as app:
        write(app, lambda work: _join(app, work, uuid, names))


def _join(app: Flask, work: Session, uuid: UUID, names: tuple[str, ...]) -> None:
    from lms.cohorts import registering
    from lms.cohorts.models import Cohort

    cohort = work.scalar(select(Cohort).where(Cohort.uuid == uuid))
    if cohort is None:
        raise Unknown(f"there is no cohort {uuid}; see them with: horslesmurs cohort list")
    course = site_of(app).newest_content.catalogue.courses.get(cohort.course)
    for name in names:
        try:
            registering.join(work, cohort, account_of(work, name).learner, course, site_of(app).settings.home_page, now())
        except NotFound:
            raise Unknown(f"{name} cannot join: simulated and real learners never share a cohort") from None


@cohort.command("list")
@in_one_line
def list_cohorts() -> None:
    """Print cohorts: UUID, name, course, campaign."""
    from lms.cohorts.models import Cohort

    with site(read()):
        from lms.web.database.extensions import db as tables

        for cohort in tables.session.scalars(select(Cohort).order_by(Cohort.name)):
            click.echo("\t".join((str(cohort.uuid), cohort.name, cohort.course, cohort.campaign, "demo" if cohort.is_simulated else "")))


GROUP = 8
"""So many simulated pharmacists and GPs sit the final test of their course, and so many carers read theirs, at most."""


@click.command()
@click.option("--learners", type=click.IntRange(0, 5000), default=30, show_default=True, help="Simulated learners to add.")
@click.option("--if-empty", is_flag=True, help="Do nothing when the demo accounts are there already.")
@click.option("--seed", type=int, default=None, help="The same seed gives the same choices.")
@in_one_line
def demo(learners: int, if_empty: bool, seed: int | None) -> None:
    """Fill a demo site: one account a role, a cohort, simulated learners who read, answer and play."""
    from lms.demo import demo_accounts

    settings = read()
    if not settings.is_demo:
        raise Unknown(f"this site is a {settings.instance} instance: simulated learners have no place in it")
    if not database_setup.is_newest(settings):
        _upgrade(settings)
    if if_empty and demo_accounts.are_there(settings):
        return
    from lms.demo import (
        carer_group,
        professional_groups,
        simulated_people,
        simulated_reader,
        simulated_tests,
        simulated_trial,
        simulation_target,
    )
    from lms.demo import simulation as simulating

    with site(settings, reads_texts=True) as app:
        accounts = demo_accounts.set_up(app, write)
        if accounts.made:
            click.echo("Demo accounts (kept in demo-accounts.txt in the data folder, readable by you alone):")
            for name, passphrase in accounts.made.items():
                click.echo(f"  {name:<24}{passphrase}")
        with click.progressbar(length=learners, label=f"{learners} simulated learners") as bar:
            seed_value = secrets.randbelow(2**31) if seed is None else seed
            target = simulation_target.target_of(app)
            simulating.simulate(target, accounts.cohort, learners, seed=seed_value, progress=lambda _count: bar.update(1))
        simulated_tests.simulate_accounts(target)
        professional_groups.simulate_groups(target, min(learners, GROUP), seed=seed_value)
        carer_group.set_up(app, write, min(learners, GROUP), seed=seed_value)
        simulated_people.set_up(app, write)
        simulated_reader.read_and_come_back(target)
        simulated_trial.set_up(app, write, seed=seed_value)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@in_one_line
def backup(file: Path) -> None:
    """Write an online copy of the database to FILE, and of the site's own texts and keys beside it, while the site runs."""
    from lms.assessment.pools import pool_files
    from lms.running import site_copy, site_restore
    from lrs.maintenance import backup as copying

    settings = read()
    site_restore.prepare_folder(settings)
    with file_lock(settings.data / SITE, "backup", is_shared=True):
        copying.backup(settings.database_url, file)
        beside = site_copy.copy(settings, file).name
    notes.merge(settings.data, BACKUP, {"made_at": time.time()})
    logs.event("backup_made", by="command")
    note_command(settings, "backup_made")
    click.echo(f"Copied to {file} and {beside}. Keep them out of other people's reach: keys are among them.")
    pools = pool_files.courses_with_pool(settings)
    if pools:
        click.echo(
            f"Private pools are among them too ({', '.join(pools)}), encrypted, with the key that opens them; in the database, "
            "sittings hold in clear the questions they asked."
        )


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--yes", "may_lose", is_flag=True, help="Go on though the present site holds what the copy does not.")
@click.option(
    "--key", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="A file with the key of an encrypted copy (.age)."
)
@in_one_line
def restore(file: Path, may_lose: bool, key: Path | None) -> None:
    """Bring a copy back; the site must be stopped. People erased since are erased from it again before anybody can open it."""
    from lms.running import site_restore
    from lms.running.backups import copies

    settings = read()
    with copies.clear_copy(settings, file, key) as plain:
        try:
            result = site_restore.restore(settings, plain, may_lose=may_lose)
        except WouldLose as error:
            if not sys.stdin.isatty():
                raise
            click.confirm(f"{lost_in_words(error.made, error.lost)} Go on?", abort=True)
            result = site_restore.restore(settings, plain, may_lose=True)
    logs.event("restored", by="command")
    note_command(settings, "restored")
    lines = [f"Restored the copy of {result.made}.", lost_in_words(result.made, result.lost)]
    lines += ["" if result.has_texts else "The database alone: no copy of texts and keys lies beside it."]
    lines += [f"Erased again: {result.erased}." if result.erased else ""]
    click.echo(" ".join(filter(None, lines)))
