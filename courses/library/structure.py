"""What is written once for every language: courses, objectives, references, glossary."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from courses.errors import ContentUnreadable
from courses.library import passing_rules
from courses.library.structure_checks import (
    CREDENTIALS,
    DOI,
    MODULE_KEYS,
    refuse_odd_address,
    refuse_odd_course,
    refuse_odd_entry,
    unknown_keys,
    usual_credential,
    web_address,
    words_for_professionals,
    words_of,
)
from courses.model.content import Audience, Course, Objective, Problem, Reference
from courses.sentences import Sentence, sentence
from courses.text import file_defects, yaml_files
from courses.text.keys import KEY, LANGUAGES
from courses.text.source_texts import Texts
from courses.text.suggestions import nearest
from courses.text.typography import typeset

AUDIENCES: dict[str, Audience] = {"patient": "patient", "caregiver": "caregiver", "gp": "gp", "pharmacist": "pharmacist"}
REFERENCE_KEYS = (
    "title", "organisation", "year", "year_from", "url", "doi", "isbn", "checked_on", "valid_until", "seen", "note", "pages", "authors",
)  # fmt: skip
FOLDER = "_structure"


@dataclass(frozen=True, slots=True)
class ModuleEntry:
    """What course.yml says of one module."""

    key: str
    course: str
    audience: Audience
    minutes: int
    is_critical: bool
    objectives: tuple[str, ...]
    requires: tuple[str, ...]
    mirrors: tuple[str, ...]
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary word and the variants an author is asked to replace."""

    key: str
    say: Mapping[str, str]
    avoid: Mapping[str, tuple[str, ...]]


@dataclass(slots=True)
class Structure:
    """draw_lines: the line of every objective a course draws from. unreadable: files whose entries are not called unknown."""

    courses: dict[str, Course] = field(default_factory=dict)
    modules: dict[str, ModuleEntry] = field(default_factory=dict)
    objectives: dict[str, Objective] = field(default_factory=dict)
    references: dict[str, Reference] = field(default_factory=dict)
    reference_lines: dict[str, int] = field(default_factory=dict)
    terms: dict[str, Term] = field(default_factory=dict)
    course_paths: dict[str, str] = field(default_factory=dict)
    draw_lines: dict[str, dict[str, int]] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    @property
    def knows_all_modules(self) -> bool:
        return not any(path.endswith("/course.yml") for path in self.unreadable)

    def has_read(self, register: str) -> bool:
        """Whether `objectives`, `references` or `glossary` could be read."""
        return f"{FOLDER}/{register}.yml" not in self.unreadable

    def refuse(self, path: str, line: int, code: str, message: Sentence) -> None:
        self.problems.append(Problem(path, line, code, message))


def load(texts: Texts) -> Structure:
    """Reads every register; a broken one is a problem and stays empty, the others are still read."""
    structure = Structure()
    for name, take in (("objectives.yml", _objective), ("references.yml", _reference), ("glossary.yml", _term)):
        _register(texts, name, structure, take)
    for key in course_keys(texts.folder, texts.typed_paths):
        shown_path = f"{FOLDER}/{key}/course.yml"
        try:
            _course(texts, key, shown_path, structure)
        except Exception as error:  # one course, never the site
            structure.unreadable.add(shown_path)
            structure.problems.append(file_defects.problem_of(error, shown_path))
    return structure


def course_keys(folder: Path, typed_paths: Collection[str] = ()) -> list[str]:
    """The folders that hold a course.yml, in their order. typed_paths: files that nobody has saved yet, which count as well."""
    typed = {Path(path).parent.name for path in typed_paths if Path(path).match(f"{FOLDER}/*/course.yml")}
    return sorted({path.parent.name for path in (folder / FOLDER).glob("*/course.yml")} | typed)


_Reader = Callable[[str, Any, str, int, Structure], None]


def _register(texts: Texts, name: str, structure: Structure, take: _Reader) -> None:
    shown_path = f"{FOLDER}/{name}"
    try:
        entries = yaml_files.parse(texts.needed(shown_path), shown_path)
        if not isinstance(entries, Mapping):
            raise ContentUnreadable(shown_path, 1, "010", sentence("expected one `key:` for each entry, its values indented below it"))
    except ContentUnreadable as problem:
        structure.unreadable.add(shown_path)
        structure.refuse(problem.path, problem.line, problem.code, problem.sentence)
        return
    for key, node in yaml_files.pairs(entries):
        line = yaml_files.line_of(entries, key)
        if not isinstance(node, Mapping):
            structure.refuse(shown_path, line, "010", sentence("{key!r} must be a list of `name: value`", key=key))
            continue
        try:
            take(key, node, shown_path, line, structure)
        except Exception as error:  # one entry, never the site
            structure.problems.append(file_defects.problem_of(error, shown_path, line))


def _objective(key: str, node: Any, shown_path: str, line: int, structure: Structure) -> None:
    text = {language: typeset(words, language) for language in LANGUAGES if (words := words_of(node.get(language)))}
    for language in LANGUAGES:
        if language not in text:
            lack = sentence("objective {key!r} has no words in {language!r}", key=key, language=language)
            structure.refuse(shown_path, line, "011", lack)
    if not isinstance(node.get("critical", False), bool):
        odd = sentence("critical of {key!r} must be true or false", key=key)
        structure.refuse(shown_path, yaml_files.line_of(node, "critical"), "012", odd)
    professional = words_for_professionals(key, node, shown_path, structure.refuse)
    structure.objectives[key] = Objective(key, text, node.get("critical") is True, professional)


def _reference(key: str, node: Any, shown_path: str, line: int, structure: Structure) -> None:
    for name in unknown_keys(node, REFERENCE_KEYS):
        structure.refuse(
            shown_path,
            yaml_files.line_of(node, name),
            "004",
            sentence("unknown key {name!r}{hint}", name=name, hint=nearest(name, REFERENCE_KEYS)),
        )
    for name in ("title", "organisation"):
        if not words_of(node.get(name)):
            structure.refuse(shown_path, line, "011", sentence("reference {key!r} has no {name}", key=key, name=name))
    days = {name: _day(node, name, shown_path, structure) for name in ("checked_on", "valid_until")}
    refuse_odd_address(key, node, shown_path, structure.refuse)
    address = web_address(node.get("url")) or (f"https://doi.org/{node['doi']}" if DOI.fullmatch(str(node.get("doi"))) else "")
    structure.references[key] = Reference(
        key=key,
        title=typeset(words_of(node.get("title")), "fr") or key,  # an English title has no space before a sign, so it stays as it is
        organisation=typeset(words_of(node.get("organisation")), "fr"),
        year=year if type(year := node.get("year")) is int else None,
        address=address,
        checked_on=days["checked_on"],
        valid_until=days["valid_until"],
        seen=words_of(node.get("seen")),
    )
    structure.reference_lines[key] = line


def _term(key: str, node: Any, shown_path: str, line: int, structure: Structure) -> None:
    sides = {language: side for language, side in yaml_files.pairs(node) if isinstance(side, Mapping) and language in LANGUAGES}
    for language in LANGUAGES:
        if not words_of(sides.get(language, {}).get("say")):
            structure.refuse(shown_path, line, "011", sentence("term {key!r} has no `say` in {language!r}", key=key, language=language))
    structure.terms[key] = Term(
        key,
        {language: typeset(words_of(side.get("say")), language) for language, side in sides.items()},
        {language: yaml_files.strings(side.get("avoid")) for language, side in sides.items()},
    )


def _course(texts: Texts, key: str, shown_path: str, structure: Structure) -> None:
    try:
        node = yaml_files.parse(texts.needed(shown_path), shown_path)
        if not isinstance(node, Mapping):
            raise ContentUnreadable(shown_path, 1, "010", sentence("a course is a list of `key: value` lines"))
        audience = AUDIENCES.get(str(node.get("audience")))
        if audience is None:
            line = yaml_files.line_of(node, "audience")
            hint = nearest(str(node.get("audience")), AUDIENCES)
            raise ContentUnreadable(
                shown_path, line, "012", sentence("audience: must be one of {audiences}{hint}", audiences=", ".join(AUDIENCES), hint=hint)
            )
    except ContentUnreadable as problem:
        structure.unreadable.add(shown_path)
        structure.refuse(problem.path, problem.line, problem.code, problem.sentence)
        return
    refuse_odd_course(node, key, shown_path, structure.refuse)
    entries = []
    for entry in _entries(node, key, audience, shown_path, structure):
        if _is_new(entry, structure):
            structure.modules[entry.key] = entry
            entries.append(entry)
    structure.courses[key] = Course(
        key=key,
        audience=audience,
        title=_texts(node, "title", shown_path, structure),
        summary=_texts(node, "summary", shown_path, structure),
        version=str(node.get("version") or "1.0"),
        credential=CREDENTIALS.get(str(node.get("credential")), usual_credential(audience)),
        modules=tuple(entry.key for entry in entries),
        passing=passing_rules.read(node, audience, lambda line, code, message: structure.refuse(shown_path, line, code, message)),
    )
    structure.course_paths[key] = shown_path
    structure.draw_lines[key] = passing_rules.draw_lines(node)


def _entries(node: Any, course: str, audience: Audience, shown_path: str, structure: Structure) -> Iterator[ModuleEntry]:
    modules = node.get("modules")
    if not isinstance(modules, list):
        structure.refuse(
            shown_path,
            yaml_files.line_of(node, "modules"),
            "010",
            sentence("modules: must be a list of `- {key: …}`, or [] while there is none"),
        )
        return
    for place, entry in enumerate(modules):
        line = yaml_files.line_of(modules, place)
        if not isinstance(entry, Mapping) or not KEY.fullmatch(str(entry.get("key"))):
            structure.refuse(shown_path, line, "010", sentence("a module of the list needs `key:`, lower-case words joined by -"))
            continue
        for name in unknown_keys(entry, MODULE_KEYS):
            structure.refuse(
                shown_path,
                yaml_files.line_of(entry, name),
                "004",
                sentence("unknown key {name!r}{hint}", name=name, hint=nearest(name, MODULE_KEYS)),
            )
        refuse_odd_entry(entry, shown_path, line, structure.refuse)
        minutes = entry.get("minutes")
        if isinstance(minutes, bool) or not isinstance(minutes, int) or not 1 <= minutes <= 60:
            structure.refuse(shown_path, line, "012", sentence("minutes of {key!r} must be a whole number from 1 to 60", key=entry["key"]))
            minutes = 10
        yield ModuleEntry(
            key=str(entry["key"]),
            course=course,
            audience=audience,
            minutes=minutes,
            is_critical=entry.get("critical") is True,
            objectives=yaml_files.strings(entry.get("objectives")),
            requires=yaml_files.strings(entry.get("requires")),
            mirrors=yaml_files.strings(entry.get("mirrors")),
            path=shown_path,
            line=line,
        )


def _is_new(entry: ModuleEntry, structure: Structure) -> bool:
    other = structure.modules.get(entry.key)
    if other is None:
        return True
    message = sentence(
        "the module key {key!r} is already in {path}:{line}; keys are unique", key=entry.key, path=other.path, line=other.line
    )
    structure.refuse(entry.path, entry.line, "204", message)
    return False


def _texts(node: Any, name: str, shown_path: str, structure: Structure) -> dict[str, str]:
    value = node.get(name)
    texts = {key: typeset(words, key) for key, text in yaml_files.pairs(value) if (words := words_of(text))}
    for language in LANGUAGES:
        if language not in texts:
            structure.refuse(
                shown_path,
                yaml_files.line_of(node, name),
                "011",
                sentence("{name}: has no words in {language!r}", name=name, language=language),
            )
    return {language: texts.get(language) or next(iter(texts.values()), "") for language in LANGUAGES}


def _day(node: Any, name: str, shown_path: str, structure: Structure) -> date | None:
    value = yaml_files.day(node.get(name))
    if value is None:
        typed_value = yaml_files.scalar_text(node.get(name))
        structure.refuse(
            shown_path,
            yaml_files.line_of(node, name),
            "013",
            sentence("{name}: {typed_value} is no day; write it like 2027-05-23", name=name, typed_value=typed_value),
        )
    return value
