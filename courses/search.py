"""Finding a screen by its words, without accents: “fievre” finds “fièvre”. One port, two databases."""

import re
import sqlite3
import threading
import unicodedata
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from courses.catalogue import Catalogue
from courses.checks.passages import plain
from courses.library import LANGUAGES

WORD = re.compile(r"\w+")
PLURAL = re.compile(r"(?<=\w{3})[sx]$")
BEFORE_SIGN = re.compile(r" (?=[,.)])")
"""Where a mark of emphasis stood."""
LIGATURE = re.compile("[œæŒÆ]")
PLAIN: dict[int, str] = {
    code: unicodedata.normalize("NFKD", chr(code))[0].lower()
    for code in (*range(0x41, 0x5B), *range(0xC0, 0x250), *range(0x1E00, 0x1F00))
    if chr(code).isalpha()
} | {ord("œ"): "oe", ord("æ"): "ae", ord("Œ"): "oe", ord("Æ"): "ae"}
SMALL = frozenset(
    "au aux ce ces cet cette comment dans de des du elle en est et faire il ils je la le les leur ma mais me mes moi mon ne nous on ou par "  # noqa: SIM905 - seventy quoted words would be a page
    "pas pour qu quand que quel quelle qui sa se ses son sur ta te tes toi ton tu un une vos votre vous "
    "an and are as at be by can do does for from how if in is it my not of or our she so that the their to we what when who with you "
    "your".split()
)
"""Words that tell nothing of what is looked for: a whole question may be typed."""
MOST_WORDS = 8
LONGEST_QUERY = 200
ROUND_HIT = 60


@dataclass(frozen=True, slots=True)
class Page:
    """One screen of a module in one language, as found by its words."""

    module: str
    screen: str
    language: str
    title: str
    module_title: str
    body: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A screen that was found. excerpt: pieces of its text, each with whether it is what was asked for."""

    module: str
    screen: str
    language: str
    title: str
    module_title: str
    excerpt: tuple[tuple[str, bool], ...]


class Index(Protocol):
    """What a database must do to be searched."""

    def rebuild(self, pages: Iterable[Page]) -> int:
        """Replaces everything by these pages, in one step for readers; gives how many."""

    def find(self, query: str, language: str, *, limit: int = 20) -> list[Hit]:
        """The best first: pages that hold every word, or, when there is none, pages that hold some; empty for a query without words."""


def pages(catalogue: Catalogue) -> Iterator[Page]:
    """Every screen this instance may show."""
    for language in LANGUAGES:
        for course in catalogue.courses.values():
            for key in course.modules:
                module = catalogue.module(key, language)
                if module.language == language:
                    for screen in module.screens:
                        body = " ".join(" ".join(plain(block.markdown) for block in screen.blocks).split())
                        body = BEFORE_SIGN.sub("", body)
                        yield Page(key, screen.key, language, screen.title, module.title, unicodedata.normalize("NFC", body))


def fold(text: str) -> str:
    """Small letters without accents, œ as oe. The text is in composed form (NFC), as pages and queries are made here."""
    return text.translate(PLAIN)


def terms(query: str) -> list[str]:
    """The words to look for, folded, without small words and without the s or x of a plural; at most eight.

    Small words alone are looked for as they are.
    """
    folded = fold(unicodedata.normalize("NFC", query[:LONGEST_QUERY]))
    asked = [word for word in WORD.findall(folded) if len(word) > 1 or word.isdigit()]
    telling = [word for word in asked if word not in SMALL] or asked
    return list(dict.fromkeys(PLURAL.sub("", word) for word in telling))[:MOST_WORDS]


class SqliteIndex:
    """FTS5 in the memory of this process: a catalogue's words are a few megabytes, and there is no file to be damaged, locked or full."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(":memory:", check_same_thread=False)
        self._closing = weakref.finalize(self, self._connection.close)
        with self._open() as connection:
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute(
                "CREATE VIRTUAL TABLE IF NOT EXISTS page USING fts5("
                "module UNINDEXED, screen UNINDEXED, language UNINDEXED, title UNINDEXED, module_title UNINDEXED, body UNINDEXED, "
                "folded_title, folded_body, tokenize = 'unicode61 remove_diacritics 2', prefix = '3 4')"
            )

    def rebuild(self, pages: Iterable[Page]) -> int:
        rows = [(*_row(page), fold(f"{page.title} {page.module_title}"), fold(page.body)) for page in pages]
        with self._open() as connection:
            connection.execute("DELETE FROM page")
            connection.executemany("INSERT INTO page VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        return len(rows)

    def find(self, query: str, language: str, *, limit: int = 20) -> list[Hit]:
        words = terms(query)
        if not words:
            return []
        sql = (
            "SELECT module, screen, language, title, module_title, body FROM page WHERE page MATCH ? AND language = ? "
            "ORDER BY bm25(page, 0, 0, 0, 0, 0, 0, 5.0, 1.0), module, screen LIMIT ?"
        )
        with self._open() as connection:
            for between in (" AND ", " OR "):
                match = between.join(f'"{word}"*' for word in words)
                if rows := connection.execute(sql, (match, language, limit)).fetchall():
                    return [_hit(row, words) for row in rows]
        return []

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """One thread at a time: a search takes a millisecond. What fails in here is undone."""
        with self._lock, self._connection:
            yield self._connection


class PostgresIndex:
    """The same over a connection of psycopg, which the caller opens and closes; accents are folded here, so no extension is needed."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        with connection.transaction():
            connection.execute(
                "CREATE TABLE IF NOT EXISTS content_page ("
                "module text, screen text, language text, title text, module_title text, body text, "
                "words tsvector, PRIMARY KEY (language, module, screen))"
            )
            connection.execute("CREATE INDEX IF NOT EXISTS content_page_words ON content_page USING gin (words)")

    def rebuild(self, pages: Iterable[Page]) -> int:
        rows = [(*_row(page), fold(f"{page.title} {page.module_title}"), fold(page.body)) for page in pages]
        with self._connection.transaction(), self._connection.cursor() as cursor:
            cursor.execute("DELETE FROM content_page")
            cursor.executemany(
                "INSERT INTO content_page VALUES (%s, %s, %s, %s, %s, %s, "
                "setweight(to_tsvector('simple', %s), 'A') || setweight(to_tsvector('simple', %s), 'D'))",
                rows,
            )
        return len(rows)

    def find(self, query: str, language: str, *, limit: int = 20) -> list[Hit]:
        words = terms(query)
        if not words:
            return []
        sql = (
            "SELECT module, screen, language, title, module_title, body FROM content_page, to_tsquery('simple', %s) asked "
            "WHERE words @@ asked AND language = %s ORDER BY ts_rank(words, asked) DESC, module, screen LIMIT %s"
        )
        with self._connection.transaction():
            for between in (" & ", " | "):
                asked = between.join(f"'{word}':*" for word in words)
                if rows := self._connection.execute(sql, (asked, language, limit)).fetchall():
                    return [_hit(row, words) for row in rows]
        return []


def _row(page: Page) -> tuple[str, ...]:
    return (page.module, page.screen, page.language, page.title, page.module_title, page.body)


def _hit(row: Sequence[str], words: Sequence[str]) -> Hit:
    module, screen, language, title, module_title, body = row
    return Hit(module, screen, language, title, module_title, _excerpt(body, words))


def _excerpt(body: str, words: Sequence[str]) -> tuple[tuple[str, bool], ...]:
    """About a line round the first word found, cut between words; the beginning when only the title holds it."""
    found = re.search(r"\b(?:" + "|".join(map(re.escape, words)) + r")\w*", fold(body))
    if found is None:
        return ((body[: 2 * ROUND_HIT].rsplit(" ", 1)[0] + (" …" if len(body) > 2 * ROUND_HIT else ""), False),)
    start, end = _place(body, found.start()), _place(body, found.end() - 1) + 1
    before, after = body[max(0, start - ROUND_HIT) : start], body[end : end + ROUND_HIT]
    if start > ROUND_HIT:
        before = "… " + before.split(" ", 1)[-1]
    if end + ROUND_HIT < len(body):
        after = after.rsplit(" ", 1)[0] + " …"
    return ((before, False), (body[start:end], True), (after, False))


def _place(text: str, at: int) -> int:
    """The place in the original of a place in its folded text: each ligature before it counts double there."""
    for number, ligature in enumerate(LIGATURE.finditer(text)):
        if ligature.start() + number >= at:
            break
        at -= 1
        if ligature.start() + number == at:
            break
    return at


