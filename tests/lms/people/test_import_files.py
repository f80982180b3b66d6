"""Files as spreadsheets save them are read whole, and forty kinds of broken lines and files are told by what is wrong. No database."""

import codecs
import contextlib
import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.errors import FileRefused
from lms.people.imports.checking import check
from lms.people.imports.csv_file import FAMILY_NAME, GIVEN_NAME, LARGEST_FILE, UTF8, UTF16, WINDOWS, read, read_text

HEADING = "Nom;Prénom;Profession;RPPS;Employeur;Courriel"
GOOD = "Durand;Élise;pharmacienne;10000000017;Officine du Parc;elise@example.org"
RPPS, OTHER_RPPS = "10000000017", "10000000025"
"""Numbers with the right key. Worked by hand, from the right, every second digit doubled: 7 + 2 + 1 = 10; 5 + 4 + 1 = 10."""


def text_of(*lines: str, heading: str = HEADING) -> str:
    return "\r\n".join((heading, *lines)) + "\r\n"


def faults_of(*lines: str, heading: str = HEADING) -> list[str]:
    return [fault.key for row in check(read_text(text_of(*lines, heading=heading))) for fault in row.faults]


@pytest.mark.parametrize(
    ("encoded", "encoding"),
    [
        (text_of(GOOD).encode(), UTF8),
        (codecs.BOM_UTF8 + text_of(GOOD).encode(), UTF8),
        (text_of(GOOD).encode("cp1252"), WINDOWS),
        (text_of(GOOD).encode("utf-16"), UTF16),
        (codecs.BOM_UTF16_BE + text_of(GOOD).encode("utf-16-be"), UTF16),
        (text_of(GOOD).encode("utf-16-le"), UTF16),
        (text_of(GOOD).encode("utf-16-be"), UTF16),
    ],
    ids=["utf-8", "utf-8 with its mark", "cp1252", "utf-16", "utf-16 big-endian", "no mark, little-endian", "no mark, big-endian"],
)
def test_names_are_whole_in_every_encoding_that_excel_writes(encoded: bytes, encoding: str) -> None:
    file = read(encoded)
    assert file.encoding == encoding
    assert (file.lines[0].cells[FAMILY_NAME], file.lines[0].cells[GIVEN_NAME]) == ("Durand", "Élise")
    assert [row.faults for row in check(file)] == [[]]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("marked", ["", "sep="])
def test_separators_line_endings_and_the_line_of_excel_are_known(separator: str, ending: str, marked: str) -> None:
    if marked and ending == "\r":
        pytest.skip("Excel writes no such file")
    text = text_of('"Durand, dite ""Lise""";Élise;pharmacienne;;"Parc; et Cie";'.replace(";", separator)).replace("\r\n", ending)
    text = text.replace(HEADING, HEADING.replace(";", separator))
    file = read_text((f"sep={separator}{ending}" if marked else "") + text)
    assert file.separator == separator
    assert file.lines[0].number == (3 if marked else 2)
    assert file.lines[0].cells[FAMILY_NAME].startswith("Durand")
    assert 'dite "Lise"' in file.lines[0].cells[FAMILY_NAME]


def test_headings_are_known_in_both_languages_and_what_means_nothing_is_said() -> None:
    file = read_text("Family name,FIRST NAME,Job,Date of birth\nDurand,Élise,pharmacist,1980-01-01\n")
    assert file.other_titles == ("Date of birth",)
    assert "1980-01-01" not in str(file.lines)
    assert faults_of("Durand,Élise,pharmacist", heading="Family name,FIRST NAME,Job") == []


def test_the_line_number_is_that_of_the_spreadsheet_over_blank_lines_and_breaks_inside_cells() -> None:
    file = read_text(text_of(";;;;;", '"Du\nrand";Élise;pharmacien;;;', "", "Petit;Hugo;médecin;;;"))
    assert [(line.number, line.cells[FAMILY_NAME]) for line in file.lines] == [(3, "Du rand"), (6, "Petit")]


FORTY = {
    "family-missing": (";Élise;pharmacien;;;", ["family_name-missing"]),
    "given-missing": ("Durand;;pharmacien;;;", ["given_name-missing"]),
    "blanks-alone": ("\u00a0 ;Élise;pharmacien;;;", ["family_name-missing"]),
    "profession-missing": ("Durand;Élise;;;;", ["profession-missing"]),
    "short-line": ("Durand;Élise", ["profession-missing"]),
    "one-cell": ("Durand", ["given_name-missing", "profession-missing"]),
    "profession-unknown": ("Durand;Élise;vétérinaire;;;", ["profession-unknown"]),
    "profession-number": ("Durand;Élise;21;;;", ["profession-unknown"]),
    "profession-signs": ("Durand;Élise;???;;;", ["profession-unknown"]),
    "patient": ("Petit;Hugo;patient;;;", ["patient"]),
    "patiente": ("Petit;Anne;Patiente;;;", ["patient"]),
    "carer": ("Petit;Hugo;proche aidant;;;", ["patient"]),
    "aidante": ("Petit;Anne;AIDANTE;;;", ["patient"]),
    "caregiver": ("Petit;Hugo;caregiver;;;", ["patient"]),
    "admin": ("Petit;Hugo;admin;;;", ["staff"]),
    "training-manager": ("Petit;Hugo;responsable de formation;;;", ["staff"]),
    "too-many-cells": ("Durand;Élise;pharmacien;;;;;x", ["too-many-cells"]),
    "unquoted-separator": ("Durand;Élise;pharmacien;;Parc; et Cie;a@b.fr", ["email", "too-many-cells"]),
    "formula-command": ("=cmd|' /C calc'!A0;Élise;pharmacien;;;", ["formula"]),
    "formula-plus": ("+33612345678;Élise;pharmacien;;;", ["formula"]),
    "formula-minus": ("Durand;-2+3;pharmacien;;;", ["formula"]),
    "formula-at": ("Durand;@SUM(A1);pharmacien;;;", ["formula"]),
    "formula-employer": ('Durand;Élise;pharmacien;;"=HYPERLINK(""http://x"")";', ["formula"]),
    "formula-email": ("Durand;Élise;pharmacien;;;=a@b.fr", ["formula"]),
    "name-long": (f"{'D' * 61};Élise;pharmacien;;;", ["name-long"]),
    "name-digits": ("Durand2;Élise;pharmacien;;;", ["name-signs"]),
    "name-emoji": ("Durand😀;Élise;pharmacien;;;", ["name-signs"]),
    "name-markup": ("<b>Durand</b>;Élise;pharmacien;;;", ["name-signs"]),
    "name-turned-round": ("Du\u202erand;Élise;pharmacien;;;", ["name-signs"]),
    "name-bell": ("Du\x07rand;Élise;pharmacien;;;", ["name-signs"]),
    "name-lost-letters": ("Du\ufffdrand;Élise;pharmacien;;;", ["name-signs"]),
    "name-no-letter": ("---;'-';pharmacien;;;", ["formula", "name-signs"]),
    "employer-long": (f"Durand;Élise;pharmacien;;{'P' * 121};", ["employer-long"]),
    "employer-control": ("Durand;Élise;pharmacien;;Parc\x00x;".replace("\x00", "\x1b"), ["employer-signs"]),
    "email-cut": ("Durand;Élise;pharmacien;;;elise.durand@", ["email"]),
    "email-two": ("Durand;Élise;pharmacien;;;a@b.fr b@c.fr", ["email"]),
    "email-list": ("Durand;Élise;pharmacien;;;a@b.fr,b@c.fr", ["email"]),
    "email-named": ("Durand;Élise;pharmacien;;;Élise <a@b.fr>", ["email"]),
    "email-dots": ("Durand;Élise;pharmacien;;;a@b..fr", ["email"]),
    "email-long": (f"Durand;Élise;pharmacien;;;{'a' * 250}@b.fr", ["email"]),
    "rpps-power": ("Durand;Élise;pharmacien;1,0E+10;;", ["rpps-excel"]),
    "rpps-power-point": ("Durand;Élise;pharmacien;1.00001E+10;;", ["rpps-excel"]),
    "rpps-letters": ("Durand;Élise;pharmacien;1000000001A;;", ["rpps-signs"]),
    "rpps-arabic-digits": ("Durand;Élise;pharmacien;١٠٠٠٠٠٠٠٠١٧;;", ["rpps-signs"]),
    "rpps-short": ("Durand;Élise;pharmacien;1000000001;;", ["rpps-short"]),
    "rpps-long": ("Durand;Élise;pharmacien;100000000177;;", ["rpps-length"]),
    "rpps-key": ("Durand;Élise;pharmacien;10000000018;;", ["rpps-key"]),
    "three-at-once": (";Élise;patient;10000000018;;", ["family_name-missing", "patient", "rpps-key"]),
}


@pytest.mark.parametrize("kind", FORTY)
def test_a_broken_line_is_told_by_what_is_wrong(kind: str) -> None:
    line, wanted = FORTY[kind]
    assert sorted(faults_of(line)) == sorted(wanted)
    assert faults_of(GOOD) == [], "the good line beside it is good"


def test_there_are_forty_kinds_at_least() -> None:
    assert len(FORTY) >= 40


PAIRS = {
    "same-rpps": ((f"Durand;Élise;pharmacien;{RPPS};;", f"Petit;Hugo;pharmacien;{RPPS};;"), "rpps-twice"),
    "same-email": (("Durand;Élise;pharmacien;;;a@b.fr", "Petit;Hugo;pharmacien;;;A@B.FR"), "email-twice"),
    "namesakes": (("Durand;Élise;pharmacien;;Parc;", "DURAND;Elise;pharmacien;;Gare;"), "namesakes"),
    "one-number-of-two": ((f"Durand;Élise;pharmacien;{RPPS};;", "Durand;Élise;pharmacien;;;"), "namesakes"),
    "contradiction": (("Durand;Élise;pharmacien;;;", "Durand;Élise;infirmière;;;"), "namesakes"),
}


@pytest.mark.parametrize("kind", PAIRS)
def test_two_lines_that_contradict_are_both_refused_and_name_each_other(kind: str) -> None:
    lines, wanted = PAIRS[kind]
    rows = check(read_text(text_of(*lines)))
    assert [[(fault.key, fault.value) for fault in row.faults] for row in rows] == [[(wanted, "3")], [(wanted, "2")]]


def test_the_same_line_twice_counts_once_and_two_namesakes_with_numbers_are_two() -> None:
    rows = check(read_text(text_of(GOOD, GOOD.replace("pharmacienne", "Pharmacien"))))
    assert [row.same_as for row in rows] == [None, 2]
    assert faults_of(f"Durand;Élise;pharmacien;{RPPS};;", f"Durand;Élise;pharmacien;{OTHER_RPPS};;") == []


@pytest.mark.parametrize(
    "name",
    ["O’Connor", "d'Aubigné", "Le Goff", "N’Guyen-Trân", "Ångström", "محمد", "王", "Ó Súilleabháin", "Müller-Lüden", "St. Clair"],
)
def test_names_of_people_are_names(name: str) -> None:
    assert faults_of(f"{name};{name};pharmacien;;;") == []


def test_a_number_kept_from_the_spreadsheet_and_one_with_blanks_are_read() -> None:
    rows = check(read_text(text_of(f"Durand;Élise;pharmacien;'{RPPS};;", "Petit;Hugo;IDE;10 000 000 025;;")))
    assert [row.person.rpps for row in rows if row.person] == [RPPS, OTHER_RPPS]


FILES = {
    "nothing": (b"", "empty"),
    "blank lines": (b"\r\n\r\n ;; \r\n", "empty"),
    "only blanks": (b"  \r\n \r\n", "empty"),
    "heading alone": (HEADING.encode(), "no-lines"),
    "no heading": (GOOD.encode(), "columns"),
    "a column missing": (b"Nom;Profession\r\nDurand;pharmacien\r\n", "columns"),
    "a column twice": ("Nom;Nom de famille;Prénom;Profession\r\na;b;c;IDE\r\n".encode(), "column-twice"),
    "xlsx": (b"PK\x03\x04" + bytes(200), "no-csv"),
    "xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(200), "no-csv"),
    "pdf": (b"%PDF-1.7\n" + bytes(20), "no-csv"),
    "odd bytes": (b"Nom;Pr\x81nom;Profession\r\n", "encoding"),
    "broken utf-16": (b"\xff\xfe" + "Nom".encode("utf-16-le") + b"\x00", "encoding"),
    "a quote left open": (text_of('"Durand;Élise;pharmacien;;;').encode(), "quotes"),
    "a quote in the middle": (text_of('"Du"rand;Élise;pharmacien;;;').encode(), "quotes"),
    "a cell like a book": (text_of(f"Durand;Élise;pharmacien;;{'x' * 2001};").encode(), "long-cell"),
    "too many people": (text_of(*[f"Durand;Élise;pharmacien;;Parc {n};" for n in range(301)]).encode(), "too-many"),
    "too large": (text_of(GOOD).encode() + b" " * LARGEST_FILE, "too-large"),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_that_is_none_is_refused_whole(kind: str) -> None:
    raw, wanted = FILES[kind]
    with pytest.raises(FileRefused) as caught:
        read(raw)
    assert caught.value.key == wanted


@given(st.binary(max_size=400))
def test_no_bytes_make_the_reader_fall_over(raw: bytes) -> None:
    with contextlib.suppress(FileRefused):
        check(read(raw))


@given(st.lists(st.tuples(*[st.text(max_size=30)] * 6), min_size=1, max_size=6))
def test_no_cells_make_the_check_fall_over_and_no_good_line_begins_like_a_formula(rows: list[tuple[str, ...]]) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(HEADING.split(";"))
    writer.writerows(rows)
    try:
        checked = check(read_text(out.getvalue()))
    except FileRefused:
        return
    for row in checked:
        assert (row.person is None) == bool(row.faults)
        if row.person is not None:
            assert not any(cell.startswith(tuple("=+-@|")) for cell in (row.person.family_name, row.person.given_name, row.person.employer))
