"""Screens: their number and length, headings, and no HTML."""

import re
from collections.abc import Iterator, Mapping, Sequence

from courses.checks.pages.links import CODE
from courses.checks.passages import FileText, Passage, words
from courses.library.content_folder import Files, Library
from courses.library.module_file import ModuleFile
from courses.model.content import Problem
from courses.sentences import sentence
from courses.text.placeholders import names_in, substitute

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
        yield Problem(
            file.path,
            1,
            "133",
            sentence(
                "{count} {count:screen|screens}; patients and caregivers get {least} to {most}",
                count=len(file.screens),
                least=least,
                most=most,
            ),
            "warning",
        )
    for screen in file.screens:
        text = "\n".join(block.markdown for block in screen.blocks)
        longest = words(text)
        if "{{" in text:
            # A value stands for one word in `longest`: most screens are short enough however many it has under any rule.
            most = longest + sum(max(len(values.get(name, "").split()) for values in rules) for name in names_in(text))
            longest = max(words(substitute(text, values)) for values in rules) if most > WORDS_A_SCREEN else longest
        if longest > WORDS_A_SCREEN:
            message = sentence(
                "{longest} {longest:word|words} on the screen {key!r} (under its longest site rule); at most {words_a_screen}",
                longest=longest,
                key=screen.key,
                words_a_screen=WORDS_A_SCREEN,
            )
            yield Problem(file.path, screen.line, "134", message, "warning")


def _length(file: ModuleFile) -> Iterator[Problem]:
    least, most = WORDS_A_MODULE
    count = sum(words(block.markdown) for screen in file.screens for block in screen.blocks)
    if not least <= count <= most:
        yield Problem(
            file.path,
            1,
            "135",
            sentence("{count} {count:word|words}; a module for professionals has {least} to {most}", count=count, least=least, most=most),
            "warning",
        )


def _headings(file: ModuleFile) -> Iterator[Problem]:
    for screen in file.screens:
        level = 2
        for block in screen.blocks:
            for number, line in enumerate(block.markdown.split("\n"), block.line):
                depth = len(line) - len(line.lstrip("#"))
                if not depth or not line[depth:].startswith(" "):
                    continue
                if depth == 1:
                    yield Problem(
                        file.path, number, "303", sentence("`#` is the module's title, from the front matter; use `###` inside a screen")
                    )
                elif depth > level + 1:
                    yield Problem(
                        file.path,
                        number,
                        "303",
                        sentence(
                            "the heading jumps from level {level} to {depth}; use {value}",
                            level=level,
                            depth=depth,
                            value="#" * (level + 1),
                        ),
                    )
                level = max(2, depth)


def _html(passage: Passage) -> Iterator[Problem]:
    match = HTML.search(CODE.sub("", passage.text))
    if match:
        message = sentence("HTML is not read: {words!r}; use Markdown, or the character itself", words=match[0][:40])
        yield Problem(passage.path, passage.line, "302", message)
