"""A table of questions (CSV or TSV) as a spreadsheet saves it: one row a question, the first line names the columns."""

import csv
import re
from collections.abc import Mapping
from dataclasses import replace

from courses.exchange import foreign_text
from courses.exchange.errors import BankUnreadable
from courses.exchange.foreign_text import excerpt, on_one_line
from courses.exchange.questions import Answer, Entry, LeftOut, Question, Shape, remark
from courses.text import number_text

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "question": ("question", "énoncé", "enonce", "stem", "text"),
    "kind": ("kind", "type", "genre"),
    "key": ("key", "clé", "cle", "id", "title", "titre", "name", "nom"),
    "right": ("right", "juste", "bonne réponse", "bonnes réponses", "correct", "answer", "réponse", "reponse"),
    "wrong": ("wrong", "faux", "autres", "autres réponses", "incorrect", "distractors"),
    "explanation": ("explanation", "explication", "feedback", "retour"),
    "hint": ("hint", "indice"),
    "tolerance": ("tolerance", "tolérance"),
    "unit": ("unit", "unité", "unite"),
    "objective": ("objective", "objectif"),
    "source": ("sources", "source", "references"),
}
"""Our name of a column -> what people write above it, in French or English."""
LETTER_HEAD = re.compile(r"(?:option|choice|choix|réponse|reponse|answer)?\s*([a-h])$")
KINDS: Mapping[str, Shape] = {
    "single": "choice", "choice": "choice", "choix": "choice", "qcu": "choice", "multi": "choices", "qcm": "choices", "multiple": "choices",
    "number": "number", "nombre": "number", "short": "short", "courte": "short", "order": "order", "ordre": "order",
    "match": "match", "appariement": "match", "cloze": "cloze", "trous": "cloze", "survey": "survey", "opinion": "survey",
}  # fmt: skip
PARTS = re.compile(r"\s*\|\s*|\n")


def looks_like_a_table(text: str) -> bool:
    """Whether the first line names a column for the question and another of ours."""
    first = text.lstrip("\ufeff \n").split("\n", 1)[0]
    names = {_name(cell) for cell in re.split(r"[;,\t]", first)}
    return "question" in names and len(names & {*COLUMNS, "letter"}) > 1


def _name(cell: str) -> str:
    plain = " ".join(cell.strip().strip('"').lower().split())
    for ours, theirs in COLUMNS.items():
        if plain in theirs:
            return ours
    return "letter" if LETTER_HEAD.fullmatch(plain) else ""


def read(text: str) -> list[Entry]:
    """Every row below the first. Raises BankUnreadable without a column for the question or for the right answer."""
    first = text.split("\n", 1)[0]
    sign = max(";,\t", key=first.count)
    rows = csv.reader(text.split("\n"), delimiter=sign)
    try:
        head = next(rows, [])
        names = [_name(cell) for cell in head]
        for column in ("question", "right"):
            if column not in names:
                raise BankUnreadable(remark("no-column", name=column))
        letters = {
            match[1]: at for at, cell in enumerate(head) if names[at] == "letter" and (match := LETTER_HEAD.search(cell.strip().lower()))
        }
        entries: list[Entry] = []
        line = rows.line_num + 1
        for cells in rows:
            if any(cell.strip() for cell in cells):
                entries.append(_entry(line, cells, names, letters))
            line = rows.line_num + 1
    except csv.Error as error:
        raise BankUnreadable(remark("unknown-format")) from error
    return entries


def _entry(line: int, cells: list[str], names: list[str], letters: Mapping[str, int]) -> Entry:
    values = {name: cells[at].strip() for at, name in enumerate(names) if name and at < len(cells) and name != "letter"}
    by_letter = {letter: cells[at].strip() for letter, at in letters.items() if at < len(cells) and cells[at].strip()}
    stem, title = values.get("question", ""), values.get("key", "")
    label = excerpt(title or stem)
    if not stem:
        return LeftOut(line, label, remark("empty"))
    words, remarks = foreign_text.from_any(stem, "auto")
    right = [part for part in PARTS.split(values.get("right", "")) if part]
    kind = values.get("kind", "").lower()
    if kind and kind not in KINDS:
        return LeftOut(line, label, remark("kind", kind=kind))
    shape = KINDS.get(kind) or ("choices" if len(right) > 1 else "choice")
    if "[[" in stem and shape == "cloze":
        words = stem
    if not right and shape not in ("cloze", "survey"):
        return LeftOut(line, label, remark("no-answer-key"))
    notes = {name: values[name] for name in ("objective", "source") if values.get(name)}
    question = Question(
        line, shape, words, title=title, explanation=_line(values.get("explanation", "")), hint=_line(values.get("hint", "")),
        unit=values.get("unit", ""), notes=notes,
    ).saying(*remarks)  # fmt: skip
    return _with_answers(question, right, [part for part in PARTS.split(values.get("wrong", "")) if part], by_letter, values, label)


def _line(text: str) -> str:
    return on_one_line(foreign_text.from_any(text, "auto")[0])


def _with_answers(
    question: Question, right: list[str], wrong: list[str], by_letter: Mapping[str, str], values: Mapping[str, str], label: str
) -> Entry:
    if question.shape == "number":
        value = number_text.read(right[0])
        tolerance = number_text.read(values.get("tolerance") or "0")
        if value is None or tolerance is None:
            return LeftOut(question.line, label, remark("no-number", text=excerpt(right[0])))
        return replace(question, value=value, tolerance=abs(tolerance))
    if question.shape == "match":
        sides = [re.split(r"\s*(?:=>|->|=)\s*", part, maxsplit=1) for part in right]
        if any(len(side) != 2 for side in sides):
            return LeftOut(question.line, label, remark("unread-answers", text=excerpt(" | ".join(right))))
        return replace(question, answers=tuple(Answer(_line(left_side), 1.0, "", _line(pair)) for left_side, pair in sides))
    if question.shape == "cloze":
        return question
    if by_letter:
        marks = {letter.strip().lower() for part in right for letter in re.split(r"[,;/ ]+", part)}
        if marks <= set(by_letter):
            answers = [Answer(_line(words), 1.0 if letter in marks else 0.0) for letter, words in by_letter.items()]
            shape: Shape = "choices" if len(marks) > 1 or question.shape == "choices" else "choice"
            return replace(question, shape=shape, answers=tuple(answers))
        wrong = [*wrong, *(words for words in by_letter.values() if words not in right)]
    answers = [*(Answer(_line(part), 1.0) for part in right), *(Answer(_line(part)) for part in wrong)]
    return replace(question, answers=tuple(answers))
