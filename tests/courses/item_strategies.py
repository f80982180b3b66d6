"""Items of every kind for Hypothesis, as the readers of other formats and authors may leave them."""

import string
from dataclasses import replace

from hypothesis import strategies as st

from courses.exchange.foreign_text import LINE_START
from courses.items.syntax import LETTERS, gaps
from courses.model.content import Item, Option

SIGNS = "~=#{}:\\->%[]()<>&\"'|*_`.,;!?/+$@^\n"
sign = st.sampled_from(string.ascii_letters + "éàçœß°€ 0123456789" + SIGNS + "日本")
key = st.from_regex(r"[a-z]{1,8}(-[a-z0-9]{1,5}){0,3}", fullmatch=True)


KINDS = ("single", "multi", "short", "number", "order", "match", "cloze")


def one_line(text):
    return " ".join(text.split())


PLAIN = st.sampled_from(string.ascii_letters + "éàçœß°€ 0123456789.,;!?'日本")
"""Words without signs that mean something in Markdown or in HTML."""


def line_of(alphabet, least=1, most=30):
    """Words on one line, without tags: our own items never hold any (302). A plain one begins like no list: those come back escaped."""
    lines = st.text(alphabet, min_size=least, max_size=most).map(lambda text: one_line(text.replace("<", "< "))).filter(bool)
    return lines.filter(lambda text: LINE_START.match(text) is None) if alphabet is PLAIN else lines


def choice(alphabet):
    """Words of a gap: no sign that ends a gap or one of its choices."""
    return line_of(alphabet).map(lambda text: one_line("".join(one for one in text if one not in "[]|"))).filter(bool)


@st.composite
def items(draw, alphabet=sign, kinds=KINDS):
    """An item of any kind with everything an author may write beside it."""
    kind = draw(st.sampled_from(kinds))
    words = line_of(alphabet)
    question, options, answer, tolerance, unit = draw(words), (), None, 0.0, ""
    if kind == "number":
        answer = draw(st.floats(-1e6, 1e6).map(lambda number: round(number, 6) + 0.0))
        tolerance = draw(st.floats(0, 1e3).map(lambda number: round(number, 6)))
        unit = draw(st.sampled_from(["", "°C", "fois", "mg/l"]))
    elif kind == "cloze":
        parts = [question]
        for _ in range(draw(st.integers(1, 3))):
            choices = draw(st.lists(choice(alphabet), min_size=2, max_size=4, unique=True))
            parts += [f"[[{'|'.join(choices)}]]", draw(words)]
        question = " ".join(parts)
    else:
        options = draw(_options(kind, line_of(PLAIN) if kind == "short" else words))
    optional = st.one_of(st.just(""), words)
    item = Item(
        key=draw(key), module="m", kind=kind, question=question, language="fr", version="", options=options,
        gaps=gaps(question) if kind == "cloze" else (), answer=answer, tolerance=tolerance, unit=unit,
        hint=draw(optional), explanation=draw(optional), objective=draw(st.sampled_from(["", "K03", "a-skill"])),
        references=tuple(draw(st.lists(st.sampled_from(["asco-idsa-2018", "fever-rule"]), max_size=2, unique=True))),
        is_safety=draw(st.booleans()), is_review_card=draw(st.booleans()), is_case=draw(st.booleans()),
        is_shuffled=draw(st.booleans()) and kind in ("single", "multi"), only_when=draw(st.sampled_from(["", "fever.once"])),
        spelling=draw(st.sampled_from(["", "exact", "slip"])) if kind == "short" else "",
    )  # fmt: skip
    if item.unsafe_keys:
        item = replace(item, is_safety=True)
    return item


@st.composite
def _options(draw, kind, words):
    texts = draw(st.lists(words, min_size=2, max_size=5, unique_by=lambda text: text.casefold()))
    if kind == "single":
        verdicts = ["right", *(draw(st.sampled_from(["other", "unsafe"])) for _ in texts[1:])]
    elif kind in ("multi", "short"):
        verdicts = ["right", *(draw(st.sampled_from(["right", "other", "unsafe"])) for _ in texts[1:])]
    else:
        verdicts = ["none" if kind == "survey" else "right"] * len(texts)
    pairs = draw(st.lists(words, min_size=len(texts), max_size=len(texts), unique=True)) if kind == "match" else [""] * len(texts)
    is_choice = kind in ("single", "multi", "short")
    return tuple(
        Option(
            LETTERS[at], text, verdicts[at], draw(st.one_of(st.just(""), words)), 0, pair=pairs[at],
            miss=draw(st.sampled_from(["", "later"])) if is_choice else "",
        )
        for at, text in enumerate(texts)
    )  # fmt: skip


def bare(item):
    """An item without the lines it stands at and the numbers that only this site knows."""
    options = tuple(replace(option, line=0) for option in item.options)
    return replace(item, line=0, version="", options=options, note_lines={})
