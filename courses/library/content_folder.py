"""A whole content folder as parsed: the structure, and every module's files in each language, parsed when first asked for."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from courses.errors import ContentUnreadable
from courses.items import syntax
from courses.items.syntax import ItemsFile
from courses.library import module_file, structure, wording_rules
from courses.library.module_file import ModuleFile
from courses.library.structure import ModuleEntry, Structure
from courses.library.watched_words import WatchedWords
from courses.library.wording_rules import Wording
from courses.model.content import Problem
from courses.rules import rule_files
from courses.rules.rule_files import Rules
from courses.text import file_defects, front_matter, keys, yaml_files
from courses.text.source_texts import Texts
from courses.triage import register
from courses.triage.register import Register

SOURCE = "fr"
LANGUAGES = keys.LANGUAGES
SIMPLE, ITEMS, TEXT = ".simple.md", ".items.md", ".md"
ENDINGS = (TEXT, SIMPLE, ITEMS)
NOT_COURSES = ("situations", "game", "cases")
REGISTERS = tuple(f"{structure.FOLDER}/{name}.yml" for name in ("rules", "wording", "objectives", "references", "glossary", "triage"))

Values = Mapping[str, Mapping[str, str]]
"""What `{{…}}` stands for in one language, by preset of the site's rule."""


@dataclass(slots=True)
class Files:
    """One module in one language; None for a file that is absent or could not be read. problems: of what could not be read."""

    entry: ModuleEntry
    language: str
    text: ModuleFile | None = None
    simple: ModuleFile | None = None
    items: ItemsFile | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def path(self) -> str:
        return f"{self.language}/{self.entry.course}/{self.entry.key}{TEXT}"

    @property
    def texts(self) -> Iterator[ModuleFile]:
        for file in (self.text, self.simple):
            if file is not None:
                yield file


class Sides(Mapping[tuple[str, str], Files]):
    """Every module in each language by (key, language), made when first asked for and then kept."""

    def __init__(self, entries: Mapping[str, ModuleEntry], make: Callable[[ModuleEntry, str], Files]) -> None:
        self._entries, self._make = entries, make
        self._made: dict[tuple[str, str], Files] = {}

    def __getitem__(self, key: tuple[str, str]) -> Files:
        files = self._made.get(key)
        if files is None:
            module, language = key
            if language not in LANGUAGES:
                raise KeyError(key)
            files = self._made[key] = self._make(self._entries[module], language)
        return files

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return ((key, language) for key in self._entries for language in LANGUAGES)

    def __len__(self) -> int:
        return len(self._entries) * len(LANGUAGES)


@dataclass(frozen=True)
class SharedTexts:
    """What is written once for every module, and what follows from it.

    values: by language. register: of triage; None where there is none or it cannot be read. register_problems: what is wrong with it.
    """

    rules: Rules
    structure: Structure
    wording: Wording
    watched: Mapping[str, WatchedWords]
    values: Mapping[str, Values]
    problems: tuple[Problem, ...]
    register: Register | None = None
    register_problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Library:
    """Parsed content. `today` is passed in, so that what is out of date can be told.

    screens: (module, language) -> keys of its screens, where they are known without parsing.
    """

    texts: Texts
    today: date
    shared: SharedTexts
    sides: Sides
    screens: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        return self.texts.folder

    @property
    def rules(self) -> Rules:
        return self.shared.rules

    @property
    def structure(self) -> Structure:
        return self.shared.structure

    @property
    def wording(self) -> Wording:
        return self.shared.wording

    def of(self, module: str, language: str) -> Files | None:
        return self.sides.get((module, language))

    def screen_keys(self, module: str, language: str) -> tuple[str, ...] | None:
        """None when there is no such module; empty when its text is absent or cannot be read."""
        if (module, language) in self.screens:
            return self.screens[module, language]
        files = self.of(module, language)
        return None if files is None else tuple(screen.key for screen in files.text.screens) if files.text else ()

    def __iter__(self) -> Iterator[Files]:
        return iter(self.sides.values())


def load(folder: Path, *, today: date, texts: Texts | None = None) -> Library:
    """Raises ContentUnreadable only when the site rules themselves cannot be read. texts: what stands over the folder's files."""
    texts = texts or Texts(folder)
    common = shared_texts(texts)
    return Library(texts, today, common, Sides(common.structure.modules, lambda entry, language: files_of(texts, entry, language)))


def current_structure(folder: Path) -> Structure:
    """The courses and their modules as they are now: those remembered where no byte changed. Raises ContentUnreadable.

    What it does not hold may be damaged: the pages that mend the rules need it too.
    """
    texts = Texts(folder)
    remembered = _recent.get(_marks(texts))
    return structure.load(texts) if remembered is None else remembered.structure


def shared_texts(texts: Texts) -> SharedTexts:
    """The registers and courses; read again only when a byte of them changed. Raises ContentUnreadable."""
    texts.needed(rule_files.RULES)
    key = _marks(texts)
    texts_of_all = _recent.get(key)
    if texts_of_all is None:
        texts_of_all = _recent[key] = _read_shared(texts)
        for old in list(_recent)[:-MOST_RECENT]:
            _recent.pop(old, None)
    return texts_of_all


MOST_RECENT = 4
_recent: dict[tuple[tuple[str, bytes], ...], SharedTexts] = {}
"""What was read last, by every byte it was read from: a preview asks for it at each pause of typing, and reading takes 20 to 40 ms."""


def _marks(texts: Texts) -> tuple[tuple[str, bytes], ...]:
    courses = tuple(f"{structure.FOLDER}/{key}/course.yml" for key in structure.course_keys(texts.folder, texts.typed_paths))
    return tuple((path, texts.mark(path)) for path in (*REGISTERS, *courses))


def _read_shared(texts: Texts) -> SharedTexts:
    rules = rule_files.parse(texts.needed(rule_files.RULES))
    structure_of_courses = structure.load(texts)
    wording, problems = Wording(), []
    try:
        text = texts.text(wording_rules.FILE)
        wording = wording_rules.parse(text) if text is not None else wording
    except ContentUnreadable as problem:
        problems.append(Problem(problem.path, problem.line, problem.code, problem.sentence))
    except Exception as error:  # without its lists of words the site still shows its texts
        problems.append(file_defects.problem_of(error, wording_rules.FILE))
    values = {language: {key: rule.values(language) for key, rule in rules.presets.items()} for language in LANGUAGES}
    watched_words = {language: WatchedWords.of(wording, structure_of_courses.terms.values(), language) for language in LANGUAGES}
    triage, triage_problems = _register(texts)
    return SharedTexts(rules, structure_of_courses, wording, watched_words, values, tuple(problems), triage, tuple(triage_problems))


def _register(texts: Texts) -> tuple[Register | None, list[Problem]]:
    try:
        return register.read(texts)
    except Exception as error:  # without its register the site still shows its texts
        return None, [file_defects.problem_of(error, register.FILE)]


def paths_of(entry: ModuleEntry, languages: Iterable[str] = LANGUAGES) -> list[str]:
    return [f"{language}/{entry.course}/{entry.key}{ending}" for language in languages for ending in ENDINGS]


def files_of(texts: Texts, entry: ModuleEntry, language: str) -> Files:
    """One module in one language, parsed. Never raises: what cannot be read is a problem of its own."""
    problems: list[Problem] = []
    stem = f"{language}/{entry.course}/{entry.key}"
    files = Files(entry, language, _text(texts, stem + TEXT, language, problems), _text(texts, stem + SIMPLE, language, problems))
    try:
        text = texts.text(stem + ITEMS)
        if text is not None:
            problems += yaml_files.invisible_signs(text, stem + ITEMS)
            files.items = syntax.parse(stem + ITEMS, language, entry.key, text)
    except ContentUnreadable as problem:
        problems.append(Problem(problem.path, problem.line, problem.code, problem.sentence))
    except Exception as error:  # one file, never the site
        problems.append(file_defects.problem_of(error, stem + ITEMS))
    files.problems = tuple(problems)
    return files


def _text(texts: Texts, shown_path: str, language: str, problems: list[Problem]) -> ModuleFile | None:
    try:
        text = texts.text(shown_path)
        if text is None:
            return None
        problems += yaml_files.invisible_signs(text, shown_path)
        return module_file.parse(shown_path, language, front_matter.split(text, shown_path))
    except ContentUnreadable as problem:
        problems.append(Problem(problem.path, problem.line, problem.code, problem.sentence))
    except Exception as error:  # one file, never the site
        problems.append(file_defects.problem_of(error, shown_path))
    return None
