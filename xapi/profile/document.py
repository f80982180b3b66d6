"""The profile as a JSON-LD document of the xAPI Profiles specification 1.0."""

from typing import Any

from xapi.profile.templates import PATTERNS, PLACES, TEMPLATES, Pattern, Template
from xapi.vocabulary import BASE, EXT, EXTENSION_MEANINGS, PROFILE, TYPES, VERBS

VERSION = "1.0"
PUBLISHED = "2026-11-23T00:00:00Z"
_ACTIVITY_CONTEXT = "https://w3id.org/xapi/profiles/activity-context"
Json = dict[str, Any]


def document() -> Json:
    """The whole profile: concepts, templates, patterns."""
    return {
        "@context": "https://w3id.org/xapi/profiles/context",
        "id": PROFILE,
        "type": "Profile",
        "conformsTo": "https://w3id.org/xapi/profiles#1.0",
        "prefLabel": {"fr": "Hors les murs", "en": "Hors les murs"},
        "definition": {
            "fr": "Ce que Hors les murs dit de l’apprentissage et du jeu, sans jamais nommer une personne.",
            "en": "What Hors les murs says of learning and of the game, without ever naming a person.",
        },
        "versions": [{"id": f"{PROFILE}/v{VERSION}", "generatedAtTime": PUBLISHED}],
        "author": {"type": "Organization", "name": "Hors les murs", "url": "https://hors-les-murs.example/"},
        "concepts": [*_verbs(), *_types(), *_extensions()],
        "templates": [_template(row) for row in TEMPLATES],
        "patterns": [_pattern(row) for row in PATTERNS],
    }


def template_iri(key: str) -> str:
    return f"{BASE}templates/{key}"


def pattern_iri(key: str) -> str:
    return f"{BASE}patterns/{key}"


def _concept(iri: str, kind: str, label: Json, definition: Json) -> Json:
    return {"id": iri, "type": kind, "inScheme": f"{PROFILE}/v{VERSION}", "prefLabel": label, "definition": definition}


def _verbs() -> list[Json]:
    return [_concept(row.iri, "Verb", dict(row.display), {"en": row.meaning}) for row in VERBS.values() if row.is_ours]


def _types() -> list[Json]:
    return [
        _concept(row.iri, "ActivityType", {"en": name}, {"fr": row.meaning_fr, "en": row.meaning})
        for name, row in TYPES.items()
        if row.is_ours
    ]


def _extensions() -> list[Json]:
    concepts = []
    for name, (french, english) in EXTENSION_MEANINGS.items():
        row = _concept(EXT[name], "ContextExtension", {"en": name.replace("_", " ")}, {"fr": french, "en": english})
        concepts.append(row | {"context": _ACTIVITY_CONTEXT})
    return concepts


def _template(row: Template) -> Json:
    rules = [{"location": _location(name), "presence": "included"} for name in row.needs]
    rules += [{"location": _location(name), "presence": "recommended"} for name in row.may]
    return {
        "id": template_iri(row.key),
        "type": "StatementTemplate",
        "inScheme": f"{PROFILE}/v{VERSION}",
        "prefLabel": {"en": row.key.replace("-", " ")},
        "definition": {"en": row.meaning},
        "verb": VERBS[row.verb].iri,
        "objectActivityType": TYPES[row.type].iri,
        "rules": rules,
    }


def _location(name: str) -> str:
    return f"$.context.extensions['{EXT[name[4:]]}']" if name.startswith("ext:") else PLACES[name]


def _pattern(row: Pattern) -> Json:
    templates = {template.key for template in TEMPLATES}
    parts = [template_iri(key) if key in templates else pattern_iri(key) for key in row.parts]
    concept: Json = {"id": pattern_iri(row.key), "type": "Pattern", "primary": row.is_primary}
    concept |= {"prefLabel": {"en": row.key.replace("-", " ")}, "definition": {"en": row.meaning}}
    concept[row.kind] = parts[0] if row.kind in ("optional", "oneOrMore", "zeroOrMore") else parts
    return concept
