"""Refusals for programs in one form: application/problem+json (RFC 9457), with words in the language that was asked for."""

import json
from collections.abc import Mapping
from typing import Any

from flask import Response

from lms.web.guards import request_ids

BELOW = "/api/v1"
"""Where every refusal has this form."""
MEDIA_TYPE = "application/problem+json"
KIND = "urn:hors-les-murs:problem:"
"""Begins each `type`; what follows is a word that never changes (docs/api/README.md)."""


def is_below(path: str) -> bool:
    return path == BELOW or path.startswith(f"{BELOW}/")


def problem(status: int, word: str, title: str, detail: str, *, headers: Mapping[str, str] | None = None, **more: Any) -> Response:
    """title: what it is; detail: what to do. more: further members, none of them of a person."""
    body = {"type": KIND + word, "title": title, "status": status, "detail": detail, "request": request_ids.current(), **more}
    answer = Response(json.dumps(body, ensure_ascii=False), status=status, mimetype=MEDIA_TYPE, headers=dict(headers or {}))
    answer.headers["Cache-Control"] = "no-store"
    answer.headers.add("Vary", "Accept-Language")
    return answer
