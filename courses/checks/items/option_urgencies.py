"""One option of a triage item: its urgency against the register, and its words against its urgency."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from courses.checks.items.urgent_signs import SAFE_BEFORE
from courses.checks.triage.phrases import (
    ACTS,
    CALL,
    CALLS,
    CONTACT,
    EMERGENCY,
    NO_DELAY,
    NOT_BEFORE,
    NOW,
    UNDELAYED,
    WHOM,
    says,
)
from courses.model.content import URGENCIES, Item, Option, Problem, Urgency
from courses.sentences import NOTHING, Sentence, sentence
from courses.triage.register import FILE, Row


class ChosenOption(NamedTuple):
    """One option of an item, with the rows its item shows. worst: the most urgent of them."""

    item: Item
    option: Option
    rows: Sequence[Row]
    worst: Urgency
    path: str
    is_cared_for: bool

    @property
    def is_call(self) -> bool:
        """A call by anybody, also as the bare name of whom one calls."""
        return says(CALLS, self.option.text, self.item.language) or says(WHOM, self.item.question, self.item.language)


def of_option(choice: ChosenOption) -> Iterator[Problem]:
    option, item = choice.option, choice.item
    if not option.urgency:
        why = sentence(
            "how fast does it act? end it with {{urgency=…}}: {urgencies} (next: at the next contact, or not at all)",
            urgencies=", ".join(URGENCIES),
        )
        yield Problem(choice.path, option.line, "581", why)
        return
    is_later = URGENCIES.index(option.urgency) > URGENCIES.index(choice.worst)
    is_unmarked = option.verdict == "other" and choice.worst in SAFE_BEFORE and option.urgency not in SAFE_BEFORE
    is_forgiven = choice.is_cared_for and choice.is_call and choice.worst != "emergency"
    if is_later and is_unmarked and not is_forgiven:
        row = next(row for row in choice.rows if row.urgency == choice.worst)
        why = sentence(
            "it acts {urgency} where the register says {worst} (row {key!r}, {file}:{line}); mark it [!]",
            urgency=option.urgency,
            worst=choice.worst,
            key=row.key,
            file=FILE,
            line=row.line,
        )
        yield Problem(choice.path, option.line, "580", why)
    if against := contradiction(option, item):
        yield Problem(choice.path, option.line, "581", against)


def contradiction(option: Option, item: Item) -> Sentence:
    """What the words say against the urgency typed behind them; empty when they agree."""
    text, language = option.text, item.language
    if option.urgency == "emergency" and not says(EMERGENCY, text, language):
        return sentence("urgency=emergency, but the words name neither 15, 112, 114 nor 3114")
    later = (UNDELAYED[language].find(text) or NOT_BEFORE[language].find(text)) if option.urgency in SAFE_BEFORE else None
    if later and not says(NOW, text, language) and not says(EMERGENCY, text, language):
        return sentence("urgency={urgency}, but {later!r} puts it off", urgency=option.urgency, later=later)
    if option.urgency == "today" and (later := NOT_BEFORE[language].find(text)):
        return sentence("urgency=today, but {later!r} puts it off further", later=later)
    if option.verdict != "unsafe" and option.urgency != "next" and not _acts(option, item):
        return sentence("urgency={urgency}, but the words call, tell or send nobody", urgency=option.urgency)
    if option.urgency in ("today", "next") and EMERGENCY_FIRST[language].search(text):
        return sentence("urgency={urgency}, but the words call 15 or 112", urgency=option.urgency)
    return NOTHING


def delays_in_words(item: Item, rows: Sequence[Row], path: str) -> Iterator[Problem]:
    """What is said of the answer puts nothing off either. A later time may stand there to say that it is too late."""
    language = item.language
    texts = [(item.line_of("?"), item.hint, False), (item.line_of("="), item.explanation, False)]
    texts += [(option.line + 1, option.feedback, option.verdict != "right") for option in item.options]
    for line, text, is_wrong in texts:
        for part in SENTENCE.split(text) if UNDELAYED[language].stand_in(text) else ():
            later = UNDELAYED[language].find(part)
            if later is None or any(says(words, part, language) for words in (NOW, NO_DELAY, EMERGENCY)):
                continue
            if not is_wrong or says(CALLS, part, language) or BARE_CALL[language].search(part):
                row = min(rows, key=lambda row: URGENCIES.index(row.urgency))
                why = sentence(
                    "{later!r} puts off what the register says is {urgency} (row {key!r}, {file}:{line})",
                    later=later,
                    urgency=row.urgency,
                    key=row.key,
                    file=FILE,
                    line=row.line,
                )
                yield Problem(path, line, "574", why)


def reaches(text: str, language: str) -> bool:
    """Whether the words name a call, a team or a place of care."""
    return says(CALL, text, language) or says(CONTACT, text, language)


def _acts(option: Option, item: Item) -> bool:
    lists = (ACTS, CALL, CONTACT, NOW, EMERGENCY)
    return says(WHOM, item.question, item.language) or any(says(words, option.text, item.language) for words in lists)


SENTENCE = re.compile(r"(?<=[.!?;])\s")


BARE_CALL = {"fr": re.compile(r"\bappel", re.IGNORECASE), "en": re.compile(r"\b(?:call|phone|ring)\b", re.IGNORECASE)}


EMERGENCY_FIRST = {
    "fr": re.compile(r"^(?:j’appelle |on appelle )?(?:le|au) \{\{number\.(?:samu|europe)\}\}", re.IGNORECASE),
    "en": re.compile(r"^(?:I call |we call )?\{\{number\.(?:samu|europe)\}\}", re.IGNORECASE),
}
