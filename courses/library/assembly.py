"""Parsed files as the modules and items a learner sees: the site's values set in, what the rule makes false left out."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from courses.library import freshness, validity
from courses.library.content_folder import SOURCE, Files, Library
from courses.model.content import CARED_FOR, URGENCIES, Audience, Form, Freshness, Item, Module, Option, Problem, Screen
from courses.model.rules import Reading, SiteRule
from courses.rules import rule_sources
from courses.text.placeholders import substitute
from courses.text.typography import typeset


def module(library: Library, files: Files, rule: SiteRule, problems: Sequence[Problem] = ()) -> Module | None:
    """One module in its language under `rule`; None when its text could not be read.

    problems: of this content; items in which one stands with severity error are left out.
    """
    if files.text is None:
        return None
    front, entry, values = files.text.front, files.entry, rule.values(files.language)
    source_files = library.of(entry.key, SOURCE)
    source = source_files.text if source_files else None
    state: Freshness = "source" if files.language == SOURCE else freshness.of(files.text, source)
    screens = files.text.screens if files.language == SOURCE or source is None else freshness.with_source_blocks(files.text, source)
    items_of_module, withdrawn_keys = _items(files, rule, problems)
    days = validity.of(files.text, is_critical=entry.is_critical)
    return Module(
        key=entry.key,
        course=entry.course,
        audience=entry.audience,
        language=files.language,
        title=_words(front.text("title") or entry.key, values, files.language),
        summary=_words(front.text("summary"), values, files.language),
        version=front.text("version") or "1.0",
        state=days.state_on(library.today),
        minutes=entry.minutes,
        is_critical=entry.is_critical,
        objectives=entry.objectives,
        requires=entry.requires,
        authors=front.words("authors"),
        reviewers=front.words("reviewers"),
        reviewed_on=days.reviewed_on,
        expires=days.expires,
        references=rule_sources.source_keys(front.words("references"), rule),
        screens=_screens(screens, rule, files.language),
        freshness=state,
        path=files.text.path,
        simple=_screens(files.simple.screens, rule, files.language) if files.simple else (),
        items=tuple(item for item in items_of_module if item.form == "practice"),
        forms=_forms(items_of_module),
        withdrawn=withdrawn_keys,
    )


def item(raw: Item, values: Mapping[str, str], audience: Audience) -> Item:
    """An item with the site's values and its version: the same words, marks and values always give the same version.

    audience: whom its module is for; in one for patients or caregivers a call that was not needed is possible, and not wrong.
    """

    def set_words(text: str) -> str:
        return _words(text, values, raw.language)

    options = tuple(
        replace(option, text=set_words(option.text), feedback=set_words(option.feedback), pair=set_words(option.pair))
        for option in raw.options
    )
    if audience in CARED_FOR:
        options = _calling_is_never_wrong(options)
    gaps = tuple(replace(gap, choices=tuple(set_words(choice) for choice in gap.choices)) for gap in raw.gaps)
    new_item = replace(
        raw, question=set_words(raw.question), options=options, gaps=gaps, hint=set_words(raw.hint), explanation=set_words(raw.explanation)
    )
    return replace(new_item, version=item_version(new_item))


def _calling_is_never_wrong(options: tuple[Option, ...]) -> tuple[Option, ...]:
    """Options that act faster than every right one, as possible: more care than was needed is no fault of a patient or a caregiver."""
    needed = [URGENCIES.index(option.urgency) for option in options if option.verdict == "right" and option.urgency in URGENCIES]
    if not needed:
        return options
    return tuple(
        replace(option, verdict="possible")
        if option.verdict == "other" and option.urgency in URGENCIES and URGENCIES.index(option.urgency) < min(needed)
        else option
        for option in options
    )


def is_true_under(raw: Item, rule: SiteRule) -> bool:
    """Whether an item holds under a site rule: `when=` fits, and `reading=` means what `expect=` says."""
    if raw.only_when and (raw.only_when == "fever.second") != (rule.again is not None):
        return False
    return raw.reading is None or not raw.expect or rule.meaning([Reading(raw.reading)]) == raw.expect


def item_version(item: Item) -> str:
    def words_of(option: Option) -> tuple[str, ...]:
        return (option.text, option.verdict, option.feedback, option.pair)

    parts = (
        item.kind, item.question, tuple(map(words_of, item.options)), tuple(gap.choices for gap in item.gaps),
        item.answer, item.tolerance, item.unit, item.hint, item.explanation, item.is_safety, *([item.spelling] if item.spelling else []),
    )  # fmt: skip
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:12]


def _items(files: Files, rule: SiteRule, problems: Sequence[Problem]) -> tuple[tuple[Item, ...], tuple[str, ...]]:
    if files.items is None:
        return (), ()
    wrong = [problem.line for problem in problems if problem.severity == "error" and problem.path == files.items.path]
    starts = [raw.line for raw in files.items.items]
    ends = [*starts, 10**9][1:]
    sound = [raw for raw, start, end in zip(files.items.items, starts, ends, strict=True) if not any(start <= line < end for line in wrong)]
    values = rule.values(files.language)
    true = (replace(raw, references=rule_sources.source_keys(raw.references, rule)) for raw in sound if is_true_under(raw, rule))
    items = tuple(item(raw, values, files.entry.audience) for raw in true)
    return items, tuple(raw.key for raw in sound if not is_true_under(raw, rule))


def _forms(items: Sequence[Item]) -> Mapping[str, tuple[Item, ...]]:
    names: tuple[Form, ...] = ("A", "B", "C", "final")
    pools = {name: tuple(one for one in items if one.form == name) for name in names}
    return {name: pool for name, pool in pools.items() if pool}


def _screens(screens: Sequence[Screen], rule: SiteRule, language: str) -> tuple[Screen, ...]:
    return tuple(
        replace(
            screen,
            title=_words(screen.title, rule.values(language), language),
            blocks=tuple(
                replace(block, markdown=substitute(rule_sources.with_sources(block.markdown, rule), rule.values(block.language)))
                for block in screen.blocks
            ),
        )
        for screen in screens
    )


def _words(text: str, values: Mapping[str, str], language: str) -> str:
    return typeset(substitute(text, values), language)
