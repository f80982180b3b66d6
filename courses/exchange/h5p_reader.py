"""H5P packages as questions: question sets and columns of multiple choice, true or false, blanks and drag the words; single choice sets.

Source: h5p.org, content types H5P.QuestionSet, H5P.MultiChoice, H5P.TrueFalse, H5P.Blanks, H5P.DragText, H5P.SingleChoiceSet.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from courses.exchange import foreign_text, packages
from courses.exchange.choices import WORDS_FOR_TRUTH
from courses.exchange.errors import BankUnreadable
from courses.exchange.fences import entry_or_failure
from courses.exchange.foreign_text import excerpt, on_one_line
from courses.exchange.questions import Answer, Entry, LeftOut, Question, Remark, remark

GAP = re.compile(r"\*(?P<inside>[^*\n]+)\*")
DEEPEST = 20
HOLDERS = ("questions", "content", "params", "chapters", "slides", "elements", "action", "panels", "interactiveVideo", "interactions")


def read(raw: bytes, language: str) -> list[Entry]:
    """Every question of a package. Raises BankUnreadable without readable content."""
    files = packages.read(raw, (".json",))
    try:
        head = json.loads(files["h5p.json"].decode("utf-8-sig"))
        content = json.loads(files["content/content.json"].decode("utf-8-sig"))
        library = str(head.get("mainLibrary", "")) if isinstance(head, dict) else ""
    except (KeyError, ValueError, RecursionError) as error:
        raise BankUnreadable(remark("zip-broken")) from error
    parts = enumerate(_parts(library, content, 0), 1)
    return [entry_or_failure(partial(_entry, number, kind, params, language), number, kind) for number, (kind, params) in parts]


def _parts(library: str, params: Any, deep: int) -> Iterator[tuple[str, Any]]:
    """Kind and parameters of each question, however deep its set stands."""
    name = library.split(" ")[0]
    if name in READERS or (name and not isinstance(params, Mapping)):
        yield name, params
        return
    if name == "H5P.SingleChoiceSet":
        yield from (("H5P.SingleChoice", one) for one in _list(params.get("choices")))
        return
    below = [*_holders(params, deep)] if isinstance(params, Mapping) else []
    if below:
        for one in below:
            yield from _parts(str(one["library"]), one.get("params", {}), deep + 1)
    elif name:
        yield name, params


def _holders(value: Any, deep: int) -> Iterator[Mapping[str, Any]]:
    """The parts inside a set, a column or slides: whatever names a library."""
    if deep > DEEPEST:
        return
    if isinstance(value, Mapping):
        if isinstance(value.get("library"), str):
            yield value
            return
        for name in HOLDERS:
            if name in value:
                yield from _holders(value[name], deep + 1)
    elif isinstance(value, list):
        for one in value:
            yield from _holders(one, deep + 1)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _entry(number: int, kind: str, params: Any, language: str) -> Question | LeftOut:
    """line: the place in the package, since a package has no lines."""
    reader = READERS.get(kind)
    if reader is None or not isinstance(params, Mapping):
        return LeftOut(number, kind, remark("kind", kind=kind))
    question = reader(number, params, language)
    if isinstance(question, Remark):
        return LeftOut(number, excerpt(_words(params.get("question") or params.get("text"))[0]), question)
    picture = params.get("media")
    has_picture = isinstance(picture, Mapping) and isinstance(picture.get("type"), Mapping) and bool(picture["type"].get("library"))
    return question.saying(remark("picture", words="")) if has_picture else question


def _words(value: Any) -> tuple[str, tuple[Remark, ...]]:
    return foreign_text.from_html(value) if isinstance(value, str) else ("", ())


def _line(value: Any) -> str:
    return on_one_line(_words(value)[0])


def _multichoice(number: int, params: Mapping[str, Any], _language: str) -> Question | Remark:
    words, remarks = _words(params.get("question"))
    rows = [one for one in _list(params.get("answers")) if isinstance(one, Mapping)]
    answers, hints = [], []
    for one in rows:
        comments = one.get("tipsAndFeedback")
        comments = comments if isinstance(comments, Mapping) else {}
        is_right = one.get("correct") is True
        answers.append(Answer(_line(one.get("text")), 1.0 if is_right else 0.0, _line(comments.get("chosenFeedback"))))
        if tip := _line(comments.get("tip")):
            hints.append(tip)
        if other := _line(comments.get("notChosenFeedback")):
            remarks = (*remarks, remark("feedback-left", text=excerpt(other)))
    behaviour = params.get("behaviour")
    behaviour = behaviour if isinstance(behaviour, Mapping) else {}
    is_several = behaviour.get("type") == "multi" or (behaviour.get("type") != "single" and sum(one.share > 0 for one in answers) > 1)
    is_random = behaviour.get("randomAnswers") is True
    remarks = (*remarks, remark("hints-joined")) if len(hints) > 1 else remarks
    return Question(
        number, "choices" if is_several else "choice", words, answers=tuple(answers), hint=" ".join(hints), is_shuffled=is_random
    ).saying(*remarks)


def _truefalse(number: int, params: Mapping[str, Any], language: str) -> Question | Remark:
    words, remarks = _words(params.get("question"))
    is_true = str(params.get("correct")).lower() == "true"
    texts = WORDS_FOR_TRUTH[language]
    behaviour = params.get("behaviour")
    comments = behaviour if isinstance(behaviour, Mapping) else {}
    right, wrong = _line(comments.get("feedbackOnCorrect")), _line(comments.get("feedbackOnWrong"))
    answers = tuple(Answer(texts[at], float((at == 0) == is_true), right if (at == 0) == is_true else wrong) for at in (0, 1))
    return Question(number, "choice", words, answers=answers).saying(remark("true-false"), *remarks)


def _single(number: int, params: Mapping[str, Any], _language: str) -> Question | Remark:
    words, remarks = _words(params.get("question"))
    answers = [Answer(_line(one), float(at == 0)) for at, one in enumerate(_list(params.get("answers")))]  # the first is right there
    return Question(number, "choice", words, answers=tuple(answers), is_shuffled=True).saying(*remarks)


def _blanks(number: int, params: Mapping[str, Any], _language: str) -> Question | Remark:
    """`*right/also right:tip*`: words to type."""
    lead, remarks = _words(params.get("text"))
    texts = "\n\n".join(one for one in _list(params.get("questions")) if isinstance(one, str))
    return _with_gaps(number, lead, texts, (), remarks)


def _drag(number: int, params: Mapping[str, Any], _language: str) -> Question | Remark:
    """`*word:tip*`: every word of the text may be dragged into every gap."""
    lead, remarks = _words(params.get("taskDescription"))
    text = str(params.get("textField") or "")
    words = [match["inside"].split(":", 1)[0].strip() for match in GAP.finditer(text)]
    others = [match["inside"].split(":", 1)[0].strip() for match in GAP.finditer(str(params.get("distractors") or ""))]
    return _with_gaps(number, lead, text, (*words, *others), remarks)


def _with_gaps(number: int, lead: str, text: str, choices_there: tuple[str, ...], remarks: tuple[Remark, ...]) -> Question | Remark:
    gaps: list[str] = []
    comments = list(remarks)

    def gap(match: re.Match[str]) -> str:
        inside, _, tip = match["inside"].partition(":")
        right = [part.strip() for part in inside.split("/")] if not choices_there else [inside.strip()]
        plain = [re.sub(r"[\[\]|]", " ", part).strip() for part in dict.fromkeys([right[0], *choices_there])]
        if len(right) > 1:
            comments.append(remark("typed", spellings=", ".join(right)))
        if len(plain) < 2:
            comments.append(remark("typed-gap", gap=len(gaps) + 1))
        if tip.strip():
            comments.append(remark("feedback-left", text=excerpt(tip)))
        gaps.append(f"[[{'|'.join(plain)}]]")
        return f"\ue010{len(gaps) - 1}\ue011"

    words, losses = foreign_text.from_any(GAP.sub(gap, text), "html" if foreign_text.looks_like_html(text) else "plain")
    if not gaps:
        return remark("unread-answers", text=excerpt(text))
    whole = re.sub("\ue010(\\d+)\ue011", lambda match: gaps[int(match[1])], words)
    return Question(number, "cloze", f"{lead}\n\n{whole}".strip()).saying(*comments, *losses)


READERS: dict[str, Callable[[int, Mapping[str, Any], str], Question | Remark]] = {
    "H5P.MultiChoice": _multichoice,
    "H5P.TrueFalse": _truefalse,
    "H5P.SingleChoice": _single,
    "H5P.Blanks": _blanks,
    "H5P.DragText": _drag,
}
