"""Final pools against the rule of passing of their course: every test it draws can be drawn, in both languages and under every preset."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from courses.library import assembly
from courses.library.content_folder import ITEMS, LANGUAGES, Files, Library
from courses.model.content import PROFESSIONALS, Course, Problem
from courses.model.passing import Draw, PassingRule
from courses.sentences import Sentence, sentence
from courses.text.suggestions import nearest


@dataclass(frozen=True, slots=True)
class FinalItem:
    """What a draw asks of one final item. presets: the presets of the site's rule under which it holds."""

    module: str
    language: str
    objective: str
    is_safety: bool
    presets: frozenset[str]


def of_module(library: Library, sides: Iterable[Files]) -> tuple[FinalItem, ...]:
    """Every final item of one module, in each language. A survey asks for no right answer: no test draws it."""
    presets = library.rules.presets
    return tuple(
        FinalItem(
            raw.module, files.language, raw.objective, raw.is_safety,
            frozenset(key for key, rule in presets.items() if assembly.is_true_under(raw, rule)),
        )
        for files in sides if files.items is not None
        for raw in files.items.items if raw.form == "final" and raw.kind != "survey"
    )  # fmt: skip


def check(library: Library, finals: Sequence[FinalItem]) -> Iterator[Problem]:
    for course in library.structure.courses.values():
        if course.passing is not None:
            yield from _draws(library, course, course.passing, [item for item in finals if item.module in course.modules])
        elif course.audience in PROFESSIONALS and not _was_refused(library, course):
            text = sentence("professionals can pass no test of this course: it has no `passing:`")
            yield Problem(library.structure.course_paths[course.key], 1, "153", text, "warning")


def _was_refused(library: Library, course: Course) -> bool:
    """Whether its rule was there and could not be read: that is said at its own line."""
    path = library.structure.course_paths[course.key]
    return any(problem.path == path and problem.code == "150" for problem in library.structure.problems)


def _draws(library: Library, course: Course, rule: PassingRule, pool: Sequence[FinalItem]) -> Iterator[Problem]:
    path, lines = library.structure.course_paths[course.key], library.structure.draw_lines.get(course.key, {})
    known = {item.objective for item in pool}
    for draw in rule.draws:
        line = lines.get(draw.objective, 1)
        if draw.objective not in known:
            text = sentence(
                "no final item of this course has the objective {objective!r}{hint}",
                objective=draw.objective,
                hint=nearest(draw.objective, known),
            )
            yield Problem(path, line, "152", text)
            continue
        fewest = min(((_shortest(draw, side), where) for where, side in _sides(library, course, pool, draw)), key=lambda one: one[0][0])
        (_, there, asked, kind), where = fewest
        if there < asked:
            yield Problem(
                path,
                line,
                "152",
                sentence(
                    "{objective!r}: {asked} {kind} to draw, and {there} there ({where})",
                    objective=draw.objective,
                    asked=asked,
                    kind=kind,
                    there=there,
                    where=where,
                ),
            )
        elif there < 2 * asked:
            text = sentence(
                "{objective!r}: {there} {kind} for {asked} to draw ({where}): a second attempt meets the same ones",
                objective=draw.objective,
                there=there,
                kind=kind,
                asked=asked,
                where=where,
            )
            yield Problem(path, line, "154", text, "warning")


def _sides(library: Library, course: Course, pool: Sequence[FinalItem], draw: Draw) -> Iterator[tuple[Sentence, list[FinalItem]]]:
    """The items a draw may take, for each language in which a module has items, and each preset."""
    for language in LANGUAGES:
        if not any(library.texts.has(f"{language}/{course.key}/{module}{ITEMS}") for module in course.modules):
            continue
        for preset in library.rules.presets:
            own = [item for item in pool if item.language == language and preset in item.presets and item.objective == draw.objective]
            yield sentence("{language}, preset {preset}", language=language, preset=preset), own


def _shortest(draw: Draw, own: Sequence[FinalItem]) -> tuple[float, int, int, Sentence]:
    """The part of a draw that has the fewest items for what it asks: (how many times over, there, asked, its words)."""
    safety = sum(item.is_safety for item in own)
    parts: Mapping[Sentence, tuple[int, int]] = {sentence("items"): (len(own), draw.count)}
    if draw.safety is not None:
        parts = {
            sentence("safety items"): (safety, draw.safety),
            sentence("items that are no safety items"): (len(own) - safety, draw.count - draw.safety),
        }
    return min(((there / asked, there, asked, kind) for kind, (there, asked) in parts.items() if asked), key=lambda part: part[:3])
