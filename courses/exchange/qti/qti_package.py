"""A package of QTI: its items in the order of the manifest, and what our own export wrote there beside each."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from posixpath import dirname, join, normpath

from courses.exchange import notes, packages, xml_tree
from courses.exchange.errors import BankUnreadable
from courses.exchange.fences import entry_or_failure
from courses.exchange.qti.qti_reader import ITEMS, read_item
from courses.exchange.questions import Entry, LeftOut, Question


def read_package(raw: bytes) -> list[Entry]:
    """Every item of a package, in the order of its manifest, then those the manifest does not name."""
    files = packages.read(raw, (".xml",))
    manifest = next((name for name in files if name.rpartition("/")[2] == "imsmanifest.xml"), None)
    keywords = _keywords(files, manifest) if manifest else {}
    names = [*(name for name in keywords if name in files), *(name for name in files if name not in keywords)]
    entries: list[Entry] = []
    for name in names:
        if name == manifest:
            continue
        try:
            root = xml_tree.parse(files[name])
        except BankUnreadable as error:
            entries.append(LeftOut(1, name, error.why))
            continue
        if root.name in ITEMS:
            entries.append(_in_file(entry_or_failure(partial(read_item, root, keywords.get(name, {})), root.line, name), name))
    return entries


def _in_file(entry: Question | LeftOut, name: str) -> Entry:
    """A question without a title of its own is told by its file."""
    return replace(entry, title=entry.title or name)


def _keywords(files: Mapping[str, bytes], manifest: str) -> dict[str, dict[str, str]]:
    """By path of an item: the notes that our own export put into the manifest."""
    root = xml_tree.parse(files[manifest])
    matches: dict[str, dict[str, str]] = {}
    for resource in root.everywhere("resource"):
        if href := resource.attributes.get("href"):
            words = [string.text() for keyword in resource.everywhere("keyword") for string in keyword.everywhere("string", "langstring")]
            rows = [word.removeprefix(notes.MARK).split("=", 1) for word in words if word.startswith(notes.MARK) and "=" in word]
            path = normpath(join(dirname(manifest), href))
            matches[path] = notes.read([(name, value) for name, value in rows])
    return matches
