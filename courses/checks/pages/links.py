"""Links and pictures: each leads to a module, a screen, a page or a file that is there."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

from courses.checks.passages import FileText
from courses.library import uploaded_pictures
from courses.library.content_folder import Library
from courses.model.content import Problem
from courses.sentences import NOTHING, Sentence, sentence
from courses.text.suggestions import nearest

CODE = re.compile(r"`[^`]*`")
LINK = re.compile(r"(?P<picture>!?)\[(?P<text>[^\]]*)\]\((?P<address>(?:[^()\s]|\([^()\s]*\))*)(?:\s[^)]*)?\)")
SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
PAGES = ("home", "real-problem", "when-i-call", "play", "sources", "privacy", "accessibility", "courses", "progress", "prepare")
PICTURES = (".png", ".svg", ".jpg", ".jpeg", ".gif", ".webp")
NO_WORDS = {"image", "picture", "photo", "img", "dessin", "drawing", "illustration", "figure", "alt", "screenshot", "capture", "media"}
WORDS_APART = re.compile(r"[\W_]+")
SPOKEN = (".mp3", ".ogg", ".opus", ".wav", ".mp4", ".webm")


@dataclass(frozen=True, slots=True)
class Link:
    """One link or picture as an author typed it, and the module and language it stands in."""

    path: str
    line: int
    module: str
    language: str
    is_picture: bool
    text: str
    address: str


def of(texts: Sequence[FileText]) -> Iterator[Link]:
    for one in texts:
        for passage in one.holding("]("):
            for link in LINK.finditer(CODE.sub("", passage.text)):
                key, language = one.files.entry.key, one.files.language
                yield Link(one.path, passage.line, key, language, bool(link["picture"]), link["text"].strip(), link["address"])


def check(library: Library, leading: Iterable[Link]) -> Iterator[Problem]:
    media = _Media(library.folder / "media")
    for link in leading:
        if link.is_picture and not is_description(link.text, link.address):
            message = sentence("the picture has no words; say what one sees in it: ![what one sees](media:…)")
            if link.text:
                message = sentence(
                    "{text!r} is no description; say what one sees in the picture: ![what one sees](media:…)", text=link.text
                )
            yield Problem(link.path, link.line, "301", message)
        is_media = link.is_picture or link.address.startswith("media:")
        wrong = media.wrong(link) if is_media else _dead(link, library)
        if wrong:
            yield Problem(link.path, link.line, *wrong)


def is_description(text: str, address: str) -> bool:
    """Whether the words of a picture say more than its file's name, or that it is one."""
    plain = WORDS_APART.sub(" ", text.casefold()).strip()
    name = PurePosixPath(address.removeprefix("media:"))
    names = {WORDS_APART.sub(" ", one.casefold()).strip() for one in (name.name, name.stem, str(name), str(name.with_suffix("")))}
    return bool(plain) and plain not in names and plain not in NO_WORDS and not text.casefold().endswith(PICTURES)


def _dead(link: Link, library: Library) -> tuple[str, Sentence] | None:
    """Why a link leads nowhere; None when it does lead somewhere."""
    address = link.address
    if address.startswith("module:"):
        fault = _dead_module(link, library)
    elif address.startswith("page:"):
        page = address.removeprefix("page:")
        fault = NOTHING if page in PAGES else sentence("no page {page!r}{hint}", page=page, hint=nearest(page, PAGES))
    elif address.startswith("#"):
        fault = _dead_screen(address[1:], link.module, link.language, library)
    elif address.startswith(("https://", "tel:", "sms:")) and len(address) > 8:
        fault = NOTHING
    else:
        fault = sentence("{address!r}: use module:…, page:…, #screen or https://…", address=address)
    return ("304", fault) if fault else None


def _dead_module(link: Link, library: Library) -> Sentence:
    key, _, screen = link.address.removeprefix("module:").partition("#")
    if key not in library.structure.modules:
        if not library.structure.knows_all_modules:
            return NOTHING
        return sentence("no module {key!r}{hint}", key=key, hint=nearest(key, library.structure.modules))
    return _dead_screen(screen, key, link.language, library) if screen else NOTHING


def _dead_screen(screen: str, module: str, language: str, library: Library) -> Sentence:
    keys = library.screen_keys(module, language) or ()
    return (
        NOTHING
        if not keys or screen in keys  # no screen at all: the text cannot be read, which is told at its own line
        else sentence("module {module!r} has no screen {screen!r}{hint}", module=module, screen=screen, hint=nearest(screen, keys))
    )


class _Media:
    """The folder of pictures and sounds; each file is looked for once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._is_there = lru_cache(maxsize=None)(lambda name: (folder / name).is_file())

    def wrong(self, link: Link) -> tuple[str, Sentence] | None:
        name = link.address.removeprefix("media:")
        path = PurePosixPath(name)
        if not link.address.startswith("media:") or path.is_absolute() or ".." in path.parts or SCHEME.match(name):
            return "306", sentence(
                "{address!r}: pictures and sounds are ours, in content/media: (media:folder/name.svg)", address=link.address
            )
        if not self._is_there(name):
            return "306", sentence("no file content/media/{name}{hint}", name=name, hint=nearest(name, self._names()))
        if link.is_picture or path.suffix.lower() in PICTURES:
            why = uploaded_pictures.refusal(self._folder / name)
            if why:
                return "307", sentence("content/media/{name} is not as a picture may be: {why}", name=name, why=why)
        if path.suffix.lower() in SPOKEN:
            words_of = [f"{name}.{link.language}.{ending}" for ending in ("txt", "vtt")]
            if not any(self._is_there(one) for one in words_of):
                return "305", sentence("write what is said in {name} as media/{value}", name=name, value=words_of[0].rpartition("/")[2])
        return None

    def _names(self) -> list[str]:
        if not self._folder.is_dir():
            return []
        return [other.relative_to(self._folder).as_posix() for other in self._folder.rglob("*") if other.is_file()]
