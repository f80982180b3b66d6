"""What the operator types about the audit log: horslesmurs audit verify, show, and the lines that commands themselves leave there."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import click
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from lms.audit import audit_rows, chain, lines
from lms.audit.audit_rows import Asked
from lms.audit.chain import Entry, Fault
from lms.audit.marks import COMMAND
from lms.errors import Unknown
from lms.jobs.running import writer_of
from lms.running import database_setup
from lms.running.command_support import in_one_line, site
from lms.settings import Settings, read
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lrs.errors import StoreError
from lrs.storage.group_commit import GroupCommit
from lrs.storage.store import Store

log = logging.getLogger("lms.audit")
MOST_FAULTS = 20


@click.group()
def audit() -> None:
    """The audit log: is it whole, and what stands in it of one person."""


@audit.command("verify")
@click.option(
    "--shipped",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Log lines of the site that were kept elsewhere: each `audit` line in them must be in the log as it was written.",
)
@in_one_line
def verify(shipped: Path | None) -> None:
    """Find any line that was edited, removed, added or moved. Exit code 1 when the log is not whole."""
    faults, count = check(read(), shipped)
    for fault in faults[:MOST_FAULTS]:
        click.echo(f"line {fault.number}: {fault.words}")
    if faults:
        more = f" ({len(faults) - MOST_FAULTS} more)" if len(faults) > MOST_FAULTS else ""
        click.echo(
            f"The audit log is not whole: {len(faults)} faults{more}. Keep the database and the log lines as they are, and find out why."
        )
        raise SystemExit(1)
    click.echo(f"The audit log is whole: {count} lines.")


def check(settings: Settings, shipped: Path | None = None) -> tuple[list[Fault], int]:
    """What is wrong with the site's audit log, and how many lines it has. Raises DatabaseUnready, OSError."""
    engine, was_begun = database_setup.open_engine(settings), lines.was_begun(settings)
    try:
        with Session(engine) as reader:
            all_lines = list(lines.read_all(reader))
            faults = chain.faults(lines.key_of(settings), all_lines, lines.read_end(reader)) if was_begun or all_lines else []
    finally:
        engine.dispose()
    if shipped is not None:
        faults = sorted([*faults, *_not_as_shipped({line.number: line.chain for line in all_lines}, shipped)], key=lambda one: one.number)
    return faults, len(all_lines)


def _not_as_shipped(chains: dict[int, str], shipped: Path) -> Iterator[Fault]:
    first = min(chains, default=0)
    for number, value in _shipped_lines(shipped):
        if number >= first and chains.get(number) != value:
            missing = number not in chains
            yield Fault(number, "it was shipped and is not in the log" if missing else "it is not the line that was shipped")


def _shipped_lines(shipped: Path) -> Iterator[tuple[int, str]]:
    """Number and chain of each audit line of a file of log lines; other lines are passed over."""
    with shipped.open(encoding="utf-8", errors="replace") as file:
        for text in file:
            try:
                line = json.loads(text)
            except ValueError:
                continue
            if isinstance(line, dict) and line.get("event") == "audit" and isinstance(line.get("count"), int):
                yield line["count"], str(line.get("chain"))


@audit.command("show")
@click.argument("name")
@in_one_line
def show(name: str) -> None:
    """Print the lines of one person, by her sign-in name: what she did, and who looked at or changed her record."""
    settings = read()
    with site(settings) as app, app.test_request_context("/en/"):
        listing = audit_rows.listing(db.session(), lines.key_of(settings), Asked(person=name))
        rows = listing.rows.part(None, 0, None, falls=False)
        if not rows:
            raise Unknown(f"no line of the audit log is about {name}; check the name, and that the account was not erased")
        click.echo("\t".join(str(column.title) for column in listing.columns))
        for row in rows:
            click.echo("\t".join(column.text(row) for column in listing.columns))


def note_command(settings: Settings, action: str, thing: str = "") -> None:
    """Put a command that ran without an application in the log. When that fails, the command has done its work: the log lines say so."""
    try:
        engine = database_setup.open_engine(settings)
        store = Store(engine, GroupCommit(engine), settings.home_page)
        try:
            key, at = lines.key_of(settings), now()
            writer_of(store)(lambda work: lines.add(work, key, Entry(at, action, by=COMMAND, thing=thing)))
        finally:
            store.writer.close()
            engine.dispose()
    except (SQLAlchemyError, StoreError, OSError):
        log.exception("a command is not in the audit log")
