"""Courses: every module written in every language, prerequisites that lead somewhere, no forgotten file."""

from collections.abc import Iterator

from courses.library.content_folder import ITEMS, LANGUAGES, NOT_COURSES, TEXT, Library
from courses.library.structure import FOLDER
from courses.model.content import Problem
from courses.text.suggestions import nearest


def check(library: Library) -> Iterator[Problem]:
    yield from _missing(library)
    yield from _forgotten(library)
    yield from _prerequisites(library)
    yield from _objectives(library)


def _missing(library: Library) -> Iterator[Problem]:
    for entry in library.structure.modules.values():
        written = [language for language in LANGUAGES if library.texts.has(f"{language}/{entry.course}/{entry.key}{TEXT}")]
        for language in LANGUAGES:
            if language not in written:
                path = f"{language}/{entry.course}/{entry.key}{TEXT}"
                yield Problem(entry.path, entry.line, "201", f"module {entry.key!r} is not written in {language!r} yet: {path}")
        sides = [language for language in written if library.texts.has(f"{language}/{entry.course}/{entry.key}{ITEMS}")]
        for language in written:
            if sides and language not in sides:
                path = f"{language}/{entry.course}/{entry.key}.items.md"
                yield Problem(entry.path, entry.line, "201", f"the items of {entry.key!r} are not written in {language!r} yet: {path}")


def _forgotten(library: Library) -> Iterator[Problem]:
    known = {(entry.course, entry.key) for entry in library.structure.modules.values()}
    keys = [key for _, key in known]
    for language in LANGUAGES:
        for path in sorted((library.folder / language).glob("*/*")):
            if f"{FOLDER}/{path.parent.name}/course.yml" in library.structure.unreadable:
                continue  # said there once; what it would have listed is not called forgotten
            if path.parent.name in NOT_COURSES or not path.is_file() or path.name.startswith("."):
                continue
            shown = f"{language}/{path.parent.name}/{path.name}"
            key, _, ending = path.name.partition(".")
            if (path.parent.name, key) not in known:
                said = f"no course.yml lists {key!r}{nearest(key, keys)}"
                yield Problem(shown, 1, "202", said)
            elif ending not in ("md", "simple.md", "items.md"):
                yield Problem(shown, 1, "202", f"nothing reads a file {path.name!r}; endings are .md, .simple.md and .items.md")


def _prerequisites(library: Library) -> Iterator[Problem]:
    modules = library.structure.modules
    for entry in modules.values():
        for key in entry.requires:
            if key not in modules and library.structure.knows_all_modules:
                said = nearest(key, modules)
                yield Problem(entry.path, entry.line, "203", f"module {entry.key!r} requires {key!r}, which does not exist{said}")
        if _leads_back(entry.key, library):
            yield Problem(entry.path, entry.line, "203", f"module {entry.key!r} requires itself, through {', '.join(entry.requires)}")


def _leads_back(start: str, library: Library) -> bool:
    modules = library.structure.modules
    seen: set[str] = set()
    todo = list(modules[start].requires)
    while todo:
        key = todo.pop()
        if key == start:
            return True
        if key in modules and key not in seen:
            seen.add(key)
            todo += modules[key].requires
    return False


def _objectives(library: Library) -> Iterator[Problem]:
    known = library.structure.objectives
    for entry in library.structure.modules.values():
        for key in entry.objectives:
            if key not in known and library.structure.has_read("objectives"):
                yield Problem(entry.path, entry.line, "104", f"module {entry.key!r}: unknown objective {key!r}{nearest(key, known)}")
        if not entry.objectives:
            yield Problem(entry.path, entry.line, "104", f"module {entry.key!r} has no objective")
    for rule in library.rules.presets.values():
        for key in rule.references:
            if key not in library.structure.references and library.structure.has_read("references"):
                said = nearest(key, library.structure.references)
                yield Problem("_structure/rules.yml", 1, "310", f"preset {rule.key}: unknown source {key!r}{said}")
