"""What is wrong with a file or a line of it, and what to do, in the language of the page: one pair of sentences a fault."""

from collections.abc import Callable, Mapping

from flask_babel import gettext as _

from lms.errors import FileRefused
from lms.people.imports import csv_file
from lms.people.imports.checking import LONGEST_EMPLOYER, LONGEST_NAME, Fault

Words = tuple[str, str]
"""What is wrong; what to do."""


def column_names() -> Mapping[str, str]:
    """Column -> its heading in the language of the page, as the model file has it."""
    return {
        csv_file.FAMILY_NAME: _("Family name"),
        csv_file.GIVEN_NAME: _("Given name"),
        csv_file.PROFESSION: _("Profession"),
        csv_file.RPPS: _("RPPS"),
        csv_file.EMPLOYER: _("Employer"),
        csv_file.DEPARTEMENT: _("Département"),
        csv_file.EMAIL: _("E-mail"),
    }


FILE_FAULTS: Mapping[str, Callable[[], Words]] = {
    "missing": lambda: (_("No file was chosen"), _("Choose a CSV file on this device.")),
    "empty": lambda: (_("The file is empty"), _("It needs a heading and one line a person.")),
    "too-large": lambda: (_("The file is too large"), _("200 kB at most: cut it in two.")),
    "too-many": lambda: (_("The file has too many lines"), _("300 people at most: cut it in two.")),
    "no-csv": lambda: (_("This is not a CSV file"), _("In Excel: “Save as”, then “CSV (separator: semicolon)” or “CSV UTF-8”.")),
    "encoding": lambda: (_("The letters of the file cannot be read"), _("Save it again as “CSV UTF-8”.")),
    "quotes": lambda: (
        _("A quotation mark opens and never closes"),
        _("Look at the line named here, or save the file again from the spreadsheet."),
    ),
    "long-cell": lambda: (_("A cell holds more than 2,000 characters"), _("Look at the line named here.")),
    "columns": lambda: (_("A column is missing"), _("The first line names the columns: take the model file.")),
    "column-twice": lambda: (_("A column stands there twice"), _("Keep one of them.")),
    "no-lines": lambda: (_("The file holds a heading and nobody"), _("Write one line a person under it.")),
}

LINE_FAULTS: Mapping[str, Callable[[], Words]] = {
    "family_name-missing": lambda: (_("The family name is missing"), _("Write it in.")),
    "given_name-missing": lambda: (_("The given name is missing"), _("Write it in.")),
    "profession-missing": lambda: (_("The profession is missing"), _("Write pharmacist, pharmacy technician, GP, physician or nurse.")),
    "profession-unknown": lambda: (
        _("This profession is not known here"),
        _("Write pharmacist, pharmacy technician, GP, physician or nurse."),
    ),
    "patient": lambda: (_("Patients and carers are never imported"), _("Hand over a nameless card, in person, and take the line out.")),
    "staff": lambda: (_("Staff of the site are not imported"), _("An admin gives such a role by hand. Take the line out.")),
    "too-many-cells": lambda: (
        _("The line has more cells than the heading"),
        _("A separator stands inside a cell: put the cell in quotation marks."),
    ),
    "formula": lambda: (_("A cell begins like a formula (= + - @ |)"), _("Write plain text.")),
    "name-long": lambda: (_("The name is longer than %(n)s characters", n=LONGEST_NAME), _("Shorten it.")),
    "name-signs": lambda: (_("The name holds characters that no name has"), _("Letters, blanks, hyphens and apostrophes only.")),
    "employer-long": lambda: (_("The employer is longer than %(n)s characters", n=LONGEST_EMPLOYER), _("Shorten it.")),
    "employer-signs": lambda: (_("The employer holds characters that cannot be shown"), _("Write it again by hand.")),
    "departement": lambda: (_("This is no code of a French département"), _("Write 01 to 95, 2A, 2B or 971 to 988, or leave it empty.")),
    "email": lambda: (_("This is no e-mail address"), _("Complete it, or leave it empty: a start code will be printed.")),
    "rpps-excel": lambda: (
        _("The spreadsheet turned the RPPS number into a power of ten"),
        _("Format the column as text and write the eleven digits."),
    ),
    "rpps-signs": lambda: (_("The RPPS number holds other characters than digits"), _("Write eleven digits, or leave it empty.")),
    "rpps-short": lambda: (
        _("The RPPS number has ten digits"),
        _("The spreadsheet may have taken the leading 0: format the column as text."),
    ),
    "rpps-length": lambda: (_("The RPPS number has not eleven digits"), _("Write eleven digits, or leave it empty.")),
    "rpps-key": lambda: (_("A digit of the RPPS number is wrong"), _("Compare it with her card, or leave it empty.")),
    "rpps-twice": lambda: (_("Another line has the same RPPS number"), _("Keep one of the two, or put the number right.")),
    "email-twice": lambda: (_("Another line has the same address"), _("Keep one of the two, or put the address right.")),
    "namesakes": lambda: (_("Another line has the same name"), _("One person: keep one line. Two people: give each her RPPS number.")),
    "rpps-other": lambda: (_("This RPPS number belongs to an account with another name"), _("Put the number or the name right.")),
    "email-used": lambda: (_("This address cannot be used here"), _("Leave it empty: a start code will be printed.")),
    "several": lambda: (_("Several accounts have this name"), _("Give her RPPS number, so that the right one is found.")),
    "suspended": lambda: (_("Her account is suspended"), _("An admin opens it again, or take the line out.")),
}


def of_file(fault: FileRefused) -> Words:
    """With the line or the columns that the fault names."""
    what, todo = FILE_FAULTS[fault.key]()
    if fault.line:
        what = _("%(what)s (line %(n)s)", what=what, n=fault.line)
    if fault.columns:
        what = _("%(what)s: %(names)s", what=what, names=", ".join(column_names().get(column, column) for column in fault.columns))
    return what, todo


def of_line(fault: Fault) -> Words:
    what, todo = LINE_FAULTS[fault.key]()
    if fault.key in ("rpps-twice", "email-twice", "namesakes"):
        what = _("%(what)s: line %(n)s", what=what, n=fault.value)
    return what, todo
