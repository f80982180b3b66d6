"""A key changed wherever the content names it: each kind of key by the places it stands in, so that a word that reads the same stays.

What a place looks like is a pattern with the key in it; everything around the key, and every other byte, stays as it was typed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from courses.authoring.registers import row_places
from courses.library.content_folder import ITEMS, LANGUAGES, SIMPLE, TEXT
from courses.library.structure import FOLDER
from courses.text.source_texts import DRAFTS

KINDS = ("sources", "objectives", "glossary", "modules", "situations", "cards", "items", "pictures", "courses")
"""What educators change; rows of the triage register (`rows`) are for clinicians."""
WHOLE_KEY = r"(?<![\w/.-])%s(?![\w/-]|\.\w)"
"""The key as a word of its own, not a part of an address or of another key."""
IN_LIST = r"(?:(?<=[\[,{])|(?<=[\[,{] )|(?<=\n)[ ]*(?:- )?|^[ ]*(?:- )?)%s(?=\s*[\],}:\n]|\s*$)"
"""An entry of a list, or a key."""
QUOTED_PLACE = r"(?<![\w/.-])%s(?=(?:\.simple)?#)"
STRUCTURE = rf"{FOLDER}/.*\.yml"
TEXTS = r"(?:fr|en)/.*\.md"
BRACKETS = re.compile(r"\[@[^\]\n]*\]|^@ .*$", re.MULTILINE)
FRONT = re.compile(r"\A\ufeff?---\r?\n.*?^---", re.DOTALL | re.MULTILINE)
SPOKEN = re.compile(r"^(?:title|summary|authors|reviewers)\s*:")

PLACES: Mapping[str, Sequence[tuple[str, str]]] = {
    "objectives": (
        (STRUCTURE, IN_LIST),
        (STRUCTURE, r"(?:objective|skill|objectives|skills): %s(?![\w-])"),
        (TEXTS, r"(?:objective[:=] ?|skill[:=] ?)%s(?![\w-])"),
        (TEXTS, r"(?<=[\[,] )%s(?=[\],])|(?<=\[)%s(?=[\],])"),
        (r"(?:fr|en)/game/workshop\.yml", r"(?<=\n)    %s(?=:)"),
    ),
    "modules": (
        (TEXTS, r"module:%s(?![\w-])"),
        (TEXTS, r"^module: %s(?=\s*(?:#.*)?$)"),
        (r"(?:fr|en)/(?!situations/|cases/).*\.md", r"^key: %s(?=\s*(?:#.*)?$)"),
        (STRUCTURE, QUOTED_PLACE),
        (STRUCTURE, r"\bmodule: %s(?![\w-])"),
        (rf"{FOLDER}/[a-z0-9-]+/course\.yml", r"\bkey: %s(?![\w-])"),
        (rf"{FOLDER}/(?:preparing|paths|pilot)\.yml", IN_LIST),
        (STRUCTURE, r"(?:requires|mirrors|modules|units): \[[^\]]*?(?<![\w-])%s(?![\w-])"),
        (r"(?:fr|en)/game/prepare\.yml", r"(?<=\n)    %s(?=:)"),
    ),
    "situations": (
        (r"(?:fr|en)/situations/.*\.md", r"^key: %s(?=\s*(?:#.*)?$)"),
        (r"(?:fr|en)/game/recalls\.yml", r"(?<=\n)  %s(?=:)"),
        (STRUCTURE, r"(?:situations|fixed|scenes): \[[^\]]*?(?<![\w-])%s(?![\w-])"),
        (rf"{FOLDER}/game/campaigns\.yml", r"kind: situation, value: %s(?![\w-])"),
        (STRUCTURE, r"(?<![\w.-])situation\.%s(?=\.)"),
    ),
    "cards": (
        (rf"{FOLDER}/game/cards\.yml", r"(?<=\n)  %s(?=:)"),
        (r"(?:fr|en)/game/cards\.yml", r"(?<=\n)  %s(?=:)"),
        (STRUCTURE, r"\bcards: \[[^\]]*?(?<![\w-])%s(?![\w-])"),
        (STRUCTURE, r"(?<![\w.-])card\.%s(?=\.)"),
    ),
    "courses": ((rf"{FOLDER}/[a-z0-9-]+/course\.yml", r"^key: %s(?=\s*(?:#.*)?$)"),),
    "pictures": ((TEXTS, r"media:%s(?![\w.-])"), (STRUCTURE, r"(?<![\w/.-])%s(?![\w/.-])")),
}
"""Kind -> pattern of the paths it holds in, pattern with the key as %s. Sources, words, items and rows have functions of their own."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place where the content names a key. line: from 1; words: of that line."""

    path: str
    line: int
    words: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a change of key does to a folder. texts: by path as it will be; moves: old path -> new path, of files that bear the key."""

    texts: Mapping[str, str]
    moves: Mapping[str, str] = field(default_factory=dict)
    places: tuple[Place, ...] = ()

    @property
    def over(self) -> dict[str, str]:
        """Every text that differs, at the path where it will stand."""
        return {self.moves.get(path, path): text for path, text in self.texts.items()}


def plan(folder: Path, kind: str, old: str, new: str, *, unit: str = "") -> Plan:
    """Every place that names `old`, with `new` in it; equal keys only list the places. unit: `course/module` of an item or a page."""
    if kind == "courses":
        moves = {path: path.replace(f"/{old}/", f"/{new}/", 1) for path in _files_of(folder, kind, old, unit)}
    else:
        moves = {path: _renamed_path(path, old, new) for path in _files_of(folder, kind, old, unit)}
    texts: dict[str, str] = {}
    places: list[Place] = []
    for path, text in texts_of(folder):
        plain_path = path.removeprefix(f"{DRAFTS}/")
        if old not in text or (kind == "items" and not _is_of(plain_path, unit)):
            continue
        if kind == "courses" and path != f"{FOLDER}/{old}/course.yml":
            continue  # what names a course by its key is its own file and its folders alone
        spans = sorted(set(spans_in(plain_path, text, kind, old)))
        if spans:
            texts[path] = _with(text, spans, new)
            places += [_place(path, text, start) for start, _stop in spans]
    for path in moves:
        if path not in texts:
            texts[path] = _read(folder / path)
    return Plan(texts, moves, tuple(places))


def texts_of(folder: Path) -> Iterator[tuple[str, str]]:
    """Path and text as typed of every file that may name a key; drafts too."""
    for file in sorted((*folder.rglob("*.md"), *folder.rglob("*.yml"))):
        path = file.relative_to(folder).as_posix()
        if not file.is_file() or path.startswith((".", "media/", "_reading/")):
            continue
        try:
            yield path, _read(file)
        except UnicodeDecodeError:  # no text: the checks say so
            continue


def _read(file: Path) -> str:
    return file.read_bytes().decode("utf-8")


def spans_in(path: str, text: str, kind: str, key: str) -> Iterator[tuple[int, int]]:
    """Where the key stands in a text of this path."""
    if kind == "sources":
        yield from _spans_of_source(path, text, key)
    elif kind == "glossary":
        yield from _spans_of_word(path, text, key)
    elif kind == "rows":
        yield from row_places.spans(path, text, key)
    elif kind == "items":
        for match in re.finditer(rf"^## ({re.escape(key)})(?=[ \r\n]|$)", text, re.MULTILINE):
            yield match.span(1)
    else:
        for paths, pattern in PLACES[kind]:
            if re.fullmatch(paths, path):
                yield from _spans(pattern, text, key)


def _spans(pattern: str, text: str, key: str) -> Iterator[tuple[int, int]]:
    """A key may stand more than once in one list: the pattern is asked again until it finds no further place."""
    escaped = re.escape(key)
    compiled = re.compile(pattern.replace("%s", escaped), re.MULTILINE)
    token = re.compile(rf"(?<![\w-]){escaped}(?![\w-])")
    for match in compiled.finditer(text):
        last = list(token.finditer(text, match.start(), match.end()))
        if last:
            yield last[-1].span()


def _spans_of_word(path: str, text: str, key: str) -> Iterator[tuple[int, int]]:
    """A word of the glossary: its entry, and the concept of the search that joins its words. A symptom may have the same key."""
    if path == f"{FOLDER}/glossary.yml":
        yield from (match.span(1) for match in re.finditer(rf"^({re.escape(key)})(?=:)", text, re.MULTILINE))
    elif path == f"{FOLDER}/search.yml":
        start, stop = row_places.bounds(text, "concepts")
        yield from (match.span(1) for match in re.compile(rf"^  ({re.escape(key)})(?=:)", re.MULTILINE).finditer(text, start, stop))


def _spans_of_source(path: str, text: str, key: str) -> Iterator[tuple[int, int]]:
    token = re.compile(WHOLE_KEY % re.escape(key))
    if path.endswith(".md"):
        parts = [match.span() for match in BRACKETS.finditer(text)]
        if front := FRONT.match(text):
            rows = re.finditer(r"^.*$", front[0], re.MULTILINE)
            parts += [row.span() for row in rows if not SPOKEN.match(row[0])]
        for start, stop in parts:
            yield from (match.span() for match in token.finditer(text, start, stop))
    elif path.startswith(f"{FOLDER}/"):
        if "-" in key:  # no ordinary word looks like it: notes name sources in their sentences
            yield from (match.span() for match in token.finditer(text))
        else:
            yield from _spans(IN_LIST, text, key)


def _with(text: str, spans: Sequence[tuple[int, int]], new: str) -> str:
    for start, stop in reversed(spans):
        text = text[:start] + new + text[stop:]
    return text


def _place(path: str, text: str, start: int) -> Place:
    line = text.count("\n", 0, start) + 1
    return Place(path, line, text.split("\n")[line - 1].strip()[:160])


def _is_of(path: str, unit: str) -> bool:
    return path in {f"{language}/{unit}{ITEMS}" for language in LANGUAGES}


def _files_of(folder: Path, kind: str, key: str, unit: str) -> list[str]:
    """Files that bear the key in their name: of a module or a situation, its drafts, and what was noted beside them; all of a course."""
    if kind == "courses":
        return [f"{FOLDER}/{key}/course.yml", *_files_of_course(folder, key)]
    if kind not in ("modules", "situations"):
        return []
    names = [f"{language}/{unit}{end}" for language in LANGUAGES for end in (TEXT, SIMPLE, ITEMS)]
    paths = [*names, *(f"{DRAFTS}/{name}" for name in names), *(f"_reading/{name}.json" for name in names)]
    return [path for path in paths if (folder / path).is_file()] if unit.endswith(f"/{key}") else []


def _files_of_course(folder: Path, key: str) -> list[str]:
    """Its pages in each language, their drafts, and what was noted beside them."""
    places = [f"{above}{language}/{key}" for above in ("", f"{DRAFTS}/", "_reading/") for language in LANGUAGES]
    files = [file for place in places for file in sorted((folder / place).glob("*"))]
    return [file.relative_to(folder).as_posix() for file in files if file.is_file() and not file.name.startswith(".")]


def _renamed_path(path: str, old: str, new: str) -> str:
    above, _slash, name = path.rpartition("/")
    return f"{above}/{new}{name.removeprefix(old)}"
