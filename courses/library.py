"""Every file of a content folder as parsed, before any rule or instance chooses what to show; what the checks look at."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from courses import frontmatter, item_syntax, module_file, rule_files, structure, wording, yaml_files
from courses.errors import ContentUnreadable
from courses.item_syntax import ItemsFile
from courses.model.content import Problem
from courses.module_file import ModuleFile
from courses.rule_files import Rules
from courses.structure import ModuleEntry, Structure
from courses.wording import Wording

SOURCE = "fr"
LANGUAGES = structure.LANGUAGES
SIMPLE, ITEMS, TEXT = ".simple.md", ".items.md", ".md"
NOT_COURSES = ("situations", "game")


@dataclass(slots=True)
class Files:
    """One module in one language; None for a file that is absent or could not be read."""

    entry: ModuleEntry
    language: str
    text: ModuleFile | None = None
    simple: ModuleFile | None = None
    items: ItemsFile | None = None

    @property
    def path(self) -> str:
        return f"{self.language}/{self.entry.course}/{self.entry.key}{TEXT}"

    @property
    def texts(self) -> Iterator[ModuleFile]:
        for file in (self.text, self.simple):
            if file is not None:
                yield file


@dataclass(slots=True)
class Library:
    """Parsed content. `today` is passed in, so that what is out of date can be told."""

    folder: Path
    today: date
    rules: Rules
    structure: Structure
    wording: Wording = field(default_factory=Wording)
    files: dict[tuple[str, str], Files] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def of(self, module: str, language: str) -> Files | None:
        return self.files.get((module, language))

    def __iter__(self) -> Iterator[Files]:
        return iter(self.files.values())


def load(folder: Path, *, today: date) -> Library:
    """Reads everything that can be read. Raises ContentUnreadable only when the site rules themselves cannot be."""
    rules = rule_files.load(folder)
    library = Library(folder, today, rules, structure.load(folder))
    try:
        library.wording = wording.load(folder)
    except ContentUnreadable as problem:
        library.problems.append(Problem(problem.path, problem.line, problem.code, problem.message))
    for entry in library.structure.modules.values():
        for language in LANGUAGES:
            library.files[entry.key, language] = _files(library, entry, language)
    return library


def _files(library: Library, entry: ModuleEntry, language: str) -> Files:
    files = Files(entry, language)
    stem = f"{language}/{entry.course}/{entry.key}"
    files.text = _text(library, stem + TEXT, language)
    files.simple = _text(library, stem + SIMPLE, language)
    text = _read(library, stem + ITEMS)
    if text is not None:
        files.items = item_syntax.parse(stem + ITEMS, language, entry.key, text)
    return files


def _text(library: Library, shown: str, language: str) -> ModuleFile | None:
    text = _read(library, shown)
    if text is None:
        return None
    try:
        return module_file.parse(shown, language, frontmatter.split(text, shown))
    except ContentUnreadable as problem:
        library.problems.append(Problem(problem.path, problem.line, problem.code, problem.message))
        return None


def _read(library: Library, shown: str) -> str | None:
    path = library.folder / shown
    if not path.is_file():
        return None
    try:
        return yaml_files.read_text(path, shown)
    except ContentUnreadable as problem:
        library.problems.append(Problem(problem.path, problem.line, problem.code, problem.message))
        return None
