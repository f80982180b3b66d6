"""Items: the right number of right options, feedback, sources, safety; and pools that share nothing."""

from collections import Counter
from collections.abc import Iterator, Sequence

from courses.checks.passages import FileText
from courses.items.attributes import a_kind
from courses.items.syntax import ItemsFile
from courses.library.content_folder import Files, Library
from courses.model.content import PROFESSIONALS, Item, Problem
from courses.sentences import Sentence, sentence
from courses.text.suggestions import nearest

CHOICES = ("single", "multi")
ROWS = ("single", "multi", "order", "match", "survey")
PRACTICE_AT_LEAST = 8
CASES_AT_LEAST = 0.7


def check(library: Library, sides: Sequence[Files], _texts: Sequence[FileText]) -> Iterator[Problem]:
    for files in sides:
        if files.items is not None:
            for item in files.items.items:
                yield from _item(item, files.items.path, library)
            yield from _pools(files.items, files)
            yield from _forms(files.items)


def _item(item: Item, path: str, library: Library) -> Iterator[Problem]:
    for line, code, message in (*_shape(item), *_feedback(item), *_objective(item, library)):
        yield Problem(path, line, code, message)


def _shape(item: Item) -> Iterator[tuple[int, str, Sentence]]:
    if not item.question:
        yield item.line, "108", sentence("the item has no question; write it behind the key")
    right = len(item.right_keys)
    if item.kind == "single" and right != 1:
        second = [option.line for option in item.options if option.verdict == "right"][1:2]
        yield (second or [item.line])[0], "110", sentence("a single item needs exactly one [x]; this one has {right}", right=right)
    if item.kind in ("multi", "short") and not right:
        yield item.line, "111", sentence("{kind} item needs at least one [x]", kind=a_kind(item.kind))
    if item.kind in ROWS and len(item.options) < 2:
        yield (
            item.line,
            "112",
            sentence("{kind} item needs at least 2 options; this one has {count}", kind=a_kind(item.kind), count=len(item.options)),
        )
    if item.kind == "number" and item.answer is None:
        yield item.line, "116", sentence("a number item needs its answer: {number answer=38 tolerance=0.1 unit=°C}")
    if item.kind != "number" and item.answer is not None:
        yield item.line, "116", sentence("answer= is for number items; mark the right option with [x]")
    if item.tolerance < 0:
        yield item.line, "116", sentence("tolerance= must not be below zero")
    yield from _gaps(item)
    if item.unsafe_keys and not item.is_safety:
        first = next(option for option in item.options if option.verdict == "unsafe")
        yield first.line, "115", sentence("[!] marks an unsafe option; add `safety` to the item's braces")
    if (item.reading is None) != (not item.expect):
        yield item.line, "120", sentence("reading= and expect= go together: {single reading=38.4 expect=call}")


def _gaps(item: Item) -> Iterator[tuple[int, str, Sentence]]:
    if item.kind != "cloze":
        return
    if not item.gaps:
        yield item.line, "117", sentence("a cloze needs a gap in its question: [[right|other]]")
    for gap in item.gaps:
        if len(gap.choices) < 2 or not all(gap.choices):
            yield item.line, "117", sentence("gap {key} needs at least two choices, none empty: [[right|other]]", key=gap.key[1:])
        elif len(set(gap.choices)) < len(gap.choices):
            yield item.line, "113", sentence("gap {key} offers the same words twice", key=gap.key[1:])


def _feedback(item: Item) -> Iterator[tuple[int, str, Sentence]]:
    if item.kind in CHOICES:
        for option in item.options:
            if not option.feedback and item.is_safety:
                yield option.line, "114", sentence("a safety item explains every option: write `  > …` below it")
            elif not option.feedback and item.form == "practice":
                yield option.line, "118", sentence("a practice item explains every option: write `  > …` below it")
    elif item.form == "practice" and item.kind != "survey" and not item.explanation:
        yield item.line, "118", sentence("{kind} item explains its answer: write a line `= …`", kind=a_kind(item.kind))
    if item.kind != "survey" and not item.references:
        yield item.line, "119", sentence("the item names no source: write a line `@ key` (keys stand in _structure/references.yml)")


def _objective(item: Item, library: Library) -> Iterator[tuple[int, str, Sentence]]:
    objectives = library.structure.objectives
    if item.objective and item.objective not in objectives and library.structure.has_read("objectives"):
        yield (
            item.line,
            "104",
            sentence("unknown objective {objective!r}{hint}", objective=item.objective, hint=nearest(item.objective, objectives)),
        )
    elif not item.objective and item.kind != "survey":
        yield item.line, "104", sentence("the item has no objective; add objective=K01 (keys stand in _structure/objectives.yml)")


def _pools(file: ItemsFile, files: Files) -> Iterator[Problem]:
    """Practice shows the answers; a form or a final that shares a question with it measures memory."""
    keys: dict[str, Item] = {}
    questions: dict[str, Item] = {}
    for item in file.items:
        plain = _plain(item)
        if other := keys.get(item.key):
            code, where = (
                ("107", "")
                if other.form == item.form
                else ("126", sentence(" ({form} and {item_form})", form=other.form, item_form=item.form))
            )
            yield Problem(
                file.path,
                item.line,
                code,
                sentence("the key {key!r} is already used in line {line}{where}", key=item.key, line=other.line, where=where),
            )
        elif other := questions.get(plain):
            message = sentence(
                "the same question and options as {key!r} in line {line} ({form})", key=other.key, line=other.line, form=other.form
            )
            yield Problem(file.path, item.line, "126", message)
        keys.setdefault(item.key, item)
        questions.setdefault(plain, item)
    yield from _counts(file, files)


def _counts(file: ItemsFile, files: Files) -> Iterator[Problem]:
    practice = [item for item in file.items if item.form == "practice" and item.kind != "survey"]
    if practice and len(practice) < PRACTICE_AT_LEAST:
        yield Problem(
            file.path,
            1,
            "129",
            sentence(
                "{count} practice {count:item|items}; write at least {practice_at_least}",
                count=len(practice),
                practice_at_least=PRACTICE_AT_LEAST,
            ),
            "warning",
        )
    cases = sum(item.is_case for item in practice)
    if practice and files.entry.audience in PROFESSIONALS and cases / len(practice) < CASES_AT_LEAST:
        message = sentence(
            "{cases} of {count} practice {count:item|items} {cases:decides|decide} a case; professionals need 70 % (mark them with `case`)",
            cases=cases,
            count=len(practice),
        )
        yield Problem(file.path, 1, "128", message, "warning")


def _forms(file: ItemsFile) -> Iterator[Problem]:
    """A, B and C measure the same objectives with as many items each, or a change between them says nothing."""
    forms = {name: [item for item in file.items if item.form == name] for name in ("A", "B", "C")}
    pools = {name: items for name, items in forms.items() if items}
    if not pools:
        return
    first = min(item.line for items in pools.values() for item in items)
    if len(pools) < len(forms):
        lacking = ", ".join(name for name in forms if name not in pools)
        yield Problem(file.path, first, "127", sentence("forms go by three; form {lacking} has no item", lacking=lacking))
    counts = {name: Counter(item.objective for item in items) for name, items in pools.items()}
    reference = counts[min(pools)]
    for name, count in counts.items():
        if count != reference:
            differing = sorted((count - reference) + (reference - count))
            line = pools[name][0].line
            yield Problem(
                file.path,
                line,
                "127",
                sentence(
                    "form {name} measures other objectives than form {name_2}: {differing}",
                    name=name,
                    name_2=min(pools),
                    differing=", ".join(differing),
                ),
            )


def _plain(item: Item) -> str:
    message = " | ".join([item.question, *[option.text + option.pair for option in item.options], str(item.answer)])
    return " ".join(message.casefold().split())
