"""For tests by requirement number, which share one store a file: names that nobody else uses, so that no two tests meet."""

import hashlib
import json
from typing import Any
from uuid import uuid4

from lrs_cast import Caller, Json

BASE = "http://example.com/xapi"
NONE_MATCH = {"If-None-Match": "*"}


def new_uuid() -> str:
    return str(uuid4())


def new_agent() -> Json:
    return {"objectType": "Agent", "account": {"homePage": "https://site.example", "name": new_uuid()}}


def new_iri(kind: str = "activity") -> str:
    return f"{BASE}/{kind}/{new_uuid()}"


def said(**changed: Any) -> Json:
    """A small statement about an activity of its own, by an actor of its own; parts given by name replace its own."""
    made: Json = {"id": new_uuid(), "actor": new_agent(), "verb": {"id": f"{BASE}/verbs/did"}, "object": {"id": new_iri()}}
    return made | changed


def keep(ask: Caller, **changed: Any) -> Json:
    """Send one, and give it as it was sent."""
    made = said(**changed)
    answer = ask.post("statements", made)
    assert answer.status_code == 200, answer.text
    return made


def void(ask: Caller, target: str) -> Json:
    return keep(ask, verb={"id": "http://adlnet.gov/expapi/verbs/voided"}, object={"objectType": "StatementRef", "id": target})


def one(ask: Caller, id: str, **params: Any) -> Json:
    """The statement of an id, as the store gives it."""
    answer = ask.get("statements", statementId=id, **params)
    assert answer.status_code == 200, answer.text
    return dict(answer.json)


def described(content: bytes, **changed: Any) -> Json:
    """What a statement says of an attachment."""
    return {
        "usageType": f"{BASE}/use",
        "display": {"en": "A file"},
        "contentType": "text/plain",
        "length": len(content),
        "sha2": hashlib.sha256(content).hexdigest(),
    } | changed


def part(content: bytes, **headers: str) -> bytes:
    """One part of a multipart body with its content and headers; a header of '' is left out."""
    lines = {"Content_Type": "text/plain", "Content_Transfer_Encoding": "binary"}
    lines |= {"X_Experience_API_Hash": hashlib.sha256(content).hexdigest(), **headers}
    head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in lines.items() if value)
    return head.encode() + b"\r\n" + content


def first(statements: Any, kind: str = "application/json") -> bytes:
    return f"Content-Type: {kind}\r\n\r\n".encode() + json.dumps(statements).encode()


def multipart(ask: Caller, *parts: bytes, kind: str = "multipart/mixed; boundary=cut", method: str = "POST", **params: str) -> Any:
    body = b"".join(b"--cut\r\n" + each + b"\r\n" for each in parts) + b"--cut--\r\n"
    send = ask.put if method == "PUT" else ask.post
    return send("statements", body, headers={"Content-Type": kind}, **params)


def with_file(ask: Caller, content: bytes = b"content of a file") -> Json:
    """A kept statement with an attachment."""
    made = said(attachments=[described(content)])
    answer = multipart(ask, first(made), part(content))
    assert answer.status_code == 200, answer.text
    return made
