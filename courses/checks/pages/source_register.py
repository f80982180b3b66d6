"""The register of sources: one key for one document, each told whole, and no red flag that rests on a source nobody could read."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

from courses.checks.pages import sources
from courses.checks.passages import FileText
from courses.errors import ContentUnreadable
from courses.library.content_folder import Files, Library
from courses.model.content import Problem, weak_sources
from courses.rules.rule_sources import FEVER_RULE
from courses.sentences import Sentence, sentence
from courses.text import yaml_files

FILE = "_structure/references.yml"
ALERTS = "_structure/game/alerts.yml"
WORDS_READ, SECOND_HAND, UNREAD = "excerpt", "secondary", "to-verify"
KINDS_OF_ACCESS = (WORDS_READ, SECOND_HAND, UNREAD)
NO_YEAR = "none"
"""Written where no date stands in what was read: a year left out by mistake looks different, and `year_from` says what was looked at."""
COPIES = (
    "studylibfr.com", "studylib.net", "medikamio.com", "yumpu.com", "doczz.fr", "doczz.net", "docplayer.fr", "docplayer.net",
    "docslib.org", "vdocuments.site", "vdocuments.us", "fdocuments.fr", "fdocuments.net", "pdfslide.fr", "scribd.com", "issuu.com",
    "readkong.com", "123dok.net", "moam.info", "oddb.org", "generika.cc", "firedocs.fr", "iiab.me", "vercel.app",
    "verseonecloud.com", "mimsdev.com", "tricoteuses.fr", "medindex.co.uk", "build.fhir.org",
)  # fmt: skip
"""Sites that show copies of what others published."""
HIGH_FLAGS = ("vital", "red")
DOI = re.compile(r"(?:^|//)(?:dx\.)?doi\.org/(10\.\d{4,9}/.+)$")
SOURCE_LIST = re.compile(r"sources: \[(.*)\]")
PMC = re.compile(r"ncbi\.nlm\.nih\.gov/(?:pmc/)?articles/(pmc\d+)")


def check_register(library: Library) -> Iterator[Problem]:
    """Two keys for one document; a source that lacks what a reader needs to find and judge it."""
    first: dict[str, str] = {}
    for key, node, line in _entries(library):
        for name in ("url", "doi"):
            document = same_document(str(node[name]), name) if node.get(name) else ""
            if document and (other := first.setdefault(document, key)) != key:
                message = sentence(
                    "{key!r} and {other!r} are one document ({node}): keep one key, and cite that one",
                    key=key,
                    other=other,
                    node=node[name],
                )
                yield Problem(FILE, yaml_files.line_of(node, name), "317", message)
        access = node.get("seen")
        if access is not None and access not in KINDS_OF_ACCESS:
            yield Problem(
                FILE,
                yaml_files.line_of(node, "seen"),
                "012",
                sentence("{key!r}: seen: must be one of {kinds_of_access}", key=key, kinds_of_access=", ".join(KINDS_OF_ACCESS)),
            )
        for name, lack in _lacking(node, library.today.year):
            yield Problem(
                FILE, yaml_files.line_of(node, name) if name in node else line, "319", sentence("{key!r}: {lack}", key=key, lack=lack)
            )


def check_red_flags(library: Library, sides: Sequence[Files], _texts: Sequence[FileText]) -> Iterator[Problem]:
    """Each statement of a safety block and each safety item of one module."""
    for files in sides:
        weak = weak_sources(
            library.structure.references, is_published=files.text is not None and files.text.front.text("state") == "published"
        )
        for file in files.texts:
            for block in (one for screen in file.screens for one in screen.blocks if one.kind == "safety"):
                for number, line in enumerate(block.markdown.split("\n"), block.line):
                    yield from _resting(sources.cited_keys(line), weak, file.path, number, sentence("this red flag"))
        if files.items is not None:
            for item in (one for one in files.items.items if one.is_safety):
                yield from _resting(
                    item.references, weak, files.items.path, item.line_of("@"), sentence("safety item {key!r}", key=item.key)
                )


def check_game(library: Library) -> Iterator[Problem]:
    """The alerts of the game that send to 15 or to the team at once, and its situations."""
    yield from _alerts(library)
    for file in sorted((library.folder / "fr" / "situations").glob("*.md")):
        path = f"fr/situations/{file.name}"
        for number, line in enumerate((library.texts.readable(path) or "").split("\n"), 1):
            if match := SOURCE_LIST.fullmatch(line):
                keys = [key.strip() for key in match[1].split(",") if key.strip()]
                yield from _resting(
                    keys,
                    weak_sources(library.structure.references, is_published=False),
                    path,
                    number,
                    sentence("situation {stem!r}", stem=file.stem),
                )


def _alerts(library: Library) -> Iterator[Problem]:
    node = _yaml_of(library, ALERTS)
    alerts = node.get("alerts") if isinstance(node, Mapping) else None
    if not isinstance(alerts, list):
        return
    weak = weak_sources(library.structure.references, is_published=node.get("state") == "published")
    for place, alert in enumerate(alerts):
        if isinstance(alert, Mapping) and alert.get("flag") in HIGH_FLAGS:
            keys = yaml_files.strings(alert.get("sources"))
            yield from _resting(keys, weak, ALERTS, yaml_files.line_of(alerts, place), sentence("alert {key!r}", key=alert.get("key")))


def same_document(address: str, name: str = "url") -> str:
    """What two addresses of one document share: the DOI, the number in PubMed Central, or the address without what changes nothing."""
    plain = unquote(address.strip()).lower()
    if name == "doi":
        return f"doi:{plain}"
    if match := DOI.search(plain.rstrip("/")):
        return f"doi:{match[1]}"
    if match := PMC.search(plain):
        return match[1]
    parts = urlsplit(plain)
    host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    path = re.sub(r"/(?:index\.\w+)?$", "", parts.path)
    return f"{host}{path}?{parts.query}".rstrip("?")


def _lacking(node: Mapping[str, Any], this_year: int) -> Iterator[tuple[str, Sentence]]:
    """(key of the entry to point at, what is wrong)."""
    access, year, url = node.get("seen"), node.get("year"), str(node.get("url") or "")
    if access is None:
        yield "seen", sentence("seen: is missing: {kinds_of_access}", kinds_of_access=", ".join(KINDS_OF_ACCESS))
    if year != NO_YEAR and not (type(year) is int and 1900 <= year <= this_year):
        yield "year", sentence("year: is missing or not a year; write {no_year!r} when no date stands in what was read", no_year=NO_YEAR)
    if year == NO_YEAR and not str(node.get("year_from") or "").strip():
        yield "year", sentence("year: {no_year} needs year_from:, what was looked at for a date", no_year=NO_YEAR)
    if node.get("checked_on") is None:
        yield "checked_on", sentence("checked_on: is missing, the day somebody read it")
    if access == WORDS_READ and not (url or node.get("doi") or node.get("isbn")):
        yield "seen", sentence("read, but has no address: give url:, doi: or isbn:")
    if access == WORDS_READ and str(node.get("title") or "").startswith("["):
        yield "title", sentence("a title in brackets was not read: put the real one, or seen: {unread}", unread=UNREAD)
    parts = urlsplit(url)
    if parts.hostname and parts.path in ("", "/") and not parts.query:
        yield "url", sentence("url: is the front page of a site; give the address of the page itself")
    if access == WORDS_READ and parts.hostname and parts.hostname.endswith(tuple(f".{host}" for host in COPIES) + COPIES):
        yield (
            "url",
            sentence(
                "{hostname} shows copies: give the original's address, or seen: {second_hand}",
                hostname=parts.hostname,
                second_hand=SECOND_HAND,
            ),
        )


def _resting(keys: Sequence[str], weak: frozenset[str], path: str, line: int, what: Sentence) -> Iterator[Problem]:
    if keys and all(key in weak for key in keys) and FEVER_RULE not in keys:
        message = sentence(
            "{what} rests on {names} alone, whose own words were not read; name a source that was read beside it",
            what=what,
            names=", ".join(sorted(set(keys))),
        )
        yield Problem(path, line, "318", message)


def _entries(library: Library) -> Iterator[tuple[str, Mapping[str, Any], int]]:
    node = _yaml_of(library, FILE)
    if isinstance(node, Mapping):
        for key, entry in yaml_files.pairs(node):
            if isinstance(entry, Mapping):
                yield key, entry, yaml_files.line_of(node, key)


def _yaml_of(library: Library, path: str) -> Any:
    """None for a file that is absent or cannot be read, which is said where it is loaded."""
    try:
        text = library.texts.readable(path)
        return None if text is None else yaml_files.parse(text, path)
    except ContentUnreadable:
        return None
