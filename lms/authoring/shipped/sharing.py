"""A site's texts for another site: an archive of chosen pages with where they come from, and such an archive taken in as drafts.

The archive holds the files of each page as they stand here, the sources they cite, the line of each module in its course, and
`provenance.json`: site, day, and for each file its sum, and whether it is the shipped text or one this site changed.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from courses.authoring import text_files
from courses.authoring.registers import list_edits, shared_files, yaml_edits
from courses.authoring.registers.yaml_places import CannotEdit
from courses.authoring.text_files import PATH
from courses.errors import ContentUnreadable
from courses.exchange import packages
from courses.exchange.errors import BankUnreadable
from courses.exchange.questions import remark
from lms.authoring import history, working
from lms.authoring.shipped import taking_over
from lms.authoring.working import Desk

FORMAT = "hors-les-murs texts 1"
PROVENANCE, SOURCES = "provenance.json", "sources.json"
CITED = re.compile(r"(?<![\w-])[a-z0-9]+(?:-[a-z0-9]+)*(?![\w-])")


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one file. standing: draft (kept as a draft), same (it was there already), course (its course is not here), damaged."""

    path: str
    standing: str


@dataclass(frozen=True, slots=True)
class Taken:
    """site, on: where the archive comes from, as it says. sources: keys that were added to the register of sources."""

    site: str
    on: str
    rows: tuple[Row, ...]
    sources: tuple[str, ...] = field(default=())


def own_pages(upstream: Path, own: Path) -> list[str]:
    """Keys (`folder/key`) of the pages whose text is not the shipped one, in order."""
    if not own.is_dir():
        return []
    page_paths = (
        path for path in _pages(own) if not (upstream / path).is_file() or (upstream / path).read_bytes() != (own / path).read_bytes()
    )
    return sorted({_key(path) for path in page_paths})


def archive(upstream: Path, own: Path, keys: Sequence[str], *, site: str, on: date) -> bytes:
    """The chosen pages of the site's folder. Keys nobody has are passed over; the same texts give the same bytes."""
    files = {path: (own / path).read_bytes() for path in _pages(own) if _key(path) in keys}
    names = {word for raw in files.values() for word in CITED.findall(raw.decode("utf-8", "replace"))}
    register = _entries(own, shared_files.REGISTERS["sources"])
    sources = {key: register[key] for key in sorted(register.keys() & names)}
    rows = [
        {"path": path, "sha256": hashlib.sha256(raw).hexdigest(), "changed_here": not _is_shipped(upstream, path, raw)}
        for path, raw in files.items()
    ]
    about = {"format": FORMAT, "site": site, "on": on.isoformat(), "files": rows, "course_lines": _course_lines(own, keys)}
    texts = {PROVENANCE: about, SOURCES: sources}
    documents = {name: json.dumps(value, ensure_ascii=False, indent=1, default=str).encode() for name, value in texts.items()}
    return packages.write({**documents, **files})


def take_in(desk: Desk, raw: bytes) -> Taken:
    """Keep the pages of an archive as drafts, one commit; a published page stays as it is beside them.

    A file with another sum than the archive tells is refused. Raises BankUnreadable (no such archive), ContentBusy, ContentLost, OSError.
    """
    files = packages.read(raw, (".md", ".json"))
    about = _about(files)
    own = desk.open()
    with history.only_one(own):
        paths: list[str] = []
        rows = [_take_file(own, row, files, about, paths) for row in about["files"]]
        sources = _add_sources(own, files.get(SOURCES, b"{}"), paths) if paths else ()
        if paths:
            history.commit(own, list(dict.fromkeys(paths)), who=desk.who, did="received")
    return Taken(str(about.get("site", ""))[:200], str(about.get("on", ""))[:10], tuple(rows), sources)


def _about(files: Mapping[str, bytes]) -> dict[str, Any]:
    try:
        about = json.loads(files.get(PROVENANCE, b""))
    except ValueError as error:
        raise BankUnreadable(remark("zip-broken")) from error
    is_ours = isinstance(about, dict) and about.get("format") == FORMAT and isinstance(about.get("files"), list)
    if not is_ours or not all(isinstance(row, dict) and isinstance(row.get("path"), str) for row in about["files"]):
        raise BankUnreadable(remark("zip-broken"))
    return dict(about)


def _take_file(own: Path, row: Mapping[str, Any], files: Mapping[str, bytes], about: Mapping[str, Any], paths: list[str]) -> Row:
    """paths: what changed in the folder, added to."""
    path, raw = row["path"], files.get(row["path"], b"")
    match = PATH.fullmatch(path)
    if match is None or hashlib.sha256(raw).hexdigest() != row.get("sha256") or len(raw) > 4 * text_files.LONGEST:
        return Row(path, "damaged")
    try:
        text = text_files.decode(raw.decode("utf-8", "replace"))
    except ContentUnreadable:
        return Row(path, "damaged")
    if text_files.read(own, path) == text:
        return Row(path, "same")
    if match["folder"] != text_files.SITUATIONS and not _has_line(own, match["folder"], match["key"], about, paths):
        return Row(path, "course")
    paths += working.write_as_draft(own, taking_over.piece_of(path), text)
    return Row(path, "draft")


def _has_line(own: Path, course: str, key: str, about: Mapping[str, Any], paths: list[str]) -> bool:
    """Whether the course lists the module; a course that is here gets the line the archive tells of."""
    place = own / "_structure" / course / "course.yml"
    if not place.is_file():
        return False
    path = place.relative_to(own).as_posix()
    text = shared_files.read(own, path)
    try:
        if key in shared_files.lines(text, path):
            return True
        lines = about.get("course_lines")
        line = lines.get(f"{course}/{key}") if isinstance(lines, dict) else None
        if not isinstance(line, dict):
            return False
        # What it requires may not be here; an educator of this site says so anew.
        line_values = {name: line[name] for name in ("minutes", "critical", "objectives") if name in line}
        text_files.write(own, path, list_edits.append(text, ("modules",), {"key": key, **line_values}))
    except (ContentUnreadable, CannotEdit):
        return False
    paths.append(path)
    return True


def _add_sources(own: Path, raw: bytes, paths: list[str]) -> tuple[str, ...]:
    """Sources the register does not have, as the other site knows them; its own stay as they are."""
    path = shared_files.REGISTERS["sources"]
    try:
        entries_sent = json.loads(raw)
        there, text = _entries(own, path), shared_files.read(own, path)
        new_keys = []
        for key, values in entries_sent.items() if isinstance(entries_sent, dict) else ():
            if key in there or not CITED.fullmatch(key) or not isinstance(values, dict):
                continue
            text = yaml_edits.add_entry(text, key, {name: _plain(value) for name, value in values.items()})
            new_keys.append(key)
    except (ValueError, ContentUnreadable, CannotEdit):
        return ()
    if new_keys:
        text_files.write(own, path, text)
        paths.append(path)
    return tuple(new_keys)


def _plain(value: object) -> str | int | date | None:
    """A day as a day again: JSON knows none."""
    if isinstance(value, int):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return str(value)


def _course_lines(own: Path, keys: Sequence[str]) -> dict[str, Any]:
    lines: dict[str, Any] = {}
    for key in keys:
        course, _, module = key.partition("/")
        path = f"_structure/{course}/course.yml"
        if (own / path).is_file():
            entry = shared_files.lines(shared_files.read(own, path), path).get(module)
            if entry is not None:
                lines[key] = entry.values
    return lines


def _entries(own: Path, path: str) -> dict[str, Any]:
    """None where the site has no register of its own yet."""
    if not (own / path).is_file():
        return {}
    return {key: entry.values for key, entry in shared_files.entries(shared_files.read(own, path), path).items()}


def _pages(folder: Path) -> Iterator[str]:
    for language in ("fr", "en"):
        for path in sorted((folder / language).rglob("*.md")):
            name = path.relative_to(folder).as_posix()
            if PATH.fullmatch(name):
                yield name


def _key(path: str) -> str:
    match = PATH.fullmatch(path)
    return f"{match['folder']}/{match['key']}" if match else path


def _is_shipped(upstream: Path, path: str, raw: bytes) -> bool:
    return (upstream / path).is_file() and (upstream / path).read_bytes() == raw
