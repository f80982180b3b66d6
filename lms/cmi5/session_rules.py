"""What a statement of a launched unit must be (cmi5 Quartz, sections 7.1, 9 and 10): pure, no clock and no database."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from lms.cmi5_modules.models import NORMAL
from lrs.errors import SessionRuleBroken
from lrs.web.access_control import agents_of
from xapi.actor import identifier
from xapi.formats import moment
from xapi.vocabulary import BASE, CATEGORIES, EXT, VERBS

Json = Mapping[str, Any]
INITIALIZED, COMPLETED, PASSED, FAILED, TERMINATED = "initialized", "completed", "passed", "failed", "terminated"
DEFINED = {VERBS[name].iri: name for name in (INITIALIZED, COMPLETED, PASSED, FAILED, TERMINATED)}
JUDGING = (COMPLETED, PASSED, FAILED)
"""Verbs about satisfaction: for a launch in normal mode alone."""
ALLOWED = ""
"""What `check` gives for a statement of any verb without the category of the standard."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What the launch fixed. activity: what the site calls the unit; publisher_id: what its publisher does."""

    actor: Json
    registration: str
    session: str
    activity: str
    publisher_id: str
    mode: str = NORMAL
    mastery_score: float | None = None


@dataclass(slots=True)
class History:
    """What was said before. verbs: the defined ones of this session, in order; of_run: completed, passed in the registration."""

    verbs: list[str] = field(default_factory=list)
    of_run: set[str] = field(default_factory=set)


def check(statement: Json, terms: Terms, history: History) -> str:
    """The defined verb of the statement, ALLOWED for an allowed one. Raises SessionRuleBroken."""
    _check_frame(statement, terms)
    verb = DEFINED.get(statement["verb"]["id"], "") if _is_defined(statement) else ALLOWED
    if _is_defined(statement) and not verb:
        raise _broken("verb", "$.verb.id", "a unit does not send this verb with the category cmi5")
    _check_order(verb, terms, history)
    if verb:
        _check_defined(statement, verb, terms)
    elif _has_category(statement, "moveon"):
        raise _broken("category", "$.context.contextActivities.category", "only defined statements carry the category moveOn")
    return verb


def _check_frame(statement: Json, terms: Terms) -> None:
    """What every statement of the session bears: its id, time, actor, registration and the template of the launch."""
    if "id" not in statement:
        raise _broken("id", "$.id", "a unit gives each statement its id")
    if statement["verb"]["id"] == VERBS["voided"].iri:
        raise _broken("voiding", "$.verb.id", "a unit voids no statement")
    stamp = statement.get("timestamp")
    if stamp is None or moment(stamp).utcoffset() != timedelta(0):
        raise _broken("timestamp", "$.timestamp", "each statement bears its time, in UTC")
    own = identifier(terms.actor)
    for path, agent in agents_of(statement):
        if agent.get("objectType", "Agent") != "Agent" or identifier(agent) != own or agent.get("name") is not None:
            raise _broken("actor", path, "this session writes about its own learner alone, under her pseudonym")
    context = statement.get("context") or {}
    if str(context.get("registration", "")).lower() != terms.registration:
        raise _broken("registration", "$.context.registration", "this session writes in its own registration alone")
    extensions = context.get("extensions") or {}
    if extensions.get(EXT["sessionid"]) != terms.session:
        raise _broken("session", f"$.context.extensions['{EXT['sessionid']}']", "the session id of the launch is missing or another")
    if terms.publisher_id not in _activities(statement, "grouping"):
        raise _broken("grouping", "$.context.contextActivities.grouping", "the publisher's id of the unit, from the template, is missing")
    _check_marks(statement)


def _check_marks(statement: Json) -> None:
    """The site's own extensions are what its reports are made of: no other program writes them."""
    for path, part in (("$", statement), ("$.object", statement["object"])):
        for name in ("context", "result"):
            keys = (part.get(name) or {}).get("extensions") or {}
            own = next((key for key in keys if key.startswith(BASE)), None)
            if own is not None:
                raise _broken("mark", f"{path}.{name}.extensions['{own}']", "this extension is written by the site alone")


def _check_order(verb: str, terms: Terms, history: History) -> None:
    where = "$.verb.id"
    if TERMINATED in history.verbs:
        raise _broken("terminated", where, "the session was terminated; launch the unit again")
    if INITIALIZED not in history.verbs and verb != INITIALIZED:
        raise _broken("order", where, "the first statement of a session is initialized")
    if verb and verb in history.verbs:
        raise _broken("twice", where, f"{verb} was said in this session already")
    if verb in (PASSED, FAILED) and {PASSED, FAILED} & set(history.verbs):
        raise _broken("judged", where, "one session says passed or failed, once")
    if verb in (COMPLETED, PASSED) and verb in history.of_run:
        raise _broken("twice", where, f"{verb} was said in this registration already")
    if verb == FAILED and PASSED in history.of_run:
        raise _broken("judged", where, "failed does not follow passed in one registration")
    if verb in JUDGING and terms.mode != NORMAL:
        raise _broken("mode", where, f"in the mode {terms.mode} a unit sends initialized and terminated alone")


def _check_defined(statement: Json, verb: str, terms: Terms) -> None:
    if statement["object"].get("objectType", "Activity") != "Activity" or statement["object"].get("id") != terms.activity:
        raise _broken("object", "$.object.id", "a defined statement is about the unit that was launched")
    result = statement.get("result") or {}
    for name, fit in (("success", {PASSED: True, FAILED: False}), ("completion", {COMPLETED: True})):
        if result.get(name) is not fit.get(verb):
            raise _broken("result", f"$.result.{name}", f"{name} does not fit {verb}")
    if _has_category(statement, "moveon") != (verb in JUDGING):
        raise _broken("category", "$.context.contextActivities.category", f"the category moveOn does not fit {verb}")
    if verb in (*JUDGING, TERMINATED) and "duration" not in result:
        raise _broken("duration", "$.result.duration", f"{verb} tells its duration")
    _check_score(result, verb, terms)
    if terms.mastery_score is not None and verb in (PASSED, FAILED):
        named = (statement["context"].get("extensions") or {}).get(EXT["masteryscore"])
        is_by_score = "score" in result or named is not None
        if is_by_score and named != terms.mastery_score:
            where = f"$.context.extensions['{EXT['masteryscore']}']"
            raise _broken("mastery", where, "a verdict by a score names the masteryScore of the launch; it is missing or another")


def _check_score(result: Json, verb: str, terms: Terms) -> None:
    score = result.get("score")
    if score is None:
        return
    if verb not in (PASSED, FAILED):
        raise _broken("score", "$.result.score", f"{verb} tells no score")
    scaled = score.get("scaled")
    if scaled is not None and not 0 <= scaled <= 1:
        raise _broken("score", "$.result.score.scaled", "scaled goes from 0 to 1")
    if "raw" in score and not {"min", "max"} <= score.keys():
        raise _broken("score", "$.result.score", "raw comes with min and max")
    if scaled is not None and terms.mastery_score is not None and (scaled >= terms.mastery_score) != (verb == PASSED):
        raise _broken("mastery", "$.result.score.scaled", f"{verb} does not fit this score and the masteryScore {terms.mastery_score:g}")


def kept_form(statement: Json) -> Json | None:
    """What is kept of a statement of a patients' or carers' course: that something was done, never how well. None: nothing of it.

    Neither passed nor failed, no score, no success and no answer; what she was asked tells of her treatment too.
    """
    if statement["verb"]["id"] in (VERBS[PASSED].iri, VERBS[FAILED].iri):
        return None
    rest = {name: value for name, value in (statement.get("result") or {}).items() if name in ("completion", "duration")}
    return {**{name: value for name, value in statement.items() if name != "result"}, **({"result": rest} if rest else {})}


def _is_defined(statement: Json) -> bool:
    return _has_category(statement, "cmi5")


def _has_category(statement: Json, name: str) -> bool:
    return CATEGORIES[name] in _activities(statement, "category")


def _activities(statement: Json, group: str) -> Sequence[str]:
    rows = ((statement.get("context") or {}).get("contextActivities") or {}).get(group) or []
    return [row.get("id", "") for row in _listed(rows)]


def _listed(rows: Any) -> Iterator[Json]:
    yield from rows if isinstance(rows, list) else [rows]


def _broken(code: str, path: str, sentence: str) -> SessionRuleBroken:
    return SessionRuleBroken(f"session_{code}", path, sentence)
