"""The symptom pages against the triage register and the modules: every row a patient may meet stands on a page, every help is there,
and no treatment is left out."""

from collections.abc import Iterator, Mapping
from typing import Any

from courses.errors import ContentUnreadable
from courses.library.content_folder import SOURCE, Library
from courses.model.content import Problem
from courses.sentences import NOTHING, Sentence, sentence
from courses.text import yaml_files
from courses.text.suggestions import nearest
from courses.triage import symptom_file
from courses.triage.symptom_file import FILE, SymptomFile

CARDS = "_structure/game/cards.yml"
NOT = "not-"
"""How the register names "every treatment but this one"."""
AUDIENCES = ("patient", "caregiver")
"""Who a symptom page is written for: the texts it takes from the modules are theirs."""


def check(library: Library) -> Iterator[Problem]:
    """Nothing where there is no file."""
    read = symptom_file.read(library.texts, library.shared.register)
    yield from read.problems
    if read.rows:
        yield from _rows_without_page(read, library)
        yield from _treatments_left_out(read, library)
    for place, line in read.helps:
        if reason := _why_no_help(place, library):
            yield Problem(FILE, line, "584", sentence("helps: {place!r}: {reason}", place=place, reason=reason))
    for kind, key, line in read.of_game:
        if reason := _why_not_in_game(kind, key, library):
            yield Problem(FILE, line, "584", sentence("{kind}: {key!r}: {reason}", kind=kind, key=key, reason=reason))


def _why_not_in_game(kind: str, key: str, library: Library) -> Sentence:
    """Empty when the game has it, or when there is no game to look at."""
    if kind == "situations":
        return NOTHING if library.texts.has(f"{SOURCE}/situations/{key}.md") else sentence("no situation of that key")
    cards = _cards(library)
    return NOTHING if cards is None or key in cards else sentence("no card of that key{hint}", hint=nearest(key, cards))


def _cards(library: Library) -> Mapping[str, Any] | None:
    """The cards of the morning; none without their file, None where it cannot be read, which the game's own checks tell."""
    text = library.texts.readable(CARDS)
    try:
        node = yaml_files.parse(text, CARDS) if text is not None else {}
    except ContentUnreadable:
        return None
    cards = node.get("cards", {}) if isinstance(node, Mapping) else None
    return cards if isinstance(cards, Mapping) else None


def _rows_without_page(read: SymptomFile, library: Library) -> Iterator[Problem]:
    register = library.shared.register
    for row in register.rows.values() if register is not None else ():
        if row.key not in read.rows:
            yield Problem(
                FILE,
                1,
                "585",
                sentence("row {key!r} of the triage register stands on no page: name it under a symptom, or in for_staff", key=row.key),
            )


def _treatments_left_out(read: SymptomFile, library: Library) -> Iterator[Problem]:
    """A page with a sign "not on capecitabine" also says what holds on it: whoever takes it must not read the milder line alone."""
    rows = library.shared.register.rows if library.shared.register is not None else {}
    for symptom in read.index.symptoms if rows else ():
        regimens = {regimen: sign.key for sign in reversed(symptom.signs) for regimen in rows[sign.key].regimens}
        for regimen, row in sorted(regimens.items()):
            treatment = regimen.removeprefix(NOT)
            if treatment != regimen and treatment not in regimens:
                message = sentence(
                    "symptom {key!r}: the row {row!r} holds {regimen!r}; name a row that holds for {treatment!r} too",
                    key=symptom.key,
                    row=row,
                    regimen=regimen,
                    treatment=treatment,
                )
                yield Problem(FILE, read.rows.get(row, 1), "587", message)


def _why_no_help(place: str, library: Library) -> Sentence:
    """Why a page cannot take its text from there; empty when it can."""
    module, _, screen = place.partition("#")
    entry = library.structure.modules.get(module)
    if entry is None:
        return (
            sentence("no module {module!r}{hint}", module=module, hint=nearest(module, library.structure.modules))
            if library.structure.knows_all_modules
            else NOTHING
        )
    if entry.audience not in AUDIENCES:
        return sentence("is a module for professionals; a symptom page speaks to patients and carers")
    keys = library.screen_keys(module, SOURCE) or ()
    return sentence("no screen {screen!r}{hint}", screen=screen, hint=nearest(screen, keys)) if keys and screen not in keys else NOTHING
