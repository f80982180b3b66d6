"""The notebook of ways found: in each scene a learner met, the good ways she has chosen so far. Nothing in it is counted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from courses.model.game import Book
from game.core.views.expressions import names_of
from game.core.views.view import Line


@dataclass(frozen=True)
class NotebookEntry:
    """One scene. ways: labels of the safe choices made in it, in the order they were found; has_more: another safe way is left."""

    situation: str
    title: Line
    ways: tuple[Line, ...]
    has_more: bool


@dataclass
class _Scene:
    names: Mapping[str, object]
    ways: list[str] = field(default_factory=list)


def ways_found(book: Book, saves: Iterable[Mapping[str, Any]]) -> tuple[NotebookEntry, ...]:
    """What the saves of a learner's weeks tell, the newest save first: one entry a scene, in the words of the week it was last met in.

    Scenes and choices that are no longer there are left out, and so is a save that cannot be read.
    """
    scenes: dict[str, _Scene] = {}
    for save in saves:
        names = names_of(save.get("character") or {})
        for past in save.get("story") or ():
            if past.get("kind") != "decision" or past.get("key") not in book.situations:
                continue
            entry = scenes.setdefault(past["key"], _Scene(names))
            safe = {choice.key for choice in book.situations[past["key"]].choices if choice.is_safe}
            if past.get("detail") in safe and past["detail"] not in entry.ways:
                entry.ways.append(past["detail"])
    return tuple(_entry(book, key, one) for key, one in scenes.items())


def _entry(book: Book, key: str, one: _Scene) -> NotebookEntry:
    situation, base = book.situations[key], f"situation.{key}"
    return NotebookEntry(
        situation=key,
        title=Line(f"{base}.title", one.names),
        ways=tuple(Line(f"{base}.choice.{way}.label", one.names) for way in one.ways),
        has_more=any(choice.is_safe and choice.key not in one.ways for choice in situation.choices),
    )
