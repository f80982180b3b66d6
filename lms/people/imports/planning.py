"""What an import would do with this database: who is new, who is there already. Then doing it, in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts import names, opening, professions, start_codes
from lms.accounts.models import GUEST, LEARNER_ROLES, PATIENT_ROLES, Account, Learner, Profession
from lms.accounts.professions import Facts
from lms.cohorts import assigning, registering
from lms.cohorts.assigning import Shelf
from lms.cohorts.models import Cohort, cohort_membership
from lms.errors import ImportChanged, NameTaken
from lms.people.imports.checking import CheckedLine, Fault, ImportedPerson, check
from lms.people.imports.csv_file import CsvFile, plain

LONGEST_SIGN_IN = 34


@dataclass(frozen=True)
class KnownPerson:
    """An account that is there. is_member: she is in the cohort already."""

    account_id: int
    family_name: str
    given_name: str
    rpps: str
    email_key: str
    profession: str
    employer: str
    is_active: bool
    is_member: bool


@dataclass(frozen=True)
class Plan:
    """What an import would do. known: by line number, the account that is there already."""

    rows: tuple[CheckedLine, ...]
    accounts_there: Mapping[int, KnownPerson]

    @property
    def faulty(self) -> list[CheckedLine]:
        return [row for row in self.rows if row.faults]

    @property
    def there(self) -> list[CheckedLine]:
        """Lines about people with an account: they are added to the cohort, and nothing else of theirs changes."""
        return [row for row in self.rows if row.person is not None and row.same_as is None and row.line.number in self.accounts_there]

    @property
    def new(self) -> list[CheckedLine]:
        return [row for row in self.rows if row.person is not None and row.same_as is None and row.line.number not in self.accounts_there]

    @property
    def repeats(self) -> list[CheckedLine]:
        return [row for row in self.rows if row.person is not None and row.same_as is not None]

    @property
    def joining(self) -> int:
        """How many of those who are there are not in the cohort yet."""
        return sum(not self.accounts_there[row.line.number].is_member for row in self.there)

    @property
    def mark(self) -> str:
        """What somebody agreed to who pressed the button: another plan by then is shown again, not done."""
        return f"{len(self.new)}-{len(self.there)}-{self.joining}-{len(self.faulty)}"


@dataclass(frozen=True)
class Slip:
    """What one new person is handed, once. code: as it is typed, without blanks."""

    name: str
    username: str
    profession: str
    code: str


@dataclass(frozen=True)
class Batch:
    """What the writer needs beside the file, made before it is asked. codes: code and its hash, one a line of the file at least."""

    cohort_id: int
    by_id: int
    password_hash: str
    codes: Sequence[tuple[str, str]]
    shelf: Shelf
    language: str
    now: datetime


def plan(reader: Session, file: CsvFile, cohort: Cohort) -> Plan:
    """Compare each line with the accounts of professionals; what cannot be told apart is a fault."""
    rows = check(file)
    people = [row.person for row in rows if row.person is not None]
    accounts = _accounts(reader, cohort)
    address_owners = _address_owners(reader, people)
    accounts_there: dict[int, KnownPerson] = {}
    for row in rows:
        if row.person is None or row.same_as is not None:
            continue
        account, fault = _match(row.person, accounts, address_owners)
        if fault is not None:
            row.faults.append(fault)
            row.person = None
        elif account is not None:
            accounts_there[row.line.number] = account
    return Plan(tuple(rows), accounts_there)


def _accounts(reader: Session, cohort: Cohort) -> list[KnownPerson]:
    """The professionals of this site, simulated ones for a simulated cohort: names are compared without accents, which no database does."""
    table = cohort_membership.c
    facts = (Profession.family_name, Profession.given_name, Profession.rpps, Profession.profession, Profession.employer)
    inside = select(table.learner_id).where(table.cohort_id == cohort.id, table.left_at.is_(None), table.learner_id == Learner.id).exists()
    query = (
        select(Account.id, *facts, Account.email_key, Account.active, inside.label("inside"))
        .join(Profession, Profession.account_id == Account.id)
        .join(Learner, Learner.account_id == Account.id)
        .where(Learner.is_simulated == cohort.is_simulated, Learner.role.not_in((*PATIENT_ROLES, GUEST)))
    )
    return [
        KnownPerson(
            account_id=row[0],
            family_name=row[1] or "",
            given_name=row[2] or "",
            rpps=row[3] or "",
            profession=row[4],
            employer=row[5] or "",
            email_key=row[6] or "",
            is_active=row[7],
            is_member=row[8],
        )
        for row in reader.execute(query)
    ]


def _address_owners(reader: Session, people: Sequence[ImportedPerson]) -> dict[str, int]:
    """Address -> account, of anybody at all: an address opens one account, whoever has it."""
    addresses = sorted({names.comparable(one.email) for one in people if one.email})
    if not addresses:
        return {}
    rows = reader.execute(select(Account.email_key, Account.id).where(Account.email_key.in_(addresses)))
    return {email: id for email, id in rows if email}


def _match(
    person: ImportedPerson, accounts: Sequence[KnownPerson], address_owners: Mapping[str, int]
) -> tuple[KnownPerson | None, Fault | None]:
    """Her account, or why nobody can tell: by number, then by address, then by name where nothing contradicts."""
    address = names.comparable(person.email) if person.email else ""
    account = next((one for one in accounts if person.rpps and one.rpps == person.rpps), None)
    if account is not None and _key(account) != person.key:
        return None, Fault("rpps-other", "rpps", person.rpps)
    if account is None and address:
        account = next((one for one in accounts if one.email_key == address and _key(one) == person.key), None)
    if account is None:
        same = [one for one in accounts if _key(one) == person.key and _agrees(one, person, address)]
        if len(same) > 1:
            return None, Fault("several")
        account = same[0] if same else None
    if address and address_owners.get(address, account.account_id if account else None) != (account.account_id if account else None):
        return None, Fault("email-used", "email", person.email)
    if account is not None and not account.is_active:
        return None, Fault("suspended")
    return account, None


def _key(one: KnownPerson) -> tuple[str, str]:
    return plain(one.family_name), plain(one.given_name)


def _agrees(one: KnownPerson, person: ImportedPerson, address: str) -> bool:
    """Whether nothing tells the two apart: another number, another address or another workplace is another person."""
    pairs = ((one.rpps, person.rpps), (one.email_key, address), (plain(one.employer), plain(person.employer)))
    return one.profession == person.profession and all(not theirs or not ours or theirs == ours for theirs, ours in pairs)


def write(work: Session, file: CsvFile, batch: Batch, mark: str) -> tuple[list[Slip], int]:
    """Open the accounts, keep what they are, put everybody in the cohort; gives the slips of the new and how many others joined.

    All in the transaction of this work. Raises ImportChanged when the plan is another than the one that was agreed to or has a fault,
    and NotFound for a closed cohort. Call it inside the writer.
    """
    cohort = work.get_one(Cohort, batch.cohort_id)
    todo = plan(work, file, cohort)
    if todo.mark != mark or todo.faulty:
        raise ImportChanged
    slips, codes = [], iter(batch.codes)
    for row in todo.new:
        assert row.person is not None  # noqa: S101 - a new line has a person
        slips.append(_open(work, row.person, cohort, batch, next(codes)))
    n_joining = 0
    for row in todo.there:
        learner = work.get_one(Account, todo.accounts_there[row.line.number].account_id).learner
        if not registering.is_member(work, learner.id, cohort.id):
            assigning.join(work, cohort, learner, batch.shelf, batch.now)
            n_joining += 1
    return slips, n_joining


def _open(work: Session, person: ImportedPerson, cohort: Cohort, batch: Batch, code: tuple[str, str]) -> Slip:
    role = professions.ROLE_OF[person.profession]
    assert role in LEARNER_ROLES  # noqa: S101 - nobody gets a role of staff by a file
    account = _account(work, person, role, cohort, batch)
    facts = Facts(person.profession, person.family_name, person.given_name, person.rpps, person.employer, person.departement)
    professions.declare(work, account.id, facts, batch.now)
    start_codes.issue(work, account.id, code[1], batch.by_id, batch.now)
    assigning.join(work, cohort, account.learner, batch.shelf, batch.now, batch.language)
    return Slip(f"{person.given_name} {person.family_name}", account.username, person.profession, code[0])


def _account(work: Session, person: ImportedPerson, role: str, cohort: Cohort, batch: Batch) -> Account:
    """Under the first free name: claire.martin, claire.martin-2 and so on."""
    base = sign_in_name(person)
    for number in count(1):
        username = base if number == 1 else f"{base}-{number}"
        new = opening.NewAccount(username, batch.password_hash, role, person.email or None, is_simulated=cohort.is_simulated)
        try:
            opening.check_name(work, username)
        except NameTaken:
            continue
        account = opening.open_account(work, new, batch.now)
        work.flush()
        return account
    raise AssertionError("count() has no end")


def sign_in_name(person: ImportedPerson) -> str:
    """`claire.martin`; `personne` where a name gives none, as for one that mixes alphabets."""
    parts = [_letters(person.given_name), _letters(person.family_name)]
    base = ".".join(part for part in parts if part)[:LONGEST_SIGN_IN].strip(".-")
    return base if names.problem(base) is None else "personne"


def _letters(text: str) -> str:
    return "-".join(filter(None, (plain(part) for part in text.replace("’", "'").replace("'", " ").replace("-", " ").split())))
