"""The actor the product writes: an account with the site's home page and a UUID, never a name or an address."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from xapi.errors import ActorInvalid

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
                return "account|" + json.dumps([value["homePage"], value["name"]], ensure_ascii=False, separators=(",", ":"))
            return f"{name}|{value}"
    return None


def is_pseudonymous(actor: Mapping[str, Any], home_page: str | None = None) -> bool:
    """True if the actor is an account named by a UUID, without a name, on `home_page` when one is given."""
    if actor.get("name") is not None or actor.get("objectType", "Agent") != "Agent":
        return False
    value = actor.get("account")
    if not isinstance(value, Mapping) or any(name in actor for name in IDENTIFIERS if name != "account"):
        return False
    try:
        UUID(str(value.get("name")))
    except ValueError:
        return False
    return home_page is None or value.get("homePage") == home_page
