"""What is wrong with some lines of the game's words, each said at its own line of a form; a page of the game is not put together for it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from courses.authoring.registers.word_groups import PLACE, Line
from courses.game import word_lints
from courses.game.words import LANGUAGES, Words
from courses.model.content import Problem
from courses.rules import rule_files
from courses.sentences import sentence
from courses.text.suggestions import nearest


def problems(folder: Path, lines: Sequence[Line], places: Sequence[set[str]]) -> list[tuple[int, str, Problem]]:
    """Place of the line, language and problem, in order. places: of each line, what may stand in braces there.

    Raises ContentUnreadable when the site's rules cannot be read.
    """
    rule = rule_files.load(folder).preset(None)
    words = Words({language: rule.values(language) for language in LANGUAGES})
    for number, line in enumerate(lines):
        for language, text in line.words.items():
            words.add(language, ".".join(line.path), text, language, number)
    words.compare()
    everything = [*words.problems, *word_lints.problems(words, folder)]
    all_rows = [(problem.line, problem.path, problem) for problem in everything if problem.path in LANGUAGES]
    for number, line in enumerate(lines):
        all_rows += [(number, language, problem) for language, problem in _places(line.words, places[number], number)]
    return sorted(all_rows, key=lambda row: (row[0], row[1], row[2].code))


def _places(words: Mapping[str, str], places: set[str], number: int) -> list[tuple[str, Problem]]:
    """What stands in braces and is filled in by nobody would be shown as it is typed, or stop the page."""
    rows = []
    for language, text in words.items():
        for place in PLACE.findall(text):
            if place not in places and not place.startswith("{{"):
                said = sentence("unknown place {{{name}}}{hint}", name=place.strip("{}"), hint=nearest(place, places))
                rows.append((language, Problem(language, number, "518", said)))
        rest = PLACE.sub(" ", text)
        if "{" in rest or "}" in rest:
            said = sentence("a brace stands alone; a place is written {name}, a value of the site {{fever.call}}")
            rows.append((language, Problem(language, number, "136", said)))
    return rows
