"""Rows of the triage register changed alone: a change takes the row's signature away, since it belongs to the words somebody read."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from courses.authoring.registers import shared_files, yaml_edits
from courses.authoring.registers.shared_files import Entry
from courses.checks import all_checks
from courses.checks.triage import block_agreement, differing_sources, register_agreement
from courses.library import content_folder
from courses.library.content_folder import LANGUAGES, Library
from courses.model.content import Problem
from courses.serving import case_cache
from courses.text.source_texts import Texts
from courses.triage import register

SIGNATURE = ("reviewer", "reviewed_on")
PATH = register.FILE


def rows(text: str) -> dict[str, Entry]:
    """Every row as it stands, in order. Raises ContentUnreadable."""
    node = shared_files.values(text, PATH)
    block = node.get("rows") if isinstance(node, Mapping) else None
    return shared_files.entries_of(block) if isinstance(block, Mapping) else {}


def without_signature(values: Mapping[str, Any] | None) -> dict[str, Any]:
    return {name: value for name, value in (values or {}).items() if name not in SIGNATURE}


def changed_rows(before: str, after: str) -> list[str]:
    """Keys of the rows whose words, sources or urgency differ, new ones and those that went too. Raises ContentUnreadable."""
    old, new = rows(before), rows(after)
    keys = dict.fromkeys([*old, *new])
    return [key for key in keys if without_signature(_values(old, key)) != without_signature(_values(new, key))]


def typed_signatures(before: str, after: str) -> list[str]:
    """Keys of the rows that would be signed otherwise than now: that is done on the page of the row alone. Raises ContentUnreadable."""
    old, new = rows(before), rows(after)
    return [key for key in new if _signature(new, key) not in (_signature(old, key), ("", None))]


def _signature(all_rows: Mapping[str, Entry], key: str) -> tuple[str, Any]:
    values = _values(all_rows, key) or {}
    return str(values.get("reviewer") or ""), values.get("reviewed_on")


def _values(all_rows: Mapping[str, Entry], key: str) -> Mapping[str, Any] | None:
    return all_rows[key].values if key in all_rows else None


def with_row(text: str, key: str, values: Mapping[tuple[str, ...], Any]) -> str:
    """The register with these values of a row, by their path below it; None takes one away. What changed is signed by nobody.

    Raises CannotEdit, ContentUnreadable, KeyError.
    """
    now = rows(text).get(key)
    if now is None:
        return yaml_edits.set_value(text, ("rows", key), _nested(values))
    new_text = text
    for place, value in values.items():
        if value_at(now.values, place) != value and (value_at(now.values, place) or value):
            new_text = _set(new_text, ("rows", key, *place), value)
    return unsigned(new_text, changed_rows(text, new_text))


def _set(text: str, path: tuple[str, ...], value: Any) -> str:
    """With a mapping above it that is not there yet."""
    *above, name = path
    if value is not None and len(path) == 4 and value_at(rows(text)[path[1]].values, (path[2],)) is None:
        return yaml_edits.set_value(text, tuple(above), {name: value})
    return yaml_edits.set_value(text, path, value)


def value_at(values: Any, place: tuple[str, ...]) -> Any:
    for step in place:
        values = values.get(step) if isinstance(values, Mapping) else None
    return values


def _nested(values: Mapping[tuple[str, ...], Any]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for place, value in values.items():
        below = row
        for step in place[:-1]:
            below = below.setdefault(step, {})
        if value is not None:
            below[place[-1]] = value
    return {name: value for name, value in row.items() if value != {}}


def unsigned(text: str, keys: list[str]) -> str:
    """The register with the signatures of these rows taken away. Raises CannotEdit, ContentUnreadable."""
    for key in keys:
        values = _values(rows(text), key) or {}
        if values.get("reviewer"):
            text = yaml_edits.set_value(text, ("rows", key, "reviewer"), "")
        if "reviewed_on" in values:
            text = yaml_edits.set_value(text, ("rows", key, "reviewed_on"), None)
    return text


def with_signature(text: str, key: str, name: str, on: date) -> str:
    """The register with a row signed by a name as readers see it. Raises CannotEdit, ContentUnreadable, KeyError."""
    text = yaml_edits.set_value(text, ("rows", key, "reviewer"), name)
    return yaml_edits.set_value(text, ("rows", key, "reviewed_on"), on)


def problems(folder: Path, text: str, keys: list[str], *, today: date) -> list[Problem]:
    """What the checks say of the register if it held `text`: of itself, of what rests on these rows, and of the cases.

    Modules that name none of the rows are not looked at again. Raises ContentUnreadable for the site rules alone.
    """
    library = content_folder.load(folder, today=today, texts=Texts(folder, {PATH: text}))
    everything = [*register_agreement.check(library), *differing_sources.check(library)]
    for key in _modules_of(library, keys):
        everything += all_checks.of_module(library, key).problems
    triage, _said = register.read(library.texts)
    modules = set(library.structure.modules) if library.structure.knows_all_modules else None
    rule = library.rules.preset(None)
    everything += case_cache.load(library, rule, now=today, instance="demo", triage=triage, modules=modules, cache=None)[1]
    return everything


def _modules_of(library: Library, keys: list[str]) -> list[str]:
    """Modules with a block, or a question, that rests on one of these rows."""
    triage = library.shared.register
    named = {block_agreement.module_of(block) for block in triage.blocks if set(block.rows) & set(keys)} if triage is not None else set()
    for entry in library.structure.modules.values():
        texts = [library.texts.readable(f"{language}/{entry.course}/{entry.key}.items.md") or "" for language in LANGUAGES]
        if any(key in text for key in keys for text in texts):
            named.add(entry.key)
    return [key for key in library.structure.modules if key in named]
