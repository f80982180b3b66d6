"""The words in braces behind an item's question: `{single safety objective=K03 srs}`."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from courses.model.content import URGENCIES, Kind, Spelling
from courses.sentences import Sentence, sentence
from courses.text.suggestions import nearest

KINDS: dict[str, Kind] = {
    "single": "single",
    "multi": "multi",
    "number": "number",
    "short": "short",
    "order": "order",
    "match": "match",
    "cloze": "cloze",
    "survey": "survey",
}
FLAGS = ("safety", "srs", "case", "shuffle")
SETTINGS = ("objective", "answer", "tolerance", "unit", "when", "reading", "expect", "row", "spelling")
CONDITIONS = ("fever.once", "fever.second")
MEANINGS = ("call", "second", "none")
SPELLINGS: dict[str, Spelling] = {"exact": "exact", "slip": "slip"}
OPTION_WORDS = ("miss", "urgency", "row")
ROW = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
WORD = re.compile(r'(?P<name>[\w-]+)(?:=(?:"(?P<quoted>[^"]*)"|(?P<value>\S*)))?')


def a_kind(kind: str) -> Sentence:
    """`an order`, `a single`."""
    return sentence("an {kind}", kind=kind) if kind[:1] in "aeiou" else sentence("a {kind}", kind=kind)


@dataclass(frozen=True, slots=True)
class Words:
    kind: Kind = "single"
    objective: str = ""
    answer: float | None = None
    tolerance: float = 0.0
    unit: str = ""
    only_when: str = ""
    reading: float | None = None
    expect: str = ""
    rows: tuple[str, ...] = ()
    spelling: Spelling = ""
    is_safety: bool = False
    is_review_card: bool = False
    is_case: bool = False
    is_shuffled: bool = False


@lru_cache(maxsize=4096)
def read_words(text: str | None) -> tuple[Words, tuple[Sentence, ...]]:
    """What the braces say, and one sentence for each word that says nothing. Most items share their words, hence the cache."""
    if text is None:
        kinds_in_braces = ", ".join(f"{{{kind}}}" for kind in KINDS)
        return Words(), (sentence("the item has no {{kind}}; write one of {kinds} at the end of its heading", kinds=kinds_in_braces),)
    settings = {match["name"]: match["quoted"] if match["quoted"] is not None else match["value"] for match in WORD.finditer(text)}
    all_words = (*KINDS, *FLAGS, *SETTINGS)
    wrong = [
        sentence("unknown word {word!r}{hint}", word=word, hint=nearest(word, all_words)) for word in settings if word not in all_words
    ]
    kinds = [KINDS[word] for word in settings if word in KINDS]
    if len(kinds) != 1:
        wrong.append(sentence("write one kind in the braces, and only one: {kinds}", kinds=", ".join(KINDS)))
    wrong += [sentence("{name}= needs a value", name=name) for name in SETTINGS if name in settings and not settings[name]]
    words = Words(
        kind=kinds[0] if kinds else "single",
        objective=settings.get("objective") or "",
        unit=settings.get("unit") or "",
        only_when=_one_of("when", settings.get("when"), CONDITIONS, wrong),
        expect=_one_of("expect", settings.get("expect"), MEANINGS, wrong),
        rows=_rows(settings.get("row"), wrong),
        spelling=SPELLINGS.get(_one_of("spelling", settings.get("spelling"), tuple(SPELLINGS), wrong), ""),
        is_safety="safety" in settings,
        is_review_card="srs" in settings,
        is_case="case" in settings,
        is_shuffled="shuffle" in settings,
    )
    tolerance = _number("tolerance", settings.get("tolerance"), wrong)
    answer, reading = _number("answer", settings.get("answer"), wrong), _number("reading", settings.get("reading"), wrong)
    return replace(words, answer=answer, reading=reading, tolerance=tolerance or 0.0), tuple(wrong)


def _one_of(name: str, value: str | None, choices: tuple[str, ...], wrong: list[Sentence]) -> str:
    if not value:
        return ""
    if value not in choices:
        wrong.append(sentence("{name}={value} is unknown{hint}", name=name, value=value, hint=nearest(value, choices)))
        return ""
    return value


def _rows(value: str | None, wrong: list[Sentence]) -> tuple[str, ...]:
    """Keys of rows of the triage register, joined by commas; `none` stands alone."""
    keys = tuple(value.split(",")) if value else ()
    if any(not ROW.fullmatch(key) for key in keys):
        wrong.append(sentence("row={value} is no list of keys; write row=fever or row=fever,urine, without spaces", value=value))
    if len(set(keys)) < len(keys) or ("none" in keys and len(keys) > 1):
        wrong.append(sentence("row={value} names a row twice, or `none` beside another", value=value))
    return keys


@lru_cache(maxsize=4096)
def read_option_words(text: str) -> tuple[Mapping[str, str], tuple[Sentence, ...]]:
    """The words in braces behind an option, `{miss=later urgency=today}`, and one sentence for each that says nothing."""
    words: dict[str, str] = {}
    wrong = []
    for word in text.split():
        name, _, value = word.partition("=")
        if name not in OPTION_WORDS:
            wrong.append(sentence("unknown word {word!r}{hint}", word=word, hint=nearest(name, OPTION_WORDS)))
        elif not value or name in words:
            wrong.append(sentence("{name}= needs one value", name=name))
        else:
            words[name] = value
    if "urgency" in words and words["urgency"] not in URGENCIES:
        wrong.append(
            sentence(
                "urgency={urgency} must be one of {urgencies}{hint}",
                urgency=words["urgency"],
                urgencies=", ".join(URGENCIES),
                hint=nearest(words["urgency"], URGENCIES),
            )
        )
        del words["urgency"]
    return words, tuple(wrong)


def _number(name: str, value: str | None, wrong: list[Sentence]) -> float | None:
    if not value:
        return None
    try:
        number = float(value.replace(",", "."))
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        wrong.append(sentence("{name}={value} is no number", name=name, value=value))
        return None
    return number
