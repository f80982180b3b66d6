"""Files written once for every language that educators may change: the registers of sources, objectives and words, and each course."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from courses.checks.pages import course_structure, source_register
from courses.errors import ContentUnreadable, UnknownContent
from courses.library import content_folder
from courses.library.structure import FOLDER
from courses.model.content import Problem
from courses.sentences import sentence
from courses.text import yaml_files
from courses.text.source_texts import Texts

REGISTERS: Mapping[str, str] = {
    "sources": f"{FOLDER}/references.yml",
    "objectives": f"{FOLDER}/objectives.yml",
    "glossary": f"{FOLDER}/glossary.yml",
}
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
    if (path in REGISTERS.values() or COURSE.fullmatch(path)) and (folder / path).is_file():
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
    """What a register holds, in its order. Raises ContentUnreadable."""
    node = values(text, path)
    if not isinstance(node, Mapping):
        raise ContentUnreadable(path, 1, "010", sentence("expected one `key:` for each entry, its values indented below it"))
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
    library = content_folder.load(folder, today=today, texts=Texts(folder, {path: text}))
    everything = [*library.structure.problems, *course_structure.check(library), *source_register.check_register(library)]
    return sorted((one for one in everything if one.path == path), key=lambda one: (one.line, one.code))


def is_readable(folder: Path, path: str, text: str, *, today: date) -> bool:
    """Whether the site could read this file: one that cannot be read would leave every page without its course or its sources."""
    library = content_folder.load(folder, today=today, texts=Texts(folder, {path: text}))
    return path not in library.structure.unreadable
