"""All content of an instance, loaded once and frozen: what learners may see, and every problem found on the way."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from courses.checks.codes import DATED_CODES
from courses.errors import UnknownContent
from courses.library import assembly, mirrors, paths_file, preparing_file
from courses.library import content_folder as library
from courses.library.content_folder import LANGUAGES, SOURCE, Library
from courses.model import deciding
from courses.model.cases import CaseBook
from courses.model.content import Course, Item, Module, Objective, Problem, Reference, Screen
from courses.model.game import Book
from courses.model.paths import LearningPath
from courses.model.preparing import Preparing
from courses.model.rules import SiteRule
from courses.model.symptoms import SymptomIndex
from courses.pilot.standing import Standing
from courses.serving import book_cache, case_cache, causes, compiled_cache, showing
from courses.serving.showing import Instance
from courses.text import file_defects
from courses.triage import register

NO_SYMPTOMS = SymptomIndex()
NO_CASES = CaseBook()
NOTHING_TO_PREPARE = Preparing()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Frozen; load another one to see a change.

    courses: by key, in the order of their folders; a course of which nothing may be shown is left out.
    rule: the active site rule, whose values already stand in every text and item.
    game: the situations and words of the game; None when its numbers cannot be read.
    written: how many modules have a source text that can be read, shown or not.
    signed_rows: keys of the rows of the triage register that a named clinician signed, on the day of loading.
    symptoms: the symptom pages; none on a real site whose register is not published, or has expired.
    preparing: dates, topics and interviews; nothing on a real site before that file is published, and after its last day.
    pilot: who answers for what is shown, and what stands in the way; None unless the instance is a pilot.
    mirrors: by module, the keys of those that teach the same subject to other readers (courses.library.mirrors).
    paths: modules of several courses in an order; each holds the modules that are shown, and none is left with fewer than two.
    cases: short cases for professionals; on a real site and in a pilot those that are published.
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
    signed_rows: frozenset[str] = frozenset()
    symptoms: SymptomIndex = NO_SYMPTOMS
    preparing: Preparing = NOTHING_TO_PREPARE
    pilot: Standing | None = None
    cases: CaseBook = NO_CASES
    paths: tuple[LearningPath, ...] = ()
    mirrors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def may_decide(self, item: Item) -> bool:
        """Whether the item may count for a professional's pass on a real site; see `courses.model.deciding`."""
        return deciding.may_decide(item, self.signed_rows)

    def course(self, key: str) -> Course:
        """Raises UnknownContent."""
        if key not in self.courses:
            raise UnknownContent("course", key)
        return self.courses[key]

    def module(self, key: str, language: str) -> Module:
        """The module in a language; in the source language, freshness `missing`, when it has no translation to show.

        Raises UnknownContent when there is none, or this instance may not show it.
        """
        entry = self.modules.get((key, language)) or self.modules.get((key, SOURCE))
        if entry is None:
            raise UnknownContent("module", key)
        return entry

    @property
    def overdue(self) -> tuple[Problem, ...]:
        """The problems that came by themselves as days passed."""
        return tuple(problem for problem in self.problems if problem.code in DATED_CODES)

    def objectives_for(self, audience: str) -> Mapping[str, Objective]:
        """Every objective, in the words of those readers."""
        return {key: one.for_readers(audience) for key, one in self.objectives.items()}

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
    before: Catalogue | None = None,
) -> Catalogue:
    """Reads a content folder. A broken file leaves out its own module or item and nothing else; all problems are listed.
    A translation is shown only while its source is: what was withdrawn or has expired in French is gone in every language.

    rule_key: a preset of rules.yml; None for its default. instance: real shows only published, unexpired modules without problems;
    demo shows drafts too; pilot shows what is published and the drafts that clinicians answer for (courses/pilot).
    cache_folder: where the parsed content may be kept for the next start. before: what was shown until now: a module, register or game
    that can no longer be read goes on as it was there. Raises UnknownRule, and ContentUnreadable when rules.yml itself cannot be read.
    """
    day = now.date()
    folder = compiled_cache.read(Path(content_folder), today=day, cache_folder=cache_folder)
    content = folder.library
    rule, triage = content.rules.preset(rule_key), register.read(content.texts)[0]
    keys = set(content.structure.modules) if content.structure.knows_all_modules else None
    pilot = showing.pilot_standing(content, triage) if instance == "pilot" else None
    units: frozenset[str] = frozenset() if pilot is None else pilot.units
    of_game = showing.instance_of_game(instance, units)
    game = book_cache.load(content.folder, rule, now=day, instance=of_game, modules=keys, cache=cache_folder)
    cases, case_problems = case_cache.load(content, rule, now=day, instance=instance, triage=triage, modules=keys, cache=cache_folder)
    problems = tuple({*folder.problems, *game.problems, *case_problems})
    last = before if before is not None and before.rule == rule and before.instance == instance else None
    modules = _modules(folder, rule, problems, instance, last, units)
    shown_keys = {key for key, _ in modules}
    return Catalogue(
        instance=instance,
        rule=rule,
        courses=_courses(content, shown_keys),
        modules=modules,
        objectives=_objectives(content, last),
        references=_references(content, last),
        problems=tuple(causes.alone(problems)),
        game=showing.game(game.book, last.game if last is not None else None, day, instance, units),
        loaded_at=now,
        signed_rows=register.signed_rows(triage, day),
        symptoms=showing.symptoms(content, triage, last.symptoms if last is not None else None, day, instance, units),
        preparing=_preparing(content, instance, day),
        pilot=pilot,
        cases=cases,
        paths=_paths(content, shown_keys),
        mirrors=mirrors.of(content.structure.modules, shown_keys),
        written=sum(state is not None for (_, language), state in folder.states.items() if language == SOURCE),
    )


def _objectives(content: Library, last: Catalogue | None) -> Mapping[str, Objective]:
    """As they were shown until now where their file can no longer be read."""
    return content.structure.objectives if last is None or content.structure.has_read("objectives") else last.objectives


def _references(content: Library, last: Catalogue | None) -> Mapping[str, Reference]:
    """As they were shown until now where their file can no longer be read."""
    return content.structure.references if last is None or content.structure.has_read("references") else last.references


def _paths(content: Library, shown_keys: Collection[str]) -> tuple[LearningPath, ...]:
    every = paths_file.read(content.texts, content.structure).paths
    paths = [replace(path, modules=tuple(key for key in path.modules if key in shown_keys)) for path in every]
    return tuple(path for path in paths if len(path.modules) >= paths_file.FEWEST)


def _preparing(content: Library, instance: Instance, today: date) -> Preparing:
    preparing = preparing_file.read(content.texts, content.structure).preparing
    is_current = preparing.expires is not None and preparing.expires >= today
    is_shown = preparing.state != "withdrawn" and (instance == "demo" or (preparing.state == "published" and is_current))
    return preparing if is_shown else NOTHING_TO_PREPARE


def without_texts(rule: SiteRule, *, instance: Instance, now: datetime) -> Catalogue:
    """A catalogue of nothing but the site's rule, for commands that show no text: it costs no reading of the content folder."""
    return Catalogue(instance, rule, {}, {}, {}, {}, (), None, now, 0)


class ShownModules(Mapping[tuple[str, str], Module]):
    """Modules by (key, language), put together when first asked for: a start does not wait for 200 of them."""

    def __init__(
        self, keys: Mapping[tuple[str, str], bool], make: Callable[[str, str], Module], last: Mapping[tuple[str, str], Module] | None = None
    ) -> None:
        """keys: whether a module is there in that language; where it is not, the source language stands in for it.

        last: modules as they were shown until now; one of them stands in for a module that can no longer be put together.
        """
        self._keys, self._make, self._last = keys, make, last or {}
        self._made: dict[tuple[str, str], Module] = {}

    def __getitem__(self, key: tuple[str, str]) -> Module:
        entry = self._made.get(key)
        if entry is None:
            is_there, module = self._keys[key], key[0]
            entry = self._made_or_last(*key) if is_there else replace(self[module, SOURCE], freshness="missing")
            self._made[key] = entry
        return entry

    def assembled(self) -> dict[tuple[str, str], Module]:
        """Those that somebody has asked for."""
        return dict(self._made)

    def _made_or_last(self, key: str, language: str) -> Module:
        try:
            return self._make(key, language)
        except Exception as error:  # one module, never a page of the site
            file_defects.problem_of(error, f"{language}/{key}")
            return self._last.get((key, language)) or _empty(key, language)

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


def _modules(
    folder: compiled_cache.CompiledFolder,
    rule: SiteRule,
    problems: tuple[Problem, ...],
    instance: Instance,
    before: Catalogue | None,
    units: frozenset[str],
) -> ShownModules:
    """units: what a pilot shows though it is a draft."""
    of_path: dict[str, list[Problem]] = {}
    for problem in problems:
        of_path.setdefault(problem.path, []).append(problem)

    last = {
        place: module
        for place, module in _last_good(folder, before, instance, of_path).items()
        if showing.may_stay(module, instance, units)
    }
    was_shown = before.modules.assembled() if before is not None and isinstance(before.modules, ShownModules) else {}

    def about(key: str, language: str) -> list[Problem]:
        paths = library.paths_of(folder.library.structure.modules[key], (language,))
        return [problem for path in paths for problem in of_path.get(path, ())]

    def make(key: str, language: str) -> Module:
        if (key, language) in last:
            return last[key, language]
        new_module = assembly.module(folder.library, folder.library.sides[key, language], rule, about(key, language))
        assert new_module is not None  # noqa: S101 - only what has a text is among the keys
        return new_module

    keys = {
        place: True
        for place, state in folder.states.items()
        if state is not None and showing.is_shown(state, about(*place), instance, place[0] in units)
    }
    keys |= dict.fromkeys(last, True)
    sources = [key for key in folder.library.structure.modules if (key, SOURCE) in keys]
    return ShownModules({(key, language): (key, language) in keys for key in sources for language in LANGUAGES}, make, was_shown)


def _last_good(
    folder: compiled_cache.CompiledFolder, before: Catalogue | None, instance: Instance, of_path: Mapping[str, list[Problem]]
) -> dict[tuple[str, str], Module]:
    """The modules whose text is there but can no longer be read, as they were shown before; on a real site until they expire."""
    if before is None:
        return {}
    modules = {}
    for (key, language), state in folder.states.items():
        path = f"{language}/{folder.library.structure.modules[key].course}/{key}{library.TEXT}"
        has_failed = any(problem.code == file_defects.CODE for problem in of_path.get(path, ()))
        if (state is not None and not has_failed) or (key, language) not in before.modules or not folder.library.texts.has(path):
            continue
        module = before.modules[key, language]
        is_over = instance != "demo" and (module.expires is None or module.expires < folder.library.today)
        if module.freshness != "missing" and not is_over:
            modules[key, language] = module
    return modules


def _empty(key: str, language: str) -> Module:
    """What stands for a module that cannot be put together and never was: its key, and no words."""
    return Module(
        key=key, course="", audience="patient", language=language, title=key, summary="", version="0", state="draft", minutes=1,
        is_critical=False, objectives=(), requires=(), authors=(), reviewers=(), reviewed_on=None, expires=None, references=(),
        screens=(Screen("unavailable", key, (), 1),), freshness="source", path="",
    )  # fmt: skip


def _courses(content: Library, shown_keys: set[str]) -> dict[str, Course]:
    courses = {
        key: replace(course, modules=tuple(module for module in course.modules if module in shown_keys))
        for key, course in content.structure.courses.items()
    }
    return {key: course for key, course in courses.items() if course.modules}
