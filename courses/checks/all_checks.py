"""Every check over a content folder as parsed: module by module, then what lies between modules."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from courses.checks import pilot_agreement
from courses.checks.items import final_pools, guessing, item_parts, likeness, triage_urgencies
from courses.checks.items.final_pools import FinalItem
from courses.checks.pages import (
    cohort_words,
    course_structure,
    credit_schemes,
    front_matter,
    links,
    presets,
    reading,
    screens,
    simple_versions,
    source_register,
    sources,
    synonyms,
    temperatures,
    unfinished,
    wording,
)
from courses.checks.pages.links import Link
from courses.checks.passages import FileText, texts_of
from courses.checks.translation import equivalence, side_by_side
from courses.checks.triage import differing_sources, register_agreement, shown_signs, symptom_pages
from courses.library import paths_file, preparing_file, validity
from courses.library.content_folder import LANGUAGES, Files, Library
from courses.library.structure import FOLDER
from courses.library.validity import Validity
from courses.model.content import Problem
from courses.text import file_defects

Check = Callable[[Library, Sequence[Files], Sequence[FileText]], Iterator[Problem]]
CHECKS: tuple[Check, ...] = (
    front_matter.check, item_parts.check, likeness.check, presets.check, temperatures.check, screens.check, sources.check,
    equivalence.check, side_by_side.check, unfinished.check, wording.check, reading.check, guessing.check, register_agreement.check_module,
    source_register.check_red_flags, triage_urgencies.check, simple_versions.check,
)  # fmt: skip
"""Each takes one module: the library for its registers, the module's files in each language, and every line of words in them.

None looks at `library.today`: what a day changes is in `front_matter.dated`."""


@dataclass(frozen=True, slots=True)
class ModuleFindings:
    """What was found in one module: nothing here depends on another module, nor on the day.

    links, finals: to be looked at with the others. texts: the days of its text in each language that has one.
    """

    problems: tuple[Problem, ...]
    links: tuple[Link, ...]
    finals: tuple[FinalItem, ...] = ()
    texts: Mapping[str, Validity] = field(default_factory=dict)

    def on(self, today: date) -> tuple[Problem, ...]:
        """The problems of this module on a day."""
        return (*self.problems, *(problem for text in self.texts.values() for problem in front_matter.dated(text, today)))


def of_module(library: Library, key: str) -> ModuleFindings:
    sides = [files for language in LANGUAGES if (files := library.of(key, language)) is not None]
    problems: list[Problem] = []
    for files in sides:
        problems += files.problems
        for file in files.texts:
            problems += file.problems
        if files.items is not None:
            problems += files.items.problems
    path = sides[0].path if len(sides) == 1 else next((files.path for files in sides if files.text is not None), sides[0].path)
    texts = texts_of(sides)
    for check in CHECKS:
        problems += _problems_or_failure(lambda check=check: check(library, sides, texts), path)  # type: ignore[misc]  # mypy infers no type for a lambda with a default
    days = {files.language: validity.of(files.text, is_critical=files.entry.is_critical) for files in sides if files.text is not None}
    return ModuleFindings(tuple(problems), tuple(links.of(texts)), final_pools.of_module(library, sides), days)


def across(library: Library, leading: Iterable[Link], finals: Sequence[FinalItem] | None = None) -> list[Problem]:
    """What the registers say of themselves, and what one module says of another. finals: of every module; None leaves pools alone."""
    return [
        *library.shared.problems,
        *library.structure.problems,
        *_problems_or_failure(lambda: course_structure.check(library), FOLDER),
        *_problems_or_failure(lambda: sources.check_register(library), f"{FOLDER}/references.yml"),
        *_problems_or_failure(lambda: source_register.check_register(library), f"{FOLDER}/references.yml"),
        *_problems_or_failure(lambda: source_register.check_game(library), f"{FOLDER}/game"),
        *_problems_or_failure(lambda: cohort_words.check(library), f"{FOLDER}/cohort-names.yml"),
        *_problems_or_failure(lambda: synonyms.check(library), f"{FOLDER}/search.yml"),
        *_problems_or_failure(lambda: links.check(library, leading), "media"),
        *_problems_or_failure(lambda: register_agreement.check(library), f"{FOLDER}/triage.yml"),
        *_problems_or_failure(lambda: differing_sources.check(library), f"{FOLDER}/triage.yml"),
        *_problems_or_failure(lambda: shown_signs.check(library), f"{FOLDER}/triage.yml"),
        *_problems_or_failure(lambda: final_pools.check(library, finals) if finals is not None else iter(()), FOLDER),
        *_problems_or_failure(lambda: symptom_pages.check(library), f"{FOLDER}/symptoms.yml"),
        *_problems_or_failure(lambda: iter(preparing_file.read(library.texts, library.structure).problems), preparing_file.FILE),
        *_problems_or_failure(lambda: iter(paths_file.read(library.texts, library.structure).problems), paths_file.FILE),
        *_problems_or_failure(lambda: pilot_agreement.check(library), f"{FOLDER}/pilot.yml"),
        *_problems_or_failure(lambda: credit_schemes.check(library), f"{FOLDER}/credit"),
    ]


def _problems_or_failure(check: Callable[[], Iterator[Problem]], path: str) -> Iterator[Problem]:
    """What a check says; when it fails itself, what it said until then and one problem at the file it looked at."""
    try:
        yield from check()
    except Exception as error:  # a check is ours: its fault never stops the site
        yield file_defects.problem_of(error, path)


def problems(library: Library) -> list[Problem]:
    """Everything found, never stopping at the first."""
    findings = [of_module(library, key) for key in library.structure.modules]
    return [problem for one in findings for problem in one.on(library.today)] + across(
        library, [link for one in findings for link in one.links], [item for one in findings for item in one.finals]
    )


def about(library: Library, key: str, path: str) -> list[Problem]:
    """What `problems` would say of one file of this module, and some of what it would say of the others.

    No other module is parsed but where this one links to it, and no register is looked at: of `across` only these two speak of a
    module's files. Raises nothing.
    """
    found = list(_problems_or_failure(lambda: course_structure.check_place(library, path), FOLDER))
    if key in library.structure.modules:
        findings = of_module(library, key)
        found += [*findings.on(library.today), *_problems_or_failure(lambda: links.check(library, findings.links), "media")]
    return found
