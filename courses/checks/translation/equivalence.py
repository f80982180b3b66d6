"""Two languages that say the same: screens, safety blocks, numbers, answer keys; and whether the translation is fresh."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from courses.checks.passages import FileText
from courses.checks.translation import unit_names
from courses.library import freshness
from courses.library.content_folder import SOURCE, Files, Library
from courses.library.module_file import ModuleFile
from courses.model.content import Item, Problem
from courses.sentences import Sentence, sentence, words

NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|e|ème)\b")
CITATION = re.compile(r"\[@[^\]]*\]|\{\{[^}]*\}\}|\]\([^)]*\)|^\s*\d+\.\s", re.MULTILINE)


def check(library: Library, sides: Sequence[Files], _file_texts: Sequence[FileText]) -> Iterator[Problem]:
    for files in sides:
        if files.language == SOURCE:
            continue
        source = library.of(files.entry.key, SOURCE)
        if source is None:
            continue
        if files.text is not None and source.text is not None:
            yield from _texts(files.text, source.text)
            yield from _items_stamp(files, source, files.text)
        if files.items is not None and source.items is not None:
            yield from _items(files, source)


def _texts(file: ModuleFile, source: ModuleFile) -> Iterator[Problem]:
    line = file.front.line("translation")
    if freshness.stamp_of(file) is None:
        yield Problem(
            file.path, 1, "210", sentence("no `translation: {{of: {source}, state: draft, …}}` in the front matter", source=SOURCE)
        )
    state = freshness.of(file, source)
    if state == "stale":
        message = sentence(
            "{path} changed since this was stamped; read both and run `content sync {file_path}`", path=source.path, file_path=file.path
        )
        yield Problem(file.path, line, "211", message, "warning")
    if file.front.text("state") == "published" and state in ("draft", "machine"):
        yield Problem(
            file.path, line, "216", sentence("published, but never read against its source; then run `content sync {path}`", path=file.path)
        )
    yield from _screens(file, source)
    yield from _safety(file, source)


def _screens(file: ModuleFile, source: ModuleFile) -> Iterator[Problem]:
    ours, theirs = [screen.key for screen in file.screens], [screen.key for screen in source.screens]
    if ours == theirs:
        return
    place = next((n for n, pair in enumerate(zip(ours, theirs, strict=False)) if pair[0] != pair[1]), min(len(ours), len(theirs)))
    line = file.screens[min(place, len(file.screens) - 1)].line if file.screens else 1
    their_screen = repr(theirs[place]) if place < len(theirs) else sentence("no further screen")
    our_screen = repr(ours[place]) if place < len(ours) else sentence("no further screen")
    yield Problem(
        file.path,
        line,
        "214",
        sentence(
            "screen {value}: {their_screen} in {path}, {our_screen} here",
            value=place + 1,
            their_screen=their_screen,
            path=source.path,
            our_screen=our_screen,
        ),
    )


def _safety(file: ModuleFile, source: ModuleFile) -> Iterator[Problem]:
    ours, stale = file.safety_blocks, freshness.stale_blocks(file, source)
    for key, block in source.safety_blocks.items():
        if key not in ours:
            yield Problem(
                file.path,
                1,
                "212",
                sentence(
                    "the safety block {key!r} of {path}:{line} is missing; the source's is shown",
                    key=key,
                    path=source.path,
                    line=block.line,
                ),
            )
            continue
        if key in stale:
            message = sentence(
                "the source of safety block {key!r} changed ({path}:{line}); the source's is shown until `content sync`",
                key=key,
                path=source.path,
                line=block.line,
            )
            yield Problem(file.path, ours[key].line, "217", message)
        mine, theirs = _numbers(ours[key].markdown), _numbers(block.markdown)
        if mine != theirs:
            message = sentence(
                "safety block {key!r}: the numbers {theirs} stand in {path}:{line}, {ours} here",
                key=key,
                theirs=_list_of(theirs),
                path=source.path,
                line=block.line,
                ours=_list_of(mine),
            )
            yield Problem(file.path, ours[key].line, "213", message)
    for key, block in ours.items():
        if key not in source.safety_blocks:
            yield Problem(file.path, block.line, "212", sentence("the safety block {key!r} is not in {path}", key=key, path=source.path))


def _numbers(markdown: str) -> Counter[str]:
    plain = CITATION.sub(" ", markdown)
    return Counter(number.replace(",", ".") for number in NUMBER.findall(ORDINAL.sub("", plain)))


def _list_of(numbers: Counter[str]) -> str:
    return ", ".join(sorted(numbers.elements())) or "none"


def _items_stamp(files: Files, source: Files, file: ModuleFile) -> Iterator[Problem]:
    stamp = freshness.stamp_of(file)
    if stamp and stamp.items_hash and stamp.items_hash != freshness.items_hash(source.items) and files.items is not None:
        message = sentence(
            "{stem}.items.md changed since this was stamped; read both and run `content sync {path}`",
            stem=source.path.removesuffix(".md"),
            path=file.path,
        )
        yield Problem(files.items.path, 1, "211", message, "warning")


def _items(files: Files, source: Files) -> Iterator[Problem]:
    if files.items is None or source.items is None:
        return
    ours, theirs = {item.key: item for item in files.items.items}, {item.key: item for item in source.items.items}
    for key in (key for key in theirs if key not in ours):
        yield Problem(
            files.items.path,
            1,
            "222",
            sentence("the item {key!r} of {path}:{line} is missing here", key=key, path=source.items.path, line=theirs[key].line),
        )
    for key, item in ours.items():
        if key not in theirs:
            yield Problem(
                files.items.path, item.line, "222", sentence("the item {key!r} is not in {path}", key=key, path=source.items.path)
            )
            continue
        yield from _same(item, theirs[key], files.items.path, f"{source.items.path}:{theirs[key].line}")


def _same(item: Item, source: Item, path: str, where: str) -> Iterator[Problem]:
    if _key(item) != _key(source):
        message = sentence(
            "the answers of {key!r} differ from {where}: {key_2} here, {key_3} there",
            key=item.key,
            where=where,
            key_2=_key(item),
            key_3=_key(source),
        )
        yield Problem(path, _differing_line(item, source), "221", message)
    if item.kind == "number" and not unit_names.agree(source.unit, item.unit):
        yield Problem(
            path,
            item.line,
            "221",
            sentence(
                "the units of {key!r} differ from {where}: {units}",
                key=item.key,
                where=where,
                units=_unit_said(item.unit, source.unit),
            ),
        )
    for name in (
        "kind",
        "form",
        "objective",
        "is_safety",
        "is_review_card",
        "is_case",
        "only_when",
        "reading",
        "expect",
        "references",
        "spelling",
    ):
        if getattr(item, name) != getattr(source, name):
            message = sentence(
                "{name} of {key!r} differs from {where}: {ours!r} here, {theirs!r} there",
                name=name,
                key=item.key,
                where=where,
                ours=getattr(item, name),
                theirs=getattr(source, name),
            )
            yield Problem(path, item.line_of("@") if name == "references" else item.line, "223", message)


def _differing_line(item: Item, source: Item) -> int:
    """The first option whose mark differs; the item's own line when the difference is elsewhere."""
    if len(item.options) != len(source.options):
        return item.line
    pairs = zip(item.options, source.options, strict=True)
    return next((ours.line for ours, theirs in pairs if ours.verdict != theirs.verdict), item.line)


def _unit_said(ours: str, theirs: str) -> Sentence:
    names = unit_names.english_names(theirs)
    advice = (
        sentence("“{theirs}” is said {names}", theirs=theirs, names=" / ".join(f"“{one}”" for one in names))
        if names
        else sentence("write the same sign in both, like °C or kg")
    )
    return sentence("“{ours}” here, “{theirs}” there; {advice}", ours=ours, theirs=theirs, advice=advice)


def _key(item: Item) -> Sentence:
    marks = {"right": "x", "other": "·", "unsafe": "!", "none": "-"}
    if item.kind == "number":
        answer = sentence("no answer") if item.answer is None else sentence("{number:g}", number=item.answer)
        return sentence("{answer} ± {tolerance:g}", answer=answer, tolerance=item.tolerance) if item.tolerance else answer
    if item.kind == "short":  # each language has its own spellings, and as many as it needs
        return words("".join(sorted({marks[option.verdict] for option in item.options} & {"x", "!"})))
    if item.kind == "cloze":
        return words(" ".join(str(len(gap.choices)) for gap in item.gaps))
    return words("".join(marks[option.verdict] for option in item.options))
