"""The statement browser: finding statements by pseudonym, verb and activity, and saying each in a sentence."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from lrs import query
from lrs.extract import agent_term
from lrs.query import Found
from lrs.reader import whole
from lrs.tables import term
from xapi.actor import account, identifier
from xapi.vocabulary import VERBS

FILTERS = ("person", "verb", "activity")


@dataclass(frozen=True)
class Sentence:
    """One statement for a reader: when, who did what, and its JSON."""

    id: str
    stored: str
    who: str
    verb: str
    what: str
    outcome: str
    raw: str


def verbs(language: str) -> list[tuple[str, str]]:
    """Every verb the product writes: (short name, words)."""
    return sorted(((key, row.display[language]) for key, row in VERBS.items()), key=lambda pair: pair[1])


def find(
    connection: Connection, asked: Mapping[str, str], before: int | None, home_page: str, limit: int
) -> tuple[list[Found], str]:
    """Statements, the newest first, and the name of a filter that could not be read, or an empty text."""
    person = asked["person"]
    if person:
        try:
            UUID(person)
        except ValueError:
            return [], "person"
    filters = query.Filters(
        agent=agent_term(account(home_page, person)) if person else None,
        verb=term("verb", VERBS[asked["verb"]].iri) if asked["verb"] in VERBS else None,
        activity=term("activity", asked["activity"]) if asked["activity"] else None,
        after=before,
        limit=limit,
    )
    return query.find(connection, filters), ""


def shown(row: Found, language: str) -> Sentence:
    """A statement in the reader's language; what it does not name is shown by its address."""
    statement = json.loads(whole(row.stored, row.body))
    thing = statement["object"]
    return Sentence(
        id=row.id,
        stored=row.stored,
        who=_who(statement["actor"]),
        verb=_words(statement["verb"].get("display"), language) or statement["verb"]["id"],
        what=_words(thing.get("definition", {}).get("name"), language) or str(thing.get("id", thing.get("objectType", ""))),
        outcome=_outcome(statement.get("result", {})),
        raw=json.dumps(statement, ensure_ascii=False, indent=1),
    )


def _who(actor: Mapping[str, Any]) -> str:
    name = actor.get("account", {}).get("name")
    return str(name) if name else (identifier(actor) or "?")


def _words(said: Mapping[str, str] | None, language: str) -> str:
    """A language map in the reader's language, else in whatever it has."""
    return (said or {}).get(language) or next(iter((said or {}).values()), "")


def _outcome(result: Mapping[str, Any]) -> str:
    scaled = result.get("score", {}).get("scaled")
    parts = [str(result["response"])] if result.get("response") else []
    parts += [f"{scaled:g}"] if isinstance(scaled, int | float) else []
    return ", ".join(parts)
