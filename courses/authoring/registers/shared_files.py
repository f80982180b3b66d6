"""Files written once for every language that educators may change: the registers of sources, objectives and words, and each course."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from courses.authoring.registers import changed_folder, other_files
from courses.checks.pages import course_structure, source_register
from courses.checks.triage import differing_sources, register_agreement
from courses.errors import ContentUnreadable, UnknownContent
from courses.library import content_folder
from courses.library.structure import FOLDER
from courses.model.content import Problem
from courses.rules import rule_files
from courses.sentences import sentence
from courses.text import yaml_files
from courses.text.source_texts import Texts
from courses.triage import register

REGISTERS: Mapping[str, str] = {
    "sources": f"{FOLDER}/references.yml",
    "objectives": f"{FOLDER}/objectives.yml",
    "glossary": f"{FOLDER}/glossary.yml",
}
CARDS = f"{FOLDER}/game/cards.yml"
CLINICAL: Mapping[str, str] = {"triage": register.FILE, "rules": rule_files.RULES}
"""What a clinician changes: how fast to act, and from which temperature."""
WORDS = re.compile(r"(?:fr|en)/game/[a-z][a-z-]{0,40}\.yml")
COURSE = re.compile(rf"{FOLDER}/(?P<key>[a-z0-9-]{{1,60}})/course\.yml")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a register, or one line of a course, as plain values. line: where it begins; place: in its list, from 0."""

    key: str
    values: Mapping[str, Any]
    line: int
    place: int = 0


def check_path(folder: Path, path: str) -> str:
    """The path of a file that may be changed as a whole. Raises UnknownContent."""
    is_known = path in REGISTERS.values() or path == CARDS or COURSE.fullmatch(path) or WORDS.fullmatch(path) or other_files.is_one(path)
    if is_known and (folder / path).is_file():
        return path
    raise UnknownContent("file", path)


def course_path(folder: Path, course: str) -> str:
    """Raises UnknownContent."""
    return check_path(folder, f"{FOLDER}/{course}/course.yml")


def read(folder: Path, path: str) -> str:
    """As typed."""
    return (folder / path).read_bytes().decode("utf-8", errors="replace")


def values(text: str, path: str) -> Any:
    """Raises ContentUnreadable."""
    return yaml_files.parse(yaml_files.decode(text.encode("utf-8", "surrogatepass"), path), path)


def entries(text: str, path: str) -> dict[str, Entry]:
    """What a register holds, in its order. Raises ContentUnreadable.

    Remembered by every letter of the text: a form asks for the same register three times, and sources take 100 ms to parse.
    """
    return dict(_entries(text, path))


@lru_cache(maxsize=6)
def _entries(text: str, path: str) -> dict[str, Entry]:
    node = values(text, path)
    if not isinstance(node, Mapping):
        raise ContentUnreadable(path, 1, "010", sentence("expected one `key:` for each entry, its values indented below it"))
    return entries_of(node)


def entries_of(node: Any) -> dict[str, Entry]:
    """The mappings of a mapping, by their key."""
    return {
        key: Entry(key, yaml_files.plain(value), yaml_files.line_of(node, key))
        for key, value in yaml_files.pairs(node)
        if isinstance(value, Mapping)
    }


def lines(text: str, path: str) -> dict[str, Entry]:
    """The modules of a course in their order. Raises ContentUnreadable."""
    node = values(text, path)
    modules = node.get("modules") if isinstance(node, Mapping) else None
    if not isinstance(modules, list):
        raise ContentUnreadable(path, 1, "010", sentence("modules: must list at least one `- {key: …}`"))
    return {
        str(one["key"]): Entry(str(one["key"]), yaml_files.plain(one), yaml_files.line_of(modules, place), place)
        for place, one in enumerate(modules)
        if isinstance(one, Mapping) and "key" in one
    }


def problems(folder: Path, path: str, text: str, *, today: date) -> list[Problem]:
    """What the checks would say of this file if it held `text`, by line. Other files are not checked again."""
    if path == CARDS or WORDS.fullmatch(path):
        everything = changed_folder.problems_of_game(folder, {path: text}, today=today)
        return sorted((one for one in everything if one.path == path), key=lambda one: (one.line, one.code))
    try:
        if other_files.is_one(path):
            everything = other_files.problems(folder, {path: text}, today=today)
            return sorted((one for one in everything if one.path == path), key=lambda one: (one.line, one.code))
        library = content_folder.load(folder, today=today, texts=Texts(folder, {path: text}))
    except ContentUnreadable as error:  # the site's rules alone
        return [Problem(error.path, error.line, error.code, error.sentence)]
    everything = [*library.structure.problems, *course_structure.check(library), *source_register.check_register(library)]
    if path == CLINICAL["triage"]:
        everything = [*register_agreement.check(library), *differing_sources.check(library)]
    return sorted((one for one in everything if one.path == path), key=lambda one: (one.line, one.code))


def is_readable(folder: Path, path: str, text: str, *, today: date, may_lose: bool = False) -> bool:
    """Whether the site could read this file: one that cannot be read would leave every page without its course or its sources.

    A file of the game's words must keep every line as well, unless it may lose one: a page may ask for each of them.
    """
    if path == CARDS or WORDS.fullmatch(path):
        return _is_readable_game(folder, path, text, may_lose=may_lose)
    if path in CLINICAL.values():
        return _is_readable_clinical(path, text)
    if other_files.is_one(path):
        return other_files.is_readable(path, text)
    library = content_folder.load(folder, today=today, texts=Texts(folder, {path: text}))
    return path not in library.structure.unreadable


def _is_readable_game(folder: Path, path: str, text: str, *, may_lose: bool) -> bool:
    try:
        node = values(text, path)
    except ContentUnreadable:
        return False
    if path == CARDS:
        return isinstance(node, Mapping) and isinstance(node.get("cards"), Mapping)
    return isinstance(node, Mapping) and (may_lose or places(values(read(folder, path), path)) <= places(node))


def _is_readable_clinical(path: str, text: str) -> bool:
    """Without its rules a site does not start; without the register no page says how fast to act."""
    try:
        if path == CLINICAL["rules"]:
            rule_files.parse(text)
        return path == CLINICAL["rules"] or register.can_be_read(text)
    except ContentUnreadable:
        return False


def places(node: Any, above: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    """The keys that lead to each value."""
    if isinstance(node, Mapping):
        return {place for key, value in node.items() for place in places(value, (*above, str(key)))}
    return {above}
