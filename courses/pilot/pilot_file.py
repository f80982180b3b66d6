"""Reads and writes `_structure/pilot.yml`: the set of a pilot, who answers for it, and which red flags each has signed."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from courses.errors import ContentUnreadable
from courses.model.content import Problem
from courses.sentences import sentence
from courses.text import yaml_files
from courses.text.source_texts import Texts
from courses.text.suggestions import nearest

FILE = "_structure/pilot.yml"
LASTS = timedelta(days=182)
"""Six months: how long a declaration, a signature and the officer's tick hold."""
SHEET, GAME, SYMPTOMS = PARTS = ("sheet", "game", "symptoms")
"""What may be in a set beside modules."""
ONCOLOGIST, PHARMACIST = BOTH = ("oncologist", "pharmacist")
"""A red flag is signed by one of each; a pilot has at least one of each."""
PROFESSIONS = (*BOTH, "physician", "gp", "nurse")
TOP_KEYS = ("modules", "parts", "clinicians", "officers", "signatures")
PERSON_KEYS = ("person", "name", "profession", "on", "ended_on", "marks")
SIGNATURE_KEYS = ("row", "person", "on", "mark")


@dataclass(frozen=True, slots=True)
class Declaration:
    """Somebody answers for the set. person: a keyed hash of her account, so that only she takes it back.

    marks: unit -> mark of its words on that day; a unit whose words change waits until it is taken again. An officer's has none.
    """

    person: str
    name: str
    profession: str
    on: date
    ended_on: date | None = None
    marks: Mapping[str, str] = field(default_factory=dict)
    line: int = 1

    @property
    def until(self) -> date:
        """The last day it holds."""
        return self.on + LASTS

    def holds_on(self, day: date) -> bool:
        return self.on <= day <= self.until and self.ended_on is None


@dataclass(frozen=True, slots=True)
class Signature:
    """One person signed one red flag. mark: of the row's words on that day."""

    row: str
    person: str
    on: date
    mark: str
    line: int = 1


@dataclass(frozen=True, slots=True)
class Pilot:
    """The file. officers: data protection officers who ticked; their profession is empty."""

    modules: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    clinicians: tuple[Declaration, ...] = ()
    officers: tuple[Declaration, ...] = ()
    signatures: tuple[Signature, ...] = ()

    @property
    def units(self) -> tuple[str, ...]:
        return (*self.modules, *self.parts)

    def with_clinician(self, one: Declaration) -> "Pilot":
        """One declaration a person: a later one takes the place of hers."""
        return replace(self, clinicians=(*(each for each in self.clinicians if each.person != one.person), one))

    def with_officer(self, one: Declaration) -> "Pilot":
        return replace(self, officers=(*(each for each in self.officers if each.person != one.person), one))

    def with_signature(self, one: Signature) -> "Pilot":
        others = (each for each in self.signatures if (each.row, each.person) != (one.row, one.person))
        return replace(self, signatures=(*others, one))

    def without(self, person: str, on: date) -> "Pilot":
        """All that one person declared, ended; her signatures count no more, since only who answers may sign."""

        def with_end(all_of_them: Iterable[Declaration]) -> tuple[Declaration, ...]:
            return tuple(replace(one, ended_on=one.ended_on or on) if one.person == person else one for one in all_of_them)

        return replace(self, clinicians=with_end(self.clinicians), officers=with_end(self.officers))


def read(texts: Texts) -> tuple[Pilot | None, list[Problem]]:
    """None when there is no such file, or it cannot be read: then with what is wrong. A line that does not fit is left out and said."""
    try:
        text = texts.text(FILE)
        node = None if text is None else yaml_files.parse(text, FILE)
    except ContentUnreadable as problem:
        return None, [Problem(problem.path, problem.line, problem.code, problem.sentence)]
    if text is None:
        return None, []
    if not isinstance(node, Mapping):
        return None, [Problem(FILE, 1, "594", sentence("expected `key: value` lines: {top_keys}", top_keys=", ".join(TOP_KEYS)))]
    problems = [*_unknown(node, TOP_KEYS)]
    pilot = Pilot(
        modules=_keys(node, "modules", problems),
        parts=tuple(part for part in _keys(node, "parts", problems) if _is_part(part, node, problems)),
        clinicians=tuple(_declarations(node, "clinicians", problems)),
        officers=tuple(_declarations(node, "officers", problems)),
        signatures=tuple(_signatures(node, problems)),
    )
    return pilot, problems


def _keys(node: Any, name: str, problems: list[Problem]) -> tuple[str, ...]:
    value = node.get(name)
    if value is not None and not yaml_files.is_list_of_words(value):
        problems.append(
            Problem(FILE, yaml_files.line_of(node, name), "594", sentence("{name}: is a list of keys: [one, another]", name=name))
        )
        return ()
    return tuple(dict.fromkeys(yaml_files.strings(value)))


def _is_part(part: str, node: Any, problems: list[Problem]) -> bool:
    if part in PARTS:
        return True
    problems.append(
        Problem(
            FILE, yaml_files.line_of(node, "parts"), "595", sentence("parts: no part {part!r}{hint}", part=part, hint=nearest(part, PARTS))
        )
    )
    return False


def _entries(node: Any, name: str, keys: tuple[str, ...], problems: list[Problem]) -> Iterator[tuple[Mapping[str, Any], int]]:
    entries = node.get(name)
    if entries is not None and not isinstance(entries, list):
        problems.append(
            Problem(FILE, yaml_files.line_of(node, name), "594", sentence("{name}: is a list of lines that begin with -", name=name))
        )
        return
    for place, entry in enumerate(entries or ()):
        line = yaml_files.line_of(entries, place)
        if not isinstance(entry, Mapping):
            problems.append(Problem(FILE, line, "594", sentence("{name}: each line is {{{keys}}}", name=name, keys=", ".join(keys))))
            continue
        problems.extend(_unknown(entry, keys))
        yield entry, line


def _declarations(node: Any, name: str, problems: list[Problem]) -> Iterator[Declaration]:
    for entry, line in _entries(node, name, PERSON_KEYS, problems):
        on, ended_on, marks = yaml_files.day(entry.get("on")), yaml_files.day(entry.get("ended_on")), entry.get("marks")
        words = {key: entry.get(key) for key in ("person", "name")}
        profession = str(entry.get("profession") or "")
        if on is None or not all(isinstance(word, str) and word.strip() for word in words.values()):
            problems.append(
                Problem(FILE, line, "594", sentence("{name}: person, name and on (a day like 2026-12-01) are needed", name=name))
            )
        elif (entry.get("ended_on") is not None) != (ended_on is not None) or (ended_on is not None and ended_on < on):
            problems.append(Problem(FILE, line, "594", sentence("{name}: ended_on: is a day, not before on:", name=name)))
        elif name == "clinicians" and (profession not in PROFESSIONS or not isinstance(marks, Mapping)):
            reason = sentence("profession: is one of {professions}; marks: says what was taken", professions=", ".join(PROFESSIONS))
            problems.append(
                Problem(FILE, line, "594", sentence("clinicians: {reason}{hint}", reason=reason, hint=nearest(profession, PROFESSIONS)))
            )
        else:
            taken_marks = {key: str(mark) for key, mark in yaml_files.pairs(marks)}
            yield Declaration(str(words["person"]), str(words["name"]).strip(), profession, on, ended_on, taken_marks, line)


def _signatures(node: Any, problems: list[Problem]) -> Iterator[Signature]:
    for entry, line in _entries(node, "signatures", SIGNATURE_KEYS, problems):
        on = yaml_files.day(entry.get("on"))
        row, person, mark = (entry.get(key) for key in ("row", "person", "mark"))
        if on is None or not all(isinstance(word, str) and word for word in (row, person, mark)):
            problems.append(Problem(FILE, line, "594", sentence("signatures: row, person, on (a day) and mark are needed")))
        else:
            yield Signature(str(row), str(person), on, str(mark), line)


def _unknown(node: Any, keys: tuple[str, ...]) -> Iterator[Problem]:
    for key, _ in yaml_files.pairs(node):
        if key not in keys:
            yield Problem(
                FILE, yaml_files.line_of(node, key), "004", sentence("unknown key {key!r}{hint}", key=key, hint=nearest(key, keys))
            )


HEAD = """\
# A pilot (instance = pilot): who answers for which drafts, written by the pages of the site (docs/pilot.md). What is taken stays a draft.
# Each line is one person's: `marks` and `mark` are the words as they were on that day; other words have to be taken or signed again.
"""


def file_text(pilot: Pilot) -> str:
    """The file's text: one line an entry, so that two versions compare line by line."""
    lines = [HEAD.rstrip("\n"), f"modules: {_flow(list(pilot.modules))}", f"parts: {_flow(list(pilot.parts))}"]
    for name, declarations in (("clinicians", pilot.clinicians), ("officers", pilot.officers)):
        lines += [f"{name}:" + ("" if declarations else " []"), *(f"- {_declaration(one, name)}" for one in declarations)]
    lines += ["signatures:" + ("" if pilot.signatures else " []")]
    lines += [
        f"- {{row: {_flow(one.row)}, person: {_flow(one.person)}, on: {one.on}, mark: {_flow(one.mark)}}}" for one in pilot.signatures
    ]
    return "\n".join(lines) + "\n"


def _declaration(one: Declaration, name: str) -> str:
    parts = [f"person: {_flow(one.person)}", f"name: {_flow(one.name)}"]
    parts += [f"profession: {_flow(one.profession)}"] if name == "clinicians" else []
    parts += [f"on: {one.on}"] + ([f"ended_on: {one.ended_on}"] if one.ended_on else [])
    parts += [f"marks: {_flow(dict(one.marks))}"] if name == "clinicians" else []
    return "{" + ", ".join(parts) + "}"


def _flow(value: object) -> str:
    """JSON is YAML: quoted words need no other care."""
    return json.dumps(value, ensure_ascii=False)
