"""For staff: pages of statements, and each one as a sentence in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection

from lrs.reading.query import Filters, find
from lrs.storage.tables import term
from xapi.actor import identifier
from xapi.vocabulary import CONTENT, VERBS

Json = Mapping[str, Any]
_VERBS = {row.iri: row.display for row in VERBS.values()}
_WORDS = {
    "fr": {"group": "un groupe", "statement": "l’énoncé", "right": "juste", "other": "à revoir", "score": "score", "that": "que"},
    "en": {"group": "a group", "statement": "the statement", "right": "correct", "other": "to review", "score": "score", "that": "that"},
}


@dataclass(frozen=True, slots=True)
class Line:
    """One statement in the browser. seq: to ask for the next page by `after`."""

    seq: int
    id: str
    stored: str
    sentence: str
    raw: str


def page(
    connection: Connection,
    language: str,
    *,
    pseudonym: str | None = None,
    home_page: str | None = None,
    activity: str | None = None,
    verb: str | None = None,
    since: str | None = None,
    until: str | None = None,
    after: int | None = None,
    limit: int = 50,
) -> list[Line]:
    """The newest statements that fit. pseudonym: UUID of an actor on home_page; verb: short name or IRI; since, until: stored text."""
    agent = None
    if pseudonym is not None:
        agent = term("agent", identifier({"account": {"homePage": home_page or "", "name": pseudonym}}) or "")
    filters = Filters(
        agent=agent,
        activity=None if activity is None else term("activity", activity),
        verb=None if verb is None else term("verb", VERBS[verb].iri if verb in VERBS else verb),
        since=since,
        until=until,
        after=after,
        limit=limit,
    )
    lines = []
    for row in find(connection, filters):
        raw = row.whole.decode()
        lines.append(Line(row.seq, row.id, row.stored, sentence(msgspec.json.decode(raw), language), raw))
    return lines


def sentence(statement: Json, language: str) -> str:
    """`3f2a9c1e a répondu à « Fièvre : quand appeler » (juste, 100 %)`. language: fr or en."""
    words = _WORDS.get(language, _WORDS["en"])
    words_of_act = (
        f"{_actor(statement['actor'], words)} {_verb(statement['verb'], language)} {_object(statement['object'], language, words)}"
    )
    outcome = _result(statement.get("result") or {}, language, words)
    return f"{words_of_act} ({outcome})" if outcome else words_of_act


def _actor(actor: Json, words: Mapping[str, str]) -> str:
    """The first eight characters of a pseudonym; enough to tell lines apart, and no name."""
    if "account" in actor:
        return str(actor["account"]["name"])[:8]
    account = identifier(actor)
    return words["group"] if account is None else account.partition("|")[2].removeprefix("mailto:")[:8] + "…"


def _verb(verb: Json, language: str) -> str:
    display = _VERBS.get(verb["id"]) or verb.get("display") or {}
    return _choose(display, language) or str(verb["id"]).rstrip("/").rpartition("/")[2]


def _object(thing: Json, language: str, words: Mapping[str, str]) -> str:
    kind = thing.get("objectType", "Activity")
    if kind in ("Agent", "Group"):
        return _actor(thing, words)
    if kind == "StatementRef":
        return f"{words['statement']} {str(thing['id'])[:8]}"
    if kind == "SubStatement":
        return f"{words['that']} {sentence(thing, language)}"
    name = _choose((thing.get("definition") or {}).get("name") or {}, language) or _address(str(thing["id"]))
    return f"«\u00a0{name}\u00a0»" if language == "fr" else f"“{name}”"


def _address(iri: str) -> str:
    """What an address says without its site: `week/home/2`; of a foreign one its last part."""
    return iri.removeprefix(CONTENT) if iri.startswith(CONTENT) else iri.rstrip("/").rpartition("/")[2]


def _result(result: Json, language: str, words: Mapping[str, str]) -> str:
    parts = []
    if "success" in result:
        parts.append(words["right"] if result["success"] else words["other"])
    scaled = (result.get("score") or {}).get("scaled")
    if scaled is not None:
        parts.append(f"{round(scaled * 100)}\u00a0%" if language == "fr" else f"{round(scaled * 100)}%")
    return ", ".join(parts)


def _choose(words: Mapping[str, str], language: str) -> str:
    near = [tag for tag in words if tag.split("-")[0].lower() == language] or list(words)
    return words[near[0]] if near else ""
