"""Values and items under every preset of the site's rule: what reads well under one must under all."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from courses.checks.passages import FileText, Passage
from courses.items.syntax import ItemsFile
from courses.library import assembly
from courses.library.content_folder import Files, Library
from courses.model.content import Item, Problem
from courses.sentences import sentence
from courses.text.placeholders import names_in, substitute
from courses.text.suggestions import nearest

TEMPERATURE = re.compile(r"(?<![\d.,])3[4-9](?:[.,]\d)?(?=[\s\u00a0\u202f]*(?:°|degr))")

SIDE_END = "\x00"
"""Between the options of an item that are looked at as one text: no author writes it, a control character is refused."""
FIRST_PERSON = frozenset({"fever.rule", "fever.second", "fever.low_rule", "fever.unwell_rule"})
"""Values that speak as the patient does: “I call now”."""


def check(library: Library, sides: Sequence[Files], texts: Sequence[FileText]) -> Iterator[Problem]:
    for one in texts:
        values = set(library.shared.values[one.files.language][library.rules.default])
        for passage in one.holding("{{"):
            for key in names_in(passage.text):
                if key not in values:
                    yield Problem(
                        passage.path, passage.line, "130", sentence("unknown value {{{{{key}}}}}{hint}", key=key, hint=nearest(key, values))
                    )
                elif key in FIRST_PERSON and passage.files.entry.audience != "patient":
                    message = sentence("{{{{{key}}}}} speaks as the patient does; take its _you or _plain, or write the words", key=key)
                    yield Problem(passage.path, passage.line, "137", message)
        readings = _readings(one)
        for passage in one.holding("°", "degr"):
            yield from _typed_temperatures(passage, readings)
    for files in sides:
        if files.items is not None:
            yield from _items(files.items, library)


def _readings(text: FileText) -> list[tuple[int, float]]:
    """Where `reading=` allows a typed temperature: the item's line and its reading."""
    items = text.files.items
    if items is None or items.path != text.path:
        return []
    return [(item.line, item.reading) for item in items.items if item.reading is not None]


def _typed_temperatures(passage: Passage, readings: list[tuple[int, float]]) -> Iterator[Problem]:
    if not passage.is_for_patients:
        return
    values = [reading for line, reading in readings if line == passage.line]
    for number in TEMPERATURE.findall(passage.text):
        if float(number.replace(",", ".")) not in values:
            message = sentence(
                "{number} °C is typed by hand; use {{{{fever.call}}}} and its like, or {{single reading={number} expect=…}} in an item",
                number=number,
            )
            yield Problem(passage.path, passage.line, "131", message)


def _items(file: ItemsFile, library: Library) -> Iterator[Problem]:
    values = library.shared.values[file.language]
    for item in file.items:
        true = values
        if item.only_when or item.reading is not None:
            true = {key: values[key] for key, rule in library.rules.presets.items() if assembly.is_true_under(item, rule)}
        if not true:
            message = sentence("the item {key!r} holds under no preset of rules.yml; look at its reading=, expect= and when=", key=item.key)
            yield Problem(file.path, item.line, "120", message)
        yield from _twins(item, file.path, true)
    yield from _forms(file, library)


def _twins(item: Item, path: str, rules: Mapping[str, Mapping[str, str]]) -> Iterator[Problem]:
    """Two options may differ as typed and be equal once the values stand in them. rules: the values of each rule the item holds under."""
    sides = [option.pair if item.kind == "match" else option.text for option in item.options]
    together = SIDE_END.join(sides)
    is_same_always = "{{" not in together
    if is_same_always and len(set(" ".join(together.casefold().split()).split(SIDE_END))) == len(sides):
        return
    rules_of_line: dict[int, list[str]] = {}
    for rule, values in list(rules.items())[: 1 if is_same_always else None]:
        sentences: set[str] = set()
        for option, side in zip(item.options, sides, strict=True):
            plain = " ".join((side if is_same_always else substitute(side, values)).casefold().split())
            if plain in sentences:
                rules_of_line.setdefault(option.line, []).append(rule)
            sentences.add(plain)
    for line, keys in rules_of_line.items():
        which = "" if is_same_always or len(keys) == len(rules) else sentence(" under the site rule {keys}", keys=", ".join(keys))
        yield Problem(path, line, "113", sentence("this option reads the same as one above it{which}", which=which))


def _forms(file: ItemsFile, library: Library) -> Iterator[Problem]:
    """A form that is shorter under one rule than its parallel is no longer parallel there."""
    tests = [item for item in file.items if item.form in ("A", "B", "C")]
    for rule in library.rules.presets.values() if tests else ():
        counts_of_forms = Counter(item.form for item in tests if assembly.is_true_under(item, rule))
        if len(set(counts_of_forms.values())) > 1:
            counts = ", ".join(f"{name} {counts_of_forms[name]}" for name in sorted(counts_of_forms))
            yield Problem(
                file.path,
                tests[0].line,
                "127",
                sentence("under the site rule {key} the forms differ in length: {counts}", key=rule.key, counts=counts),
            )
