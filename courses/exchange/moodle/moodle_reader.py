"""Moodle XML as questions.

Source: docs.moodle.org, “Moodle XML format”; the exports of Moodle 2.0 to 5.0 differ in what they leave out.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from courses.exchange import foreign_text, gap_codes, notes
from courses.exchange.choices import WORDS_FOR_TRUTH, spellings_of, weights_of
from courses.exchange.fences import entry_or_failure
from courses.exchange.foreign_text import excerpt, on_one_line
from courses.exchange.questions import Answer, Entry, LeftOut, Question, Remark, remark
from courses.exchange.xml_tree import Element
from courses.items.syntax import GAP, KEY
from courses.model.content import Spelling
from courses.text import number_text

FORMATS = {"html": "html", "markdown": "markdown", "plain_text": "plain", "moodle_auto_format": "auto"}
ON_PICTURE = frozenset(["ddimageortext", "ddmarker", "imagetarget", "hotspot"])
FORMULAS = frozenset(
    ["calculated", "calculatedsimple", "calculatedmulti", "calculatedformat", "formulas", "stack", "varnumeric", "varnumericset"]
)
USUAL_FEEDBACK = frozenset(
    ["your answer is correct.", "your answer is partially correct.", "your answer is incorrect.",
     "votre réponse est correcte.", "votre réponse est partiellement correcte.", "votre réponse est incorrecte."]
)  # fmt: skip
"""What Moodle writes by itself; this program says as much by itself too."""
PLACE = re.compile(r"\[\[(\d+)\]\]")


def read(root: Element, language: str) -> list[Entry]:
    """Every question below `<quiz>`, categories left out."""
    questions = [one for one in root.all("question") if one.attributes.get("type") != "category"]
    return [entry_or_failure(partial(_entry, one, language), one.line, one.text("name", "text")) for one in questions]


def _entry(element: Element, language: str) -> Question | LeftOut:
    kind = element.attributes.get("type", "").lower()
    name, idnumber = element.text("name", "text"), element.text("idnumber")
    title = idnumber if KEY.fullmatch(idnumber) else name
    read_kind = READERS.get(kind)
    words, remarks = _words(element.first("questiontext"))
    label = excerpt(name or words)
    if read_kind is None:
        return LeftOut(element.line, label, _why_not(kind))
    question = Question(element.line, "choice", words, title=" ".join(title.split())).saying(*remarks)
    outcome = read_kind(_with_surroundings(question, element), element, language)
    if isinstance(outcome, Remark):
        return LeftOut(element.line, label, outcome)
    return outcome


def _why_not(kind: str) -> Remark:
    if kind in ("essay", "description"):
        return remark(kind)
    if kind in FORMULAS:
        return remark("formula")
    return remark("on-picture") if kind in ON_PICTURE else remark("kind", kind=kind or "?")


def _words(element: Element | None) -> tuple[str, tuple[Remark, ...]]:
    """The words of an element with `format` and `<text>`. Files beside them are pictures that the words name."""
    if element is None:
        return "", ()
    kind = FORMATS.get(element.attributes.get("format", ""), "auto")
    inner = element.first("text")
    return foreign_text.from_any((inner or element).text(), kind)


def _with_surroundings(question: Question, element: Element) -> Question:
    """Explanation, hints, tags and points, which every kind may have."""
    explanation, remarks = _words(element.first("generalfeedback"))
    hints = [(words, losses) for one in element.all("hint") if (words := _words(one)[0]) for losses in [_words(one)[1]]]
    remarks = (*remarks, *(losses for _, all_lost in hints for losses in all_lost))
    if len(hints) > 1:
        remarks = (*remarks, remark("hints-joined"))
    tags = [tag.text() for holder in element.all("tags") for tag in holder.all("tag")]
    ours = [tag.removeprefix(notes.MARK).split("=", 1) for tag in tags if tag.startswith(notes.MARK) and "=" in tag]
    if foreign := [tag for tag in tags if not tag.startswith(notes.MARK)]:
        remarks = (*remarks, remark("tags", tags=excerpt(", ".join(foreign))))
    points = number_text.read(element.text("defaultgrade") or "1")
    if points not in (None, 1.0, 0.0):
        remarks = (*remarks, remark("points", points=number_text.write(points or 1.0)))
    for name in ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"):
        comment = _words(element.first(name))[0]
        if comment and comment.lower() not in USUAL_FEEDBACK:
            remarks = (*remarks, remark("overall-feedback", text=excerpt(comment)))
    return replace(
        question,
        explanation=on_one_line(explanation),
        hint=" ".join(on_one_line(words) for words, _ in hints),
        is_shuffled=element.text("shuffleanswers").lower() in ("1", "true"),
        notes=notes.read([(name, value) for name, value in ours]),
    ).saying(*remarks)


def _answers(element: Element) -> tuple[list[Answer], list[Remark]]:
    answers, remarks = [], []
    for one in element.all("answer"):
        words, losses = _words(one)
        comment, more_losses = _words(one.first("feedback"))
        share = number_text.read(one.attributes.get("fraction") or one.text("fraction") or "0") or 0.0
        answers.append(Answer(on_one_line(words), share / 100, on_one_line(comment)))
        remarks += [*losses, *more_losses]
    return answers, remarks


def _multichoice(question: Question, element: Element, _language: str) -> Question | Remark:
    answers, remarks = _answers(element)
    if element.text("single").lower() in ("false", "0"):
        return replace(question, shape="choices", answers=tuple(answers)).saying(*remarks, *weights_of(tuple(answers)))
    remarks += [remark("partial", text=one.text, share=f"{one.share * 100:g}") for one in answers if 0 < one.share < 1]
    return replace(question, shape="choice", answers=tuple(answers)).saying(*remarks)


def _all_or_nothing(question: Question, element: Element, _language: str) -> Question | Remark:
    answers, remarks = _answers(element)
    return replace(question, shape="choices", answers=tuple(answers)).saying(*remarks, remark("all-or-nothing"))


def _truefalse(question: Question, element: Element, language: str) -> Question | Remark:
    answers, remarks = _answers(element)
    by_truth = {one.text.lower(): one for one in answers}
    if set(by_truth) != {"true", "false"}:
        return remark("unread-answers", text=excerpt(", ".join(one.text for one in answers)))
    texts = WORDS_FOR_TRUTH[language]
    both = tuple(replace(by_truth[name], text=texts[place]) for place, name in enumerate(("true", "false")))
    return replace(question, shape="choice", answers=both, is_shuffled=False).saying(remark("true-false"), *remarks)


def _shortanswer(question: Question, element: Element, _language: str) -> Question | Remark:
    answers, remarks = _answers(element)
    # Moodle compares the text of such an answer as it is typed, whatever its format says.
    raw = [one.text("text") for one in element.all("answer")]
    plain = [replace(one, text=text) if not foreign_text.looks_like_html(text) else one for one, text in zip(answers, raw, strict=True)]
    spellings, more = spellings_of(plain, foreign_text.from_plain)
    spelling: Spelling = "exact" if element.text("usecase") == "1" else ""
    return replace(question, shape="short", answers=spellings, spelling=spelling).saying(*remarks, *more)


def _numerical(question: Question, element: Element, _language: str) -> Question | Remark:
    remarks: list[Remark] = []
    right: list[tuple[float, float]] = []
    for one in element.all("answer"):
        raw = one.text("text") or next((child.strip() for child in one.children if isinstance(child, str) and child.strip()), "")
        share = number_text.read(one.attributes.get("fraction") or one.text("fraction") or "100") or 0.0
        comment = on_one_line(_words(one.first("feedback"))[0])
        if raw == "*" or share <= 0:
            remarks += [remark("other-feedback", text=excerpt(comment))] if comment else []
            continue
        value = number_text.read(raw)
        if value is None:
            return remark("no-number", text=excerpt(raw))
        if share < 100:
            remarks.append(remark("partial-number", share=f"{share:g}", number=raw))
            continue
        right.append((value, abs(number_text.read(one.text("tolerance") or "0") or 0.0)))
        remarks += [remark("feedback-left", text=excerpt(comment))] if comment else []
    if not right:
        return remark("no-answer-key")
    if len(right) > 1:
        remarks.append(remark("several-numbers", numbers=", ".join(number_text.write(value) for value, _ in right)))
    units = [unit.text("unit_name") for holder in element.all("units") for unit in holder.all("unit")]
    if len(units) > 1:
        remarks.append(remark("units", units=", ".join(units[1:])))
    value, tolerance = right[0]
    unit = units[0] if units else ""
    return replace(question, shape="number", value=value, tolerance=tolerance, unit=unit, is_shuffled=False).saying(*remarks)


def _matching(question: Question, element: Element, _language: str) -> Question | Remark:
    pairs, extra, remarks = [], [], []
    is_ours = question.notes.get("kind") == "match"
    for one in element.all("subquestion"):
        left_side, losses = _words(one)
        answer = one.first("answer")
        kind = "markdown" if is_ours else FORMATS.get(answer.attributes.get("format", ""), "plain") if answer is not None else "plain"
        right, more_losses = foreign_text.from_any(one.text("answer", "text"), kind)
        remarks += [*losses, *more_losses]
        if left_side:
            pairs.append(Answer(on_one_line(left_side), 1.0, "", on_one_line(right)))
        else:
            extra.append(right)
    if extra:
        remarks.append(remark("extra-pairs", text=", ".join(extra)))
    return replace(question, shape="match", answers=tuple(pairs), is_shuffled=False).saying(*remarks)


def _ordering(question: Question, element: Element, _language: str) -> Question | Remark:
    answers, remarks = _answers(element)
    rows = sorted(answers, key=lambda one: one.share)
    return replace(question, shape="order", answers=tuple(replace(one, share=1.0) for one in rows), is_shuffled=False).saying(*remarks)


def _cloze(question: Question, element: Element, _language: str) -> Question | Remark:
    holder = element.first("questiontext")
    kind = FORMATS.get(holder.attributes.get("format", ""), "auto") if holder is not None else "auto"
    raw = foreign_text.clean(element.text("questiontext", "text"))
    with_gaps, codes = gap_codes.replace_all(raw, lambda words: on_one_line(foreign_text.from_any(words, kind)[0]))
    if not codes:
        return remark("unread-answers", text=excerpt(question.text))
    text, remarks = around_gaps(with_gaps, lambda words: foreign_text.from_any(words, kind))
    comment = [losses for code in codes for losses in code.remarks]
    remaining = tuple(one for one in question.remarks if one.code != "math")  # TeX marks are taken for nothing while codes stand there
    return replace(question, shape="cloze", text=text, is_shuffled=False, remarks=remaining).saying(*remarks, *comment)


def around_gaps(text: str, words_of: Callable[[str], tuple[str, tuple[Remark, ...]]]) -> tuple[str, tuple[Remark, ...]]:
    """A text with `[[…]]` in it, its other words read by `words_of`, which never sees the gaps."""
    gaps: list[str] = []

    def place(match: re.Match[str]) -> str:
        gaps.append(match[0])
        return f"\ue010{len(gaps) - 1}\ue011"

    words, remarks = words_of(GAP.sub(place, text))
    return re.sub("\ue010(\\d+)\ue011", lambda match: gaps[int(match[1])], words), remarks


def _places(question: Question, element: Element, _language: str) -> Question | Remark:
    """Words to choose or to drag into `[[1]]`, `[[2]]`; the words of one group are offered together."""
    boxes = [*element.all("selectoption"), *element.all("dragbox")]
    words = [on_one_line(foreign_text.from_any(box.text("text"), "auto")[0]) for box in boxes]
    plain = [re.sub(r"\s+", " ", one.replace("|", "/").replace("[", "(").replace("]", ")")) for one in words]
    groups = [box.text("group") for box in boxes]
    used_places = {int(number) for number in PLACE.findall(question.text)}
    if not used_places or max(used_places) > len(boxes) or min(used_places) < 1:
        return remark("unread-answers", text=excerpt(question.text))

    def gap(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        others = [plain[place] for place in range(len(boxes)) if groups[place] == groups[at] and plain[place] != plain[at]]
        return "[[" + "|".join(dict.fromkeys([plain[at], *others])) + "]]"

    losses = [remark("signs")] if plain != words else []
    return replace(question, shape="cloze", text=PLACE.sub(gap, question.text), is_shuffled=False).saying(*losses)


READERS: dict[str, Callable[[Question, Element, str], Question | Remark]] = {
    "multichoice": _multichoice,
    "multichoiceset": _all_or_nothing,
    "truefalse": _truefalse,
    "shortanswer": _shortanswer,
    "numerical": _numerical,
    "matching": _matching,
    "match": _matching,
    "ddmatch": _matching,
    "ordering": _ordering,
    "cloze": _cloze,
    "multianswer": _cloze,
    "gapselect": _places,
    "ddwtos": _places,
}
