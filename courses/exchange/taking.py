"""Questions of a file as items of a module: keys, what each became, and the text to go on writing."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from courses.exchange import notes
from courses.exchange.foreign_text import excerpt, on_one_line
from courses.exchange.questions import Answer, Entry, LeftOut, OwnItem, Question, Remark, remark
from courses.exchange.remarks import INCOMPLETE
from courses.items import syntax
from courses.items.syntax import LETTERS
from courses.model.content import Form, Item, Kind, Option, Verdict
from courses.text import front_matter

Standing = Literal["taken", "changed", "incomplete", "refused"]
STANDINGS: tuple[Standing, ...] = ("taken", "changed", "incomplete", "refused")
"""As it was; with a change that is said; to be completed before it can be shown; not at all."""
LEAST_SHARE = {"choices": 1e-9, "short": 1.0}
"""The share of the mark from which an answer of such a question is right."""
LONGEST_KEY, MOST_WORDS = 60, 8
LONGEST_QUESTION = 20_000
LONGEST_LINE = front_matter.LONGEST_LINE - 300
"""Room for the key and the words in braces beside the question."""


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one question. number: its place in the file. item: None when it was refused."""

    number: int
    line: int
    title: str
    standing: Standing
    remarks: tuple[Remark, ...]
    item: Item | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where the items go. there: what the module holds already, in any pool."""

    module: str
    language: str
    form: Form = "practice"
    there: Sequence[Item] = ()


def rows(entries: Sequence[Entry], place: Place) -> list[Row]:
    """One row a question, in the order of the file; nothing is left unsaid."""
    questions_there = {_plain(item): item.key for item in place.there}
    keys = {item.key for item in place.there}
    lines: dict[str, int] = {}
    all_rows: list[Row] = []
    for number, entry in enumerate(entries, 1):
        row = _row(number, entry, place)
        if row.item is not None:
            row = _without_doubles(row, row.item, questions_there, lines, keys)
        if row.item is not None:
            keys.add(row.item.key)
            lines.setdefault(_plain(row.item), row.line)
        all_rows.append(row)
    return all_rows


def _row(number: int, entry: Entry, place: Place) -> Row:
    if isinstance(entry, LeftOut):
        return Row(number, entry.line, entry.title, "refused", (entry.why,))
    if isinstance(entry, OwnItem):
        item = replace(entry.item, module=place.module, form=place.form)
        return Row(number, entry.line, excerpt(item.question or item.key), _standing(entry.remarks), entry.remarks, item)
    title = excerpt(entry.title or entry.text)
    if any(len(line) > LONGEST_LINE for line in _lines(entry)):
        return Row(number, entry.line, title, "refused", (remark("too-long", most=LONGEST_LINE),))
    if len(entry.text) + sum(len(answer.text) for answer in entry.answers) > LONGEST_QUESTION:
        return Row(number, entry.line, title, "refused", (remark("too-long", most=LONGEST_QUESTION),))
    if any(not on_one_line(answer.text) or (entry.shape == "match" and not on_one_line(answer.pair)) for answer in entry.answers):
        return Row(number, entry.line, title, "refused", (remark("wordless"), *entry.remarks))
    question = _with_gaps_looked_at(entry)
    return Row(number, entry.line, title, _standing(question.remarks), question.remarks, item_of(question, place))


def _lines(question: Question) -> Iterator[str]:
    """The lines an items file would hold of it: a longer one than it may have is lost when it is read again."""
    yield from question.text.split("\n")
    for answer in question.answers:
        yield on_one_line(answer.text) + on_one_line(answer.pair)
        yield on_one_line(answer.feedback)
    yield from (on_one_line(question.hint), on_one_line(question.explanation))


def _standing(remarks: Sequence[Remark]) -> Standing:
    if any(one.code in INCOMPLETE for one in remarks):
        return "incomplete"
    return "changed" if remarks else "taken"


def _without_doubles(row: Row, item: Item, there: Mapping[str, str], lines: Mapping[str, int], keys: set[str]) -> Row:
    plain = _plain(item)
    if plain in there:
        return replace(row, standing="refused", item=None, remarks=(remark("there", key=there[plain]),))
    if plain in lines:
        return replace(row, standing="refused", item=None, remarks=(remark("twice", line=lines[plain]),))
    if item.key not in keys:
        return row
    number = next(number for number in range(2, len(keys) + 3) if f"{item.key}-{number}" not in keys)
    new = f"{item.key}-{number}"
    remarks = (*row.remarks, remark("renamed", key=item.key, new=new))
    return replace(row, item=replace(item, key=new), remarks=remarks, standing=_standing(remarks))


def item_of(question: Question, place: Place) -> Item:
    """An item with its key; what our own export noted beside it is put back."""
    kind = _kind(question)
    text = question.text
    bare = Item(
        key=key_of(question.title, text),
        module=place.module,
        kind=kind,
        question=text,
        language=place.language,
        version="",
        form=place.form,
        options=tuple(_option(kind, answer, at, question.line) for at, answer in enumerate(question.answers)),
        gaps=syntax.gaps(text) if kind == "cloze" else (),
        answer=question.value,
        tolerance=question.tolerance,
        unit=_unit(question.unit),
        hint=on_one_line(question.hint),
        explanation=on_one_line(question.explanation),
        spelling=question.spelling if kind == "short" else "",
        is_shuffled=question.is_shuffled and kind in ("single", "multi"),
        line=question.line,
    )
    return notes.put_back(bare, question.notes)


def _kind(question: Question) -> Kind:
    if question.shape == "choice":
        return "single"
    return "multi" if question.shape == "choices" else question.shape


def _option(kind: Kind, answer: Answer, at: int, line: int) -> Option:
    key = LETTERS[at] if at < 26 else f"o{at + 1}"
    is_choice = kind in ("single", "multi")
    verdict: Verdict = "none" if kind == "survey" else "right" if not is_choice or answer.share > 0 else "other"
    if kind in ("single", "short") and answer.share < 1:
        verdict = "other"
    return Option(key, _side(answer.text, kind), verdict, on_one_line(answer.feedback), line, pair=_side(answer.pair, kind))


def _side(text: str, kind: Kind) -> str:
    """Words of an option on one line, so that reading them again finds their end where it is."""
    plain = on_one_line(text)
    if kind == "match":
        plain = re.sub(r"=>", "=\\>", plain)
    return plain + "." if syntax.OPTION_END.search(plain) else plain


def _unit(unit: str) -> str:
    return re.sub(r'[{}"\n]', "", unit).strip()


def _with_gaps_looked_at(question: Question) -> Question:
    """Remarks that follow from what an item of ours needs, whatever file it came from."""
    texts = [answer.text for answer in question.answers]
    if not question.text:
        question = question.saying(remark("no-words"))
    if question.shape in ("choice", "choices", "survey", "order", "match") and len(texts) < 2:
        question = question.saying(remark("few-answers")) if not any(one.code == "typed" for one in question.remarks) else question
    if question.shape == "match" and len({on_one_line(answer.pair) for answer in question.answers}) < len(texts):
        question = question.saying(remark("same-pairs"))
    if question.shape == "choice":
        right = sum(answer.share >= 1 for answer in question.answers)
        if right != 1:
            question = question.saying(remark("several-right" if right else "no-right"))
    elif question.shape in LEAST_SHARE and not any(answer.share >= LEAST_SHARE[question.shape] for answer in question.answers):
        question = question.saying(remark("no-right"))
    return question


def key_of(title: str, text: str) -> str:
    """Lower-case words joined by hyphens: of the title, else of the question; `question-7` where only a number is left of them."""
    if len(title) <= LONGEST_KEY and syntax.KEY.fullmatch(title) and re.search(r"[a-z]", title):
        return title
    for words in (title, text):
        plain = unicodedata.normalize("NFKD", words.lower().replace("œ", "oe").replace("æ", "ae").replace("ß", "ss"))
        parts = re.findall(r"[a-z0-9]+", "".join(sign for sign in plain if not unicodedata.combining(sign)))[:MOST_WORDS]
        key = "-".join(parts)[:LONGEST_KEY].strip("-")
        if re.search(r"[a-z]", key):
            return key
        if key and words is title:
            return f"question-{key}"
    return "question"


def _plain(item: Item) -> str:
    parts = [item.question, *(option.text + option.pair for option in item.options), str(item.answer)]
    return " ".join(" | ".join(parts).casefold().split())
