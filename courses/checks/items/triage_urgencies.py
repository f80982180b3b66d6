"""Items against the triage register: each names the rows whose sign it shows, and no option it calls right is later than they are."""

import re
from collections.abc import Iterator, Mapping, Sequence

from courses.checks.items.guessing import CHOICES, is_triage
from courses.checks.items.option_urgencies import ChosenOption, contradiction, delays_in_words, of_option, reaches
from courses.checks.items.urgent_signs import SAFE_BEFORE, UrgentSigns, signs_of
from courses.checks.passages import FileText
from courses.checks.triage.phrases import (
    CALLS,
    NO_ANSWER,
    NOW,
    UNDELAYED,
    prepare,
    says,
)
from courses.library.content_folder import SOURCE, Files, Library
from courses.model.content import CARED_FOR, URGENCIES, Item, Problem, Urgency
from courses.sentences import sentence
from courses.text.suggestions import nearest
from courses.triage.register import FILE, Register, Row

NO_ROW = ("none",)
"""What an author writes on an item that speaks of calls and shows no sign: a form of words, a number to know."""
REGIMENS: Mapping[str, re.Pattern[str]] = {
    "cape": re.compile(r"cap[ée]citabine|xeloda|\b5-?FU\b|fluorouracil", re.IGNORECASE),
    "ici": re.compile(r"immunoth[ée]rap|\b\w+lizumab\b|nivolumab|checkpoint", re.IGNORECASE),
    "oxa": re.compile(r"oxaliplatin", re.IGNORECASE),
    "iri": re.compile(r"irinot[ée]can", re.IGNORECASE),
    "mtx": re.compile(r"m[ée]thotrexate", re.IGNORECASE),
}
"""Treatments for which a row can hold alone, by the words that name them in either language."""
OTHERS = re.compile(r"\b\w+nib\b|\bITK\b|\bTKI\b|EGFR|hormon|traitement ciblé|targeted|doc[ée]taxel|anti-?aromatase|tamoxif", re.IGNORECASE)
"""Words that name a treatment which is none of `REGIMENS`."""
CHEMOTHERAPY = re.compile(r"chimioth[ée]rapie|chemotherapy", re.IGNORECASE)
EXCLUSION = re.compile(r"\b(?:pas|sans|hors|ni|no|not|without|neither|nor)\b(?:\s+\w+){0,2}\W*$", re.IGNORECASE)


def check(library: Library, sides: Sequence[Files], _texts: Sequence[FileText]) -> Iterator[Problem]:
    """Nothing where there is no register."""
    if library.shared.register is not None:
        yield from of_module(library.shared.register, sides)


def of_module(register: Register, sides: Sequence[Files]) -> Iterator[Problem]:
    """What is wrong with one module's items, in the languages given and between them."""
    for files in sides:
        yield from _one_language(files, register)
    source = next((files for files in sides if files.language == SOURCE), None)
    for files in sides:
        if source is not None and files is not source:
            yield from _languages(files, source)


def _one_language(files: Files, register: Register) -> Iterator[Problem]:
    if files.items is None:
        return
    path, is_cared_for, signs = files.items.path, files.entry.audience in CARED_FOR, signs_of(register, files.language)
    prepare(files.items)
    for item in files.items.items:
        yield from _missing_rows(item, register, signs, path)
        yield from _left_out(item, signs, path)
        rows = [register.rows[key] for key in item.rows if key in register.rows]
        if item.kind == "match":
            yield from _pairs(item, register, path)
        elif item.kind in CHOICES and rows:
            worst = min((row.urgency for row in rows), key=URGENCIES.index)
            yield from _regimens(item.question, rows, path, item.line)
            yield from _best(item, rows, worst, path)
            for option in item.options:
                yield from of_option(ChosenOption(item, option, rows, worst, path, is_cared_for))
            if worst in SAFE_BEFORE:
                yield from delays_in_words(item, rows, path)
        elif item.kind in CHOICES and item.rows == NO_ROW:
            yield from _without_sign(item, path)


def _missing_rows(item: Item, register: Register, signs: UrgentSigns, path: str) -> Iterator[Problem]:
    """Rows that are there, and none left out where the item asks how fast to act."""
    for key in (*item.rows, *(option.row for option in item.options if option.row)):
        if key not in register.rows and (key,) != NO_ROW:
            yield Problem(
                path, item.line, "578", sentence("no row {key!r} in {file}{hint}", key=key, file=FILE, hint=nearest(key, register.rows))
            )
    marked = [option for option in item.options if option.urgency]
    if not item.rows and item.kind in CHOICES and marked:
        why = sentence(
            "{urgency!r} is typed on an option, but the item names no row of {file}; add row=fever (or row=none) to its braces",
            urgency=marked[0].urgency,
            file=FILE,
        )
        yield Problem(path, marked[0].line, "578", why)
    elif not item.rows and item.kind in CHOICES and (is_triage(item) or _shows_sign(item, signs)):
        why = sentence(
            "the item asks how fast to act; name the sign's row of {file} (row=fever), or say row=none when it shows no sign", file=FILE
        )
        yield Problem(path, item.line, "578", why)


def _left_out(item: Item, signs: UrgentSigns, path: str) -> Iterator[Problem]:
    """An urgent sign that the question shows, while the item was keyed to a slower row: its best answer would put the sign off."""
    best = next((option for option in item.options if option.verdict == "right" and option.urgency), None)
    if best is None or best.urgency in SAFE_BEFORE:
        return
    if signs.any_row is None or not signs.may_stand_in(item.question) or not signs.any_row.search(item.question):
        return
    for row, pattern in signs.by_row:
        if row.key in item.rows:
            continue
        for match in pattern.finditer(item.question):
            if not EXCLUSION.search(item.question[: match.start()]):
                why = sentence(
                    "the question says {words!r}, and the right option acts {urgency}; the register says {row_urgency}",
                    words=match[0],
                    urgency=best.urgency,
                    row_urgency=row.urgency,
                )
                yield Problem(
                    path,
                    item.line,
                    "579",
                    sentence(
                        "{why} (row {key!r}, {file}:{line}); name that row, or change the question",
                        why=why,
                        key=row.key,
                        file=FILE,
                        line=row.line,
                    ),
                )
                break


def _without_sign(item: Item, path: str) -> Iterator[Problem]:
    """Where no sign is shown, options may say how fast they act (a calm reading, a result of the laboratory), and none is best at once."""
    for option in item.options:
        if option.verdict == "right" and option.urgency in SAFE_BEFORE:
            why = sentence(
                "the right option says {urgency}, and no row of {file} does; name the sign's row instead of row=none",
                urgency=option.urgency,
                file=FILE,
            )
            yield Problem(path, option.line, "578", why)
        elif option.urgency and (against := contradiction(option, item)):
            yield Problem(path, option.line, "581", against)
        elif not option.urgency and any(other.urgency for other in item.options):
            yield Problem(path, option.line, "581", sentence("the other options say how fast they act; end this one with {urgency=…} too"))


def _shows_sign(item: Item, signs: UrgentSigns) -> bool:
    """Whether the right option calls or sends somebody at once, or calls and the question holds words by which the register finds an
    urgent sign."""
    question, language = item.question.casefold(), item.language
    right = [option.text for option in item.options if option.verdict == "right"]
    calls = [text for text in right if says(CALLS, text, language) or says(NOW, text, language)]
    if item.kind == "single" and any(says(NOW, text, language) and reaches(text, language) for text in calls):
        return True
    return bool(calls) and any(mark in question for mark in signs.marks)


def _best(item: Item, rows: Sequence[Row], worst: Urgency, path: str) -> Iterator[Problem]:
    """The right option acts as fast as the most urgent row; faster only where signs come together or nobody answers."""
    may_be_faster = len(rows) > 1 or says(NO_ANSWER, item.question, item.language)
    for option in item.options:
        if option.verdict != "right" or not option.urgency:
            continue
        gap = URGENCIES.index(option.urgency) - URGENCIES.index(worst)
        if gap > 0 or (gap < 0 and not may_be_faster):
            row = next(row for row in rows if row.urgency == worst)
            why = sentence(
                "the right option says {urgency}, the register says {worst} (row {key!r}, {file}:{line})",
                urgency=option.urgency,
                worst=worst,
                key=row.key,
                file=FILE,
                line=row.line,
            )
            yield Problem(path, option.line, "579", why)


def _pairs(item: Item, register: Register, path: str) -> Iterator[Problem]:
    """A match of signs with what to do: each sign has its row, and the words beside it that row's urgency."""
    for option in item.options:
        row = register.rows.get(option.row)
        if bool(option.row) != bool(option.urgency):
            yield Problem(path, option.line, "581", sentence("row= and urgency= go together behind a pair: {row=fever urgency=now}"))
        elif row is not None and option.urgency != row.urgency:
            why = sentence(
                "the pair says {urgency}, the register says {row_urgency} (row {key!r}, {file}:{line})",
                urgency=option.urgency,
                row_urgency=row.urgency,
                key=row.key,
                file=FILE,
                line=row.line,
            )
            yield Problem(path, option.line, "579", why)
        if row is not None:
            yield from _regimens(f"{item.question} {option.text}", [row], path, option.line)
        if row is not None and row.urgency in SAFE_BEFORE and (later := UNDELAYED[item.language].find(option.pair)):
            yield Problem(
                path, option.line, "581", sentence("urgency={urgency}, but {later!r} puts it off", urgency=option.urgency, later=later)
            )


def _regimens(question: str, rows: Sequence[Row], path: str, line: int) -> Iterator[Problem]:
    """A row that does not hold for a treatment needs a question that shuts it out; one for it alone, a question that names it."""
    for row in rows:
        for key in row.regimens:
            bare = key.removeprefix("not-")
            if key != bare and bare in REGIMENS and not _shuts_out(question, bare):
                why = sentence(
                    "row {key!r} does not hold for {bare!r} ({file}:{line}); say in the question that it is another treatment",
                    key=row.key,
                    bare=bare,
                    file=FILE,
                    line=row.line,
                )
                yield Problem(path, line, "579", why)
        alone = [key for key in row.regimens if key in REGIMENS]
        if alone == list(row.regimens) and not any(_names(question, key) for key in alone):
            why = sentence(
                "row {key!r} holds for {alone} alone ({file}:{line}); the question names another treatment, or none",
                key=row.key,
                alone=", ".join(alone),
                file=FILE,
                line=row.line,
            )
            yield Problem(path, line, "579", why)


def _names(question: str, key: str) -> bool:
    return any(not EXCLUSION.search(question[: match.start()]) for match in REGIMENS[key].finditer(question))


def _shuts_out(question: str, key: str) -> bool:
    if _names(question, key):
        return False
    if REGIMENS[key].search(question) or OTHERS.search(question):
        return True
    others = [other for other in REGIMENS if other != key]
    return any(_names(question, other) for other in others) or (key == "ici" and CHEMOTHERAPY.search(question) is not None)


def _languages(files: Files, source: Files) -> Iterator[Problem]:
    """The same rows and urgencies in both languages: a translation changes words alone."""
    ours_file, their_file = files.items, source.items
    if ours_file is None or their_file is None:
        return
    theirs = {item.key: item for item in their_file.items}
    for item in ours_file.items:
        other = theirs.get(item.key)
        if other is None:
            continue
        if item.rows != other.rows:
            ours, their_words = ",".join(item.rows) or sentence("none named"), ",".join(other.rows) or sentence("none named")
            yield Problem(
                ours_file.path,
                item.line,
                "582",
                sentence(
                    "rows {ours} here, {their_words} in {path}:{line}",
                    ours=ours,
                    their_words=their_words,
                    path=their_file.path,
                    line=other.line,
                ),
            )
        if len(item.options) != len(other.options):
            continue
        for option, twin in zip(item.options, other.options, strict=True):
            if (option.urgency, option.row) != (twin.urgency, twin.row):
                ours, their_words = (
                    f"{option.urgency or 'no urgency'} {option.row}".strip(),
                    f"{twin.urgency or 'no urgency'} {twin.row}".strip(),
                )
                yield Problem(
                    ours_file.path,
                    option.line,
                    "582",
                    sentence(
                        "{ours} here, {their_words} in {path}:{line}",
                        ours=ours,
                        their_words=their_words,
                        path=their_file.path,
                        line=twin.line,
                    ),
                )
