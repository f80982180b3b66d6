"""All content of an instance, loaded once and frozen: what learners may see, and every problem found on the way."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from courses import assemble, compiled, game_files, library
from courses.errors import UnknownContent
from courses.library import LANGUAGES, SOURCE, Library
from courses.model.content import Course, Item, Module, Objective, Problem, Reference, State
from courses.model.game import Book
from courses.model.rules import SiteRule

Instance = Literal["demo", "real"]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Frozen; load another one to see a change.

    courses: by key, in the order of their folders; a course of which nothing may be shown is left out.
    rule: the active site rule, whose values already stand in every text and item.
    game: the situations and words of the game; None when its numbers cannot be read.
    written: how many modules have a source text that can be read, shown or not.
    """

    instance: Instance
    rule: SiteRule
    courses: Mapping[str, Course]
    modules: Mapping[tuple[str, str], Module]
    objectives: Mapping[str, Objective]
    references: Mapping[str, Reference]
    problems: tuple[Problem, ...]
    game: Book | None
    loaded_at: datetime
    written: int

    def course(self, key: str) -> Course:
        """Raises UnknownContent."""
        if key not in self.courses:
            raise UnknownContent("course", key)
        return self.courses[key]

    def module(self, key: str, language: str) -> Module:
        """The module in a language; in the source language, freshness `missing`, when it has no translation to show.

        Raises UnknownContent when there is none, or this instance may not show it.
        """
        found = self.modules.get((key, language)) or self.modules.get((key, SOURCE))
        if found is None:
            raise UnknownContent("module", key)
        return found

    def item(self, module: str, item: str, language: str) -> Item:
        """A practice, form or final item. Raises UnknownContent."""
        try:
            return self.module(module, language).item(item)
        except KeyError as error:
            raise UnknownContent("item", f"{module}/{item}") from error


def load(
    content_folder: Path | str,
    *,
    rule_key: str | None = None,
    now: datetime,
    instance: Instance = "demo",
    cache_folder: Path | None = None,
) -> Catalogue:
    """Reads a content folder. A broken file leaves out its own module or item and nothing else; all problems are listed.

    A translation is shown only while its source is: what was withdrawn or has expired in French is gone in every language.

    rule_key: a preset of rules.yml; None for its default. instance: real shows only published, unexpired modules without problems;
    demo shows drafts too. cache_folder: where the parsed content may be kept for the next start. Raises UnknownRule, and
    ContentUnreadable when rules.yml itself cannot be read.
    """
    folder = Path(content_folder)
    kept = compiled.read(folder, today=now.date(), cache_folder=cache_folder)
    read = kept.library
    rule = read.rules.preset(rule_key)
    game = game_files.load(folder, rule, now=now.date(), instance=instance)
    problems = tuple(sorted({*kept.problems, *game.problems}, key=_place))
    modules = _modules(kept, rule, problems, instance)
    shown = {key for key, _ in modules}
    return Catalogue(
        instance=instance,
        rule=rule,
        courses=_courses(read, shown),
        modules=modules,
        objectives=read.structure.objectives,
        references=read.structure.references,
        problems=problems,
        game=game.book,
        loaded_at=now,
        written=sum(state is not None for (_, language), state in kept.states.items() if language == SOURCE),
    )


class Shown(Mapping[tuple[str, str], Module]):
    """Modules by (key, language), put together when first asked for: a start does not wait for 200 of them."""

    def __init__(self, keys: Mapping[tuple[str, str], bool], make: Callable[[str, str], Module]) -> None:
        """keys: whether a module is there in that language; where it is not, the source language stands in for it."""
        self._keys, self._make = keys, make
        self._made: dict[tuple[str, str], Module] = {}

    def __getitem__(self, key: tuple[str, str]) -> Module:
        found = self._made.get(key)
        if found is None:
            is_there, module = self._keys[key], key[0]
            found = self._make(*key) if is_there else replace(self[module, SOURCE], freshness="missing")
            self._made[key] = found
        return found

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


def _modules(kept: compiled.Read, rule: SiteRule, problems: tuple[Problem, ...], instance: Instance) -> Shown:
    of_path: dict[str, list[Problem]] = {}
    for problem in problems:
        of_path.setdefault(problem.path, []).append(problem)

    def about(key: str, language: str) -> list[Problem]:
        paths = library.paths_of(kept.library.structure.modules[key], (language,))
        return [problem for path in paths for problem in of_path.get(path, ())]

    def make(key: str, language: str) -> Module:
        made = assemble.module(kept.library, kept.library.sides[key, language], rule, about(key, language))
        assert made is not None  # noqa: S101 - only what has a text is among the keys
        return made

    keys = {place: True for place, state in kept.states.items() if state is not None and _is_shown(state, about(*place), instance)}
    sources = [key for key, language in keys if language == SOURCE]
    return Shown({(key, language): (key, language) in keys for key in sources for language in LANGUAGES}, make)


def _is_shown(state: State, about: list[Problem], instance: Instance) -> bool:
    if state == "withdrawn":
        return False
    if instance == "demo":
        return True
    return state == "published" and not any(problem.severity == "error" for problem in about)


def _courses(read: Library, shown: set[str]) -> dict[str, Course]:
    kept = {
        key: replace(course, modules=tuple(module for module in course.modules if module in shown))
        for key, course in read.structure.courses.items()
    }
    return {key: course for key, course in kept.items() if course.modules}


def _place(problem: Problem) -> tuple[str, int, str, str]:
    return (problem.path, problem.line, problem.code, problem.message)
