"""Every urgent row of the triage register stands on the sheet, and each grade the game's character speaks of raises an alert as fast as
its rows."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from courses.errors import ContentUnreadable
from courses.library.content_folder import LANGUAGES, Library
from courses.model.content import URGENCIES, Problem, Urgency
from courses.sentences import Sentence, sentence
from courses.text import yaml_files
from courses.text.suggestions import nearest
from courses.triage.register import FILE, Register, Row

ALERTS = "_structure/game/alerts.yml"
WORDS = "{language}/game/signs.yml"
FLAGS: Mapping[str, Urgency] = {"vital": "emergency", "red": "now", "amber": "today", "green": "next"}
BY_ITSELF = ("grades", "lasting")
"""What a condition may hold, one alone, when a grade of the symptom is to raise the alert: at once, or on its second day."""
NOT = "not-"


class ShownAlert(NamedTuple):
    """An alert as its file says it. grade: from which its symptom alone raises it; 0 when it never does. is_lasting: on the second day."""

    key: str
    symptom: str
    urgency: Urgency
    grade: int
    is_lasting: bool
    is_on_sheet: bool
    treatments: tuple[str, ...]
    line: int


def check(library: Library) -> Iterator[Problem]:
    """Nothing without a register or without the game's alerts."""
    register, file = library.shared.register, _node(library, FILE)
    alerts = tuple(_alerts(_node(library, ALERTS)))
    if register is None or not alerts or "sheet" not in file:
        return
    yield from _sheet(register, file, {alert.key: alert for alert in alerts}, library)
    yield from _game(register, file, alerts)


def _sheet(register: Register, file: Mapping[str, Any], alerts: Mapping[str, ShownAlert], library: Library) -> Iterator[Problem]:
    places, left_out = file["sheet"], file.get("off_sheet") or {}
    for node in (places, left_out):
        for key, _ in yaml_files.pairs(node):
            if key not in register.rows:
                hint = nearest(key, register.rows)
                yield Problem(FILE, yaml_files.line_of(node, key), "576", sentence("sheet: no row {key!r}{hint}", key=key, hint=hint))
    words = {language: _lines(library, language) for language in LANGUAGES}
    for row in register.urgent:
        if row.key in left_out:
            continue
        place = places.get(row.key)
        if place is None:
            if not any(alert in alerts and _says_on_sheet(alerts[alert], row) for alert in row.alerts):
                yield Problem(FILE, row.line, "576", sentence("row {key!r} stands on no line of the sheet", key=row.key))
        elif reason := _why_not_there(place, row, alerts, words):
            message = sentence("sheet: {key!r}: {reason}", key=row.key, reason=reason)
            yield Problem(FILE, yaml_files.line_of(places, row.key), "576", message)


def _says_on_sheet(alert: ShownAlert, row: Row) -> bool:
    return alert.is_on_sheet and URGENCIES.index(alert.urgency) <= URGENCIES.index(row.urgency)


def _why_not_there(place: Any, row: Row, alerts: Mapping[str, ShownAlert], words: Mapping[str, Mapping[str, str]]) -> Sentence | None:
    """None when the line says the row's sign. A line may send its worst grade to 15 in its own words, as the row `myasthenia` asks."""
    key = str(place.get("alert")) if isinstance(place, Mapping) else ""
    if key not in alerts or not alerts[key].is_on_sheet:
        return sentence("alert: {alert!r} is no line of the sheet{hint}", alert=key, hint=nearest(key, alerts))
    for language in LANGUAGES:
        line = words[language].get(f"{key}.sheet", "")
        sign_words = str(place.get(language) or "")
        if not sign_words or sign_words not in line:
            return sentence("{language}: {words!r} is not in the line of {alert!r}", language=language, words=sign_words, alert=key)
        if not _says_on_sheet(alerts[key], row) and "{{number.samu}}" not in line:
            return sentence("the line of {alert!r} is less urgent than the row", alert=key)
    return None


def _lines(library: Library, language: str) -> dict[str, str]:
    return {key: str(text) for key, text in yaml_files.pairs(_node(library, WORDS.format(language=language)).get("alert"))}


def _game(register: Register, file: Mapping[str, Any], alerts: Sequence[ShownAlert]) -> Iterator[Problem]:
    game, treatments = file.get("game") or {}, file.get("treatments_of_game") or {}
    for symptom, grades in yaml_files.pairs(game):
        for grade, keys in yaml_files.pairs(grades):
            line = yaml_files.line_of(game, symptom)
            for key in yaml_files.strings(keys):
                if key not in register.rows:
                    yield Problem(FILE, line, "573", sentence("game: no row {key!r}{hint}", key=key, hint=nearest(key, register.rows)))
                    continue
                row = register.rows[key]
                for treatment in _treatments(row, treatments):
                    if not _is_raised(alerts, symptom, int(grade), treatment, row):
                        message = sentence(
                            "{symptom} {grade}, {treatment}: no alert as fast as row {key!r} ({urgency}) holds by the grade alone",
                            symptom=symptom, grade=grade, treatment=treatment, key=key, urgency=row.urgency,
                        )  # fmt: skip
                        yield Problem(FILE, line, "573", message)


def _treatments(row: Row, treatments: Mapping[str, Any]) -> tuple[str, ...]:
    """The treatments of the game a row is for; a name the game does not play is left out."""
    names: list[str] = []
    for name in row.regimens:
        if name.startswith(NOT):
            without = yaml_files.strings(treatments.get(name.removeprefix(NOT)))
            names += [one for one in yaml_files.strings(treatments.get("all")) if one not in without]
        else:
            names += yaml_files.strings(treatments.get(name))
    return tuple(dict.fromkeys(names))


def _is_raised(alerts: Sequence[ShownAlert], symptom: str, grade: int, treatment: str, row: Row) -> bool:
    """By the first alert of the file that holds, as the game takes them. What may wait for the next contact needs none; what may wait for
    today may be raised on its second day, as tiredness is that a night has not relieved."""
    if row.urgency == "next":
        return True
    for alert in alerts:
        is_for = (not alert.treatments or treatment in alert.treatments) and (not alert.is_lasting or row.urgency == "today")
        if alert.symptom == symptom and is_for and 0 < alert.grade <= grade:
            return URGENCIES.index(alert.urgency) <= URGENCIES.index(row.urgency)
    return False


def _alerts(node: Any) -> Iterator[ShownAlert]:
    nodes = node.get("alerts")
    for place, one in enumerate(nodes if isinstance(nodes, list) else ()):
        if not isinstance(one, Mapping) or str(one.get("flag")) not in FLAGS:
            continue
        grades, is_lasting = _grades(one.get("when"))
        symptom = str(one.get("symptom"))
        grade = int(grades[symptom]) if tuple(grades) == (symptom,) else 0
        treatments = yaml_files.strings(one.get("regimens"))
        line, is_on_sheet = yaml_files.line_of(nodes, place), one.get("on_sheet") is not False
        yield ShownAlert(str(one.get("key")), symptom, FLAGS[str(one["flag"])], grade, is_lasting, is_on_sheet, treatments, line)


def _grades(when: Any) -> tuple[dict[str, Any], bool]:
    """The grades by symptom that a condition asks for and nothing else, and whether for two days; none when it asks for more."""
    parts = dict(yaml_files.pairs(when))
    if len(parts) != 1 or next(iter(parts)) not in BY_ITSELF:
        return {}, False
    return dict(yaml_files.pairs(next(iter(parts.values())))), "lasting" in parts


def _node(library: Library, path: str) -> Mapping[str, Any]:
    """The file's keys; none where it is absent or cannot be read, which is said where it is read."""
    try:
        text = library.texts.readable(path)
        node = None if text is None else yaml_files.parse(text, path)
    except ContentUnreadable:
        return {}
    return node if isinstance(node, Mapping) else {}
