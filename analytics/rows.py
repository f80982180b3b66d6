"""One statement as one flat row of the lake: only keys, numbers and pseudonyms; no free text ever comes this far."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from xapi.vocabulary import CONTENT, EXT, VERBS

TEXT, REAL, WHOLE, TRUTH = "string", "float64", "int64", "bool"

SCHEMA: dict[str, str] = {
    "seq": WHOLE,
    "id": TEXT,
    "stored": REAL,
    "at": REAL,
    "subject": TEXT,
    "verb": TEXT,
    "kind": TEXT,
    "thing": TEXT,
    "module": TEXT,
    "course": TEXT,
    "campaign": TEXT,
    "week": WHOLE,
    "cohort": TEXT,
    "role": TEXT,
    "arm": TEXT,
    "simulated": TRUTH,
    "registration": TEXT,
    "platform": TEXT,
    "language": TEXT,
    "success": TRUTH,
    "scaled": REAL,
    "response": TEXT,
    "seconds": REAL,
    "progress": REAL,
    "item_version": TEXT,
    "phase": TEXT,
    "form": TEXT,
    "objective": TEXT,
    "unsafe": TRUTH,
    "harm": TEXT,
    "play": TEXT,
    "difficulty": WHOLE,
    "episode": TEXT,
    "symptom": TEXT,
    "flag": TEXT,
    "game_hour": REAL,
    "game_day": WHOLE,
    "cycle_day": WHOLE,
    "slot": TEXT,
    "hinted": TRUTH,
    "person": TEXT,
    "q": REAL,
    "drug": TEXT,
    "due": TEXT,
    "reason": TEXT,
    "simple_text": TRUTH,
    "assisted": TRUTH,
    "offline": TRUTH,
    "unknown": TRUTH,
    "voids": TEXT,
}
"""Column -> type. stored, at: seconds since 1970 UTC. simulated: None when the statement does not say, and then nobody counts it.
kind, thing: of the object (`item`, `fever/q1`). unknown: a verb or extension that is not in the vocabulary. voids: id of the target."""

_VERB_NAMES = {verb.iri: name for name, verb in VERBS.items()}
_EXT_NAMES = {iri: name for name, iri in EXT.items()}
_FREE_TEXT = frozenset({"fill-in", "long-fill-in", "other"})
_KEY = re.compile(r"^[\w.:,\[\]/-]{1,120}$")
_DURATION = re.compile(r"^P(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$")

Row = dict[str, Any]


def flatten(seq: int, stored: str, statement: Mapping[str, Any], pseudonymise: Callable[[str], str]) -> Row:
    """The row of a statement. pseudonymise: home page and account name in one text -> the subject."""
    context = statement.get("context") or {}
    result = statement.get("result") or {}
    said = {**(context.get("extensions") or {}), **(result.get("extensions") or {})}
    ours = {_EXT_NAMES[iri]: value for iri, value in said.items() if iri in _EXT_NAMES}
    verb = _VERB_NAMES.get(statement["verb"]["id"])
    row: Row = dict.fromkeys(SCHEMA)
    row.update({key: _typed(value, SCHEMA[key]) for key, value in ours.items() if key in SCHEMA})
    row.update(_who_when(seq, stored, statement, context, pseudonymise))
    row.update(_result(statement, result))
    row["verb"] = verb or "unknown"
    row["unknown"] = verb is None or len(ours) < len(said)
    row.update(_object(statement["object"], verb))
    around = context.get("contextActivities") or {}
    for activity in (*around.get("parent", ()), *around.get("grouping", ())):
        for column, value in _about(*_place(activity.get("id", ""))).items():
            if row[column] is None:
                row[column] = value
    return row


def _who_when(seq: int, stored: str, statement: Mapping[str, Any], context: Mapping[str, Any], pseudonymise: Callable[[str], str]) -> Row:
    account = statement["actor"].get("account") or {}
    return {
        "seq": seq,
        "id": statement["id"],
        "stored": _moment(stored),
        "at": _moment(statement.get("timestamp") or stored),
        "subject": pseudonymise(f"{account.get('homePage', '')} {account.get('name', '')}"),
        "registration": context.get("registration"),
        "platform": _typed(context.get("platform"), TEXT),
        "language": _typed(context.get("language"), TEXT),
    }


def _result(statement: Mapping[str, Any], result: Mapping[str, Any]) -> Row:
    scaled = (result.get("score") or {}).get("scaled")
    definition = statement["object"].get("definition") or {}
    is_free = definition.get("interactionType") in _FREE_TEXT
    return {
        "success": _typed(result.get("success"), TRUTH),
        "scaled": _typed(scaled, REAL),
        "response": None if is_free else _typed(result.get("response"), TEXT),
        "seconds": seconds(result.get("duration")),
    }


def _object(thing: Mapping[str, Any], verb: str | None) -> Row:
    if thing.get("objectType") == "StatementRef":
        return {"kind": "statement", "voids": str(thing["id"]).lower() if verb == "voided" else None}
    kind, name = _place(thing.get("id", ""))
    made: Row = {"kind": kind, "thing": name, **_about(kind, name)}
    if kind == "item" and name and "/" in name:
        made["module"] = name.split("/", 1)[0]
    elif kind == "sign":
        made["symptom"] = name
    return made


def _about(kind: str, name: str | None) -> Row:
    """What an activity says of where things happened: its module, course, campaign or week."""
    if kind in ("module", "course", "campaign"):
        return {kind: name}
    if kind == "week" and name and "/" in name:
        campaign, _, number = name.rpartition("/")
        return {"campaign": campaign, "week": int(number) if number.isdecimal() else None}
    return {}


def _place(iri: str) -> tuple[str, str | None]:
    """(`item`, `fever/q1`) of a content IRI; (`elsewhere`, None) of any other."""
    if not iri.startswith(CONTENT):
        return "elsewhere", None
    kind, _, rest = iri[len(CONTENT) :].partition("/")
    return kind[:40], rest[:120] or None


def _moment(text: str) -> float:
    """Seconds since 1970 UTC of an ISO 8601 moment; digits after the microsecond are dropped."""
    at = datetime.fromisoformat(text)
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()


def seconds(duration: Any) -> float | None:
    """Seconds of an ISO 8601 duration of days or less; None when there is none or it counts months or years."""
    match = _DURATION.match(duration) if isinstance(duration, str) else None
    if match is None or duration in ("P", "PT"):
        return None
    days, hours, minutes, rest = (float(part or 0) for part in match.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 + rest


def _typed(value: Any, kind: str) -> Any:
    """The value if it is of its column's type, else None: one odd extension must not stop the feed."""
    if kind == TRUTH:
        return value if isinstance(value, bool) else None
    if isinstance(value, bool):
        return None
    if kind == REAL:
        return float(value) if isinstance(value, (int, float)) else None
    if kind == WHOLE:
        return value if isinstance(value, int) and abs(value) < 2**53 else None
    if isinstance(value, (int, float)):
        value = str(value)
    return value if isinstance(value, str) and _KEY.match(value) else None
