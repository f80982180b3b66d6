"""horslesmurs user left FILE: suspends the accounts of people who left, from a CSV file of a personnel office; a dry run first."""

import csv
import io
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms import logs
from lms.accounts import names, opening
from lms.accounts.models import PATIENT_ROLES, Account, Profession
from lms.errors import Unknown
from lms.running.command_support import in_one_line, site, write
from lms.settings import read

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "signinname", "nom", "nomdeconnexion", "identifiant"),
    "email": ("email", "mail", "courriel", "adressemail"),
    "rpps": ("rpps", "norpps", "numerorpps"),
}
"""What a line may name somebody by -> headings, without accents, blanks and signs."""
LARGEST = 1_000_000


class Leaver(NamedTuple):
    """One line of the file. number: as a spreadsheet counts it. account_id: None when nothing is to be done; words: then why."""

    number: int
    label: str
    account_id: int | None
    words: str


def lines_of(raw: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Number and cells of each line that is not blank. Raises Unknown for a file without a heading that is known."""
    text = raw.decode("utf-8-sig", errors="replace")
    head = text.partition("\n")[0]
    separator = max(";,\t", key=head.count)
    rows = csv.reader(io.StringIO(text), delimiter=separator)
    titles = ["".join(sign for sign in names.skeleton(title) if sign.isalnum()) for title in next(rows, [])]
    columns = [next((key for key, words in HEADINGS.items() if title in map(names.skeleton, words)), "") for title in titles]
    if not any(columns):
        raise Unknown("the first line names no column that is known: name, email or rpps")
    for number, row in enumerate(rows, 2):
        cells = {key: cell.strip() for key, cell in zip(columns, row, strict=False) if key and cell.strip()}
        if cells:
            yield number, cells


def leaver(reader: Session, number: int, cells: Mapping[str, str]) -> Leaver:
    """Whom a line means: all that it says must mean one account, open, and of no patient or carer."""
    label = " ".join(cells.values())
    ids = {_account_id(reader, key, value) for key, value in cells.items()}
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
    if key == "rpps":
        return reader.scalar(select(Profession.account_id).where(Profession.rpps == value))
    account = opening.find(reader, value)
    return account.id if account is not None else None


def suspend(work: Session, account_id: int) -> None:
    """She is signed out everywhere and cannot sign in, by whichever way. Nothing is erased. Call it inside the writer."""
    work.get_one(Account, account_id).active = False
    opening.end_sessions(work, account_id)


@click.command("left")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--write", "writes", is_flag=True, help="Suspend them; without it the command only says whom it would.")
@in_one_line
def people_who_left(file: Path, writes: bool) -> None:
    """Suspend the accounts of people who left: a CSV file with a column name, email or rpps. Says what each line means."""
    raw = file.read_bytes()
    if len(raw) > LARGEST:
        raise Unknown(f"{file} is larger than {LARGEST} bytes")
    with site(read()) as app:
        leavers = write(app, lambda work: [leaver(work, number, cells) for number, cells in lines_of(raw)])
        for one in leavers:
            sign = "-" if one.account_id is None else "suspended" if writes else "would be suspended"
            click.echo(f"{one.number}\t{one.label}\t{sign}\t{one.words}")
            if writes and one.account_id is not None:
                write(app, partial(suspend, account_id=one.account_id))
                logs.event("account_suspended", account=one.account_id, by="command")
    count = sum(one.account_id is not None for one in leavers)
    click.echo(f"{count} of {len(leavers)} lines." + ("" if writes else " Nothing was changed; say --write."))
