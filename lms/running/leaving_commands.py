"""horslesmurs user left FILE: suspends the accounts of people who left, from a CSV file of a personnel office; a dry run first."""

from functools import partial
from pathlib import Path

import click

from lms import logs
from lms.errors import FileRefused, Unknown
from lms.people.imports import csv_file, words
from lms.people.imports.csv_file import Line
from lms.people.imports.leaving import HEADINGS, leaver, suspend
from lms.running.command_support import in_one_line, site, write
from lms.settings import read
from lms.web.database.instants import now


def lines_of(raw: bytes) -> tuple[Line, ...]:
    """The lines of a file that name somebody. Raises Unknown for one that cannot be read, or without a heading that is known."""
    try:
        file = csv_file.read(raw, HEADINGS)
    except FileRefused as error:
        raise Unknown(" – ".join(words.of_file(error))) from error
    if not file.columns:
        raise Unknown("the first line names no column that is known: name, email or rpps")
    return tuple(line for line in file.lines if any(line.cells.values()))


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
            words = f"{one.words} ({one.role})" if one.role else one.words
            click.echo(f"{one.number}\t{one.label}\t{sign}\t{words}")
            if writes and one.account_id is not None:
                write(app, partial(suspend, account_ids=[one.account_id], by=None, at=now()))
                logs.event("account_suspended", account=one.account_id, by="command")
    count = sum(one.account_id is not None for one in leavers)
    click.echo(f"{count} of {len(leavers)} lines." + ("" if writes else " Nothing was changed; say --write."))
