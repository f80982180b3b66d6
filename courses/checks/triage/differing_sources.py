"""Where the sources of a row of the triage register differ: it stands at the most careful, and the difference is in the register."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from courses.library.content_folder import LANGUAGES, Library
from courses.model.content import URGENCIES, Problem
from courses.sentences import Sentence, sentence
from courses.text.suggestions import nearest
from courses.triage.register import FILE, IN_WORDS, NO_SPEED, Row

SPEEDS = (*URGENCIES, IN_WORDS, NO_SPEED)
FIFTEEN = re.compile(r"\b15\b")
SOURCE_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")


def check(library: Library) -> Iterator[Problem]:
    """Nothing where there is no register."""
    register = library.shared.register
    for row in register.rows.values() if register is not None else ():
        yield from _typed(row)
        yield from _lower_than_its_sources(row)
        yield from _only_in_the_note(row, library.structure.references)


def _typed(row: Row) -> Iterator[Problem]:
    """Each source of the row says how fast, in a word that can be compared: a difference left untyped could not be seen."""
    for key in row.says:
        if key not in row.asks:
            yield _problem(row, sentence("asks: does not say how fast {key!r} asks to act: {speeds}", key=key, speeds=", ".join(SPEEDS)))
    for key, speed in row.asks.items():
        if key not in row.says:
            yield _problem(row, sentence("asks: {key!r} is no source of this row{hint}", key=key, hint=nearest(key, row.says)))
        elif speed not in SPEEDS:
            yield _problem(
                row,
                sentence(
                    "asks: {key}: {speed!r} must be one of {speeds}{hint}",
                    key=key,
                    speed=speed,
                    speeds=", ".join(SPEEDS),
                    hint=nearest(speed, SPEEDS),
                ),
            )


def _lower_than_its_sources(row: Row) -> Iterator[Problem]:
    sends_to_15 = row.urgency == "emergency" or all(FIFTEEN.search(row.words.get(language, "")) for language in LANGUAGES)
    for key, speed in row.asks.items():
        if speed == IN_WORDS and not sends_to_15:
            yield _problem(
                row, sentence("{key!r} sends a grade of this sign to 15, and the row's words do not say 15 in each language", key=key)
            )
        elif speed in URGENCIES and URGENCIES.index(speed) < URGENCIES.index(row.urgency):
            yield _problem(
                row,
                sentence(
                    "stands at {urgency}, and {key!r} asks for {speed}; the most careful source stands until a clinician signs",
                    urgency=row.urgency,
                    key=key,
                    speed=speed,
                ),
            )


def _only_in_the_note(row: Row, references: Mapping[str, Any]) -> Iterator[Problem]:
    for key in SOURCE_KEY.findall(row.note):
        if key in references and key not in row.says:
            yield _problem(row, sentence("note: names {key!r}; put its words under says: and how fast it asks to act under asks:", key=key))


def _problem(row: Row, message: Sentence) -> Problem:
    return Problem(FILE, row.line, "586", sentence("row {key!r}: {message}", key=row.key, message=message))
