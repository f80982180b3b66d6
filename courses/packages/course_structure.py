"""The course structure of cmi5 (cmi5.xml), as read and checked. Source: cmi5 Quartz, sections 13 and 14, with CourseStructure.xsd of AICC.

The schema is checked by hand, rule by rule, so that each fault has its line and says what to do. Elements of other namespaces are left out.
"""

import posixpath
import re
from collections.abc import Collection, Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args
from urllib.parse import SplitResult, unquote, urlsplit

from courses.exchange import xml_tree
from courses.exchange.errors import BankUnreadable
from courses.exchange.questions import remark
from courses.exchange.xml_tree import Element
from courses.packages.errors import PackageRefused
from courses.packages.manifests import CMI5

MoveOn = Literal["Passed", "Completed", "CompletedAndPassed", "CompletedOrPassed", "NotApplicable"]
LAUNCH_METHODS = ("AnyWindow", "OwnWindow")
LONGEST_FILE = 2_000_000
MOST_UNITS = 3000
"""The standard asks for more than a thousand (6.1)."""
LONGEST_WORDS = 10_000
LONGEST_ID = 1000
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>\"{}|\\^`]+")
_DECIMAL = re.compile(r"\+?(?:[0-9]{1,9}(?:\.[0-9]{0,9})?|\.[0-9]{1,9})")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
Words = Mapping[str, str]
"""Words by language tag; the empty tag where the file names none."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One assignable unit. id: the publisher's. url: as written. path: of its page in the archive; empty for a page of another site."""

    id: str
    title: Words
    description: Words
    url: str
    path: str
    move_on: MoveOn = "NotApplicable"
    mastery_score: float | None = None
    launch_parameters: str | None = None
    entitlement_key: str | None = None

    @property
    def site(self) -> str:
        """The host it is on; empty for a page of the archive."""
        return "" if self.path else urlsplit(self.url).netloc


@dataclass(frozen=True, slots=True)
class Block:
    """Units and blocks that are satisfied together. id: the publisher's."""

    id: str
    title: Words
    description: Words
    parts: tuple["Unit | Block", ...]

    def units(self) -> Iterator[Unit]:
        """All of them, those of inner blocks too, in the order of the file."""
        for part in self.parts:
            yield from (part,) if isinstance(part, Unit) else part.units()

    def blocks(self) -> Iterator["Block"]:
        """The inner blocks, each before those it holds."""
        for part in self.parts:
            if isinstance(part, Block):
                yield part
                yield from part.blocks()


class _EveryPath:
    """Holds each path: for what was checked when it came."""

    def __contains__(self, path: object) -> bool:
        return True


def parse_again(raw: bytes) -> Block:
    """A structure that was taken before, whose files are not looked at again. Raises PackageRefused where it was changed since."""
    return _read(raw, _EveryPath())


def parse(raw: bytes, files: Collection[str] | None) -> Block:
    """The course as its outermost block. files: paths of the archive; None when cmi5.xml came alone. Raises PackageRefused."""
    return _read(raw, files)


def _read(raw: bytes, files: Container[str] | None) -> Block:
    if len(raw) > LONGEST_FILE:
        raise PackageRefused(remark("cmi5-long", most=LONGEST_FILE // 1000))
    try:
        root = xml_tree.parse(raw)
    except BankUnreadable as error:
        raise PackageRefused(error.why) from error
    if root.name != "courseStructure" or CMI5 not in root.attributes.values():
        raise PackageRefused(remark("cmi5-root", line=root.line, name=root.name[:60]))
    return _Reading(root.prefix, files).course(root)


class _Reading:
    """One file. prefix: of the standard's own elements."""

    def __init__(self, prefix: str, files: Container[str] | None) -> None:
        self._prefix, self._files = prefix, files
        self._ids: set[str] = set()
        self._units = 0

    def course(self, root: Element) -> Block:
        about = self._first(root, "course")
        if about is None:
            raise _missing(root, "course")
        id, title, description = self._named(about)
        return Block(id, title, description, self._parts(root))

    def _parts(self, element: Element) -> tuple[Unit | Block, ...]:
        parts: list[Unit | Block] = []
        for child in self._children(element):
            if child.name == "au":
                parts.append(self._unit(child))
            elif child.name == "block":
                parts.append(Block(*self._named(child), self._parts(child)))
        if not parts:
            raise PackageRefused(remark("cmi5-empty", line=element.line, of=element.name))
        return tuple(parts)

    def _unit(self, element: Element) -> Unit:
        self._units += 1
        if self._units > MOST_UNITS:
            raise PackageRefused(remark("cmi5-many", most=MOST_UNITS))
        id, title, description = self._named(element)
        url = self._text(element, "url")
        if not url:
            raise _missing(element, "url")
        _one_of(element, "launchMethod", LAUNCH_METHODS)
        return Unit(
            id,
            title,
            description,
            url,
            self._path(element, url),
            _one_of(element, "moveOn", get_args(MoveOn)) or "NotApplicable",  # type: ignore[arg-type]  # one of its words
            _score(element),
            self._text(element, "launchParameters"),
            self._text(element, "entitlementKey"),
        )

    def _path(self, element: Element, url: str) -> str:
        """Of the unit's page in the archive; empty for another site."""
        parts = _split(url)
        if parts is None or "\\" in url or any(ord(sign) < 33 for sign in url):
            raise PackageRefused(remark("cmi5-scheme", line=element.line, value=url[:200]))
        if parts.scheme or parts.netloc:
            if parts.scheme != "https" or not parts.hostname or "@" in parts.netloc:
                raise PackageRefused(remark("cmi5-scheme", line=element.line, value=url[:200]))
            return ""
        if self._files is None:
            raise PackageRefused(remark("cmi5-no-archive", line=element.line, value=url[:200]))
        path = posixpath.normpath(unquote(parts.path)) if parts.path else ""
        if path not in self._files:
            raise PackageRefused(remark("cmi5-file", line=element.line, value=url[:200]))
        return path

    def _named(self, element: Element) -> tuple[str, Words, Words]:
        """Publisher's id, title and description of a course, block or unit."""
        id = element.attributes.get("id", "").strip()
        if not id:
            raise _missing(element, "id")
        if len(id) > LONGEST_ID or _IRI.fullmatch(id) is None:
            raise PackageRefused(remark("cmi5-id", line=element.line, value=id[:200]))
        if id in self._ids:
            raise PackageRefused(remark("cmi5-twice", line=element.line, value=id[:200]))
        self._ids.add(id)
        return id, self._words(element, "title"), self._words(element, "description")

    def _words(self, element: Element, name: str) -> Words:
        holder = self._first(element, name)
        strings = [child for child in self._children(holder) if child.name == "langstring"] if holder is not None else []
        if not strings:
            raise _missing(element, f"{name}/langstring")
        words: dict[str, str] = {}
        for one in strings:
            tag = one.attributes.get("lang", "").strip()
            words.setdefault(tag if _LANGUAGE.fullmatch(tag) else "", " ".join(_checked(one, one.text(), name).split()))
        return words

    def _text(self, element: Element, name: str) -> str | None:
        found = self._first(element, name)
        return None if found is None else _checked(found, found.text(), name)

    def _first(self, element: Element, name: str) -> Element | None:
        return next((child for child in self._children(element) if child.name == name), None)

    def _children(self, element: Element) -> Iterator[Element]:
        return (child for child in element.children if isinstance(child, Element) and child.prefix == self._prefix)


def words_in(words: Words, language: str) -> str:
    """In this language, else in English or French, else in whatever comes first."""
    for wanted in (language, "en", "fr"):
        for tag, text in words.items():
            if tag.split("-")[0].lower() == wanted and text:
                return text
    return next((text for text in words.values() if text), "")


def _missing(element: Element, name: str) -> PackageRefused:
    return PackageRefused(remark("cmi5-missing", line=element.line, name=name, of=element.name))


def _checked(element: Element, text: str, name: str) -> str:
    if len(text) > LONGEST_WORDS:
        raise PackageRefused(remark("cmi5-words", line=element.line, name=name, most=LONGEST_WORDS))
    return text


def _one_of(element: Element, name: str, known: Collection[str]) -> str:
    value = element.attributes.get(name, "")
    if value and value not in known:
        raise PackageRefused(remark("cmi5-value", line=element.line, name=name, value=value[:60], known=", ".join(known)))
    return value


def _score(element: Element) -> float | None:
    value = element.attributes.get("masteryScore")
    if value is None:
        return None
    score = float(value) if _DECIMAL.fullmatch(value.strip()) else -1.0
    if not 0.0 <= score <= 1.0:
        raise PackageRefused(remark("cmi5-score", line=element.line, value=value[:60]))
    return score


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _port = parts.port  # read on demand: what is no number is refused here
    except ValueError:
        return None
    return parts
