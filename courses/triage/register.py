"""Reads content/_structure/triage.yml into typed rows, each with its line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from courses.errors import ContentUnreadable
from courses.model.content import URGENCIES, Problem, Urgency
from courses.sentences import sentence
from courses.text import yaml_files
from courses.text.keys import KEY, LANGUAGES
from courses.text.source_texts import Texts
from courses.text.suggestions import nearest

FILE = "_structure/triage.yml"
TOP_KEYS = (
    "state", "expires", "read_on", "today", "foot", "regimens", "rows", "blocks", "lines",
    "sheet", "off_sheet", "treatments_of_game", "game",
)  # fmt: skip
"""The last four are read where they are looked at (courses/checks/triage/shown_signs.py)."""
ROW_KEYS = (
    "number", "urgency", "for", "fr", "en", "says", "asks", "graded", "decide", "to_verify", "note", "alerts", "core",
    "marks", "reviewer", "reviewed_on",
)  # fmt: skip
BLOCK_KEYS = ("urgency", "rows", "list_for_15")
NO_SPEED = "none"
"""What a source asks that names the sign and gives no speed."""
IN_WORDS = "15-in-words"
"""What a source asks that sends a grade of the sign to 15, where the row's own words do the same."""


@dataclass(frozen=True, slots=True)
class Row:
    """One sign. words: by language; says: source key -> the words that were read; graded: the lower urgency a graded source allows.

    asks: source key -> the urgency that source asks for, NO_SPEED or IN_WORDS.

    marks: by language, pieces of words by which the sign is found in a text; line: where it stands in the file.
    """

    key: str
    number: int
    urgency: Urgency
    regimens: tuple[str, ...]
    words: Mapping[str, str]
    says: Mapping[str, str]
    line: int
    asks: Mapping[str, str] = field(default_factory=dict)
    graded: Urgency | None = None
    is_open: bool = False
    is_unverified: bool = False
    note: str = ""
    alerts: tuple[str, ...] = ()
    is_core: bool = False
    marks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    reviewer: str = ""
    reviewed_on: date | None = None
    folded_marks: Mapping[str, tuple[str, ...]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """The marks in small letters, once: they are looked for in every safety block."""
        plain_marks = {language: tuple(mark.casefold() for mark in marks) for language, marks in self.marks.items()}
        object.__setattr__(self, "folded_marks", plain_marks)


@dataclass(frozen=True, slots=True)
class Block:
    """One safety block ("module#block") or screen of a simple version ("module.simple#screen"), and what it must say."""

    place: str
    urgency: Urgency
    rows: tuple[str, ...]
    is_list_for_15: bool
    line: int


@dataclass(frozen=True, slots=True)
class Register:
    """today, foot: by language; regimens: key -> words by language; lines: key of the game's words -> row."""

    state: str
    expires: date | None
    read_on: date | None
    today: Mapping[str, str]
    foot: Mapping[str, str]
    regimens: Mapping[str, Mapping[str, str]]
    rows: Mapping[str, Row]
    blocks: tuple[Block, ...]
    lines: Mapping[str, str]
    lines_at: Mapping[str, int]

    @property
    def urgent(self) -> tuple[Row, ...]:
        """The rows that let nobody wait."""
        return tuple(row for row in self.rows.values() if row.urgency in ("emergency", "now"))


def read(texts: Texts) -> tuple[Register | None, list[Problem]]:
    """None without problems when there is no register; None with problems when it cannot be read at all."""
    try:
        text = texts.text(FILE)
    except ContentUnreadable as problem:
        return None, [Problem(problem.path, problem.line, problem.code, problem.sentence)]
    if text is None:
        return None, []
    register, problems = _parse(text)
    return register, list(problems)


def can_be_read(text: str) -> bool:
    return _parse(text)[0] is not None


def signed_rows(register: Register | None, today: date) -> frozenset[str]:
    """Keys of the rows that a named clinician signed, on a day; none without a register, or after the day it expires."""
    if register is None or register.expires is None or register.expires < today:
        return frozenset()
    rows = register.rows.values()
    return frozenset(row.key for row in rows if row.reviewer.strip() and row.reviewed_on is not None and row.reviewed_on <= today)


@lru_cache(maxsize=4)
def _parse(text: str) -> tuple[Register | None, tuple[Problem, ...]]:
    """The same for the same text: a load of the content asks for it twice."""
    try:
        node = yaml_files.parse(text, FILE)
        if not isinstance(node, Mapping) or not isinstance(node.get("rows"), Mapping):
            raise ContentUnreadable(FILE, 1, "010", sentence("the register is a list of `key: value` lines with `rows:`"))
    except ContentUnreadable as problem:
        return None, (Problem(problem.path, problem.line, problem.code, problem.sentence),)
    problems = list(_unknown(node, TOP_KEYS))
    regimens = {key: _by_language(value) for key, value in yaml_files.pairs(node.get("regimens"))}
    rows: dict[str, Row] = {}
    for key, one in yaml_files.pairs(node["rows"]):
        row = _row(key, one, yaml_files.line_of(node["rows"], key), problems)
        if row is not None:
            rows[key] = row
            problems += _regimens(row, regimens)
    lines = node.get("lines")
    register = Register(
        state=str(node.get("state") or ""),
        expires=_day(node.get("expires")),
        read_on=_day(node.get("read_on")),
        today=_by_language(node.get("today")),
        foot=_by_language(node.get("foot")),
        regimens=regimens,
        rows=rows,
        blocks=tuple(_blocks(node.get("blocks"), problems)),
        lines={key: str(value) for key, value in yaml_files.pairs(lines)},
        lines_at={key: yaml_files.line_of(lines, key) for key, _ in yaml_files.pairs(lines)},
    )
    return register, (*problems, *_standing(register, node))


def _row(key: str, node: Any, line: int, problems: list[Problem]) -> Row | None:
    if not KEY.fullmatch(key) or not isinstance(node, Mapping):
        problems.append(
            Problem(
                FILE, line, "010", sentence("row {key!r}: a key of lower-case words joined by -, its values indented below it", key=key)
            )
        )
        return None
    problems += _unknown(node, ROW_KEYS)
    urgency, number = _urgency(node, "urgency", line, problems), node.get("number")
    if urgency is None:
        return None
    if isinstance(number, bool) or not isinstance(number, int):
        problems.append(Problem(FILE, line, "570", sentence("row {key!r}: number: must be a whole number", key=key)))
        number = 0
    for language in LANGUAGES:
        if not node.get(language):
            problems.append(Problem(FILE, line, "011", sentence("row {key!r} has no words in {language!r}", key=key, language=language)))
    marks = node.get("marks") or {}
    return Row(
        key=key,
        number=number,
        urgency=urgency,
        regimens=yaml_files.strings(node.get("for")),
        words=_by_language(node),
        says={source: str(words) for source, words in yaml_files.pairs(node.get("says"))},
        line=line,
        asks={source: str(speed) for source, speed in yaml_files.pairs(node.get("asks"))},
        graded=_urgency(node, "graded", line, problems) if node.get("graded") is not None else None,
        is_open=node.get("decide") is True,
        is_unverified=node.get("to_verify") is True,
        note=str(node.get("note") or ""),
        alerts=yaml_files.strings(node.get("alerts")),
        is_core=node.get("core") is True,
        marks={language: yaml_files.strings(marks.get(language)) for language in LANGUAGES} if isinstance(marks, Mapping) else {},
        reviewer=str(node.get("reviewer") or ""),
        reviewed_on=_day(node.get("reviewed_on")),
    )


def _blocks(node: Any, problems: list[Problem]) -> Iterator[Block]:
    for place, one in yaml_files.pairs(node):
        line = yaml_files.line_of(node, place)
        if not isinstance(one, Mapping) or place.count("#") != 1:
            problems.append(
                Problem(FILE, line, "570", sentence("blocks: {place!r} must be `module#block: {{urgency: …, rows: […]}}`", place=place))
            )
            continue
        problems += _unknown(one, BLOCK_KEYS)
        urgency = _urgency(one, "urgency", line, problems)
        if urgency is not None:
            yield Block(place, urgency, yaml_files.strings(one.get("rows")), one.get("list_for_15") is True, line)


def _urgency(node: Any, name: str, line: int, problems: list[Problem]) -> Urgency | None:
    value = str(node.get(name))
    for urgency in URGENCIES:
        if value == urgency:
            return urgency
    at = yaml_files.line_of(node, name) if node.get(name) is not None else line
    problems.append(
        Problem(
            FILE,
            at,
            "570",
            sentence(
                "{name}: {value!r} must be one of {urgencies}{hint}",
                name=name,
                value=value,
                urgencies=", ".join(URGENCIES),
                hint=nearest(value, URGENCIES),
            ),
        )
    )
    return None


def _regimens(row: Row, regimens: Mapping[str, Mapping[str, str]]) -> Iterator[Problem]:
    if not row.regimens:
        yield Problem(FILE, row.line, "570", sentence("row {key!r}: for: names at least one treatment", key=row.key))
    for key in row.regimens:
        if key not in regimens:
            yield Problem(
                FILE,
                row.line,
                "570",
                sentence("row {key!r}: for: no treatment {key_2!r}{hint}", key=row.key, key_2=key, hint=nearest(key, regimens)),
            )


def _standing(register: Register, node: Any) -> Iterator[Problem]:
    if register.state not in ("draft", "in_review", "published", "expired", "withdrawn"):
        yield Problem(
            FILE, yaml_files.line_of(node, "state"), "012", sentence("state: must be draft, in_review, published, expired or withdrawn")
        )
    for name, day in (("expires", register.expires), ("read_on", register.read_on)):
        if day is None:
            yield Problem(FILE, yaml_files.line_of(node, name), "013", sentence("{name}: must be a day like 2027-05-23", name=name))
    for name, words in (("today", register.today), ("foot", register.foot)):
        for language in LANGUAGES:
            if not words.get(language):
                yield Problem(
                    FILE,
                    yaml_files.line_of(node, name),
                    "011",
                    sentence("{name}: has no words in {language!r}", name=name, language=language),
                )
    numbers: dict[int, str] = {}
    for row in register.rows.values():
        if row.number in numbers:
            yield Problem(
                FILE,
                row.line,
                "570",
                sentence(
                    "row {key!r}: number {number} is already {numbers!r}", key=row.key, number=row.number, numbers=numbers[row.number]
                ),
            )
        numbers.setdefault(row.number, row.key)


def _by_language(node: Any) -> dict[str, str]:
    return {language: str(node[language]) for language in LANGUAGES if isinstance(node, Mapping) and node.get(language)}


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None


def _unknown(node: Any, keys: tuple[str, ...]) -> Iterator[Problem]:
    for key, _ in yaml_files.pairs(node):
        if key not in keys:
            yield Problem(
                FILE, yaml_files.line_of(node, key), "004", sentence("unknown key {key!r}{hint}", key=key, hint=nearest(key, keys))
            )
