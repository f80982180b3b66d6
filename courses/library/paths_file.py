"""Reads content/_structure/paths.yml: paths through the modules, and what is wrong with the file, at its line."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, get_args

from courses.errors import ContentUnreadable
from courses.library.structure import Structure
from courses.model.content import CARED_FOR, Audience, Problem
from courses.model.paths import LearningPath
from courses.sentences import Sentence, sentence
from courses.text import yaml_files
from courses.text.keys import KEY, LANGUAGES
from courses.text.source_texts import Texts
from courses.text.suggestions import nearest
from courses.text.typography import typeset

FILE = "_structure/paths.yml"
ENTRY_KEYS = ("audience", "title", "aim", "modules")
AUDIENCES: tuple[Audience, ...] = get_args(Audience)
FEWEST = 2


class PathsFile(NamedTuple):
    """paths: those that can be used, in the file's order; a broken entry leaves out itself alone."""

    paths: tuple[LearningPath, ...] = ()
    problems: tuple[Problem, ...] = ()


def read(texts: Texts, structure: Structure) -> PathsFile:
    """Without a file: no path, and no problem."""
    try:
        text = texts.text(FILE)
        node = None if text is None else yaml_files.parse(text, FILE)
    except ContentUnreadable as problem:
        return PathsFile(problems=(Problem(problem.path, problem.line, problem.code, problem.sentence),))
    if text is None:
        return PathsFile()
    if not isinstance(node, Mapping):
        return PathsFile(problems=(Problem(FILE, 1, "170", sentence("expected keys of paths, each with its values below it")),))
    paths, problems = [], []
    for key, entry in yaml_files.pairs(node):
        line = yaml_files.line_of(node, key)
        faults = [
            Problem(FILE, line, code, sentence("{key}: {message}", key=key, message=message))
            for code, message in _faults(key, entry, structure)
        ]
        problems += faults
        if not faults:
            words = {name: {language: typeset(entry[name][language], language) for language in LANGUAGES} for name in ("title", "aim")}
            paths.append(LearningPath(key, entry["audience"], words["title"], words["aim"], tuple(entry["modules"])))
    return PathsFile(tuple(paths), tuple(problems))


def _faults(key: str, entry: Any, structure: Structure) -> Iterator[tuple[str, Sentence]]:
    if not KEY.fullmatch(key):
        yield "170", sentence("a key is lower-case words joined by -")
    if not isinstance(entry, Mapping) or set(entry) != set(ENTRY_KEYS):
        yield "170", sentence("expected {entry_keys}", entry_keys=", ".join(ENTRY_KEYS))
        return
    if entry["audience"] not in AUDIENCES:
        yield "170", sentence("audience: must be one of {audiences}", audiences=", ".join(AUDIENCES))
    for name in ("title", "aim"):
        words = entry[name]
        if not isinstance(words, Mapping) or not all(isinstance(words.get(language), str) and words[language] for language in LANGUAGES):
            yield "170", sentence("{name}: words in each language are needed", name=name)
    modules = entry["modules"]
    if not yaml_files.is_list_of_words(modules) or len(modules) < FEWEST or len(set(modules)) < len(modules):
        yield "170", sentence("modules: a list of at least {fewest}, each once", fewest=FEWEST)
        return
    for module in modules:
        target = structure.modules.get(module)
        if target is None:
            yield "171", sentence("no module {module!r}{hint}", module=module, hint=nearest(module, structure.modules))
        elif entry["audience"] in CARED_FOR and target.audience not in CARED_FOR:
            yield "171", sentence("{module!r} is for professionals: patients and carers are never sent there", module=module)
