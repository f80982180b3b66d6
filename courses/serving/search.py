"""Finding a page by words as people type them: without accents, misspelt, by a synonym or a brand name."""

import re
import sqlite3
import threading
import unicodedata
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass

from courses.checks.passages import plain
from courses.library.content_folder import LANGUAGES
from courses.serving.catalogue import Catalogue
from courses.serving.search_denials import is_denied
from courses.serving.search_excerpts import excerpt, pattern_of
from courses.serving.search_typos import Vocabulary
from courses.serving.search_words import SMALL, Meanings
from courses.text.search_terms import words_of

BEFORE_SIGN = re.compile(r" (?=[,.)])")
"""Where a mark of emphasis stood."""
LINK = re.compile(r"\[[^\]]*\]\((?:module|page):[^)]*\)")
"""A link to another page: a screen is not about what it only leads to."""
MOST_WORDS = 8
LONGEST_QUERY = 200
MOST_CANDIDATES = 60
FEW = 4
"""With fewer pages on all that a sentence asks, those on some of it are shown below them."""
ALL_ASKED = 2.0
"""What a page on all that is asked counts more than one on some of it."""
OWN_ENOUGH, OWN_ENOUGH_AT_WORK, OWN_ENOUGH_OF_A_GUEST = 0.4, 0.1, 0.75
"""A page for the reader's own audience comes before others when it scores at least this share of the best. What professionals ask for
is the title of a patient's page and stands inside their own, which scores less; a guest may help somebody rather than be ill."""
EVERYBODY, STAFF = "everybody", "staff"
RELATIVE = "conceptrelative"
SOFT = frozenset({RELATIVE})
"""Concepts that say whose sign it is ("my dad", « ma femme ») and not what is looked for: beside other words they only help to rank."""
LAY = ("patient", "caregiver")
PROFESSIONAL = ("pharmacist", "gp")
KIND_WEIGHT = {"page": 1.3, "symptom": 1.1, "screen": 1.0, "sign": 0.45, "card": 0.35, "situation": 0.6, "case": 0.5}
"""A whole page answers better than a title on a sheet, and a card, which has no page of its own, least."""


@dataclass(frozen=True, slots=True)
class Page:
    """One thing that can be found, in one language.

    kind: screen (of a module), page (of the site), symptom (its page), sign (a title on the sheet), card or situation (of the game).
    module, screen: for a screen its keys; else the kind and the key. audience: a course's, everybody or staff.
    words: searched and never shown; of a whole page as if they were its title.
    own_words: what the register of synonyms says leads to a screen; searched as if they were its title.
    """

    module: str
    screen: str
    language: str
    title: str
    module_title: str
    body: str
    kind: str = "screen"
    audience: str = EVERYBODY
    words: str = ""
    own_words: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """What was found. excerpt: pieces of its text, each with whether it is what was asked for.

    is_far: written for professionals, and the reader is none: a page to list last.
    """

    module: str
    screen: str
    language: str
    title: str
    module_title: str
    excerpt: tuple[tuple[str, bool], ...]
    kind: str = "screen"
    audience: str = EVERYBODY
    is_far: bool = False


@dataclass(frozen=True, slots=True)
class QueryTerms:
    """A query as understood: the concepts of the register it names, and its other telling words, misspelling mended.

    denied: those of the concepts that are said to be absent, beside something that is there.
    """

    concepts: tuple[str, ...]
    words: tuple[str, ...]
    denied: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.concepts or self.words)


def pages(catalogue: Catalogue, meanings: Mapping[str, Meanings] | None = None) -> Iterator[Page]:
    """Every screen this instance may show, with the words that the register of synonyms gives to it."""
    for language in LANGUAGES:
        for course in catalogue.courses.values():
            for key in course.modules:
                module = catalogue.module(key, language)
                if module.language == language:
                    for screen in module.screens:
                        body = clean(" ".join(" ".join(plain(LINK.sub("…", block.markdown)) for block in screen.blocks).split()))
                        own = meanings[language].screen_words.get(f"{key}#{screen.key}", "") if meanings else ""
                        about = {"audience": course.audience, "words": course.title[language], "own_words": own}
                        yield Page(key, screen.key, language, screen.title, module.title, body, **about)


def clean(text: str) -> str:
    """One line in composed form, without the space that a mark of emphasis leaves before a sign."""
    return BEFORE_SIGN.sub("", unicodedata.normalize("NFC", text))


def terms(query: str) -> list[str]:
    """The words to look for, folded, without small words and the s or x of a plural; at most eight.

    Small words alone are looked for as they are.
    """
    all_words = [word for word in words_of(query[:LONGEST_QUERY]) if len(word) > 1 or word.isdigit()]
    telling = [word for word in all_words if word not in SMALL] or all_words
    return list(dict.fromkeys(telling))[:MOST_WORDS]


class SqliteIndex:
    """FTS5 in the memory of this process: a catalogue's words are a few megabytes, and there is no file to be damaged, locked or full."""

    def __init__(self, meanings: Mapping[str, Meanings] | None = None) -> None:
        """meanings: the register of synonyms, by language."""
        self._meanings = {language: (meanings or {}).get(language, Meanings()) for language in LANGUAGES}
        self._vocabularies: dict[str, Vocabulary] = {language: Vocabulary(()) for language in LANGUAGES}
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(":memory:", check_same_thread=False)
        self._closing = weakref.finalize(self, self._connection.close)
        with self._open() as connection:
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute(
                "CREATE VIRTUAL TABLE IF NOT EXISTS page USING fts5("
                "module UNINDEXED, screen UNINDEXED, language UNINDEXED, title UNINDEXED, module_title UNINDEXED, body UNINDEXED, "
                "kind UNINDEXED, audience UNINDEXED, folded_title, folded_module, folded_body, "
                "tokenize = 'unicode61 remove_diacritics 2', prefix = '3 4')"
            )

    def rebuild(self, pages: Iterable[Page]) -> int:
        """Replaces everything by these pages, in one step for readers; gives how many."""
        words: dict[str, list[str]] = {language: [] for language in LANGUAGES}
        rows = []
        for page in pages:
            title, below = (
                (f"{page.title} {page.words}", "")
                if page.kind in ("page", "symptom")
                else (f"{page.title} {page.own_words}", f"{page.module_title} {page.words}")
            )
            plain_words = [words_of(text) for text in (title, below, page.body)]
            for part in plain_words:
                words[page.language].extend(part)
            meanings = self._meanings[page.language]
            words_with_concepts = (" ".join((*part, *meanings.concepts(part))) for part in plain_words)
            rows.append((*_columns(page), *words_with_concepts))
        vocabularies = {language: Vocabulary(words[language], self._meanings[language].known) for language in LANGUAGES}
        with self._open() as connection:
            connection.execute("DELETE FROM page")
            connection.executemany("INSERT INTO page VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
            self._vocabularies = vocabularies
        return len(rows)

    def find(self, query: str, language: str, *, limit: int = 20, role: str = "") -> list[Hit]:
        """The best first, those for the reader's role before others: pages on all that is asked, and when they are few on some of it.

        role: patient, caregiver, pharmacist, gp, educator or admin; "" for a guest: a patient, or the carer of
        a relative who is named.
        Empty for a query without words.
        """
        query_terms = self.understand(query, language)
        if not role and RELATIVE in query_terms.concepts:
            role = "caregiver"  # « mon père a du mal à respirer » is typed by somebody who helps
        pattern = pattern_of([*self._meanings[language].terms_of(query_terms.concepts), *query_terms.words])
        rows: list[Sequence[str]] = []
        whole: set[tuple[str, str]] = set()
        for match in _matches(query_terms):
            more = self._rows(match, language, role)
            whole = whole or {(row[0], row[1]) for row in more}
            rows = [*more, *(row for row in rows if (row[0], row[1]) not in {(each[0], each[1]) for each in more})]
            if sum(not _is_far(row[7], role) for row in rows) >= FEW and not query_terms.denied:
                break  # a page on what is there need not speak of what is not: with such a sign the search goes on
        return [_hit(row, pattern, role) for row in _in_order(rows, whole, role)[:limit]]

    def understand(self, query: str, language: str) -> QueryTerms:
        """What a query asks for, misspelt words taken for the nearest known ones."""
        meanings, vocabulary = self._meanings[language], self._vocabularies[language]
        words = words_of(query[:LONGEST_QUERY])[: 5 * MOST_WORDS]
        words = [word if self._is_known(word, language) else vocabulary.meant(word) or word for word in words]
        concepts: list[str] = []
        others: list[str] = []
        denied: set[str] = set()
        at = 0
        while at < len(words):
            concept, length = meanings.concept_at(words, at)
            if concept:
                concepts.append(concept)
                denied.update([concept] if is_denied(words, at) else [])
            elif words[at].isdigit() or (len(words[at]) > 1 and words[at] not in SMALL):
                others.append(words[at])
            at += max(1, length)
        if not concepts and not others:
            others = terms(query)
        return QueryTerms(tuple(dict.fromkeys(concepts))[:MOST_WORDS], tuple(dict.fromkeys(others))[:MOST_WORDS], frozenset(denied))

    def _is_known(self, word: str, language: str) -> bool:
        return word in SMALL or self._vocabularies[language].knows(word) or bool(self._meanings[language].concept_at([word], 0)[0])

    def nearest(self, query: str, language: str, limit: int = 4) -> list[str]:
        """Words that can be found and look like one that was typed; folded, as the search takes them."""
        vocabulary = self._vocabularies[language]
        return list(dict.fromkeys(near for word in terms(query) for near in vocabulary.near(word, limit) if near != word))[:limit]

    def _rows(self, match: str, language: str, role: str) -> list[Sequence[str]]:
        sql = (
            "SELECT module, screen, language, title, module_title, body, kind, audience, bm25(page, 0, 0, 0, 0, 0, 0, 0, 0, 6.0, 2.0, 1.0) "
            "FROM page WHERE page MATCH ? AND language = ? AND (audience != ? OR ?) ORDER BY 9, module, screen LIMIT ?"
        )
        is_staff = role in ("educator", "admin")
        with self._open() as connection:
            rows: list[Sequence[str]] = connection.execute(sql, (match, language, STAFF, is_staff, MOST_CANDIDATES)).fetchall()
        return rows

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """One thread at a time: a search takes a millisecond. What fails in here is undone."""
        with self._lock, self._connection:
            yield self._connection


def _matches(query_terms: QueryTerms) -> Iterator[str]:
    """What to ask the index for, the strictest first. Where the register knows a word, the other words only help to rank."""
    asked = [concept for concept in query_terms.concepts if concept not in SOFT]
    soft = [f'"{concept}"' for concept in query_terms.concepts if concept in SOFT]
    if not asked and not query_terms.words:
        asked, soft = list(query_terms.concepts), []
    concepts = [f'"{concept}"' for concept in asked]
    words = [f'"{word}"*' if len(word) > 3 else f'"{word}"' for word in query_terms.words]
    if concepts:
        any_term = " OR ".join((*concepts, *words, *soft))
        there = [f'"{concept}"' for concept in asked if concept not in query_terms.denied] or (words if query_terms.denied else [])
        yield f"({' AND '.join(there or concepts)}) AND ({any_term})"
        if len(concepts) > 1 or there != concepts:
            yield f"({' OR '.join(concepts)}) AND ({any_term})"
    elif words:
        yield " AND ".join(words)
        if len(words) > 1:
            yield " OR ".join(words)


def _in_order(rows: Sequence[Sequence[str]], whole: Set[tuple[str, str]], role: str) -> list[Sequence[str]]:
    """By what they hold and, of those near the best, the reader's own audience first. whole: those on all that is asked."""
    scores = [(-float(row[8]) * KIND_WEIGHT[row[6]] * (ALL_ASKED if (row[0], row[1]) in whole else 1), row) for row in rows]
    best = max((score for score, _ in scores), default=0.0)
    enough = (OWN_ENOUGH_AT_WORK if role in PROFESSIONAL else OWN_ENOUGH if role else OWN_ENOUGH_OF_A_GUEST) * best

    def place(pair: tuple[float, Sequence[str]]) -> tuple[bool, int, float, str, str]:
        score, row = pair
        return (score < enough, _distance_of(row[7], role), -score, row[0], row[1])

    return [row for _, row in sorted(scores, key=place)]


def _distance_of(audience: str, role: str) -> int:
    """0 for what is written for this reader, for lay readers also what is for everybody; 1 and 2 for others: the other lay
    readers, or colleagues, come first. Pages for everybody are written for patients: for a professional they are as near as a colleague's.
    """
    own = role if role in (*LAY, *PROFESSIONAL) else "patient"
    if audience in (own, STAFF) or (audience == EVERYBODY and own in LAY):
        return 0
    if audience == EVERYBODY:
        return 1
    return 1 if (audience in LAY) == (own in LAY) else 2


def _columns(page: Page) -> tuple[str, ...]:
    return (page.module, page.screen, page.language, page.title, page.module_title, page.body, page.kind, page.audience)


def _hit(row: Sequence[str], pattern: re.Pattern[str] | None, role: str) -> Hit:
    module, screen, language, title, module_title, body, kind, audience = row[:8]
    return Hit(module, screen, language, title, module_title, excerpt(body, pattern), kind, audience, _is_far(audience, role))


def _is_far(audience: str, role: str) -> bool:
    return audience in PROFESSIONAL and role not in (*PROFESSIONAL, "educator", "admin")
