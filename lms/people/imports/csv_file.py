"""From the bytes of a CSV file to its lines, as spreadsheets write them: four encodings, three separators, quotes. No database here."""

import csv
import io
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from lms.errors import FileRefused

LARGEST_FILE = 200_000
"""Bytes; beside it the form itself fits into what the site takes."""
MOST_LINES = 300
LONGEST_CELL = 2_000
SEPARATORS = ";,\t"
UTF8, UTF16, WINDOWS = "UTF-8", "UTF-16", "Windows-1252"

FAMILY_NAME, GIVEN_NAME, PROFESSION, RPPS, EMPLOYER, EMAIL = "family_name", "given_name", "profession", "rpps", "employer", "email"
DEPARTEMENT = "departement"
MANDATORY = (FAMILY_NAME, GIVEN_NAME, PROFESSION)
COLUMNS: Mapping[str, tuple[str, ...]] = {
    FAMILY_NAME: ("nom", "nomdefamille", "nomusage", "nomdusage", "name", "familyname", "lastname", "surname"),
    GIVEN_NAME: ("prenom", "givenname", "firstname"),
    PROFESSION: ("profession", "metier", "fonction", "role", "job"),
    RPPS: ("rpps", "norpps", "nrpps", "numerorpps", "rppsnumber"),
    EMPLOYER: ("employeur", "etablissement", "officine", "structure", "employer", "workplace"),
    DEPARTEMENT: ("departement", "dept", "dep", "codedepartement", "department"),
    EMAIL: ("courriel", "email", "mail", "adressemail", "adressedecourriel", "adresseelectronique", "emailaddress"),
}
"""Column -> the headings it is known by, without accents, blanks and signs."""


@dataclass(frozen=True)
class Headings:
    """What a kind of file may hold. columns: as COLUMNS; mandatory: those that it cannot lack."""

    columns: Mapping[str, tuple[str, ...]]
    mandatory: tuple[str, ...] = ()


PEOPLE = Headings(COLUMNS, MANDATORY)


@dataclass(frozen=True)
class Line:
    """One line of the file. number: as a spreadsheet counts it, the heading being 1. cells: column -> text, without blanks around it."""

    number: int
    cells: Mapping[str, str]
    n_cells: int


@dataclass(frozen=True)
class CsvFile:
    """What was read. columns: in the file's order; ignored: headings that are not read; width: cells of the heading."""

    lines: tuple[Line, ...]
    columns: tuple[str, ...]
    other_titles: tuple[str, ...]
    width: int
    encoding: str
    separator: str
    text: str


def read(raw: bytes, headings: Headings = PEOPLE) -> CsvFile:
    """The lines of a file. Blank ones are left out. Raises FileRefused with a key of lms.people.imports.words.FILE_FAULTS."""
    if len(raw) > LARGEST_FILE:
        raise FileRefused("too-large")
    text, encoding = _decode(raw)
    return read_text(text, encoding, headings)


def read_text(text: str, encoding: str = UTF8, headings: Headings = PEOPLE) -> CsvFile:
    """The same for a text that was read before. Raises FileRefused."""
    if not text.strip():
        raise FileRefused("empty")
    body, separator = _find_separator(text)
    rows = _rows(body, separator, 1 if body is not text else 0)
    if not rows:
        raise FileRefused("empty")
    (_number, heading), *others = rows
    columns = _columns(heading, headings)
    if len(others) > MOST_LINES:
        raise FileRefused("too-many", count=len(others))
    if not others:
        raise FileRefused("no-lines")
    names = tuple(column for column in columns if column)
    other_titles = tuple(title for title, column in zip(heading, columns, strict=True) if not column and title.strip())
    lines = tuple(
        Line(number, {column: _trim(cell) for column, cell in zip(columns, cells, strict=False) if column}, _n_cells(cells))
        for number, cells in others
    )
    return CsvFile(lines, names, other_titles, len(heading), encoding, separator, text)


def _decode(raw: bytes) -> tuple[str, str]:
    if raw[:4] == b"PK\x03\x04" or raw[:4] in (b"\xd0\xcf\x11\xe0", b"%PDF"):
        raise FileRefused("no-csv")
    try:
        if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return raw.decode("utf-16"), UTF16
        if b"\0" in raw:
            return raw.decode("utf-16-le" if raw[1::2].count(0) >= raw[::2].count(0) else "utf-16-be"), UTF16
    except UnicodeDecodeError as error:
        raise FileRefused("encoding") from error
    try:
        return raw.decode("utf-8-sig"), UTF8
    except UnicodeDecodeError:
        pass
    try:
        return raw.decode("cp1252"), WINDOWS
    except UnicodeDecodeError as error:
        raise FileRefused("encoding") from error


def _find_separator(text: str) -> tuple[str, str]:
    """The text without Excel's `sep=` line, and its separator: the one that the heading has most of."""
    first, _, rest = text.lstrip("\ufeff").partition("\n")
    first = first.rstrip("\r")
    if first.lower().startswith("sep=") and first[4:] in tuple(SEPARATORS):
        return rest, first[4:]
    heading = next((line for line in text.splitlines() if line.strip()), "")
    outside = "".join(part for place, part in enumerate(heading.split('"')) if place % 2 == 0)
    return text, max(SEPARATORS, key=lambda sign: (outside.count(sign), -SEPARATORS.index(sign)))


def _rows(text: str, separator: str, n_before: int) -> list[tuple[int, list[str]]]:
    """(line number, cells) of what is not blank. A cell may hold line breaks: its line is counted from where it begins."""
    if "\0" in text:
        raise FileRefused("no-csv")
    reader, rows, begins = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True), [], 1 + n_before
    try:
        for cells in reader:
            if any(len(cell) > LONGEST_CELL for cell in cells):
                raise FileRefused("long-cell", line=begins)
            if any(_trim(cell) for cell in cells):
                rows.append((begins, cells))
            begins = reader.line_num + 1 + n_before
    except csv.Error as error:
        raise FileRefused("quotes", line=begins) from error
    return rows


def _columns(heading: list[str], headings: Headings) -> list[str]:
    """The column of each heading; empty for one that means nothing here."""
    columns = [next((column for column, names in headings.columns.items() if plain(title) in names), "") for title in heading]
    missing = [column for column in headings.mandatory if column not in columns]
    if missing:
        raise FileRefused("columns", columns=tuple(missing))
    twice = next((column for column in columns if column and columns.count(column) > 1), None)
    if twice is not None:
        raise FileRefused("column-twice", columns=(twice,))
    return columns


def plain(text: str) -> str:
    """Letters and digits alone, small, without accents: how headings, professions and names are compared."""
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in split if sign.isalnum())


def _n_cells(cells: list[str]) -> int:
    """Up to the last one that holds something: spreadsheets add empty ones at will."""
    return max((place for place, cell in enumerate(cells, start=1) if _trim(cell)), default=0)


def _trim(cell: str) -> str:
    """Without blanks around it, no-break ones included; one blank for many; composed, so that é is one sign."""
    return unicodedata.normalize("NFC", " ".join(cell.replace("\ufeff", "").split()))
