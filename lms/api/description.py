"""The OpenAPI 3.1 document of the API, made from the operations that are served and the types they give and take."""

import re
from typing import Any

import msgspec

from lms.api import documents, paging
from lms.api.operations import OPERATIONS, Operation
from lms.api.webhooks.events import TYPES
from lms.web.guards.problems import BELOW, MEDIA_TYPE

VERSION = "1.0.0"
"""Of what this document promises. A part that is taken away or changes its meaning gets another address, /api/v2; new members may come."""
PART = "#/components/schemas/{name}"
WORDS = {
    304: "Nothing changed since the answer with this ETag.",
    400: "A parameter, header or body that is not as described.",
    401: "No access key, a wrong one or one that has ended; nobody is signed in.",
    403: "The access key lacks the right, or this is not for keys, or not for people.",
    404: "It does not exist, or it is not for the caller.",
    405: "The address does not know this method.",
    409: "The same call is being answered, or the cohort is closed.",
    413: "The body is over 16 kB.",
    415: "The body is no JSON.",
    422: "The body does not fit, or the Idempotency-Key was used for another call.",
    429: "Too many calls; Retry-After says for how long to wait.",
    503: "The site is busy; Retry-After says for how long to wait.",
}
ABOUT = (
    "Cohorts, what they are asked, how far people are, and what professionals earned. Of patients and carers it tells how many modules "
    "are finished and nothing else; answers, marks and the triage register are not here. Lists come in the order in which their rows "
    "were made, a page at a time by `cursor`. Times are UTC, days are those of Paris. Refusals are problem+json (RFC 9457) in the "
    "language of Accept-Language (fr, en). New members may come into an object at any time: ignore what you do not know. "
    "Made from the code by lms/api/description.py."
)


def document(origin: str) -> dict[str, Any]:
    """origin: of the site, as the description's server."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in OPERATIONS:
        paths.setdefault(path_of(operation), {})[operation.method.lower()] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Hors les murs, API",
            "version": VERSION,
            "description": ABOUT,
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": origin}],
        "tags": [{"name": tag} for tag in (*dict.fromkeys(operation.tag for operation in OPERATIONS), "webhooks")],
        "paths": paths,
        "webhooks": {kind: _webhook(kind, form) for kind, form in TYPES.items()},
        "components": {
            "schemas": _schemas(),
            "parameters": _parameters(),
            "securitySchemes": {
                "accessKey": {"type": "http", "scheme": "basic", "description": "id and secret of an access key made by an administrator"},
                "session": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "__Host-hlm",
                    "description": "a person signed in on the site; she reads only",
                },
            },
        },
    }


def path_of(operation: Operation) -> str:
    """With {name} for the parts that vary."""
    return BELOW + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", operation.path)


def _types() -> list[Any]:
    return [kind for operation in OPERATIONS for kind in (operation.body, operation.answer) if kind is not None] + [
        *TYPES.values(),
        documents.Problem,
    ]


def _schemas() -> dict[str, Any]:
    _roots, parts = msgspec.json.schema_components(_types(), ref_template=PART)
    return parts


def _parameters() -> dict[str, Any]:
    limit = {"type": "integer", "minimum": 1, "maximum": paging.MOST, "default": paging.USUAL}
    return {
        "limit": {"name": "limit", "in": "query", "required": False, "schema": limit, "description": "Most rows of a page."},
        "cursor": {
            "name": "cursor",
            "in": "query",
            "required": False,
            "schema": {"type": "string", "pattern": f"^{paging.FORM.pattern}$"},
            "description": "`next` of the page before; nothing else.",
        },
        "ifNoneMatch": {
            "name": "If-None-Match",
            "in": "header",
            "required": False,
            "schema": {"type": "string"},
            "description": "ETag of an answer that is kept.",
        },
        "idempotencyKey": {
            "name": "Idempotency-Key",
            "in": "header",
            "required": True,
            "schema": {"type": "string", "pattern": "^[A-Za-z0-9_:.-]{1,64}$"},
            "description": "Drawn anew for each thing to do, sent again with each try of it.",
        },
    }


def _operation(operation: Operation) -> dict[str, Any]:
    own = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
        for name in re.findall(r"<uuid:(\w+)>", operation.path)
    ]
    more = (["limit", "cursor"] if operation.is_paged else []) + (
        ["ifNoneMatch"] if operation.method == "GET" else ["idempotencyKey"] if operation.body else []
    )
    answer: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "tags": [operation.tag],
        "security": [*([{"accessKey": []}] if operation.scope else []), *([{"session": []}] if operation.may_session else [])],
        "parameters": own + [{"$ref": f"#/components/parameters/{name}"} for name in more],
        "responses": _responses(operation),
    }
    if operation.scope:
        answer["description"] = f"An access key needs the right `{operation.scope}`."
    if operation.body is not None:
        answer["requestBody"] = {"required": True, "content": {"application/json": {"schema": _schema(operation.body)}}}
    return answer


def _webhook(kind: str, form: type) -> dict[str, Any]:
    """What the site sends. Its headers are those of Standard Webhooks."""
    words = {
        "webhook-id": "Of the event: the same at each try. Keep it for three days, and do nothing for one that you had.",
        "webhook-timestamp": "Seconds since 1970 of this try. Refuse one that is more than five minutes from your clock.",
        "webhook-signature": "`v1,` and base64 of HMAC-SHA256 over id, timestamp and body, joined by dots; two of them after a new secret.",
    }
    body = {"required": True, "content": {"application/json": {"schema": _schema(form)}}}
    return {
        "post": {
            "operationId": f"tell{form.__name__}",
            "summary": f"{kind}, to the address of a webhook that an administrator made.",
            "tags": ["webhooks"],
            "security": [],
            "parameters": [
                {"name": name, "in": "header", "required": True, "schema": {"type": "string"}, "description": about}
                for name, about in words.items()
            ],
            "requestBody": body,
            "responses": {"2XX": {"description": "Taken."}, "410": {"description": "Nothing more, please: the webhook is stopped."}},
        }
    }


def _responses(operation: Operation) -> dict[str, Any]:
    answer: dict[str, Any] = {"description": "As asked." if operation.answer is not None else "Done."}
    if operation.answer is not None:
        answer["content"] = {"application/json": {"schema": _schema(operation.answer)}}
    answers = {str(operation.status): answer}
    if operation.method == "GET":
        answers["304"] = {"description": WORDS[304]}
    if operation.body is not None:
        answers["200"] = {**answer, "description": "It was asked for already; its day is moved."}
    statuses = {400, 401, 403, 429, 503, *operation.refusals}
    answers |= {str(status): _refusal(status) for status in sorted(statuses)}
    return answers


def _refusal(status: int) -> dict[str, Any]:
    return {"description": WORDS[status], "content": {MEDIA_TYPE: {"schema": {"$ref": PART.format(name="Problem")}}}}


def _schema(kind: Any) -> dict[str, Any]:
    (schema,), _parts = msgspec.json.schema_components([kind], ref_template=PART)
    return schema
