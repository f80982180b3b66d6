"""An evidence file as one value: every line of it, in one language. PDF, CSV, JSON and the page are made of it and of nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Section:
    """Lines, or a table: then each row has a value a column."""

    title: str
    lines: tuple[Line, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Dossier:
    """stamp: empty when it has a value. course, first_day, last_day: what it is of; both days included."""

    title: str
    language: str
    stamp: str
    course: str
    first_day: date
    last_day: date
    made_on: str
    sections: tuple[Section, ...]

    def flat(self) -> Iterator[tuple[str, str, str, str]]:
        """Section, row from 1 (empty for a line), label and value: one for everything the file says."""
        for section in self.sections:
            if section.note:
                yield section.title, "", "", section.note
            for line in section.lines:
                yield section.title, "", line.label, line.value
            for number, row in enumerate(section.rows, 1):
                for column, value in zip(section.columns, row, strict=True):
                    yield section.title, str(number), column, value

    def as_json(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "language": self.language,
            "stamp": self.stamp,
            "course": self.course,
            "from": self.first_day.isoformat(),
            "until": self.last_day.isoformat(),
            "made_on": self.made_on,
            "sections": [
                {
                    "title": section.title,
                    "note": section.note,
                    "lines": [{"label": line.label, "value": line.value} for line in section.lines],
                    "columns": list(section.columns),
                    "rows": [list(row) for row in section.rows],
                }
                for section in self.sections
            ],
        }
