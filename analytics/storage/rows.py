"""One statement as one flat row of the lake: only keys, numbers and pseudonyms; no free text ever comes this far."""

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from math import isfinite
from typing import Any

from xapi.formats import duration_seconds, utc_seconds
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
    "confidence": TEXT,
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
    "valid_until": REAL,
    "departement": TEXT,
    "rating": WHOLE,
    "elapsed_days": WHOLE,
    "simple_text": TRUTH,
    "assisted": TRUTH,
    "offline": TRUTH,
    "unknown": TRUTH,
    "voids": TEXT,
    "wrong_clock": TRUTH,
}
"""Column -> type. stored, at, valid_until: seconds since 1970 UTC. simulated: None when the statement does not say: nobody counts it.
kind, thing: of the object (`item`, `fever/q1`). unknown: a verb or extension that is not in the vocabulary, or a value that does not
fit its column and is null here. voids: id of the target. wrong_clock: the act's time cannot be true, `at` is that of arrival instead."""

LARGEST = 1e12
"""Numbers beyond it are odd: their squares still fit, so that no sum or spread of a report overflows."""

AHEAD_S, BEHIND_S = 86_400.0, 400 * 86_400.0
"""An act more than a day after its arrival, or more than 400 days before it, was dated by a wrong clock."""

_VERB_NAMES = {verb.iri: name for name, verb in VERBS.items()}
_EXT_NAMES = {iri: name for name, iri in EXT.items()}
_FREE_TEXT = frozenset({"fill-in", "long-fill-in", "other"})
_MADE_HERE = frozenset({"kind", "thing"})
_KEY = re.compile(r"[\w.:,\[\]/-]{1,120}")

Row = dict[str, Any]
log = logging.getLogger(__name__)


def flatten(seq: int, stored: str, statement: Mapping[str, Any], pseudonymise: Callable[[str], str]) -> Row:
    """The row of a statement; never an exception. pseudonymise: who acts, in one text -> the subject.

    A value that does not fit its column is null, and the row is `unknown`; a statement that cannot be read at all is `bare`.
    """
    try:
        row = _flatten(seq, stored, statement, pseudonymise)
    except Exception as error:  # the last fence: one statement must not stop every figure of the site
        log.error("statement number %d is counted as unknown: %s", seq, type(error).__name__)
        return bare(seq, stored, statement)
    return row


def bare(seq: int, stored: str, statement: Mapping[str, Any]) -> Row:
    """The row of a statement of which nothing but its place in the store is understood."""
    at = utc_seconds(stored)
    row: Row = dict.fromkeys(SCHEMA)
    row |= {"seq": seq, "id": f"{statement.get('id')}".lower()[:36], "stored": at, "at": at, "subject": "", "verb": "unknown"}
    return row | {"kind": "elsewhere", "unknown": True, "wrong_clock": False}


def _flatten(seq: int, stored: str, statement: Mapping[str, Any], pseudonymise: Callable[[str], str]) -> Row:
    context = statement.get("context") or {}
    result = statement.get("result") or {}
    extensions = {**(context.get("extensions") or {}), **(result.get("extensions") or {})}
    ours = {_EXT_NAMES[iri]: value for iri, value in extensions.items() if iri in _EXT_NAMES}
    verb = _VERB_NAMES.get(statement["verb"]["id"])
    values: Row = {key: value for key, value in ours.items() if key in SCHEMA}
    if "valid_until" in values:
        values["valid_until"] = _instant(values["valid_until"])
    values |= _around_act(context) | _result(statement, result) | _object(statement["object"], verb)
    for iri in _around(context):
        for column, value in _about(*_place(iri)).items():
            if values.get(column) is None:
                values[column] = value
    row: Row = dict.fromkeys(SCHEMA)
    row |= {column: value if value is None or column in _MADE_HERE else _as_type(value, SCHEMA[column]) for column, value in values.items()}
    row |= _when(stored, statement) | {"seq": seq, "id": statement["id"].lower(), "verb": verb or "unknown"}
    row["subject"] = pseudonymise(actor_text(statement["actor"]))
    has_odd_value = any(value is not None and row[column] is None for column, value in values.items())
    row["unknown"] = verb is None or len(ours) < len(extensions) or has_odd_value
    return row


def _around(context: Mapping[str, Any]) -> Iterator[str]:
    """The ids of the activities a statement happened in: parents first."""
    groups = context.get("contextActivities") or {}
    for name in ("parent", "grouping"):
        rows = groups.get(name) or ()
        for activity in (rows,) if isinstance(rows, Mapping) else rows:
            yield activity.get("id", "")


def _around_act(context: Mapping[str, Any]) -> Row:
    return {name: context.get(name) for name in ("registration", "platform", "language")}


def actor_text(actor: Mapping[str, Any]) -> str:
    """One text for one actor: home page and name of an account, else the other identifier there is."""
    account = actor.get("account") or {}
    if account:
        return f"{account.get('homePage', '')} {account.get('name', '')}"
    return next((f"{kind} {actor[kind]}" for kind in ("mbox", "mbox_sha1sum", "openid") if kind in actor), " ")


def _when(stored: str, statement: Mapping[str, Any]) -> Row:
    """The moments of arrival and of the act, the latter only when the clock that dated it can be believed."""
    arrival = utc_seconds(stored)
    at = utc_seconds(statement.get("timestamp") or stored)
    is_wrong = not -AHEAD_S <= arrival - at <= BEHIND_S
    return {"stored": arrival, "at": arrival if is_wrong else at, "wrong_clock": is_wrong}


def _result(statement: Mapping[str, Any], result: Mapping[str, Any]) -> Row:
    definition = statement["object"].get("definition") or {}
    is_free = definition.get("interactionType") in _FREE_TEXT
    return {
        "success": result.get("success"),
        "scaled": (result.get("score") or {}).get("scaled"),
        "response": None if is_free else result.get("response"),
        "seconds": _span(result.get("duration")),
    }


def _instant(moment: Any) -> Any:
    """Seconds since 1970, or the value itself when it is no instant: then it is told as odd."""
    try:
        return utc_seconds(moment) if isinstance(moment, str) else moment
    except (ValueError, OverflowError):
        return moment


def _span(duration: Any) -> Any:
    """Seconds, or the text itself when it is no span of days or less: then it is told as odd."""
    seconds = duration_seconds(duration) if isinstance(duration, str) else None
    return duration if seconds is None else seconds


def _object(thing: Mapping[str, Any], verb: str | None) -> Row:
    if thing.get("objectType") == "StatementRef":
        return {"kind": "statement", "voids": str(thing["id"]).lower() if verb == "voided" else None}
    kind, name = _place(thing.get("id", ""))
    columns: Row = {"kind": kind, "thing": name, **_about(kind, name)}
    if kind == "item" and name and "/" in name:
        columns["module"] = name.split("/", 1)[0]
    elif kind == "sign":
        columns["symptom"] = name
    return columns


def _about(kind: str, name: str | None) -> Row:
    """What an activity says of where things happened: its module, course, campaign or week."""
    if kind in ("module", "course", "campaign"):
        return {kind: name}
    if kind == "week" and name and "/" in name:
        campaign, _, number = name.rpartition("/")
        return {"campaign": campaign, "week": int(number) if number.isdecimal() else number}
    return {}


def _place(iri: str) -> tuple[str, str | None]:
    """(`item`, `fever/q1`) of a content IRI; (`elsewhere`, None) of any other."""
    if not iri.startswith(CONTENT):
        return "elsewhere", None
    kind, _, rest = iri[len(CONTENT) :].partition("/")
    return kind[:40], rest[:120] or None  # a key for a person to read; `module`, `campaign` and the like are checked


def _as_type(value: Any, kind: str) -> Any:
    """The value if it fits a column of this type, else None."""
    if kind == TEXT and isinstance(value, str):  # most of them, and this is asked fourteen times a statement
        return value if _KEY.fullmatch(value) else None
    if kind == TRUTH:
        return value if isinstance(value, bool) else None
    if isinstance(value, bool):
        return None
    if kind in (REAL, WHOLE):
        is_number = isinstance(value, (int, float)) and abs(value) <= LARGEST and isfinite(value)
        if kind == REAL:
            return float(value) if is_number else None
        return value if is_number and isinstance(value, int) else None
    if isinstance(value, float):
        value = str(value)
    elif isinstance(value, int):
        value = str(value) if abs(value) <= LARGEST else None
    return value if isinstance(value, str) and _KEY.fullmatch(value) else None
