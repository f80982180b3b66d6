"""Screens: their number and length, headings, and no HTML."""

import re
from collections.abc import Iterator, Mapping, Sequence

from courses.checks.pages.links import CODE
from courses.checks.passages import FileText, Passage, words
from courses.library.content_folder import Files, Library
from courses.library.module_file import ModuleFile
from courses.model.content import Problem
from courses.text.placeholders import substitute

HTML = re.compile(r"</?[a-zA-Z][^<>]*>?|<!--|<\?|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]{2,});")
SCREENS = (3, 5)
WORDS_A_SCREEN = 120
WORDS_A_MODULE = (600, 1200)


def check(library: Library, sides: Sequence[Files], texts: Sequence[FileText]) -> Iterator[Problem]:
    for files in sides:
        rules = list(library.shared.values[files.language].values())
        for file in files.texts:
            yield from _headings(file)
            if files.entry.audience in ("patient", "caregiver"):
                yield from _screens(file, files, rules)
        if files.text is not None and files.entry.audience in ("gp", "pharmacist"):
            yield from _length(files.text)
    for one in texts:
        for passage in one.holding("<", "&"):
            yield from _html(passage)


def _screens(file: ModuleFile, files: Files, rules: Sequence[Mapping[str, str]]) -> Iterator[Problem]:
    least, most = SCREENS
    if file is files.text and not least <= len(file.screens) <= most:
        yield Problem(file.path, 1, "133", f"{len(file.screens)} screens; patients and caregivers get {least} to {most}", "warning")
    for screen in file.screens:
        text = "\n".join(block.markdown for block in screen.blocks)
        longest = max(words(substitute(text, values)) for values in rules) if "{{" in text else words(text)
        if longest > WORDS_A_SCREEN:
            message = f"{longest} words on the screen {screen.key!r} (under its longest site rule); at most {WORDS_A_SCREEN}"
            yield Problem(file.path, screen.line, "134", message, "warning")


def _length(file: ModuleFile) -> Iterator[Problem]:
    least, most = WORDS_A_MODULE
    count = sum(words(block.markdown) for screen in file.screens for block in screen.blocks)
    if not least <= count <= most:
        yield Problem(file.path, 1, "135", f"{count} words; a module for professionals has {least} to {most}", "warning")


def _headings(file: ModuleFile) -> Iterator[Problem]:
    for screen in file.screens:
        level = 2
        for block in screen.blocks:
            for number, line in enumerate(block.markdown.split("\n"), block.line):
                depth = len(line) - len(line.lstrip("#"))
                if not depth or not line[depth:].startswith(" "):
                    continue
                if depth == 1:
                    yield Problem(file.path, number, "303", "`#` is the module's title, from the front matter; use `###` inside a screen")
                elif depth > level + 1:
                    yield Problem(file.path, number, "303", f"the heading jumps from level {level} to {depth}; use {'#' * (level + 1)}")
                level = max(2, depth)


def _html(passage: Passage) -> Iterator[Problem]:
    match = HTML.search(CODE.sub("", passage.text))
    if match:
        message = f"HTML is not read: {match[0][:40]!r}; use Markdown, or the character itself"
        yield Problem(passage.path, passage.line, "302", message)
