"""Screens: their number and length, headings, pictures, links, and no HTML."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from courses.checks.passages import Passage, words
from courses.library import LANGUAGES, Files, Library
from courses.model.content import Problem
from courses.module_file import ModuleFile
from courses.nearest import nearest
from courses.values import substitute

CODE = re.compile(r"`[^`]*`")
HTML = re.compile(r"</?[a-zA-Z][^<>]*>?|<!--|<\?|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]{2,});")
LINK = re.compile(r"(?P<picture>!?)\[(?P<text>[^\]]*)\]\((?P<address>[^()\s]*)(?:\s[^)]*)?\)")
SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
PAGES = ("home", "real-problem", "when-i-call", "play", "sources", "privacy", "accessibility", "courses", "progress")
SPOKEN = (".mp3", ".ogg", ".opus", ".wav", ".mp4", ".webm")
SCREENS = (3, 5)
WORDS_A_SCREEN = 120
WORDS_A_MODULE = (600, 1200)


def check(library: Library, told: Sequence[Passage]) -> Iterator[Problem]:
    rules = {language: [rule.values(language) for rule in library.rules.presets.values()] for language in LANGUAGES}
    for files in library:
        for file in files.texts:
            yield from _headings(file)
            if files.entry.audience in ("patient", "caregiver"):
                yield from _screens(file, files, rules[files.language])
        if files.text is not None and files.entry.audience in ("gp", "pharmacist"):
            yield from _length(files.text)
    for passage in told:
        if "<" in passage.text or "&" in passage.text:
            yield from _html(passage)
        if "](" in passage.text:
            yield from _links(passage, library)


def _screens(file: ModuleFile, files: Files, rules: Sequence[Mapping[str, str]]) -> Iterator[Problem]:
    least, most = SCREENS
    if file is files.text and not least <= len(file.screens) <= most:
        yield Problem(file.path, 1, "133", f"{len(file.screens)} screens; patients and caregivers get {least} to {most}", "warning")
    for screen in file.screens:
        text = "\n".join(block.markdown for block in screen.blocks)
        longest = max(words(substitute(text, values)) for values in rules) if "{{" in text else words(text)
        if longest > WORDS_A_SCREEN:
            said = f"{longest} words on the screen {screen.key!r} (under its longest site rule); at most {WORDS_A_SCREEN}"
            yield Problem(file.path, screen.line, "134", said, "warning")


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
    found = HTML.search(CODE.sub("", passage.text))
    if found:
        said = f"HTML is not read: {found[0][:40]!r}; use Markdown, or the character itself"
        yield Problem(passage.path, passage.line, "302", said)


def _links(passage: Passage, library: Library) -> Iterator[Problem]:
    for link in LINK.finditer(CODE.sub("", passage.text)):
        if link["picture"] and not link["text"].strip():
            said = "the picture has no words; say what one sees in it: ![what one sees](media:…)"
            yield Problem(passage.path, passage.line, "301", said)
        is_media = bool(link["picture"]) or link["address"].startswith("media:")
        wrong = _media(link["address"], passage, library) if is_media else _dead(link["address"], passage, library)
        if wrong:
            yield Problem(passage.path, passage.line, *wrong)


def _dead(address: str, passage: Passage, library: Library) -> tuple[str, str] | None:
    """Why a link leads nowhere; None when it does lead somewhere."""
    if address.startswith("module:"):
        said = _dead_module(address, passage, library)
    elif address.startswith("page:"):
        page = address.removeprefix("page:")
        said = "" if page in PAGES else f"no page {page!r}{nearest(page, PAGES)}"
    elif address.startswith("#"):
        said = _dead_screen(address[1:], passage.files)
    elif address.startswith(("https://", "tel:", "sms:")) and len(address) > 8:
        said = ""
    else:
        said = f"{address!r}: use module:…, page:…, #screen or https://…"
    return ("304", said) if said else None


def _dead_module(address: str, passage: Passage, library: Library) -> str:
    key, _, screen = address.removeprefix("module:").partition("#")
    files = library.of(key, passage.files.language)
    if files is None:
        return f"no module {key!r}{nearest(key, library.structure.modules)}"
    return _dead_screen(screen, files) if screen else ""


def _dead_screen(screen: str, files: Files) -> str:
    keys = [one.key for one in files.text.screens] if files.text else []
    return "" if screen in keys else f"module {files.entry.key!r} has no screen {screen!r}{nearest(screen, keys)}"


def _media(address: str, passage: Passage, library: Library) -> tuple[str, str] | None:
    name = address.removeprefix("media:")
    path = PurePosixPath(name)
    if not address.startswith("media:") or path.is_absolute() or ".." in path.parts or SCHEME.match(name):
        return "306", f"{address!r}: pictures and sounds are ours, in content/media: (media:folder/name.svg)"
    folder = library.folder / "media"
    if not (folder / path).is_file():
        names = [str(other.relative_to(folder).as_posix()) for other in folder.rglob("*") if other.is_file()] if folder.is_dir() else []
        return "306", f"no file content/media/{name}{nearest(name, names)}"
    if path.suffix.lower() in SPOKEN:
        words_of = [folder / f"{name}.{passage.files.language}.{ending}" for ending in ("txt", "vtt")]
        if not any(one.is_file() for one in words_of):
            return "305", f"write what is said in {name} as media/{words_of[0].name}"
    return None
