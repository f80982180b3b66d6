"""People who left, from a CSV file of a personnel office: whom each line means, and their accounts suspended. Attestations stay valid."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts import opening
from lms.accounts.models import PATIENT_ROLES, Account, Profession
from lms.cohorts import account_changes
from lms.people.imports.csv_file import COLUMNS, EMAIL, RPPS, Headings

NAME = "name"
HEADINGS = Headings({NAME: ("name", "signinname", "nom", "nomdeconnexion", "identifiant"), EMAIL: COLUMNS[EMAIL], RPPS: COLUMNS[RPPS]})
"""What a line may name somebody by."""
DIFFERENT = "its columns mean different accounts, or one of them none"
NOBODY = "no account"
OF_PATIENT = "an account of a patient or carer: it is hers"
SUSPENDED = "suspended already"
"""Why a line does nothing, as the command says it; the page has them in both languages."""


class Leaver(NamedTuple):
    """One line of the file. number: as a spreadsheet counts it. account_id: None when nothing is to be done; words: then why.

    role: a key, of the account that is meant; empty where nothing is to be done.
    """

    number: int
    label: str
    account_id: int | None
    words: str
    role: str = ""


def leaver(reader: Session, number: int, cells: Mapping[str, str]) -> Leaver:
    """Whom a line means: all that it says must mean one account, open, and of no patient or carer."""
    values = {key: text for key, text in cells.items() if text}
    label = " ".join(values.values())
    ids = {_account_id(reader, key, text) for key, text in values.items()}
    if len(ids) > 1:
        return Leaver(number, label, None, DIFFERENT)
    account_id = ids.pop()
    account = reader.get(Account, account_id) if account_id is not None else None
    if account is None:
        return Leaver(number, label, None, NOBODY)
    if account.role in PATIENT_ROLES:
        return Leaver(number, label, None, OF_PATIENT)
    if not account.active:
        return Leaver(number, label, None, SUSPENDED)
    return Leaver(number, label, account.id, account.username, account.role)


def _account_id(reader: Session, key: str, value: str) -> int | None:
    if key == RPPS:
        return reader.scalar(select(Profession.account_id).where(Profession.rpps == value))
    account = opening.find(reader, value)
    return account.id if account is not None else None


def suspend(work: Session, account_ids: Sequence[int], by: int | None, at: datetime) -> list[int]:
    """Suspend them; gives those that were open until now, each once. by: see account_changes.set_open. Call it inside the writer."""
    changed = []
    for account_id in dict.fromkeys(account_ids):
        if work.get_one(Account, account_id).active:
            account_changes.set_open(work, account_id, by, at, is_open=False)
            changed.append(account_id)
    return changed
