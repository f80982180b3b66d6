"""What an instance shows of what is written: everything on a demo, what clinicians answer for on a pilot, what is published anywhere."""

from dataclasses import replace
from datetime import date
from typing import Literal

from courses.game import book_reader
from courses.library.content_folder import Library
from courses.model.content import Module, Problem, State
from courses.model.game import Book
from courses.model.symptoms import SymptomIndex
from courses.pilot import pilot_file, standing
from courses.pilot.pilot_file import GAME, SHEET, SYMPTOMS
from courses.pilot.standing import Standing
from courses.triage import symptom_file
from courses.triage.register import Register

Instance = Literal["demo", "pilot", "real"]
PAST_DRAFT = "020"
"""A draft past its expiry: a pilot does not show it."""


def pilot_standing(library_of_folder: Library, triage: Register | None) -> Standing:
    file, _problems = pilot_file.read(library_of_folder.texts)
    return standing.of(library_of_folder, triage, file, library_of_folder.today)


def instance_of_game(instance: Instance, units: frozenset[str]) -> Instance:
    """A pilot that took neither the game nor the sheet shows of them what a real site would."""
    return "real" if instance == "pilot" and not units & {GAME, SHEET} else instance


def game(book: Book | None, last: Book | None, today: date, instance: Instance, units: frozenset[str]) -> Book | None:
    """The book as read; when it cannot be read, as it was. A pilot that took the sheet alone has no game: both are in the same files."""
    if book is None:
        book = book_reader.still_shown(last, today, instance_of_game(instance, units))
    if book is None or instance != "pilot" or GAME in units or SHEET not in units:
        return book
    return replace(book, campaigns={}, situations={})


def symptoms(
    library: Library, triage: Register | None, last: SymptomIndex | None, today: date, instance: Instance, units: frozenset[str]
) -> SymptomIndex:
    """The symptom pages; as they were, when the register or their file can no longer be read, but not past the register's expiry."""
    may = _may_teach(triage, today, instance, units)
    index = symptom_file.read(library.texts, triage).index if may else SymptomIndex()
    if index or last is None or (triage is not None and not may) or (instance == "pilot" and SYMPTOMS not in units):
        return index
    is_over = instance != "demo" and (last.expires is None or last.expires < today)
    return SymptomIndex() if is_over else last


def _may_teach(triage: Register | None, today: date, instance: Instance, units: frozenset[str]) -> bool:
    """Whether this instance may show the register's rows to readers."""
    if triage is None or triage.state == "withdrawn":
        return False
    is_current = triage.expires is not None and triage.expires >= today
    return instance == "demo" or (is_current and (triage.state == "published" or SYMPTOMS in units))


def may_stay(module: Module, instance: Instance, units: frozenset[str]) -> bool:
    """A draft of a pilot goes with the responsibility for it."""
    return instance != "pilot" or module.state == "published" or module.key in units


def is_shown(state: State, about: list[Problem], instance: Instance, is_in_pilot: bool) -> bool:
    if state == "withdrawn":
        return False
    if instance == "demo":
        return True
    may = state == "published" or (is_in_pilot and state in ("draft", "in_review"))
    return may and not any(problem.severity == "error" or problem.code == PAST_DRAFT for problem in about)
