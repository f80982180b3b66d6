"""The actor the product writes: an account with the site's home page and a UUID, never a name or an address."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

from xapi.errors import ActorInvalid

_LONGEST_CACHED, _LONGEST_UUID = 300, 64
IDENTIFIERS = ("mbox", "mbox_sha1sum", "openid", "account")
"""The four inverse functional identifiers, xAPI 1.0.3 part 2, 2.4.2.3."""


def account(home_page: str, uuid: UUID | str) -> dict[str, Any]:
    """A pseudonymous actor. Raises ActorInvalid when uuid is not a UUID: a name or an address must never slip in here."""
    try:
        name = str(UUID(str(uuid)))
    except ValueError as error:
        raise ActorInvalid(f"{uuid!r} is not a UUID; an actor of the product is the site's home page and a UUID") from error
    return {"objectType": "Agent", "account": {"homePage": home_page, "name": name}}


def identifier(actor: Mapping[str, Any]) -> str | None:
    """One text that is equal for equal actors: `account|home page|name`, `mbox|…`; None for a group without identifier."""
    for name in IDENTIFIERS:
        if name in actor:
            value = actor[name]
            if name == "account":
                short = len(value["homePage"]) + len(value["name"]) <= _LONGEST_CACHED
                return (_short_account if short else _account)(value["homePage"], value["name"])
            return f"{name}|{value}"
    return None


def _account(home_page: str, name: str) -> str:
    return "account|" + json.dumps([home_page, name], ensure_ascii=False, separators=(",", ":"))


_short_account = lru_cache(20_000)(_account)


@lru_cache(20_000)
def _is_uuid(name: str) -> bool:
    try:
        UUID(name)
    except ValueError:
        return False
    return True


def is_pseudonymous(actor: Mapping[str, Any], home_page: str | None = None) -> bool:
    """True if the actor is an account named by a UUID, without a name, on `home_page` when one is given."""
    if actor.get("name") is not None or actor.get("objectType", "Agent") != "Agent":
        return False
    value = actor.get("account")
    if not isinstance(value, Mapping) or any(name in actor for name in IDENTIFIERS if name != "account"):
        return False
    name = value.get("name")
    if type(name) is not str or len(name) > _LONGEST_UUID or not _is_uuid(name):
        return False
    return home_page is None or value.get("homePage") == home_page
