"""Whether two statements with one id say the same: xAPI 1.0.3 part 2, 2.3.1.1; what may differ is left aside."""

from collections.abc import Mapping
from typing import Any

from xapi.actor import identifier
from xapi.formats import cut_duration, moment

Json = Mapping[str, Any]
_SET_BY_STORE = ("stored", "authority", "version", "attachments")


def says_the_same(old: Json, new: Json) -> bool:
    """True if `new`, a statement as it arrived, is equivalent to the one kept, apart from what the store itself sets."""
    one, right = _plain(old), _plain(new)
    if "timestamp" not in new:
        one.pop("timestamp", None)
        right.pop("timestamp", None)
    return one == right


def _plain(statement: Json) -> dict[str, Any]:
    plain = {key: value for key, value in statement.items() if key not in _SET_BY_STORE}
    if isinstance(plain.get("timestamp"), str):
        plain["timestamp"] = moment(plain["timestamp"])
    if isinstance(plain.get("id"), str):
        plain["id"] = plain["id"].lower()
    plain["verb"] = {"id": statement["verb"]["id"]}
    plain["actor"] = _agent(statement["actor"])
    plain["object"] = _thing(statement["object"])
    if "context" in plain:
        plain["context"] = _context(plain["context"])
    if "duration" in plain.get("result", {}):
        plain["result"] = {**plain["result"], "duration": cut_duration(plain["result"]["duration"])}
    return plain


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
    name = identifier(agent)
    if name is not None:
        return name
    return sorted(str(_agent(row)) for row in agent.get("member", ()))


def _context(context: Json) -> dict[str, Any]:
    plain = dict(context)
    for name in ("instructor", "team"):
        if name in plain:
            plain[name] = _agent(plain[name])
    if isinstance(plain.get("registration"), str):
        plain["registration"] = plain["registration"].lower()
    groups = plain.get("contextActivities") or {}
    plain["contextActivities"] = {
        name: sorted(row["id"] for row in (rows if isinstance(rows, list) else [rows])) for name, rows in groups.items() if rows
    }
    return {key: value for key, value in plain.items() if value not in ({}, [])}
