"""What a pilot may show on a day, and what stands in its way. Taking responsibility is no second reading: a draft stays a draft."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from courses.library import content_folder
from courses.library.content_folder import LANGUAGES, Library
from courses.pilot.pilot_file import BOTH, GAME, PARTS, SHEET, SYMPTOMS, Declaration, Pilot
from courses.triage import register, symptom_file
from courses.triage.register import Register, Row

GAME_FILES = tuple(
    f"_structure/game/{name}.yml" for name in ("actions", "campaigns", "cards", "characters", "learning", "model", "regimens")
)
SHEET_FILES = ("_structure/game/alerts.yml", register.FILE)
BEHIND_ALL = ("_structure/rules.yml",)
MARK_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a pilot, or one unit of it, is not open.

    kind: no-set, no-clinician (subject: the profession), no-officer, no-unit (a module that is not there), open-row, unsigned-row
    (subject: the row; professions: who has yet to sign), changed-unit (subject: the unit; professions: who has yet to take it again).
    """

    kind: str
    subject: str = ""
    professions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """people: clinicians who answer today. until: the last day of the whole; None while it is shut. units: what is shown."""

    people: tuple[Declaration, ...] = ()
    until: date | None = None
    units: frozenset[str] = frozenset()
    reasons: tuple[Reason, ...] = ()

    @property
    def is_open(self) -> bool:
        return bool(self.units)


def of(library: Library, triage: Register | None, pilot: Pilot | None, today: date) -> Standing:
    """What the pilot shows today. One thing in the way shuts the whole; words that changed shut their own unit alone."""
    if pilot is None or not pilot.units:
        return Standing(reasons=(Reason("no-set"),))
    people = tuple(one for one in pilot.clinicians if one.holds_on(today))
    officers = [one for one in pilot.officers if one.holds_on(today)]
    reasons = [Reason("no-unit", key) for key in pilot.modules if key not in library.structure.modules]
    reasons += [Reason("no-clinician", one) for one in BOTH if not any(person.profession == one for person in people)]
    reasons += [] if officers else [Reason("no-officer")]
    reasons += _rows_in_the_way(rows_of_set(library, triage, pilot), pilot, people, today)
    if reasons:
        return Standing(people, reasons=tuple(reasons))
    changes = [reason for unit in pilot.units if (reason := _new_words(unit, unit_mark(library, unit), people)) is not None]
    ends = [max(person.until for person in people if person.profession == one) for one in BOTH]
    open_units = frozenset(pilot.units) - {reason.subject for reason in changes}
    return Standing(people, min(*ends, max(one.until for one in officers)), open_units, tuple(changes))


def _rows_in_the_way(rows: Iterable[Row], pilot: Pilot, people: Iterable[Declaration], today: date) -> Iterator[Reason]:
    for row in rows:
        if is_open(row):
            yield Reason("open-row", row.key)
        elif lacking := _lacking(professions_of(row, pilot, people, today)):
            yield Reason("unsigned-row", row.key, lacking)


def _lacking(there: Iterable[str]) -> tuple[str, ...]:
    """The professions of which nobody is there."""
    present = set(there)
    return tuple(one for one in BOTH if one not in present)


def professions_of(row: Row, pilot: Pilot, people: Iterable[Declaration], today: date) -> set[str]:
    """The professions of those who answer today and signed this row, as it reads now, within the last six months."""
    mark, by_person = row_mark(row), {person.person: person for person in people}
    valid = (one for one in pilot.signatures if one.row == row.key and one.mark == mark and one.person in by_person)
    return {by_person[one.person].profession for one in valid if one.on <= today <= Declaration(one.person, "", "", one.on).until}


def _new_words(unit: str, mark: str, people: Iterable[Declaration]) -> Reason | None:
    lacking = _lacking(person.profession for person in people if person.marks.get(unit) == mark)
    return Reason("changed-unit", unit, lacking) if lacking else None


def is_red_flag(row: Row) -> bool:
    """A sign that lets nobody wait, or of which a clinician has still to say whether it does."""
    return row.urgency in ("emergency", "now") or row.is_open


def is_open(row: Row) -> bool:
    """Whether a question of docs/second-reading.md is still open on a red flag: `decide`, or no source read, and no clinician signed it."""
    return is_red_flag(row) and (row.is_open or row.is_unverified) and not (row.reviewer.strip() and row.reviewed_on)


def rows_of_set(library: Library, triage: Register | None, pilot: Pilot) -> list[Row]:
    """The red flags the set rests on, in the register's order."""
    keys = {key for unit in pilot.units for key in rows_of_unit(library, triage, unit)}
    return [row for row in (triage.rows.values() if triage is not None else ()) if row.key in keys]


def rows_of_unit(library: Library, triage: Register | None, unit: str) -> list[str]:
    """Keys of the red flags that a module, the sheet, the game or the symptom pages rest on."""
    if triage is None:
        return []
    keys = set(_rows_of_part(triage, unit) if unit in PARTS else _rows_of_module(library, triage, unit))
    return [row.key for row in triage.rows.values() if row.key in keys and is_red_flag(row)]


def _rows_of_part(triage: Register, part: str) -> Iterator[str]:
    """The sheet's lines are alerts; the game has words of its own on top; a symptom page may show any row."""
    for row in triage.rows.values():
        if row.alerts or part == SYMPTOMS:
            yield row.key
    if part == GAME:
        yield from triage.lines.values()


def _rows_of_module(library: Library, triage: Register, module: str) -> Iterator[str]:
    for block in triage.blocks:
        if block.place.partition("#")[0].removesuffix(".simple") == module:
            yield from block.rows
            if block.is_list_for_15:
                yield from (row.key for row in triage.rows.values() if row.is_core)
    for language in LANGUAGES:
        files = library.of(module, language)
        for item in files.items.items if files is not None and files.items is not None else ():
            yield from item.triage_rows


def unit_mark(library: Library, unit: str) -> str:
    """What tells these words from any others: of a module its files in each language, of a part the files it is made from."""
    digest = hashlib.sha256()
    for path in (*BEHIND_ALL, *_paths(library, unit)):
        mark = library.texts.mark(path)
        digest.update(f"\0{path}\0{len(mark)}\0".encode() + mark)
    return digest.hexdigest()[:MARK_LENGTH]


def _paths(library: Library, unit: str) -> list[str]:
    entry = library.structure.modules.get(unit)
    if unit not in PARTS:
        return content_folder.paths_of(entry) if entry is not None else []
    game_words = _in_folders(library, tuple(f"{language}/game" for language in LANGUAGES))
    situations = _in_folders(library, tuple(f"{language}/situations" for language in LANGUAGES))
    return {
        SHEET: [*SHEET_FILES, *game_words],
        GAME: [*SHEET_FILES, *game_words, *GAME_FILES, *situations],
        SYMPTOMS: [register.FILE, symptom_file.FILE],
    }[unit]


def _in_folders(library: Library, folders: Iterable[str]) -> list[str]:
    paths = (path for folder in folders for path in (library.folder / folder).glob("*") if path.is_file())
    return sorted(path.relative_to(library.folder).as_posix() for path in paths)


def row_mark(row: Row) -> str:
    """What tells this row from any other wording, urgency, treatment or source of it."""
    parts = (row.key, row.urgency, sorted(row.regimens), sorted(row.words.items()), sorted(row.says.items()))
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:MARK_LENGTH]


def marks(library: Library, pilot: Pilot) -> Mapping[str, str]:
    """What somebody takes responsibility for today: the mark of every unit of the set."""
    return {unit: unit_mark(library, unit) for unit in pilot.units}
