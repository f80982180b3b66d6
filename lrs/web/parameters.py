"""Values out of parameters and bodies: JSON, agents, times, truths. Each refuses with a sentence."""

from datetime import UTC
from typing import Any

import msgspec

from lrs.storage import clock
from lrs.web.errors import BadRequest
from xapi.errors import Problem, StatementInvalid
from xapi.formats import is_iri, is_time, is_uuid, moment
from xapi.validate import agents, twice


def json(body: bytes, what: str = "the body") -> Any:
    """Raises BadRequest when it is not JSON."""
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError, ValueError) as error:
        raise BadRequest("not_json", f"{what} is no valid JSON: {error}") from error


def once(body: bytes, what: str = "the body") -> Any:
    """JSON in which no object gives a property twice. Raises BadRequest, StatementInvalid with the path of the second."""
    value = json(body, what)
    try:
        duplicate = twice(body, value)
    except (ValueError, RecursionError) as error:
        raise BadRequest("not_json", f"{what} is nested too deep to be read") from error
    if duplicate is not None:
        index = duplicate[0] if isinstance(duplicate[0], int) else None
        steps = duplicate if index is None else duplicate[1:]
        path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
        raise StatementInvalid([Problem(f"${path}", "property_twice")], index)
    return value


def agent(value: str, *, may_be_group: bool = False) -> dict[str, Any]:
    """The agent of a parameter. Raises BadRequest, StatementInvalid with its path."""
    document = once(value.encode("utf-8", "replace"), "the parameter 'agent'")
    problems: list[Problem] = []
    (agents.actor if may_be_group else agents.agent)(document, "agent", problems)
    if problems:
        raise StatementInvalid(problems)
    return dict(document)


def iri(value: str, name: str) -> str:
    if not is_iri(value):
        raise BadRequest("not_iri", f"the parameter {name!r} must be a full IRI, with its scheme")
    return value


def uuid(value: str, name: str) -> str:
    if not is_uuid(value):
        raise BadRequest("not_uuid", f"the parameter {name!r} must be a UUID")
    return value.lower()


def time(value: str, name: str) -> str:
    """A time as the store writes it, UTC. A time without zone is read as UTC. A blank is read as the plus sign it was sent as."""
    fixed = value[:11] + value[11:].replace(" ", "+")
    if not is_time(fixed, strict=False):
        raise BadRequest("not_time", f"the parameter {name!r} must be a time, as 2026-11-23T19:04:13Z")
    instant = moment(fixed)
    return clock.text(instant if instant.tzinfo is not None else instant.replace(tzinfo=UTC))


def truth(value: str, name: str) -> bool:
    if value not in ("true", "false"):
        raise BadRequest("not_boolean", f"the parameter {name!r} must be true or false")
    return value == "true"


def number(value: str, name: str) -> int:
    """A whole number, zero or more."""
    if not (value.isascii() and value.isdigit() and len(value) < 19):
        raise BadRequest("not_number", f"the parameter {name!r} must be a whole number, zero or more")
    return int(value)
