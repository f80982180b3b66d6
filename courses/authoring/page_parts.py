"""A page as its form shows it: what its head says, key by key, and the words below it; put together again without touching the rest."""

from collections.abc import Mapping

from courses.authoring.registers import yaml_edits
from courses.authoring.registers.yaml_places import CannotEdit, Value
from courses.checks.pages import sources
from courses.items import syntax
from courses.text import front_matter
from courses.text.front_matter import FENCE, FrontMatter

EMPTY: tuple[object, ...] = (None, "", [])


def front(text: str, path: str) -> FrontMatter:
    """Raises ContentUnreadable."""
    return front_matter.split(text, path)


def with_parts(text: str, path: str, head: Mapping[tuple[str | int, ...], Value], body: str | None) -> str:
    """The text with these values of its head, by their path, and this body; None keeps the one it has.

    A value that is there already, and one that is empty here and there, changes nothing; a mapping that lacks is set even when empty.
    Raises ContentUnreadable, CannotEdit.
    """
    before = front(text, path)
    rows = text.split("\n")
    close = before.body_line - 2
    yaml_text = "\n".join(rows[1:close]) + "\n"
    for place, value in head.items():
        old = _at(before.values, place)
        if old == value or (old in EMPTY and value in EMPTY):
            continue
        try:
            yaml_text = yaml_edits.set_value(yaml_text, place, value)
        except KeyError as error:  # a list or a word stands where the value would go
            raise CannotEdit(f"nothing can be put at {place}") from error
    new_body = before.body if body is None else body
    return f"{FENCE}\n{yaml_text}{rows[close]}\n{new_body}"


def _at(values: object, path: tuple[str | int, ...]) -> object:
    for step in path:
        values = values.get(step) if isinstance(values, Mapping) else None
    return values


def cited_keys(path: str, text: str) -> list[str]:
    """The sources that a text or a file of questions names, in their order, each once."""
    if path.endswith(".items.md"):
        items = syntax.parse(path, path[:2], "", text).items
        return list(dict.fromkeys(key for item in items for key in item.references))
    return list(dict.fromkeys(sources.cited_keys(text)))
