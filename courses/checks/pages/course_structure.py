"""Courses: every module written in every language, prerequisites that lead somewhere, no forgotten file."""

from collections.abc import Iterator

from courses.library.content_folder import ITEMS, LANGUAGES, NOT_COURSES, TEXT, Library
from courses.library.structure import FOLDER
from courses.model.content import Problem
from courses.sentences import sentence
from courses.text.suggestions import nearest


def check(library: Library) -> Iterator[Problem]:
    yield from _empty_courses(library)
    yield from _missing(library)
    yield from _stray_files(library)
    yield from _prerequisites(library)
    yield from _mirrors(library)
    yield from _objectives(library)


def _empty_courses(library: Library) -> Iterator[Problem]:
    """A list of modules that is no list at all is said where it is read."""
    refused = {problem.path for problem in library.structure.problems if problem.code == "010"}
    for key, course in library.structure.courses.items():
        path = library.structure.course_paths[key]
        if not course.modules and path not in refused:
            words = sentence("the course has no module yet; learners do not see it before it has one")
            yield Problem(path, 1, "155", words, "warning")


def _missing(library: Library) -> Iterator[Problem]:
    for entry in library.structure.modules.values():
        languages = [language for language in LANGUAGES if library.texts.has(f"{language}/{entry.course}/{entry.key}{TEXT}")]
        for language in LANGUAGES:
            if language not in languages:
                path = f"{language}/{entry.course}/{entry.key}{TEXT}"
                yield Problem(
                    entry.path,
                    entry.line,
                    "201",
                    sentence("module {key!r} is not written in {language!r} yet: {path}", key=entry.key, language=language, path=path),
                )
        sides = [language for language in languages if library.texts.has(f"{language}/{entry.course}/{entry.key}{ITEMS}")]
        for language in languages:
            if sides and language not in sides:
                path = f"{language}/{entry.course}/{entry.key}.items.md"
                yield Problem(
                    entry.path,
                    entry.line,
                    "201",
                    sentence(
                        "the items of {key!r} are not written in {language!r} yet: {path}", key=entry.key, language=language, path=path
                    ),
                )


def _stray_files(library: Library) -> Iterator[Problem]:
    for language in LANGUAGES:
        for path in sorted((library.folder / language).glob("*/*")):
            yield from check_place(library, f"{language}/{path.parent.name}/{path.name}")


def check_place(library: Library, shown_path: str) -> Iterator[Problem]:
    """Whether anything reads the file of this path, which begins with a language; nothing where there is no file."""
    _language, course, name = shown_path.split("/")
    if f"{FOLDER}/{course}/course.yml" in library.structure.unreadable:
        return  # said there once; what it would have listed is not called forgotten
    if course in NOT_COURSES or not (library.folder / shown_path).is_file() or name.startswith("."):
        return
    modules = library.structure.modules
    key, _, ending = name.partition(".")
    if key not in modules or modules[key].course != course:
        yield Problem(shown_path, 1, "202", sentence("no course.yml lists {key!r}{hint}", key=key, hint=nearest(key, modules)))
    elif ending not in ("md", "simple.md", "items.md"):
        message = sentence("nothing reads a file {name!r}; endings are .md, .simple.md and .items.md", name=name)
        yield Problem(shown_path, 1, "202", message)


def _prerequisites(library: Library) -> Iterator[Problem]:
    modules = library.structure.modules
    for entry in modules.values():
        for key in entry.requires:
            if key not in modules and library.structure.knows_all_modules:
                hint = nearest(key, modules)
                yield Problem(
                    entry.path,
                    entry.line,
                    "203",
                    sentence("module {key!r} requires {key_2!r}, which does not exist{hint}", key=entry.key, key_2=key, hint=hint),
                )
        if _leads_back(entry.key, library):
            yield Problem(
                entry.path,
                entry.line,
                "203",
                sentence("module {key!r} requires itself, through {names}", key=entry.key, names=", ".join(entry.requires)),
            )


def _mirrors(library: Library) -> Iterator[Problem]:
    modules = library.structure.modules
    for entry in modules.values():
        for key in entry.mirrors:
            other = modules.get(key)
            if other is not None and other.audience == entry.audience:
                message = sentence(
                    "module {key!r}: its mirror {key_2!r} is for the same readers; name a module for other ones", key=entry.key, key_2=key
                )
                yield Problem(entry.path, entry.line, "205", message)
            elif other is None and library.structure.knows_all_modules:
                message = sentence(
                    "module {key!r}: no module {key_2!r} to mirror it{hint}", key=entry.key, key_2=key, hint=nearest(key, modules)
                )
                yield Problem(entry.path, entry.line, "205", message)


def _leads_back(start: str, library: Library) -> bool:
    modules = library.structure.modules
    visits: set[str] = set()
    todo = list(modules[start].requires)
    while todo:
        key = todo.pop()
        if key == start:
            return True
        if key in modules and key not in visits:
            visits.add(key)
            todo += modules[key].requires
    return False


def _objectives(library: Library) -> Iterator[Problem]:
    objectives = library.structure.objectives
    for entry in library.structure.modules.values():
        for key in entry.objectives:
            if key not in objectives and library.structure.has_read("objectives"):
                yield Problem(
                    entry.path,
                    entry.line,
                    "104",
                    sentence("module {key!r}: unknown objective {key_2!r}{hint}", key=entry.key, key_2=key, hint=nearest(key, objectives)),
                )
        if not entry.objectives:
            yield Problem(entry.path, entry.line, "104", sentence("module {key!r} has no objective", key=entry.key))
    for rule in library.rules.presets.values():
        for key in rule.references:
            if key not in library.structure.references and library.structure.has_read("references"):
                hint = nearest(key, library.structure.references)
                yield Problem(
                    "_structure/rules.yml",
                    1,
                    "310",
                    sentence("preset {key}: unknown source {key_2!r}{hint}", key=rule.key, key_2=key, hint=hint),
                )
