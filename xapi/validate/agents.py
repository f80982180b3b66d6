"""Agents, groups, authorities: xAPI 1.0.3 part 2, 2.4.2 and 2.4.9."""

from typing import Any

from xapi.errors import Problem
from xapi.formats import is_iri, is_mailbox, is_sha1
from xapi.validate.values import Problems, array_at, format_at, object_at, text_at, unknown

_AGENT = frozenset(("objectType", "name", "mbox", "mbox_sha1sum", "openid", "account"))
_GROUP = _AGENT | {"member"}
_ACCOUNT = frozenset(("homePage", "name"))
_IDENTIFIERS = ("mbox", "mbox_sha1sum", "openid", "account")


def actor(value: Any, path: str, problems: Problems) -> None:
    """An agent or a group."""
    if not object_at(value, path, problems):
        return
    kind = value.get("objectType", "Agent")
    if kind == "Agent":
        _agent(value, path, problems)
    elif kind == "Group":
        _group(value, path, problems)
    else:
        problems.append(Problem(f"{path}.objectType", "object_type", "Agent, Group"))


def agent(value: Any, path: str, problems: Problems) -> None:
    """An agent, and not a group."""
    if not object_at(value, path, problems):
        return
    if value.get("objectType", "Agent") != "Agent":
        problems.append(Problem(f"{path}.objectType", "object_type", "Agent"))
        return
    _agent(value, path, problems)


def group(value: Any, path: str, problems: Problems) -> None:
    """A group, which says so."""
    if not object_at(value, path, problems):
        return
    if value.get("objectType") != "Group":
        problems.append(Problem(f"{path}.objectType", "object_type", "Group"))
        return
    _group(value, path, problems)


def authority(value: Any, path: str, problems: Problems) -> None:
    """An agent, or an anonymous group of exactly two agents (OAuth)."""
    actor(value, path, problems)
    if type(value) is dict and value.get("objectType") == "Group":
        members = value.get("member")
        if type(members) is not list or len(members) != 2 or any(key in value for key in _IDENTIFIERS):
            problems.append(Problem(path, "authority_group"))


def _agent(value: dict[str, Any], path: str, problems: Problems) -> None:
    if not value.keys() <= _AGENT:
        unknown(value, _AGENT, path, problems)
    if _identifiers(value, path, problems) != 1:
        problems.append(Problem(path, "one_identifier"))


def _group(value: dict[str, Any], path: str, problems: Problems) -> None:
    if not value.keys() <= _GROUP:
        unknown(value, _GROUP, path, problems)
    count = _identifiers(value, path, problems)
    if count > 1:
        problems.append(Problem(path, "one_identifier"))
    if "member" not in value:
        if count == 0:
            problems.append(Problem(f"{path}.member", "missing"))
        return
    if array_at(value["member"], f"{path}.member", problems):
        for index, member in enumerate(value["member"]):
            agent(member, f"{path}.member[{index}]", problems)


def _identifiers(value: dict[str, Any], path: str, problems: Problems) -> int:
    """Check the identifiers that are there and the name; give how many identifiers there are."""
    count = 0
    if "account" in value:
        count += 1
        _account(value["account"], f"{path}.account", problems)
    if "mbox" in value:
        count += 1
        format_at(value["mbox"], is_mailbox, "not_mailbox", path, "mbox", problems)
    if "mbox_sha1sum" in value:
        count += 1
        format_at(value["mbox_sha1sum"], is_sha1, "not_sha1", path, "mbox_sha1sum", problems)
    if "openid" in value:
        count += 1
        format_at(value["openid"], is_iri, "not_iri", path, "openid", problems)
    if "name" in value:
        text_at(value["name"], path, "name", problems)
    return count


def _account(value: Any, path: str, problems: Problems) -> None:
    if not object_at(value, path, problems):
        return
    if not value.keys() <= _ACCOUNT:
        unknown(value, _ACCOUNT, path, problems)
    for key in ("homePage", "name"):
        if key not in value:
            problems.append(Problem(f"{path}.{key}", "missing"))
    if "homePage" in value:
        format_at(value["homePage"], is_iri, "not_iri", path, "homePage", problems)
    if "name" in value:
        text_at(value["name"], path, "name", problems)
