"""A private pool of final items: read from texts that are kept elsewhere, checked as a whole, and never part of a catalogue.

Whatever walks a catalogue (pages, exports, search, previews) cannot meet it: it is a value of its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from courses.errors import PoolUnfit
from courses.items import syntax
from courses.library import assembly
from courses.library.content_folder import LANGUAGES
from courses.model.content import Course, Item
from courses.model.rules import SiteRule

ENDING = ".items.md"


@dataclass(frozen=True, slots=True)
class PrivatePool:
    """items: by language, in the order written."""

    course: str
    items: Mapping[str, tuple[Item, ...]]


def parse(course: Course, texts: Mapping[str, str], rule: SiteRule, known: Sequence[Item] = ()) -> PrivatePool:
    """The pool of a course. texts: `fr/<module>.items.md` -> text, as in the content folder, with `# final` items alone.

    known: items of the repository, whose keys it may not take. Raises PoolUnfit with everything that is wrong.
    """
    faults: list[str] = []
    items: dict[str, list[Item]] = {language: [] for language in LANGUAGES}
    for path, text in sorted(texts.items()):
        language, _, name = path.partition("/")
        module = name.removesuffix(ENDING)
        if language not in LANGUAGES or not name.endswith(ENDING) or module not in course.modules:
            faults.append(f"{path}: expected fr/MODULE{ENDING} or en/MODULE{ENDING}, with a module of {course.key}")
            continue
        parsed_items = syntax.parse(path, language, module, text)
        faults += [f"{problem.path}:{problem.line}: {problem.code} {problem.message}" for problem in parsed_items.problems]
        values = rule.values(language)
        items[language] += [assembly.item(raw, values, course.audience) for raw in parsed_items.items if assembly.is_true_under(raw, rule)]
    faults += _faults(course, items, known)
    if faults:
        raise PoolUnfit(course.key, tuple(faults))
    return PrivatePool(course.key, {language: tuple(own) for language, own in items.items()})


def _faults(course: Course, items: Mapping[str, list[Item]], known: Sequence[Item]) -> Iterator[str]:
    taken = {(item.module, item.key) for item in known}
    for own in items.values():
        for item in own:
            if item.form != "final":
                yield f"{item.module} {item.key} ({item.language}): stands under `# {item.form}`; a private pool holds `# final` alone"
            if (item.module, item.key) in taken:
                yield f"{item.module} {item.key} ({item.language}): an item of the courses has this key; take another"
    keys = {language: {_shape(item) for item in own} for language, own in items.items()}
    for shape in sorted(keys["fr"] ^ keys["en"]):
        yield f"{shape[0]} {shape[1]}: not the same in both languages, or in one alone"
    for draw in course.passing.draws if course.passing else ():
        for language, own in items.items():
            there = [item for item in own if item.objective == draw.objective and item.kind != "survey"]
            safety = [item for item in there if item.is_safety]
            asked = ((draw.safety, len(safety)), (draw.count - draw.safety, len(there) - len(safety))) if draw.safety is not None else ()
            for wanted, n_there in asked or ((draw.count, len(there)),):
                if n_there < wanted:
                    yield f"{draw.objective} ({language}): {wanted} items to draw, {n_there} there"


def _shape(item: Item) -> tuple[str, str, str, str, bool, tuple[str, ...]]:
    """What both languages must have alike: marks by place, in their order, and nothing of the words."""
    return item.module, item.key, item.kind, item.objective, item.is_safety, tuple(option.verdict for option in item.options)
