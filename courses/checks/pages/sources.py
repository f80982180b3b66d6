"""Sources: each one known, cited, and not past its day."""

import re
from collections.abc import Iterator, Sequence

from courses.checks.passages import FileText
from courses.library.content_folder import Files, Library
from courses.library.module_file import ModuleFile
from courses.model.content import Problem
from courses.rules.rule_sources import FEVER_RULE
from courses.sentences import sentence
from courses.text.suggestions import nearest

CITATION = re.compile(r"\[@([^\]]*)\]")
APART = re.compile(r"[;,]\s*")


def check(library: Library, sides: Sequence[Files], _texts: Sequence[FileText]) -> Iterator[Problem]:
    for files in sides:
        if files.text is None:
            continue
        listed_keys = files.text.front.words("references")
        for key in listed_keys:
            yield from _unknown_keys(key, files.text.path, files.text.front.line("references"), library)
        for file in files.texts:
            yield from _citations(file, listed_keys, library)
            yield from _safety(file)
        yield from _items(files, library)
        yield from _unused_keys(files, files.text, listed_keys)


def check_register(library: Library) -> Iterator[Problem]:
    """The register of sources itself: what is past its day, what was checked in the future."""
    for key, reference in library.structure.references.items():
        line = library.structure.reference_lines[key]
        if reference.valid_until and reference.valid_until < library.today:
            message = sentence(
                "{key!r} was to be looked at again by {valid_until}; look, then set checked_on and valid_until",
                key=key,
                valid_until=reference.valid_until,
            )
            yield Problem("_structure/references.yml", line, "311", message)
        if reference.checked_on and reference.checked_on > library.today:
            yield Problem("_structure/references.yml", line, "012", sentence("{key!r}: checked_on lies in the future", key=key))


def _unknown_keys(key: str, path: str, line: int, library: Library) -> Iterator[Problem]:
    references = library.structure.references
    if key not in references and key != FEVER_RULE and library.structure.has_read("references"):
        yield Problem(
            path, line, "310", sentence("unknown source {key!r}{hint} (_structure/references.yml)", key=key, hint=nearest(key, references))
        )


def _citations(file: ModuleFile, listed_keys: tuple[str, ...], library: Library) -> Iterator[Problem]:
    for screen in file.screens:
        for block in screen.blocks:
            lines = block.markdown.split("\n") if "[@" in block.markdown else ()
            for number, line in enumerate(lines, block.line):
                for key in cited_keys(line):
                    yield from _unknown_keys(key, file.path, number, library)
                    if key not in listed_keys and (key in library.structure.references or key == FEVER_RULE):
                        yield Problem(
                            file.path, number, "312", sentence("{key!r} is cited here; add it to `references:` of the module", key=key)
                        )


def _safety(file: ModuleFile) -> Iterator[Problem]:
    for screen in file.screens:
        for block in screen.blocks:
            if block.kind == "safety" and not cited_keys(block.markdown):
                yield Problem(file.path, block.line, "314", sentence("a safety block names its source: end its statements with [@key]"))


def _items(files: Files, library: Library) -> Iterator[Problem]:
    if files.items is None:
        return
    for item in files.items.items:
        for key in item.references:
            yield from _unknown_keys(key, files.items.path, item.line_of("@"), library)


def _unused_keys(files: Files, text: ModuleFile, listed_keys: tuple[str, ...]) -> Iterator[Problem]:
    used_keys = {key for file in files.texts for screen in file.screens for block in screen.blocks for key in cited_keys(block.markdown)}
    used_keys |= {key for item in (files.items.items if files.items else ()) for key in item.references}
    for key in listed_keys:
        if key not in used_keys:
            yield Problem(
                text.path, text.front.line("references"), "313", sentence("{key!r} is listed but never cited", key=key), "warning"
            )


def cited_keys(markdown: str) -> list[str]:
    """Citation keys of a run of Markdown, in order."""
    if "[@" not in markdown:
        return []
    return [key.strip().lstrip("@") for group in CITATION.findall(markdown) for key in APART.split(group) if key.strip()]
