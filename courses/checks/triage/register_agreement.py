"""The triage register against all that says how fast to act: alerts, sheet, calls, cards, situations, safety blocks; both languages."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from courses.checks.passages import FileText
from courses.checks.triage import delays
from courses.checks.triage.block_agreement import module_of, of_block, places
from courses.errors import ContentUnreadable
from courses.library.content_folder import LANGUAGES, Files, Library
from courses.library.module_file import ModuleFile
from courses.model.content import URGENCIES, Problem, Urgency, weak_sources
from courses.sentences import sentence
from courses.text import yaml_files
from courses.text.suggestions import nearest
from courses.triage.register import FILE, Register, Row

ALERTS = "_structure/game/alerts.yml"
FLAGS: Mapping[str, Urgency] = {"vital": "emergency", "red": "now", "amber": "today", "green": "next"}
WORD_FILES = ("signs", "call", "cards")
SAID_OF_ALERT = ("alert.{}.sheet", "call.outcome.{}")
NO_ROW = ("pair", "hair", "ask-pharmacist")
"""Alerts that are no sign of the body: the rule of two signs, and what only asks for a word with somebody."""
SEGMENT = re.compile(r"[.;!?|]\s|\n")


def check(library: Library) -> Iterator[Problem]:
    """The register itself and what lies between modules; nothing where there is no register."""
    register = library.shared.register
    yield from library.shared.register_problems
    if register is None:
        return
    yield from _sources(register, library)
    yield from _signatures(register)
    yield from _alerts(register, library)
    yield from places(register, library)


def check_module(library: Library, sides: Sequence[Files], texts_of_block: Sequence[FileText]) -> Iterator[Problem]:
    """The sentences of one module, and those of its blocks that the register names."""
    register = library.shared.register
    if register is not None:
        for files in sides:
            sentences = list(_sentences(register, files.text, files.language)) if files.text is not None else []
            yield from sentences
            told = {(problem.path, problem.line) for problem in sentences}
            for file in files.texts:
                yield from (
                    problem for problem in _safety_lines(register, file, files.language) if (problem.path, problem.line) not in told
                )
        key = sides[0].entry.key
        for block in register.blocks:
            if module_of(block) == key:
                yield from of_block(block, register, sides)


def _sources(register: Register, library: Library) -> Iterator[Problem]:
    references = library.structure.references
    unread = weak_sources(references, is_published=register.state == "published")
    for row in register.rows.values():
        for key in row.says:
            if key not in references:
                yield Problem(
                    FILE,
                    row.line,
                    "310",
                    sentence(
                        "row {key!r}: unknown source {key_2!r}{hint} (_structure/references.yml)",
                        key=row.key,
                        key_2=key,
                        hint=nearest(key, references),
                    ),
                )
        is_read = any(key in references and key not in unread for key in row.says)
        if not is_read and not row.is_unverified:
            reason = sentence("no source whose words were read; name one, or say `to_verify: true`")
            yield Problem(FILE, row.line, "571", sentence("row {key!r}: {reason}", key=row.key, reason=reason))
        if row.is_unverified and row.urgency == "emergency":
            yield Problem(
                FILE,
                row.line,
                "571",
                sentence("row {key!r}: an emergency rests on a source that was read, never on `to_verify` alone", key=row.key),
            )


def _signatures(register: Register) -> Iterator[Problem]:
    for row in register.rows.values():
        if bool(row.reviewer) != (row.reviewed_on is not None):
            yield Problem(FILE, row.line, "577", sentence("row {key!r}: reviewer and reviewed_on go together", key=row.key))
        if register.state == "published" and not row.reviewer:
            yield Problem(
                FILE, row.line, "577", sentence("row {key!r}: a published register has each row signed by a named clinician", key=row.key)
            )
        if row.graded is not None and URGENCIES.index(row.graded) <= URGENCIES.index(row.urgency):
            yield Problem(FILE, row.line, "570", sentence("row {key!r}: graded: is a lower urgency than the row's own", key=row.key))


def _alerts(register: Register, library: Library) -> Iterator[Problem]:
    """Each alert has the urgency of every row that names it, and its words put nothing off."""
    alerts = {str(node.get("key")): (node, line) for node, line in _alert_nodes(library)}
    if not alerts:
        return
    rows = [(row, alert) for row in register.rows.values() for alert in row.alerts]
    for row, alert in rows:
        if alert not in alerts:
            yield Problem(
                FILE,
                row.line,
                "573",
                sentence(
                    "row {key!r}: alerts: no {alert!r}{hint} ({alerts})",
                    key=row.key,
                    alert=alert,
                    hint=nearest(alert, alerts),
                    alerts=ALERTS,
                ),
            )
            continue
        node, line = alerts[alert]
        urgency = FLAGS.get(str(node.get("flag")))
        if urgency != row.urgency:
            message = sentence(
                "{alert!r} is {urgency}, the register says {row_urgency} (row {key!r}, {file}:{line})",
                alert=alert,
                urgency=urgency,
                row_urgency=row.urgency,
                key=row.key,
                file=FILE,
                line=row.line,
            )
            yield Problem(ALERTS, line, "572", message)
    alerts_of_rows = {alert for _, alert in rows}
    for alert, (_, line) in alerts.items():
        if alert not in alerts_of_rows and alert not in NO_ROW:
            yield Problem(
                ALERTS, line, "573", sentence("{alert!r}: no row of {file} names this alert (alerts: […])", alert=alert, file=FILE)
            )
    yield from _words(register, {alert: row for row, alert in rows}, library)


def _alert_nodes(library: Library) -> Iterator[tuple[Mapping[str, Any], int]]:
    node = _node(library, ALERTS)
    alerts = node.get("alerts") if isinstance(node, Mapping) else None
    for place, one in enumerate(alerts if isinstance(alerts, list) else ()):
        if isinstance(one, Mapping):
            yield one, yaml_files.line_of(alerts, place)


def _words(register: Register, row_of: Mapping[str, Row], library: Library) -> Iterator[Problem]:
    row_of_key = {pattern.format(alert): row for alert, row in row_of.items() for pattern in SAID_OF_ALERT}
    words_by_language = {language: _words_of(library, language) for language in LANGUAGES}
    for key, row_key in register.lines.items():
        at = register.lines_at[key]
        if row_key not in register.rows:
            yield Problem(
                FILE,
                at,
                "576",
                sentence("lines: {key!r}: no row {row_key!r}{hint}", key=key, row_key=row_key, hint=nearest(row_key, register.rows)),
            )
        elif any(words_by_language.values()) and not any(key in words for words in words_by_language.values()):
            yield Problem(FILE, at, "576", sentence("lines: no words {key!r} in {word_files}", key=key, word_files=", ".join(WORD_FILES)))
        else:
            row_of_key[key] = register.rows[row_key]
    for language, words in words_by_language.items():
        marks_of_rows = _marks(register, language)
        for key, (text, path, line) in words.items():
            if key in row_of_key:
                yield from _delay(row_of_key[key], text, language, path, line, key)
            else:
                yield from _parts(marks_of_rows, text, language, path, line, key)
        yield from _situations(row_of, language, library, marks_of_rows)
        yield from _today(register, language, library)


def _words_of(library: Library, language: str) -> dict[str, tuple[str, str, int]]:
    """Key of the game's words -> words, path and line."""
    files = [f"{language}/game/{name}.yml" for name in WORD_FILES]
    return {key: (text, path, line) for file in files for key, text, path, line in _flat(library, file)}


def _today(register: Register, language: str, library: Library) -> Iterator[Problem]:
    """What "today" means is written once: the sheet repeats the register's words."""
    for key, text, path, line in _flat(library, f"{language}/game/safety.yml"):
        if key == "sheet.amber_note" and text != register.today.get(language):
            yield Problem(path, line, "576", sentence("{key}: must be the words of `today:` in {file}", key=key, file=FILE))


def _situations(
    row_of: Mapping[str, Row], language: str, library: Library, marks_of_rows: Sequence[tuple[Row, tuple[str, ...]]] = ()
) -> Iterator[Problem]:
    """The why of a situation, and the words of its safe choices: held to the sign it brings, or to the urgent signs they name."""
    for file in sorted((library.folder / "fr" / "situations").glob("*.md")):
        source = library.texts.readable(f"fr/situations/{file.name}") or ""
        alert = re.search(r"^alert: (\S+)$", source, re.MULTILINE)
        row = row_of.get(alert[1]) if alert else None
        path = f"{language}/situations/{file.name}"
        if not library.texts.has(path):
            continue
        safe = set(re.findall(r"^  ([a-z0-9-]+): \{safe: true", source, re.MULTILINE))
        choice = ""
        for number, line in enumerate((library.texts.readable(path) or "").split("\n"), 1):
            if line.startswith("## "):
                choice = line[3:].strip()
            elif line.startswith("= ") or (choice in safe and line and line[0] not in ">?=!"):
                if row is not None:
                    yield from _delay(row, line, language, path, number, file.stem)
                else:
                    yield from _parts(marks_of_rows, line, language, path, number, file.stem)


def _delay(row: Row, text: str, language: str, path: str, line: int, what: str) -> Iterator[Problem]:
    if delay := delays.find(text, language, row.urgency):
        message = sentence(
            "{what}: {words!r} puts off what the register says is {urgency} (row {key!r}, {file}:{line})",
            what=what,
            words=delay.words,
            urgency=row.urgency,
            key=row.key,
            file=FILE,
            line=row.line,
        )
        yield Problem(path, line, "574", message)


def _marks(register: Register, language: str) -> list[tuple[Row, tuple[str, ...]]]:
    """The urgent rows with the pieces of words by which each is found in a text of that language, in small letters."""
    return [(row, row.folded_marks[language]) for row in register.urgent if row.folded_marks.get(language)]


def _sentences(register: Register, file: ModuleFile, language: str) -> Iterator[Problem]:
    """A sentence of a module, in a safety block or not, that names a sign of the register by its marks, and puts it off."""
    whole_file = "\n".join([block.markdown for screen in file.screens for block in screen.blocks]).casefold()
    marks_of_rows = [(row, marks) for row, marks in _marks(register, language) if any(mark in whole_file for mark in marks)]
    for screen in file.screens if marks_of_rows else ():
        for block in screen.blocks:
            whole = block.markdown.casefold()
            near = [(row, marks) for row, marks in marks_of_rows if any(mark in whole for mark in marks)]
            for number, line in enumerate(block.markdown.split("\n") if near else (), block.line):
                yield from _parts(near, line, language, file.path, number, f"{screen.key}#{block.key}")


def _safety_lines(register: Register, file: ModuleFile, language: str) -> Iterator[Problem]:
    """A line of a safety block puts nothing off, but a sign that the register lets wait and that the line names."""
    for screen in file.screens:
        for block in screen.blocks:
            for number, line in enumerate(block.markdown.split("\n") if block.kind == "safety" else (), block.line):
                if delay := delays.of_safety_line(line, language, register):
                    message = sentence(
                        "{place}: {words!r} puts off, and the line names no sign that may wait ({file})",
                        place=f"{screen.key}#{block.key}",
                        words=delay.words,
                        file=FILE,
                    )
                    yield Problem(file.path, number, "574", message)


def _parts(
    marks_of_rows: Sequence[tuple[Row, tuple[str, ...]]], line: str, language: str, path: str, number: int, what: str
) -> Iterator[Problem]:
    """Each part of a line that names an urgent sign puts nothing off."""
    plain_line = line.casefold()
    near = [(row, marks) for row, marks in marks_of_rows if any(mark in plain_line for mark in marks)]
    for segment in SEGMENT.split(line) if near else ():
        plain_text = segment.casefold()
        for row, marks in near:
            if any(mark in plain_text for mark in marks):
                yield from _delay(row, segment, language, path, number, what)


def _node(library: Library, path: str) -> Any:
    try:
        text = library.texts.readable(path)
        return None if text is None else yaml_files.parse(text, path)
    except ContentUnreadable:
        return None  # said where the game's files are read


def _flat(library: Library, path: str) -> Iterator[tuple[str, str, str, int]]:
    """(key, words, path, line) of every word of one file of the game; keys with dots stand as they are written there."""
    todo: list[tuple[str, Any]] = [("", _node(library, path))]
    while todo:
        prefix, node = todo.pop()
        for key, value in yaml_files.pairs(node):
            if isinstance(value, Mapping):
                todo.append((f"{prefix}{key}.", value))
            else:
                yield f"{prefix}{key}", str(value), path, yaml_files.line_of(node, key)
