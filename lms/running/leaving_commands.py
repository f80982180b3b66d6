"""horslesmurs user left FILE: suspends the accounts of people who left, from a CSV file of a personnel office; a dry run first."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms import logs
from lms.accounts import opening
from lms.accounts.models import PATIENT_ROLES, Account, Profession
from lms.cohorts import account_changes
from lms.errors import FileRefused, Unknown
from lms.people.imports import csv_file, words
from lms.people.imports.csv_file import COLUMNS, EMAIL, RPPS, Headings, Line
from lms.running.command_support import in_one_line, site, write
from lms.settings import read
from lms.web.database.instants import now

NAME = "name"
HEADINGS = Headings({NAME: ("name", "signinname", "nom", "nomdeconnexion", "identifiant"), EMAIL: COLUMNS[EMAIL], RPPS: COLUMNS[RPPS]})
"""What a line may name somebody by."""


class Leaver(NamedTuple):
    """One line of the file. number: as a spreadsheet counts it. account_id: None when nothing is to be done; words: then why."""

    number: int
    label: str
    account_id: int | None
    words: str


def lines_of(raw: bytes) -> tuple[Line, ...]:
    """The lines of a file that name somebody. Raises Unknown for one that cannot be read, or without a heading that is known."""
    try:
        file = csv_file.read(raw, HEADINGS)
    except FileRefused as error:
        raise Unknown(" – ".join(words.of_file(error))) from error
    if not file.columns:
        raise Unknown("the first line names no column that is known: name, email or rpps")
    return tuple(line for line in file.lines if any(line.cells.values()))


def leaver(reader: Session, number: int, cells: Mapping[str, str]) -> Leaver:
    """Whom a line means: all that it says must mean one account, open, and of no patient or carer."""
    given = {key: text for key, text in cells.items() if text}
    label = " ".join(given.values())
    ids = {_account_id(reader, key, text) for key, text in given.items()}
    if len(ids) > 1:
        return Leaver(number, label, None, "its columns mean different accounts, or one of them none")
    account_id = ids.pop()
    account = reader.get(Account, account_id) if account_id is not None else None
    if account is None:
        return Leaver(number, label, None, "no account")
    if account.role in PATIENT_ROLES:
        return Leaver(number, label, None, "an account of a patient or carer: it is hers")
    if not account.active:
        return Leaver(number, label, None, "suspended already")
    return Leaver(number, label, account.id, f"{account.username} ({account.role})")


def _account_id(reader: Session, key: str, value: str) -> int | None:
    if key == RPPS:
        return reader.scalar(select(Profession.account_id).where(Profession.rpps == value))
    account = opening.find(reader, value)
    return account.id if account is not None else None


@click.command("left")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--write", "writes", is_flag=True, help="Suspend them; without it the command only says whom it would.")
@in_one_line
def people_who_left(file: Path, writes: bool) -> None:
    """Suspend the accounts of people who left: a CSV file with a column name, email or rpps. Says what each line means."""
    lines = lines_of(file.read_bytes())
    with site(read()) as app:
        leavers = write(app, lambda work: [leaver(work, line.number, line.cells) for line in lines])
        for one in leavers:
            sign = "-" if one.account_id is None else "suspended" if writes else "would be suspended"
            click.echo(f"{one.number}\t{one.label}\t{sign}\t{one.words}")
            if writes and one.account_id is not None:
                write(app, partial(account_changes.set_open, account_id=one.account_id, by=None, at=now(), is_open=False))
                logs.event("account_suspended", account=one.account_id, by="command")
    count = sum(one.account_id is not None for one in leavers)
    click.echo(f"{count} of {len(leavers)} lines." + ("" if writes else " Nothing was changed; say --write."))
