"""The plays of one learner as State documents at the site: listed, read, and written only over what was read (If-Match)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from game.device import own_network
from game.device.network import VERSION_HEADER, Answer, Network
from game.device.pairing import Pairing
from game.errors import KeyRevoked, SiteUnreachable, StatementsRefused
from infrastructure.http_answers import basic_auth
from xapi import activities

VERSION = "2.0.0"


@dataclass(frozen=True)
class Document:
    """A play as the site has it. etag: to be sent back in If-Match."""

    etag: str
    data: bytes


@dataclass(frozen=True)
class StateDocuments:
    """Each call raises SiteUnreachable and KeyRevoked; nothing that is not a store's own answer counts as one."""

    pairing: Pairing
    http: Network | None = None
    marks: dict[str, str] = field(default_factory=lambda: {VERSION_HEADER: VERSION})

    def names(self) -> list[str]:
        """The UUIDs of all plays there."""
        answer = self._ask("GET", {})
        document = _json(answer)
        if answer.status != 200 or not isinstance(document, list) or not all(isinstance(name, str) for name in document):
            raise answer.unreachable()
        return document

    def get(self, play: str) -> Document | None:
        """None when the site has no such play."""
        answer = self._ask("GET", {"stateId": play})
        if answer.status == 404:
            return None
        if answer.status != 200 or not _tag(answer):
            raise answer.unreachable()
        return Document(_tag(answer), answer.data)

    def etag(self, play: str) -> str:
        """The tag of a play's document without its text; empty when there is none."""
        answer = self._ask("HEAD", {"stateId": play})
        if answer.status == 404:
            return ""
        if answer.status != 200:
            raise answer.unreachable()
        return _tag(answer)

    def put(self, play: str, data: bytes, etag: str) -> bool:
        """Write over the document of that tag; etag empty: only if there is none. False: it is not what is there.

        Raises StatementsRefused when the site reads it and will never take it.
        """
        condition = {"If-Match": f'"{etag}"'} if etag else {"If-None-Match": "*"}
        answer = self._ask("PUT", {"stateId": play}, body=data, headers={"Content-Type": "application/json", **condition})
        if answer.status == 412:
            return False
        if answer.status in (400, 413):
            raise StatementsRefused(f"answer {answer.status}")
        if answer.status != 204:
            raise answer.unreachable()
        return True

    def _ask(self, method: str, which: dict[str, str], *, body: bytes | None = None, headers: dict[str, str] | None = None) -> Answer:
        where = {"activityId": activities.plays(), "agent": json.dumps(dict(self.pairing.actor), sort_keys=True), **which}
        marks = {**self.marks, **basic_auth(*self.pairing.credentials), **(headers or {})}
        url = self.pairing.endpoint.rstrip("/") + "/activities/state?" + urlencode(where)
        answer = (self.http or own_network.to_site()).ask(method, url, body=body, headers=marks)
        if not answer.is_of_a_store:
            raise answer.unreachable()
        if answer.status in (401, 403):
            raise KeyRevoked
        return answer


def _json(answer: Answer) -> Any:
    try:
        return answer.json()
    except ValueError as error:
        raise SiteUnreachable("its answer cannot be read") from error


def _tag(answer: Answer) -> str:
    return answer.headers.get("ETag", "").removeprefix("W/").strip('"')
