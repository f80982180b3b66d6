"""Whether a statement of the product follows the profile: known words, a template, a pseudonym, no free text."""

from collections.abc import Iterator, Mapping
from typing import Any

from xapi.actor import is_pseudonymous
from xapi.errors import ProfileBroken
from xapi.profile.templates import PLACES, TEMPLATES, Template
from xapi.vocabulary import BASE, CONTENT, EXT, TYPES, VERBS

Json = Mapping[str, Any]
LONGEST_TEXT = 100
"""Texts in extensions are keys and dates; a longer one is free text, which has no place in a statement."""
_BY_IRI = {(VERBS[row.verb].iri, TYPES[row.type].iri): row for row in TEMPLATES}
_NAMES = {iri: name for name, iri in EXT.items()}


def check(statement: Json) -> None:
    """Raises ProfileBroken with everything that does not fit."""
    faults = problems(statement)
    if faults:
        raise ProfileBroken(faults)


def problems(statement: Json) -> list[str]:
    """One sentence for each thing that does not fit the profile; an empty list for a statement that follows it."""
    faults = list(_words(statement))
    if not is_pseudonymous(statement.get("actor", {})):
        faults.append("$.actor is not an account named by a UUID")
    template = template_of(statement)
    if template is None:
        faults.append("no template has this verb with this type of object")
    else:
        faults += [f"{name} is missing, which the template {template.key} needs" for name in template.needs if not _has(statement, name)]
    return faults


def template_of(statement: Json) -> Template | None:
    """The template of the statement's verb and object type; None when there is none."""
    kind = (statement.get("object", {}).get("definition") or {}).get("type")
    return _BY_IRI.get((str(statement.get("verb", {}).get("id")), str(kind)))


def _words(statement: Json) -> Iterator[str]:
    """Verbs, extensions and texts that the profile does not know."""
    verb = statement.get("verb", {}).get("id")
    if verb not in {row.iri for row in VERBS.values()}:
        yield f"the verb {verb} is not in the vocabulary"
    thing = statement.get("object", {})
    if not str(thing.get("id", "")).startswith((CONTENT, BASE)):
        yield f"the object {thing.get('id')} is not below {CONTENT}"
    for part in ("context", "result"):
        for iri, value in ((statement.get(part) or {}).get("extensions") or {}).items():
            if iri not in _NAMES:
                yield f"the extension {iri} is not in the vocabulary"
            if isinstance(value, str) and len(value) > LONGEST_TEXT:
                yield f"the extension {iri} holds a text of {len(value)} characters"


def _has(statement: Json, name: str) -> bool:
    context, result = statement.get("context") or {}, statement.get("result") or {}
    if name.startswith("ext:"):
        return EXT[name[4:]] in (context.get("extensions") or {})
    value: Any = statement
    if name == "progress":
        return EXT["progress"] in (result.get("extensions") or {})
    for step in PLACES[name].removeprefix("$.").split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value is not None
