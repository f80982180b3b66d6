"""Whether two statements with one id say the same: xAPI 1.0.3 part 2, 2.3.1.1; what may differ is left aside."""

from collections.abc import Mapping
from typing import Any

from xapi.actor import identifier
from xapi.formats import cut_duration, moment

Json = Mapping[str, Any]
_SET_BY_STORE = ("stored", "authority", "version", "attachments")


def says_the_same(kept: Json, sent: Json) -> bool:
    """True if `sent`, a statement as it arrived, is equivalent to the one kept, apart from what the store itself sets."""
    left, right = _plain(kept), _plain(sent)
    if "timestamp" not in sent:
        left.pop("timestamp", None)
        right.pop("timestamp", None)
    return left == right


def _plain(statement: Json) -> dict[str, Any]:
    made = {key: value for key, value in statement.items() if key not in _SET_BY_STORE}
    if isinstance(made.get("timestamp"), str):
        made["timestamp"] = moment(made["timestamp"])
    if isinstance(made.get("id"), str):
        made["id"] = made["id"].lower()
    made["verb"] = {"id": statement["verb"]["id"]}
    made["actor"] = _agent(statement["actor"])
    made["object"] = _thing(statement["object"])
    if "context" in made:
        made["context"] = _context(made["context"])
    if "duration" in made.get("result", {}):
        made["result"] = {**made["result"], "duration": cut_duration(made["result"]["duration"])}
    return made


def _thing(thing: Json) -> Any:
    kind = thing.get("objectType", "Activity")
    if kind == "Activity":
        return thing["id"]  # definitions may differ: they describe the activity, not the statement
    if kind in ("Agent", "Group"):
        return _agent(thing)
    if kind == "SubStatement":
        return _plain(thing)
    return {"StatementRef": thing["id"].lower()}


def _agent(agent: Json) -> Any:
    found = identifier(agent)
    if found is not None:
        return found
    return sorted(str(_agent(row)) for row in agent.get("member", ()))


def _context(context: Json) -> dict[str, Any]:
    made = dict(context)
    for name in ("instructor", "team"):
        if name in made:
            made[name] = _agent(made[name])
    if isinstance(made.get("registration"), str):
        made["registration"] = made["registration"].lower()
    groups = made.get("contextActivities") or {}
    made["contextActivities"] = {
        name: sorted(row["id"] for row in (rows if isinstance(rows, list) else [rows])) for name, rows in groups.items() if rows
    }
    return {key: value for key, value in made.items() if value not in ({}, [])}
