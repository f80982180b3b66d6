"""The cast of the store's tests: a learner, her educator, a stranger; statements they make; a client that speaks to the real site."""

import base64
import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from flask.testing import FlaskClient
from real_site import site_with

from lrs.keys import access_keys
from lrs.storage.store import Store
from xapi import actor, builders
from xapi.vocabulary import CONTENT

HOME = "https://site.example"
DATABASES = ("sqlite", "postgresql")
VERSIONS = ("1.0.3", "2.0.0")
LEARNER = actor.account(HOME, UUID(int=1))
EDUCATOR = actor.account(HOME, UUID(int=2))
STRANGER = actor.account(HOME, UUID(int=3))
SITE = actor.account(HOME, UUID(int=9))
WHEN = "2026-11-23T19:00:00.000Z"
MODULE = f"{CONTENT}module/fever"
ITEM = f"{CONTENT}item/fever/first"
Json = dict[str, Any]


def make_statement(**changed: Any) -> Json:
    """A small valid statement; parts given by name replace its own."""
    made = builders.statement(
        id=changed.pop("id", None) or uuid4(),
        actor=changed.pop("actor", LEARNER),
        verb=changed.pop("verb", "answered"),
        object=changed.pop("object", None) or builders.activity(ITEM, "cmi.interaction", {"fr": "Fièvre", "en": "Fever"}),
        timestamp=changed.pop("timestamp", WHEN),
    )
    return made | changed


@dataclass
class Caller:
    """A client with an access key and a version."""

    client: FlaskClient
    id: str
    secret: str
    version: str = "2.0.0"

    def headers(self, **more: str) -> dict[str, str]:
        mark = base64.b64encode(f"{self.id}:{self.secret}".encode()).decode()
        made = {"Authorization": f"Basic {mark}", "X-Experience-API-Version": self.version}
        return made | {name.replace("_", "-"): value for name, value in more.items()}

    def get(self, path: str, headers: dict[str, str] | None = None, **params: Any) -> Any:
        return self.client.get(f"/xapi/{path}", query_string=_texts(params), headers=self.headers() | (headers or {}))

    def post(self, path: str, body: Any, headers: dict[str, str] | None = None, **params: Any) -> Any:
        return self._send("POST", path, body, headers, params)

    def put(self, path: str, body: Any, headers: dict[str, str] | None = None, **params: Any) -> Any:
        return self._send("PUT", path, body, headers, params)

    def delete(self, path: str, headers: dict[str, str] | None = None, **params: Any) -> Any:
        return self.client.delete(f"/xapi/{path}", query_string=_texts(params), headers=self.headers() | (headers or {}))

    def _send(self, method: str, path: str, body: Any, headers: dict[str, str] | None, params: Json) -> Any:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        whole = self.headers(Content_Type="application/json") | (headers or {})
        return self.client.open(f"/xapi/{path}", method=method, query_string=_texts(params), data=raw, headers=whole)

    def ids(self, **params: Any) -> list[str]:
        """Ids of the statements found, over all pages."""
        answer = self.get("statements", **params)
        assert answer.status_code == 200, answer.text
        statements = answer.json["statements"]
        more = answer.json["more"]
        while more:
            page = self.client.get(more, headers=self.headers())
            statements += page.json["statements"]
            more = page.json["more"]
        return [row["id"] for row in statements]


def _texts(params: Json) -> dict[str, str]:
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in params.items()}


def make_caller(store: Store, *, version: str = "2.0.0", **wanted: Any) -> Caller:
    """A caller with a new key; by default one that may do everything, for pseudonymous actors."""
    wanted = {"label": "test", "scopes": ["all"], **wanted}
    key, secret = store.writer.submit(lambda connection: access_keys.create(connection, **wanted))
    return Caller(site_with(store).test_client(), key.id, secret, version)
