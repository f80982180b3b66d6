"""GIFT as questions: true or false, choices with weights, numbers with ranges, matching, embedded answers, feedback, formats of text."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from courses.exchange import foreign_text, gap_codes, notes
from courses.exchange.choices import WORDS_FOR_TRUTH, spellings_of, weights_of
from courses.exchange.fences import entry_or_failure
from courses.exchange.foreign_text import excerpt
from courses.exchange.gift import gift_blocks
from courses.exchange.gift.gift_blocks import Block
from courses.exchange.questions import Answer, Entry, LeftOut, Question, Remark, remark
from courses.items.syntax import GAP
from courses.text import number_text

SIGN = {"~": "\ue000", "=": "\ue001", "#": "\ue002", "{": "\ue003", "}": "\ue004", ":": "\ue005", "n": "\ue006", "\\": "\ue007"}
"""An escaped sign as one of the private area while the rest is cut: so no part of the grammar has to know of escapes."""
PLAIN = {ord(place): "\n" if sign == "n" else sign for sign, place in SIGN.items()}
ESCAPE = re.compile(r"\\([~=#{}:n\\])")
PRIVATE = re.compile(r"[\ue000-\ue007]")
FORMAT = re.compile(r"\s*\[(?P<kind>html|moodle|plain|markdown)\]\s*", re.IGNORECASE)
FORMATS = {"html": "html", "plain": "plain", "markdown": "markdown", "moodle": "auto"}
TITLE = re.compile(r"::(?P<title>.*?)::", re.DOTALL)
WEIGHT_LIKE = re.compile(r"^\\(?=\\*(?:%|\[(?:html|moodle|plain|markdown)\]))", re.IGNORECASE)
ARROW = re.compile(r"-\\(\\*)>")
SHARE = re.compile(r"\s*%(?P<share>-?\d*\.?\d+)%", re.ASCII)
TRUTH = re.compile(r"\s*(?P<truth>T|TRUE|F|FALSE)\s*(?:#(?P<wrong>(?!###).*?)(?:#(?P<right>(?!###).*?))?)?\s*$", re.DOTALL | re.IGNORECASE)


def read(text: str, language: str) -> list[Entry]:
    """Every question of a file, in its order. language: of the words for true and false."""
    blocks = gift_blocks.blocks(foreign_text.clean(PRIVATE.sub("", text)))
    return [entry_or_failure(partial(_entry, block, language), block.line, excerpt(block.text)) for block in blocks]


def _entry(block: Block, language: str) -> Question | LeftOut:
    body = ESCAPE.sub(lambda match: SIGN[match[1]], block.text)
    title_match = TITLE.match(body)
    title = " ".join(_plain(title_match["title"]).split()) if title_match else ""
    rest = body[title_match.end() :] if title_match else body
    label = title or excerpt(_plain(rest.partition("{")[0]))
    if block.fault is not None:
        return LeftOut(block.line, label, block.fault)
    if "{" not in rest:
        return LeftOut(block.line, label, remark("description"))
    values = notes.read(block.notes)
    outcome = _embedded_answers(rest) if gap_codes.CODE.search(rest) else _answers_in_braces(rest, values, language)
    if isinstance(outcome, Remark):
        return LeftOut(block.line, label, outcome)
    return replace(outcome, line=block.line, title=title, notes=values)


def _plain(text: str) -> str:
    return text.translate(PLAIN).strip()


def _words(text: str, kind: str) -> tuple[str, tuple[Remark, ...]]:
    """Words with their format mark, as our Markdown. kind: the format of the question, for parts without a mark of their own."""
    mark = FORMAT.match(text)
    if mark:
        kind, text = FORMATS[mark["kind"].lower()], text[mark.end() :]
    plain = _plain(text)
    if kind == "markdown":  # a backslash that our own export put before what GIFT would read
        plain = WEIGHT_LIKE.sub("", plain, count=1)
    return foreign_text.from_any(plain, kind)


def _kind_of(text: str) -> str:
    mark = FORMAT.match(text)
    return FORMATS[mark["kind"].lower()] if mark else "auto"


def _embedded_answers(text: str) -> Question:
    kind = _kind_of(text)
    remarks: list[Remark] = []
    mark = FORMAT.match(text)
    plain = _plain(text[mark.end() :] if mark else text)
    gaps: list[str] = []

    def words_of(words: str) -> str:
        return foreign_text.on_one_line(foreign_text.from_any(words, kind)[0])

    # The gaps are taken out while the words around them are read, so that no bracket of theirs is taken for Markdown.
    with_gaps, codes = gap_codes.replace_all(plain, words_of)

    def place(match: re.Match[str]) -> str:
        gaps.append(match[0])
        return f"\ue010{len(gaps) - 1}\ue011"

    words, more = foreign_text.from_any(GAP.sub(place, with_gaps), kind)
    remarks += more
    words = re.sub("\ue010(\\d+)\ue011", lambda match: gaps[int(match[1])], words)
    for code in codes:
        remarks += code.remarks
    return Question(0, "cloze", words).saying(*remarks)


def _answers_in_braces(text: str, values: dict[str, str], language: str) -> Question | Remark:
    before, _, rest = text.partition("{")
    inside, _, after = rest.partition("}")
    kind = _kind_of(before)
    inside, explanation = _split_explanation(inside)
    is_our_gap = notes.kind_of(values) == "cloze" and "->" not in inside
    has_gap = is_our_gap or bool(after.strip(" \t\n.!?;:"))
    if is_our_gap:
        stem = f"{before}____{after}"
    else:
        stem = f"{before.rstrip()} ____ {after.strip()}" if has_gap else before.rstrip() + after.strip()
    words, more = _words(stem, "auto")
    explanation_words, more_still = _words(explanation, kind)
    question = Question(0, "choice", words, explanation=explanation_words)
    outcome = _by_kind(question, inside.strip(), kind, language)
    if isinstance(outcome, Remark):
        return outcome
    return _ours(outcome.saying(*more, *more_still), values, has_gap=has_gap)


def _split_explanation(inside: str) -> tuple[str, str]:
    before, mark, after = inside.rpartition("####")
    return (before, after) if mark else (inside, "")


def _by_kind(question: Question, inside: str, kind: str, language: str) -> Question | Remark:
    if not inside:
        return remark("essay") if question.text else remark("empty")
    if inside.startswith("#"):
        return _number(question, inside[1:].strip(), kind)
    truth = TRUTH.match(inside)
    if truth:
        return _truth(question, truth, kind, language)
    answers = list(_answers(inside, kind))
    if not answers:
        return remark("unread-answers", text=excerpt(_plain(inside)))
    marks = {sign for sign in "=~" if sign in inside.partition("####")[0]}
    if marks == {"="} and all("->" in raw for _, raw, _, _ in answers):
        return _matching(question, answers, kind)
    if marks == {"="}:
        return _short_answer(question, answers, kind)
    return _choice(question, answers, marks)


_Parts = tuple[str, str, Answer, tuple[Remark, ...]]
"""The mark (= or ~), the raw words, the answer read, and what was lost of it."""


def _answers(inside: str, kind: str) -> Iterator[_Parts]:
    pieces = re.split(r"([=~])", inside)
    if pieces[0].strip():
        return
    for mark, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        share = SHARE.match(piece)
        raw, _, feedback = (piece[share.end() :] if share else piece).partition("#")
        words, remarks = _words(raw, kind)
        comment, more = _words(feedback, kind)
        if not raw.strip() and not comment and (not share or mark == "~"):
            continue  # `~=right` is typed by hand for `=right`
        worth = float(share["share"]) / 100 if share else 1.0 if mark == "=" else 0.0
        yield mark, raw, Answer(foreign_text.on_one_line(words), worth, foreign_text.on_one_line(comment)), (*remarks, *more)


def _truth(question: Question, match: re.Match[str], kind: str, language: str) -> Question:
    is_true = match["truth"].upper().startswith("T")
    wrong, losses = _words(match["wrong"] or "", kind)
    right, more_losses = _words(match["right"] or "", kind)
    texts = WORDS_FOR_TRUTH[language]
    answers = [
        Answer(texts[place], 1.0 if (place == 0) == is_true else 0.0, foreign_text.on_one_line(right if (place == 0) == is_true else wrong))
        for place in (0, 1)
    ]
    return replace(question, shape="choice", answers=tuple(answers)).saying(remark("true-false"), *losses, *more_losses)


def _choice(question: Question, answers: list[_Parts], marks: set[str]) -> Question:
    remarks = [one for _, _, _, losses in answers for one in losses]
    outcome = tuple(answer for _, _, answer, _ in answers)
    if "=" in marks:
        remarks += [remark("partial", text=one.text, share=f"{one.share * 100:g}") for one in outcome if 0 < one.share < 1]
        return replace(question, shape="choice", answers=outcome).saying(*remarks)
    if not any(answer.share for answer in outcome):
        return replace(question, shape="choice", answers=outcome).saying(*remarks)
    return replace(question, shape="choices", answers=outcome).saying(*remarks, *weights_of(outcome))


def _matching(question: Question, answers: list[_Parts], kind: str) -> Question:
    remarks: list[Remark] = []
    pairs, extra = [], []
    for _, raw, answer, _ in answers:
        left_raw, _, right_raw = raw.partition("->")
        left_side, losses = _words(left_raw, kind)
        right, more_losses = _words(right_raw, "markdown" if kind == "markdown" else "plain")  # Moodle shows a right side as it is typed
        if kind == "markdown":
            left_side, right = ARROW.sub(r"-\1>", left_side), ARROW.sub(r"-\1>", right)
        remarks += [*losses, *more_losses]
        if answer.feedback:
            remarks.append(remark("feedback-left", text=excerpt(answer.feedback)))
        if left_side:
            pairs.append(Answer(foreign_text.on_one_line(left_side), 1.0, "", foreign_text.on_one_line(right)))
        else:
            extra.append(right)
    if extra:
        remarks.append(remark("extra-pairs", text=", ".join(extra)))
    return replace(question, shape="match", answers=tuple(pairs)).saying(*remarks)


def _short_answer(question: Question, answers: list[_Parts], kind: str) -> Question:
    """Words to type: each spelling stays, those that earn nothing with what is said of them."""
    if kind == "markdown":
        spellings, remarks = spellings_of([answer for _, _, answer, _ in answers if answer.text])
    else:
        plain = [replace(one, text=_plain(raw).strip()) for _, raw, one, _ in answers if one.text]
        plain = [replace(one, text=foreign_text.from_html(one.text)[0]) if foreign_text.looks_like_html(one.text) else one for one in plain]
        spellings, remarks = spellings_of(plain, foreign_text.from_plain)
    losses = [one for _, _, _, lost in answers for one in lost]
    return replace(question, shape="short", answers=spellings).saying(*losses, *remarks)


def _number(question: Question, inside: str, kind: str) -> Question | Remark:
    remarks: list[Remark] = []
    right: list[tuple[float, float]] = []
    parts = [inside] if not re.match(r"[=~]", inside) else []
    for mark, piece in re.findall(r"([=~])([^=~]*)", inside) if not parts else [("=", re.split("[=~]", inside)[0])]:
        share = SHARE.match(piece)
        raw, _, feedback = (piece[share.end() :] if share else piece).partition("#")
        comment = foreign_text.on_one_line(_words(feedback, kind)[0])
        if mark == "~" or raw.strip() == "*":
            remarks += [remark("other-feedback", text=excerpt(comment))] if comment else []
            continue
        number = _read_number(_plain(raw))
        if number is None:
            return remark("no-number", text=excerpt(_plain(raw)))
        if share and float(share["share"]) < 100:
            remarks.append(remark("partial-number", share=f"{float(share['share']):g}", number=_plain(raw)))
            continue
        right.append((number[0], number[1]))
        remarks += number[2]
        remarks += [remark("feedback-left", text=excerpt(comment))] if comment else []
    if parts and (wrong := re.search(r"~[^#]*#(.*)", inside, re.DOTALL)):
        remarks.append(remark("other-feedback", text=excerpt(_plain(wrong[1]))))
    if not right:
        return remark("no-number", text=excerpt(_plain(inside)))
    if len(right) > 1:
        remarks.append(remark("several-numbers", numbers=", ".join(number_text.write(value) for value, _ in right)))
    value, tolerance = right[0]
    return replace(question, shape="number", value=value, tolerance=tolerance).saying(*remarks)


def _read_number(text: str) -> tuple[float, float, list[Remark]] | None:
    """The number, its tolerance, and what was changed: `38`, `38:0.5` or `37.5..38.5`."""
    if ".." in text:
        low, high = (number_text.read(side) for side in text.split("..", 1))
        if low is None or high is None:
            return None
        middle, half = round((low + high) / 2, 12), round(abs(high - low) / 2, 12)
        fields = {"low": low, "high": high, "middle": middle, "half": half}
        return middle, half, [remark("range", **{name: number_text.write(value) for name, value in fields.items()})]
    first, _, second = text.partition(":")
    value, tolerance = number_text.read(first), number_text.read(second) if second.strip() else 0.0
    return None if value is None or tolerance is None else (value, abs(tolerance), [])


def _ours(question: Question, values: dict[str, str], *, has_gap: bool) -> Question:
    """An order or a cloze of ours went out as a matching or as a gap in the words; it comes back as it was."""
    kind = notes.kind_of(values)
    if kind == "order" and question.shape == "match":
        return replace(question, shape="order", answers=tuple(Answer(one.pair, 1.0) for one in question.answers), remarks=())
    if kind == "cloze" and question.shape == "choice" and has_gap:
        choices = [*(one.text for one in question.answers if one.share >= 1), *(one.text for one in question.answers if one.share < 1)]
        return replace(question, shape="cloze", text=question.text.replace("____", f"[[{'|'.join(choices)}]]", 1), answers=())
    if kind == "cloze" and question.shape == "match":
        return _gaps_of_matching(question, values)
    return question


def _gaps_of_matching(question: Question, values: dict[str, str]) -> Question:
    text = question.text
    for number, answer in enumerate(question.answers, 1):
        choices = values.get(f"gap.{number}", answer.pair)
        text = text.replace(f"({number}) ____", f"[[{choices}]]", 1)
    remaining = tuple(one for one in question.remarks if one.code not in ("extra-pairs", "same-pairs"))
    return replace(question, shape="cloze", text=text, answers=(), remarks=remaining)
