"""Judging the lines of an import by themselves: each fault has a key, and two lines about one person are told. No database here."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from lms.accounts import names, professions
from lms.people.imports.csv_file import (
    DEPARTEMENT,
    EMAIL,
    EMPLOYER,
    FAMILY_NAME,
    GIVEN_NAME,
    MANDATORY,
    PROFESSION,
    RPPS,
    CsvFile,
    Line,
    plain,
)

LONGEST_NAME = 60
LONGEST_EMPLOYER = 120
FORMULA = tuple("=+-@|\t")
"""Signs by which a spreadsheet takes a cell for a formula."""
EXPONENT = re.compile(r"[0-9]+([.,][0-9]+)?[eE][+]?[0-9]+")
PROFESSION_WORDS: Mapping[str, tuple[str, ...]] = {
    "pharmacist": ("pharmacien", "pharmacienne", "pharmacist", "pharmacienpharmacienne", "pharmacienadjoint", "pharmacienneadjointe"),
    "pharmacy_technician": (
        *("preparateur", "preparatrice", "preparateurenpharmacie", "preparatriceenpharmacie"),
        *("pharmacytechnician", "dispenser", "preparateurpreparatriceenpharmacie"),
    ),
    "gp": ("medecingeneraliste", "generaliste", "medecintraitant", "gp", "generalpractitioner", "mg"),
    "physician": ("medecin", "docteur", "physician", "doctor", "oncologue", "oncologist"),
    "nurse": ("infirmier", "infirmiere", "ide", "idel", "infirmierinfirmiere", "nurse"),
}
PATIENT_WORDS = frozenset(
    {
        *("patient", "patiente", "patients", "malade", "usager", "usagere", "proche", "aidant", "aidante", "aidants"),
        *("procheaidant", "procheaidante", "prochedepatient", "accompagnant", "famille", "conjoint", "conjointe", "parent"),
        *("caregiver", "carer", "family", "relative"),
    }
)
STAFF_WORDS = frozenset(
    {
        *("admin", "administrateur", "administratrice", "administrator", "educateur", "educatrice", "educator"),
        *("formateur", "formatrice", "clinician", "clinicien", "clinicienne", "responsabledeformation", "trainingmanager"),
        *("dpo", "dataprotectionofficer", "guest", "invite"),
    }
)


@dataclass(frozen=True)
class Fault:
    """What is wrong with a line. key: of lms.people.imports.words.LINE_FAULTS; value: what was written, or another line's number."""

    key: str
    column: str = ""
    value: str = ""


@dataclass(frozen=True)
class ImportedPerson:
    """One professional as a line tells of her."""

    family_name: str
    given_name: str
    profession: str
    rpps: str = ""
    employer: str = ""
    email: str = ""
    departement: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """By which two namesakes are one name: accents and capitals do not count."""
        return plain(self.family_name), plain(self.given_name)


@dataclass
class CheckedLine:
    """A line and what was made of it. person: None when it has a fault. same_as: number of an earlier line that says the same."""

    line: Line
    person: ImportedPerson | None
    faults: list[Fault] = field(default_factory=list)
    same_as: int | None = None


def check(file: CsvFile) -> list[CheckedLine]:
    """Every line with its faults, in the file's order."""
    rows = [_check_line(line, file.width) for line in file.lines]
    _tell_lines_apart(rows)
    return rows


def _check_line(line: Line, width: int) -> CheckedLine:
    faults = [Fault(f"{column}-missing", column) for column in MANDATORY if not line.cells.get(column)]
    if line.n_cells > width:
        faults.append(Fault("too-many-cells", value=str(line.n_cells)))
    for column in (FAMILY_NAME, GIVEN_NAME):
        faults += _name_faults(column, line.cells.get(column, ""))
    faults += _employer_faults(line.cells.get(EMPLOYER, "")) + _email_faults(line.cells.get(EMAIL, ""))
    profession, wrong = _profession(line.cells.get(PROFESSION, ""))
    rpps, wrong_number = _rpps(line.cells.get(RPPS, ""))
    faults += wrong + wrong_number
    departement = professions.departement_code(line.cells.get(DEPARTEMENT, "").removeprefix("'"))
    if departement is None:
        faults.append(Fault("departement", DEPARTEMENT, line.cells[DEPARTEMENT]))
    if faults:
        return CheckedLine(line, None, faults)
    cells = line.cells
    employer, email = cells.get(EMPLOYER, ""), cells.get(EMAIL, "")
    person = ImportedPerson(cells[FAMILY_NAME], cells[GIVEN_NAME], profession, rpps, employer, email, departement or "")
    return CheckedLine(line, person)


def _name_faults(column: str, text: str) -> list[Fault]:
    if not text:
        return []
    if text.startswith(FORMULA):
        return [Fault("formula", column, text)]
    if len(text) > LONGEST_NAME:
        return [Fault("name-long", column, text)]
    return [] if all(_fits_name(sign) for sign in text) and any(sign.isalpha() for sign in text) else [Fault("name-signs", column, text)]


def _fits_name(sign: str) -> bool:
    return unicodedata.category(sign) in ("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc") or sign in " -'’.·"


def _employer_faults(text: str) -> list[Fault]:
    if text.startswith(FORMULA):
        return [Fault("formula", EMPLOYER, text)]
    if len(text) > LONGEST_EMPLOYER:
        return [Fault("employer-long", EMPLOYER, text)]
    is_odd = any(unicodedata.category(sign)[0] == "C" for sign in text)
    return [Fault("employer-signs", EMPLOYER, text)] if is_odd else []


def _email_faults(text: str) -> list[Fault]:
    if not text:
        return []
    if text.startswith(FORMULA):
        return [Fault("formula", EMAIL, text)]
    is_good = names.is_address(text) and not any(sign in text for sign in ",;<>\"'()[]\\") and text.count("@") == 1 and ".." not in text
    is_good = is_good and not any(unicodedata.category(sign)[0] == "C" for sign in text)
    return [] if is_good else [Fault("email", EMAIL, text)]


def _profession(text: str) -> tuple[str, list[Fault]]:
    word = plain(text)
    if not word:
        return "", [Fault("profession-unknown", PROFESSION, text)] if text else []
    key = next((key for key, words in PROFESSION_WORDS.items() if word in words), "")
    if key:
        return key, []
    if word in PATIENT_WORDS:
        return "", [Fault("patient", PROFESSION, text)]
    return "", [Fault("staff" if word in STAFF_WORDS else "profession-unknown", PROFESSION, text)]


def _rpps(text: str) -> tuple[str, list[Fault]]:
    """Eleven digits as text, leading zeros too, without blanks between them or the apostrophe that makes a cell text."""
    number = re.sub(r"[\s\u00a0\u202f.]", "", text.removeprefix("'"))
    if not number:
        return "", []
    if EXPONENT.fullmatch(number):
        return "", [Fault("rpps-excel", RPPS, text)]
    if not (number.isascii() and number.isdigit()):
        return "", [Fault("rpps-signs", RPPS, text)]
    if len(number) != 11:
        return "", [Fault("rpps-short" if len(number) == 10 else "rpps-length", RPPS, text)]
    return (number, []) if professions.is_rpps(number) else ("", [Fault("rpps-key", RPPS, text)])


def _tell_lines_apart(rows: Iterable[CheckedLine]) -> None:
    """Two lines about one person: the same words twice count once, others are both refused; the fault names the other line."""
    good = [row for row in rows if row.person is not None]
    by_person: dict[ImportedPerson, CheckedLine] = {}
    for row in good:
        assert row.person is not None  # noqa: S101 - chosen above
        first = by_person.setdefault(row.person, row)
        if first is not row:
            row.same_as = first.line.number
    different = [row for row in good if row.same_as is None]
    _refuse_shared(different, lambda person: person.rpps, "rpps-twice")
    _refuse_shared(different, lambda person: names.comparable(person.email), "email-twice")
    _refuse_namesakes(different)
    for row in good:
        if row.faults:
            row.person = None


def _refuse_shared(rows: list[CheckedLine], value_of: Callable[[ImportedPerson], str], fault: str) -> None:
    groups: dict[str, list[CheckedLine]] = defaultdict(list)
    for row in rows:
        value = value_of(row.person) if row.person is not None else ""
        if value:
            groups[value].append(row)
    for group in groups.values():
        _refuse_all(group, fault)


def _refuse_namesakes(rows: list[CheckedLine]) -> None:
    """Namesakes are two people when each has a number or an address of her own; else nobody can tell."""
    groups: dict[tuple[str, ...], list[CheckedLine]] = defaultdict(list)
    for row in rows:
        assert row.person is not None  # noqa: S101 - chosen by the caller
        groups[row.person.key].append(row)
    for group in groups.values():
        have_numbers = all(row.person is not None and row.person.rpps for row in group)
        have_addresses = all(row.person is not None and row.person.email for row in group)
        if not have_numbers and not have_addresses:
            _refuse_all(group, "namesakes")


def _refuse_all(group: list[CheckedLine], fault: str) -> None:
    if len(group) < 2:
        return
    for row in group:
        others = ", ".join(str(other.line.number) for other in group if other is not row)
        row.faults.append(Fault(fault, value=others))
