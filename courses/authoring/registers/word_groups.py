"""The game's words line by line: each with its place in the file and its words in both languages, in groups that fit on a page."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from courses.authoring.registers import shared_files, yaml_edits
from courses.authoring.registers.yaml_places import CannotEdit
from courses.text.keys import LANGUAGES
from courses.text.line_edits import BREAK, MARK

MOST = 16
"""Lines of a group: each has two boxes."""
STEM = re.compile(r"[a-z][a-z-]{0,40}")
PLACE = re.compile(r"\{\{?[^{}]*\}?\}")


@dataclass(frozen=True, slots=True)
class Line:
    """path: the keys that lead to it. words: by language; a language that lacks the line is left out."""

    path: tuple[str, ...]
    words: Mapping[str, str]

    @property
    def name(self) -> str:
        return " › ".join(self.path)

    @property
    def places(self) -> set[str]:
        """What stands in braces in either language, and is filled in when the line is shown."""
        return {place for text in self.words.values() for place in PLACE.findall(text)}


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbours in a file. key: where its first line stands, joined by `/`."""

    lines: tuple[Line, ...]

    @property
    def key(self) -> str:
        return "/".join(self.lines[0].path)

    @property
    def name(self) -> str:
        """What the places of its lines have in common, or the first one."""
        first = self.lines[0].path
        depths = range(1, len(first))
        common = [first[depth - 1] for depth in depths if all(line.path[:depth] == first[:depth] for line in self.lines)]
        return " › ".join(common or first[:1])


def path_of(language: str, stem: str) -> str:
    return f"{language}/game/{stem}.yml"


def stems(folder: Path) -> list[str]:
    """The names of the files of words, in order."""
    names = {file.stem for language in LANGUAGES for file in (folder / language / "game").glob("*.yml")}
    return sorted(name for name in names if STEM.fullmatch(name))


def head_comment(text: str) -> str:
    """What the author wrote above the first line of a file."""
    rows = []
    for row in BREAK.split(text.removeprefix(MARK)):
        if not row.startswith("#"):
            break
        rows.append(row.lstrip("# "))
    return " ".join(rows)


def groups(folder: Path, stem: str) -> list[Group]:
    """Every line of a file of words, in the order of the French one. Raises ContentUnreadable."""
    sides = {language: leaves(_read(folder, path_of(language, stem)), path_of(language, stem)) for language in LANGUAGES}
    paths = dict.fromkeys([*sides["fr"], *sides["en"]])
    all_lines = [Line(path, {one: sides[one][path] for one in LANGUAGES if path in sides[one]}) for path in paths]
    return [Group(tuple(rows)) for rows in _split(all_lines, 0)]


def _read(folder: Path, path: str) -> str:
    return shared_files.read(folder, path) if (folder / path).is_file() else ""


def leaves(text: str, path: str) -> dict[tuple[str, ...], str]:
    """Every value that is words, by the keys that lead to it. Raises ContentUnreadable."""
    return dict(_leaves(shared_files.values(text, path), ())) if text.strip() else {}


def _leaves(node: Any, above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(node, Mapping):
        for key, value in node.items():
            yield from _leaves(value, (*above, str(key)))
    elif isinstance(node, str):
        yield above, str(node)


def _split(lines: Sequence[Line], depth: int) -> Iterator[Sequence[Line]]:
    """Groups of at most MOST neighbours, cut where the keys part."""
    if len(lines) <= MOST:
        if lines:
            yield lines
        return
    runs: list[list[Line]] = []
    for line in lines:
        step = line.path[depth] if depth + 1 < len(line.path) else ""
        last = runs[-1][-1] if runs else None
        if last is not None and (last.path[depth] if depth + 1 < len(last.path) else "") == step:
            runs[-1].append(line)
        else:
            runs.append([line])
    if len(runs) == 1 and not (depth + 1 < len(lines[0].path)):
        yield from (lines[start : start + MOST] for start in range(0, len(lines), MOST))
        return
    together: list[Line] = []
    for run in runs:
        if len(together) + len(run) > MOST:
            if together:
                yield together
            together = []
        if len(run) > MOST:
            yield from _split(run, depth + 1)
        else:
            together = [*together, *run]
    if together:
        yield together


def with_words(text: str, path: str, changes: Mapping[tuple[str, ...], str]) -> str:
    """The text with these lines changed or added, and no other byte. Raises CannotEdit, ContentUnreadable."""
    now = leaves(text, path)
    for place, words in changes.items():
        if now.get(place) == words:
            continue
        try:
            text = yaml_edits.set_value(text, place, words)
        except KeyError as error:
            raise CannotEdit(f"{'.'.join(place)}: nothing stands above it") from error
    return text
